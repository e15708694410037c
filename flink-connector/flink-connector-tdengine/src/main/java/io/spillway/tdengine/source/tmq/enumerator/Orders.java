/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.enumerator;

import io.spillway.tdengine.source.tmq.event.SubscribedEvent.OwnedVgroup;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What {@link GroupRounds} has done. */
interface Orders {

    /** Find out the topic's vgroups and answer {@link GroupRounds#listed}. */
    void listVgroups(int round);

    /** Have these readers join the group; each answers {@link GroupRounds#subscribed}. */
    void subscribe(int round, Collection<Integer> readers);

    /** Have these readers leave the group; each answers {@link GroupRounds#left}. */
    void leave(int round, Collection<Integer> readers);

    /** Whether events can be sent to all of them: a reader may fail before it is known as lost. */
    boolean areThere(Collection<Integer> readers);

    /** Each vgroup has one reader: let them read. */
    void read(Map<Integer, List<OwnedVgroup>> byReader);
}
