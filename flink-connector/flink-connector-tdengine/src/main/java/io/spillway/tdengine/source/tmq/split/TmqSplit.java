/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.split;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A vgroup of a topic and how far it was read.
 *
 * @param position the next row
 * @param stopOffset the first offset that need not be read, {@link #NEVER} for none
 */
@Internal
public record TmqSplit(String topic, int vgroupId, TmqPosition position, long stopOffset)
        implements SourceSplit {

    /** The stop of a vgroup that is read for ever. */
    public static final long NEVER = Long.MAX_VALUE;

    @Override
    public String splitId() {
        return topic + '/' + vgroupId;
    }

    /** Whether nothing is left to read. */
    public boolean exhausted() {
        return position.offset() >= stopOffset;
    }

    public TmqSplit at(TmqPosition newPosition) {
        return new TmqSplit(topic, vgroupId, newPosition, stopOffset);
    }
}
