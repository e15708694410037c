/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.reader;

import io.spillway.tdengine.source.deserialization.ReaderInitializationContext;
import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import io.spillway.tdengine.source.scan.config.ScanConfig;
import io.spillway.tdengine.source.scan.split.ScanSplit;
import io.spillway.tdengine.source.scan.split.ScanSplitState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The reader of one task: asks for a split whenever it has none.
 *
 * @param <T> the element
 */
@Internal
public final class ScanSourceReader<T>
        extends SingleThreadMultiplexSourceReaderBase<ScanRows, T, ScanSplit, ScanSplitState> {

    private final ScanRecordEmitter<T> emitter;
    private final TDengineDeserializationSchema<T> deserializer;
    private final RejectedRows rejected;

    /**
     * @throws Exception if the deserializer or the target of dead letters cannot be opened
     */
    public static <T> ScanSourceReader<T> open(
            SourceReaderContext context,
            ScanConfig config,
            TDengineDeserializationSchema<T> deserializer)
            throws Exception {
        deserializer.open(new ReaderInitializationContext(context));
        RejectedRows rejected =
                new RejectedRows(
                        config.target().toString(),
                        config.errors().openHandler(context.metricGroup()),
                        context);
        return new ScanSourceReader<>(
                context,
                config,
                new ScanRecordEmitter<>(
                        deserializer,
                        rejected,
                        context.metricGroup().getIOMetricGroup().getNumBytesInCounter(),
                        config.limit()),
                deserializer,
                rejected);
    }

    private ScanSourceReader(
            SourceReaderContext context,
            ScanConfig config,
            ScanRecordEmitter<T> emitter,
            TDengineDeserializationSchema<T> deserializer,
            RejectedRows rejected) {
        super(
                () -> new ScanSplitReader(config, config.gateways().create()),
                emitter,
                context.getConfiguration(),
                context);
        this.emitter = emitter;
        this.deserializer = deserializer;
        this.rejected = rejected;
    }

    @Override
    public void start() {
        if (getNumberOfCurrentlyAssignedSplits() == 0) {
            context.sendSplitRequest();
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        InputStatus status =
                emitter.limitReached() ? InputStatus.END_OF_INPUT : super.pollNext(output);
        if (status == InputStatus.END_OF_INPUT) {
            // there may be no checkpoint after this
            rejected.flush();
        }
        return status;
    }

    @Override
    public List<ScanSplit> snapshotState(long checkpointId) {
        try {
            rejected.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Flushing the dead letters failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlinkRuntimeException("Interrupted while flushing the dead letters", e);
        }
        return super.snapshotState(checkpointId);
    }

    @Override
    protected void onSplitFinished(Map<String, ScanSplitState> finishedSplits) {
        context.sendSplitRequest();
    }

    @Override
    protected ScanSplitState initializedState(ScanSplit split) {
        return new ScanSplitState(split);
    }

    @Override
    protected ScanSplit toSplitType(String splitId, ScanSplitState state) {
        return state.toSplit();
    }

    @Override
    public void close() throws Exception {
        try (rejected;
                AutoCloseable schema = deserializer::close) {
            super.close();
        }
    }
}
