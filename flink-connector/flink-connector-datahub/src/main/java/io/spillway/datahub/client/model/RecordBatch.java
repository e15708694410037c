/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import org.apache.flink.annotation.Experimental;

/**
 * The answer to one read: columns of positions beside one buffer that holds every record's data,
 * decoded lazily so that no object is made per record.
 *
 * <p>Immutable by convention; safe to hand from the gateway's thread to the task thread.
 *
 * @param nextCursor where to read on; equals the cursor asked for at the tail
 * @param latestSequence the shard's last sequence, -1 if the service did not say
 * @param latestTimeMillis system time of the shard's last record, -1 if the service did not say
 * @param count number of records
 * @param sequences sequence of each record
 * @param batchIndexes index of each record among those that share its sequence
 * @param systemTimes system time of each record, epoch milliseconds
 * @param buffer holds the protobuf messages {@code RecordEntry}
 * @param entryOffsets where each record's message begins in the buffer
 * @param entryLengths length of each record's message
 */
@Experimental
public record RecordBatch(
        String nextCursor,
        long latestSequence,
        long latestTimeMillis,
        int count,
        long[] sequences,
        int[] batchIndexes,
        long[] systemTimes,
        byte[] buffer,
        int[] entryOffsets,
        int[] entryLengths) {}
