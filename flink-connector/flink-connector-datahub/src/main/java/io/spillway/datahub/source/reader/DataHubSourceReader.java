/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.reader;

import io.spillway.common.deadletter.RecordErrorHandler;
import io.spillway.datahub.source.config.DataHubSourceConfig;
import io.spillway.datahub.source.deserialization.DataHubDeserializationSchema;
import io.spillway.datahub.source.event.OffsetsCheckpointedEvent;
import io.spillway.datahub.source.event.ShardsFinishedEvent;
import io.spillway.datahub.source.metrics.DataHubSourceMetrics;
import io.spillway.datahub.source.split.DataHubShardSplit;
import io.spillway.datahub.source.split.DataHubShardSplitState;
import io.spillway.datahub.source.split.PassedRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The reader of one task. Adds to Flink's: finished shards stay in the state until the enumerator's
 * own state is known to hold them, and dead letters are durable before a checkpoint is.
 *
 * @param <T> the element
 */
@Internal
public final class DataHubSourceReader<T>
        extends SingleThreadMultiplexSourceReaderBase<
                ShardBatch, T, DataHubShardSplit, DataHubShardSplitState> {

    private final DataHubSourceMetrics metrics;
    private final RecordErrorHandler errors;
    private final DataHubRecordEmitter<T> emitter;
    private final FinishedShards finished = new FinishedShards();

    /** How far each shard was read by this reader; null without a subscription to tell it to. */
    @Nullable private final Map<String, PassedRecord> passed;

    private final CheckpointedOffsets offsets = new CheckpointedOffsets();

    /** Finished shards of a restored state, for which Flink opened outputs that hold watermarks. */
    private final List<String> outputsToRelease = new ArrayList<>();

    private boolean started;

    /**
     * Opens what a reader needs: the deserializer and the target of dead letters.
     *
     * @throws Exception if the deserializer or the target cannot be opened
     */
    public static <T> DataHubSourceReader<T> open(
            SourceReaderContext context,
            DataHubSourceConfig config,
            DataHubDeserializationSchema<T> deserializer)
            throws Exception {
        deserializer.open(new ReaderInitializationContext(context));
        DataHubSourceMetrics metrics = new DataHubSourceMetrics(context.metricGroup());
        RecordErrorHandler errors = config.errors().openHandler(context.metricGroup());
        String jobName = context.metricGroup().getAllVariables().get("<job_name>");
        UndecodableRecords undecodable = new UndecodableRecords(config, errors, metrics, jobName);
        return new DataHubSourceReader<>(
                context,
                config,
                new DataHubRecordEmitter<>(
                        deserializer, undecodable, metrics, config.range().limit()),
                metrics,
                errors);
    }

    private DataHubSourceReader(
            SourceReaderContext context,
            DataHubSourceConfig config,
            DataHubRecordEmitter<T> emitter,
            DataHubSourceMetrics metrics,
            RecordErrorHandler errors) {
        super(
                () -> new DataHubSplitReader(config, config.gateways().create(), metrics),
                emitter,
                context.getConfiguration(),
                context);
        this.emitter = emitter;
        this.metrics = metrics;
        this.errors = errors;
        this.passed = config.subscription() == null ? null : new HashMap<>();
    }

    @Override
    public void start() {
        super.start();
        started = true;
        reportFinished(finished.shardIds());
    }

    @Override
    public void addSplits(List<DataHubShardSplit> splits) {
        List<DataHubShardSplit> toRead = new ArrayList<>();
        List<String> done = new ArrayList<>();
        for (DataHubShardSplit split : splits) {
            if (split.finished()) {
                finished.add(split);
                outputsToRelease.add(split.shardId());
                done.add(split.shardId());
            } else {
                toRead.add(split);
            }
        }
        if (started) {
            reportFinished(done);
        }
        if (!toRead.isEmpty()) {
            super.addSplits(toRead);
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        if (!outputsToRelease.isEmpty()) {
            outputsToRelease.forEach(output::releaseOutputForSplit);
            outputsToRelease.clear();
        }
        InputStatus status =
                emitter.limitReached() ? InputStatus.END_OF_INPUT : super.pollNext(output);
        if (status == InputStatus.END_OF_INPUT) {
            // there may be no checkpoint after this
            errors.flush();
        }
        return status;
    }

    @Override
    public List<DataHubShardSplit> snapshotState(long checkpointId) {
        flushLetters();
        List<DataHubShardSplit> splits = new ArrayList<>(super.snapshotState(checkpointId));
        splits.addAll(finished.snapshot(checkpointId));
        if (passed != null) {
            offsets.onSnapshot(checkpointId, passed);
        }
        return splits;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        finished.checkpointComplete(checkpointId);
        Map<String, PassedRecord> news = offsets.onComplete(checkpointId);
        if (!news.isEmpty()) {
            context.sendSourceEventToCoordinator(new OffsetsCheckpointedEvent(news));
        }
    }

    @Override
    public void close() throws Exception {
        try (errors) {
            super.close();
        }
    }

    @Override
    protected void onSplitFinished(Map<String, DataHubShardSplitState> finishedSplits) {
        finishedSplits.forEach(
                (shardId, state) -> {
                    finished.add(state.toSplit().toFinished());
                    notePassed(shardId, state);
                    metrics.forgetShard(shardId);
                });
        reportFinished(List.copyOf(finishedSplits.keySet()));
    }

    @Override
    protected DataHubShardSplitState initializedState(DataHubShardSplit split) {
        if (!split.position().isEarliest()) {
            metrics.shard(split.shardId()).emitted(split.position().lastSequence());
        }
        return new DataHubShardSplitState(split);
    }

    @Override
    protected DataHubShardSplit toSplitType(String splitId, DataHubShardSplitState state) {
        notePassed(splitId, state);
        return state.toSplit();
    }

    private void notePassed(String shardId, DataHubShardSplitState state) {
        PassedRecord record = state.passed();
        if (passed != null && record != null) {
            passed.put(shardId, record);
        }
    }

    private void reportFinished(List<String> shardIds) {
        if (!shardIds.isEmpty()) {
            context.sendSourceEventToCoordinator(new ShardsFinishedEvent(shardIds));
        }
    }

    private void flushLetters() {
        try {
            errors.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Flushing the dead letters failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlinkRuntimeException("Interrupted while flushing the dead letters", e);
        }
    }
}
