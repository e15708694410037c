/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.reader;

import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.source.deserialization.SourceRows;
import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import io.spillway.tdengine.source.scan.split.ScanSplitState;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;

/**
 * Emits rows with their time and moves the split's position behind them. Task thread only.
 *
 * @param <T> the element
 */
@Internal
public final class ScanRecordEmitter<T> implements RecordEmitter<ScanRows, T, ScanSplitState> {

    private final TDengineDeserializationSchema<T> deserializer;
    private final RejectedRows rejected;
    private final Counter bytes;
    private final long limit;
    private final TimedCollector<T> collector = new TimedCollector<>();

    ScanRecordEmitter(
            TDengineDeserializationSchema<T> deserializer,
            RejectedRows rejected,
            Counter bytes,
            long limit) {
        this.deserializer = deserializer;
        this.rejected = rejected;
        this.bytes = bytes;
        this.limit = limit;
    }

    @Override
    public void emitRecord(ScanRows slice, SourceOutput<T> output, ScanSplitState state)
            throws Exception {
        SourceRows rows = slice.rows();
        // the result of a query need not have a time
        boolean timed = rows.tableName() != null;
        long perMilli = rows.data().precision().perSecond() / 1_000;
        collector.output = output;
        for (int row = slice.from(); row < slice.to() && !limitReached(); row++) {
            if (timed) {
                long time = rows.data().getLong(0, row);
                collector.timestamp = perMilli == 1 ? time : Math.floorDiv(time, perMilli);
            }
            collector.timed = timed;
            try {
                deserializer.deserialize(rows, row, collector);
            } catch (RecordException e) {
                rejected.handle(rows, row, e);
            }
        }
        state.moveTo(slice.after());
        if (slice.to() == rows.data().rows()) {
            bytes.inc(rows.data().sizeInBytes());
        }
    }

    /** Whether as many elements were emitted as were asked for. */
    boolean limitReached() {
        return collector.emitted >= limit;
    }

    private static final class TimedCollector<T> implements Collector<T> {

        private SourceOutput<T> output;
        private boolean timed;
        private long timestamp;
        private long emitted;

        @Override
        public void collect(T element) {
            if (timed) {
                output.collect(element, timestamp);
            } else {
                output.collect(element);
            }
            emitted++;
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
