/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import javax.annotation.Nullable;

/**
 * What a topic is to be.
 *
 * @param registry whether a change of the schema makes a new version of it
 * @param extendMode whether shards are added, all with the same keys, and never split or merged
 * @param protocol the encoding that newer clients are advised to use, such as {@code BATCH}; null
 *     to say nothing
 */
public record TopicSpec(
        int shardCount,
        int lifecycleDays,
        TopicSchema schema,
        boolean registry,
        boolean extendMode,
        @Nullable String protocol,
        String comment) {

    /** A topic whose shards are split and merged, without a registry. */
    public static TopicSpec of(int shardCount, int lifecycleDays, TopicSchema schema) {
        return new TopicSpec(shardCount, lifecycleDays, schema, false, false, null, "");
    }
}
