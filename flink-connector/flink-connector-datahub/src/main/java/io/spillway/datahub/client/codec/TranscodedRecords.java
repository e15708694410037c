/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.datahub.client.model.RecordBatch;
import java.util.Arrays;
import org.apache.flink.annotation.Internal;

/**
 * Collects records that came in another encoding, as the protobuf messages everything behind the
 * client reads: fill {@link #record}, then {@link #add}.
 */
@Internal
final class TranscodedRecords {

    private final RecordEntryWriter record = new RecordEntryWriter();
    private final ProtoBuffer messages;
    private final EntryIndex index = new EntryIndex();

    /**
     * @param expectedSize a guess, bytes
     */
    TranscodedRecords(int expectedSize) {
        messages = new ProtoBuffer(Math.max(64, expectedSize));
    }

    /** The record to be added next, to be filled. */
    RecordEntryWriter record() {
        return record;
    }

    /** Adds the record. */
    void add(long sequence, long systemTime, int batchIndex) {
        int offset = messages.size();
        record.appendTo(messages);
        index.add(sequence, systemTime, batchIndex, offset, messages.size() - offset);
        record.reset();
    }

    /** Adds the record behind those of the same sequence. */
    void add(long sequence, long systemTime) {
        add(sequence, systemTime, index.indexAfterPrevious(sequence));
    }

    int count() {
        return index.count();
    }

    RecordBatch toBatch(String nextCursor, long latestSequence, long latestTime) {
        byte[] buffer = Arrays.copyOf(messages.bytes(), messages.size());
        return index.toBatch(nextCursor, latestSequence, latestTime, buffer);
    }
}
