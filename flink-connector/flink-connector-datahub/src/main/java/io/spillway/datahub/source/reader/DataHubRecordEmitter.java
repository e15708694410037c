/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.reader;

import io.spillway.datahub.client.codec.MalformedMessageException;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.source.deserialization.DataHubDeserializationSchema;
import io.spillway.datahub.source.deserialization.DataHubRecord;
import io.spillway.datahub.source.deserialization.UndecodableRecordException;
import io.spillway.datahub.source.metrics.DataHubSourceMetrics;
import io.spillway.datahub.source.split.DataHubShardSplitState;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.util.Collector;

/**
 * Decodes and emits the records of a batch, and moves the shard's position behind each. Task thread
 * only.
 *
 * @param <T> the element
 */
@Internal
public final class DataHubRecordEmitter<T>
        implements RecordEmitter<ShardBatch, T, DataHubShardSplitState> {

    private final DataHubDeserializationSchema<T> deserializer;
    private final UndecodableRecords undecodable;
    private final DataHubSourceMetrics metrics;
    private final long limit;
    private final DataHubRecord record = new DataHubRecord();
    private final TimestampedCollector<T> collector = new TimestampedCollector<>();

    DataHubRecordEmitter(
            DataHubDeserializationSchema<T> deserializer,
            UndecodableRecords undecodable,
            DataHubSourceMetrics metrics,
            long limit) {
        this.limit = limit;
        this.deserializer = deserializer;
        this.undecodable = undecodable;
        this.metrics = metrics;
    }

    @Override
    public void emitRecord(ShardBatch batch, SourceOutput<T> output, DataHubShardSplitState state)
            throws Exception {
        RecordBatch records = batch.records();
        String shardId = state.shardId();
        collector.output = output;
        state.moveTo(batch.start());
        for (int i = batch.from(); i < batch.to() && !limitReached(); i++) {
            record.moveTo(shardId, records, i);
            collector.timestamp = records.systemTimes()[i];
            emit();
            state.passed(
                    records.sequences()[i], records.batchIndexes()[i], records.systemTimes()[i]);
        }
        metrics.shard(shardId)
                .emitted(
                        batch.count() == 0
                                ? batch.start().lastSequence()
                                : records.sequences()[batch.to() - 1]);
        metrics.batchEmitted(batch.count(), records.buffer().length);
    }

    /** Whether as many elements were emitted as were asked for. */
    boolean limitReached() {
        return collector.emitted >= limit;
    }

    private void emit() throws Exception {
        try {
            deserializer.deserialize(record, collector);
        } catch (UndecodableRecordException e) {
            undecodable.handle(record, e.code(), e);
        } catch (MalformedMessageException e) {
            undecodable.handle(record, "MalformedRecord", e);
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "Decoding record "
                            + record.sequence()
                            + " of shard "
                            + record.shardId()
                            + " failed: "
                            + e,
                    e);
        }
    }

    private static final class TimestampedCollector<T> implements Collector<T> {

        private SourceOutput<T> output;
        private long timestamp;
        private long emitted;

        @Override
        public void collect(T element) {
            output.collect(element, timestamp);
            emitted++;
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
