/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.deserialization;

import io.spillway.datahub.client.codec.MalformedMessageException;
import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.model.RecordBatch;
import java.util.Arrays;
import org.apache.flink.annotation.Experimental;

/**
 * One record of a shard, seen in place: a view that moves over a batch. Valid only during the call
 * it is handed to; nothing of it may be kept. Task thread only.
 */
@Experimental
public final class DataHubRecord {

    private final RecordEntryReader entry = new RecordEntryReader();
    private String shardId = "";
    private RecordBatch batch;
    private int index;

    /** Moves the view to a record; {@link #entry()} is not read yet. */
    public void moveTo(String newShardId, RecordBatch newBatch, int newIndex) {
        shardId = newShardId;
        batch = newBatch;
        index = newIndex;
    }

    /**
     * The record's columns and attributes, where they lie in the batch.
     *
     * @throws MalformedMessageException if the record's bytes make no sense; need not be caught,
     *     the record is then handled as one that cannot be decoded
     */
    public RecordEntryReader entry() throws MalformedMessageException {
        entry.read(batch, index);
        return entry;
    }

    public String shardId() {
        return shardId;
    }

    /** The record's sequence within its shard; records written as one batch share it. */
    public long sequence() {
        return batch.sequences()[index];
    }

    /** The record's index among those that share its sequence. */
    public int batchIndex() {
        return batch.batchIndexes()[index];
    }

    /** When the service took the record, epoch milliseconds. */
    public long systemTimeMillis() {
        return batch.systemTimes()[index];
    }

    /** A copy of the record's bytes, the message {@code RecordEntry} as it was received. */
    public byte[] toBytes() {
        int offset = batch.entryOffsets()[index];
        return Arrays.copyOfRange(batch.buffer(), offset, offset + batch.entryLengths()[index]);
    }

    /** The batch the record stands in. */
    public RecordBatch batch() {
        return batch;
    }

    /** The record's index in {@link #batch()}. */
    public int index() {
        return index;
    }
}
