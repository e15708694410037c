package io.spillway.datahub.source.deserialization;

import io.spillway.datahub.client.model.RecordBatch;
import org.apache.flink.annotation.Experimental;

/**
 * One record of a shard, seen in place: a view that moves over a batch. Valid only during the call
 * it is handed to; nothing of it may be kept. Task thread only.
 */
@Experimental
public final class DataHubRecord {

    private String shardId = "";
    private RecordBatch batch;
    private int index;

    /** Moves the view to a record. */
    public void moveTo(String shardId, RecordBatch batch, int index) {
        this.shardId = shardId;
        this.batch = batch;
        this.index = index;
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

    /** The batch the record stands in. */
    public RecordBatch batch() {
        return batch;
    }

    /** The record's index in {@link #batch()}. */
    public int index() {
        return index;
    }
}
