/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.reader;

import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.source.split.ShardPosition;
import org.apache.flink.annotation.Internal;

/**
 * Records of one shard, handed from the fetcher to the task thread at once.
 *
 * @param start the position they were read from; takes effect even if there are none
 * @param records the answer of the service
 * @param from index of the first record to emit
 * @param to index behind the last record to emit
 */
@Internal
public record ShardBatch(ShardPosition start, RecordBatch records, int from, int to) {

    /** The records from a position on, up to the first whose sequence is not to be read. */
    static ShardBatch slice(ShardPosition start, RecordBatch records, long stopSequence) {
        int from = 0;
        while (from < records.count()
                && start.isAfter(records.sequences()[from], records.batchIndexes()[from])) {
            from++;
        }
        int to = records.count();
        // sequences grow: looking at the end is enough, but for the last read of a bounded source
        while (to > from && records.sequences()[to - 1] >= stopSequence) {
            to--;
        }
        return new ShardBatch(start, records, from, to);
    }

    public int count() {
        return to - from;
    }
}
