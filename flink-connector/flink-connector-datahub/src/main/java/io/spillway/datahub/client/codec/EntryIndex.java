/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.datahub.client.model.RecordBatch;
import java.util.Arrays;
import org.apache.flink.annotation.Internal;

/** Where records lie in a buffer. Grows with the records found, never with what answers claim. */
@Internal
final class EntryIndex {

    private int count;
    private long[] sequences = new long[64];
    private long[] systemTimes = new long[64];
    private int[] batchIndexes = new int[64];
    private int[] offsets = new int[64];
    private int[] lengths = new int[64];

    int count() {
        return count;
    }

    void add(long sequence, long systemTime, int batchIndex, int offset, int length) {
        if (count == sequences.length) {
            int capacity = 2 * count;
            sequences = Arrays.copyOf(sequences, capacity);
            systemTimes = Arrays.copyOf(systemTimes, capacity);
            batchIndexes = Arrays.copyOf(batchIndexes, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
        }
        sequences[count] = sequence;
        systemTimes[count] = systemTime;
        batchIndexes[count] = batchIndex;
        offsets[count] = offset;
        lengths[count] = length;
        count++;
    }

    /** The batch index of the next record, if the service does not tell it. */
    int indexAfterPrevious(long sequence) {
        return count > 0 && sequences[count - 1] == sequence ? batchIndexes[count - 1] + 1 : 0;
    }

    RecordBatch toBatch(String nextCursor, long latestSequence, long latestTime, byte[] buffer) {
        return new RecordBatch(
                nextCursor,
                latestSequence,
                latestTime,
                count,
                Arrays.copyOf(sequences, count),
                Arrays.copyOf(batchIndexes, count),
                Arrays.copyOf(systemTimes, count),
                buffer,
                Arrays.copyOf(offsets, count),
                Arrays.copyOf(lengths, count));
    }
}
