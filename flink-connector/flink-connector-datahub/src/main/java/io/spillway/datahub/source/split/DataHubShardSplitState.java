/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.split;

import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** The moving part of a split: advanced with every record emitted. Task thread only. */
@Internal
public final class DataHubShardSplitState {

    private final DataHubShardSplit split;
    private long sequence;
    private int batchIndex;
    private long passedSequence = -1;
    private int passedBatchIndex;
    private long passedSystemTime;

    public DataHubShardSplitState(DataHubShardSplit split) {
        this.split = split;
        moveTo(split.position());
    }

    public String shardId() {
        return split.shardId();
    }

    /** Notes that a record was emitted (or its error handled). */
    public void passed(long recordSequence, int recordBatchIndex, long systemTimeMillis) {
        sequence = recordSequence;
        batchIndex = recordBatchIndex + 1;
        passedSequence = recordSequence;
        passedBatchIndex = recordBatchIndex;
        passedSystemTime = systemTimeMillis;
    }

    /** The record passed last, null if none was since the split came to this reader. */
    @Nullable
    public PassedRecord passed() {
        return passedSequence < 0
                ? null
                : new PassedRecord(passedSequence, passedBatchIndex, passedSystemTime);
    }

    /** Sets the place of the next record. */
    public void moveTo(ShardPosition position) {
        sequence = position.sequence();
        batchIndex = position.batchIndex();
    }

    /** The split as it is to be checkpointed now. */
    public DataHubShardSplit toSplit() {
        return new DataHubShardSplit(
                split.shardId(),
                new ShardPosition(sequence, batchIndex),
                split.stopSequence(),
                split.finished());
    }
}
