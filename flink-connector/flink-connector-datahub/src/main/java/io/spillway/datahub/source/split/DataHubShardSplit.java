/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.split;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A shard and how far it was read.
 *
 * @param shardId the shard, also the id of the split
 * @param position the next record
 * @param stopSequence the first sequence not to read, {@link #NEVER} for none
 * @param finished whether the shard was read to its end; such a split is kept in a reader's state
 *     until the enumerator is sure to know
 */
@Internal
public record DataHubShardSplit(
        String shardId, ShardPosition position, long stopSequence, boolean finished)
        implements SourceSplit {

    /** The stop sequence of a shard that is read for ever. */
    public static final long NEVER = Long.MAX_VALUE;

    /** A shard to be read from a position on. */
    public DataHubShardSplit(String shardId, ShardPosition position, long stopSequence) {
        this(shardId, position, stopSequence, false);
    }

    @Override
    public String splitId() {
        return shardId;
    }

    public boolean bounded() {
        return stopSequence != NEVER;
    }

    /** Whether nothing is left between the position and the stop. */
    public boolean exhausted() {
        return finished || position.sequence() >= stopSequence;
    }

    /** The same shard, read to its end. */
    public DataHubShardSplit toFinished() {
        return new DataHubShardSplit(shardId, position, stopSequence, true);
    }
}
