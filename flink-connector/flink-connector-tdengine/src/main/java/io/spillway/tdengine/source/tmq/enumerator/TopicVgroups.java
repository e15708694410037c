/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.enumerator;

import java.util.Set;

/**
 * The vgroups a topic may be spread over.
 *
 * @param database the topic's database
 * @param vgroupIds the vgroups of the database
 * @param certain whether the topic has them all; a topic made of a query may do with fewer
 */
record TopicVgroups(String database, Set<Integer> vgroupIds, boolean certain) {

    TopicVgroups {
        vgroupIds = Set.copyOf(vgroupIds);
    }
}
