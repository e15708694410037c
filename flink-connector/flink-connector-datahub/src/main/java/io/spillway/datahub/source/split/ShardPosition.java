/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.split;

import org.apache.flink.annotation.Internal;

/**
 * The place of the next record of a shard.
 *
 * <p>Records that were written as one batch share a sequence, so the place is a sequence and the
 * number of records with that sequence that are done. After a record the place stays on its
 * sequence (with one more record done), as the next record may share it.
 *
 * @param sequence the sequence to read from; negative for the oldest record kept
 * @param batchIndex number of records of that sequence to pass over
 */
@Internal
public record ShardPosition(long sequence, int batchIndex) {

    /** The oldest record kept. */
    public static final ShardPosition EARLIEST = new ShardPosition(-1, 0);

    /** The first record of a sequence. */
    public static ShardPosition at(long sequence) {
        return new ShardPosition(sequence, 0);
    }

    /** Behind a record. */
    public static ShardPosition after(long sequence, int batchIndex) {
        return new ShardPosition(sequence, batchIndex + 1);
    }

    public boolean isEarliest() {
        return sequence < 0;
    }

    /** Whether a record stands before this place, that is, is done. */
    public boolean isAfter(long recordSequence, int recordBatchIndex) {
        return recordSequence < sequence
                || (recordSequence == sequence && recordBatchIndex < batchIndex);
    }

    /** The sequence of the last record before this place, as far as the place tells. */
    public long lastSequence() {
        return batchIndex > 0 ? sequence : sequence - 1;
    }

    @Override
    public String toString() {
        return isEarliest() ? "earliest" : sequence + "+" + batchIndex;
    }
}
