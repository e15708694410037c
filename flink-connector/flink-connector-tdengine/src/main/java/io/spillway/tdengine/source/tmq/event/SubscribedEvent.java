/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.event;

import java.io.Serializable;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader: what the server gave it.
 *
 * @param round of the {@link SubscribeEvent} this answers
 * @param vgroups empty if the server gave it none
 * @param failure why the reader could not join, for a reason that may pass; null if it could
 */
@Internal
public record SubscribedEvent(int round, List<OwnedVgroup> vgroups, @Nullable String failure)
        implements SourceEvent {

    public SubscribedEvent {
        vgroups = List.copyOf(vgroups);
    }

    /**
     * A vgroup the server gave to a reader.
     *
     * @param begin the oldest offset the server still has
     * @param end the offset after the newest
     * @param committed what the group committed, null if it did not or nobody asked
     */
    @Internal
    public record OwnedVgroup(int vgroupId, long begin, long end, @Nullable Long committed)
            implements Serializable {}
}
