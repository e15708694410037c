/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.datahub.source.config.DataHubSourceConfig;
import io.spillway.datahub.source.config.OnDataLoss;
import io.spillway.datahub.source.config.ReadRange;
import io.spillway.datahub.source.config.StartingPosition;
import io.spillway.datahub.source.config.SubscriptionConfig;
import io.spillway.datahub.source.event.OffsetsCheckpointedEvent;
import io.spillway.datahub.source.event.ShardsFinishedEvent;
import io.spillway.datahub.source.split.DataHubShardSplit;
import io.spillway.datahub.source.split.PassedRecord;
import io.spillway.datahub.source.split.ShardPosition;
import io.spillway.datahub.source.testing.SourceConfigs;
import io.spillway.datahub.source.testing.TextSchema;
import io.spillway.datahub.testing.FakeTopic;
import io.spillway.testing.source.RecordingOutput;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a reader tells of its progress, and where it ends. */
@Timeout(30)
class ReaderLimitsAndOffsetsTest {

    private final FakeTopic service = new FakeTopic();
    private final RecordingOutput output = new RecordingOutput();
    private final MetricListener metrics = new MetricListener();
    private TestingReaderContext context;
    private DataHubSourceReader<String> reader;

    @AfterEach
    void closeAll() throws Exception {
        reader.close();
        service.close();
    }

    @Test
    void endsAfterTheLimitAndStandsBehindTheLastRecordEmitted() throws Exception {
        String shard = service.addShard();
        service.append(shard, "a", "b", "c", "d");
        open(new ReadRange(StartingPosition.earliest(), null, Set.of(), 3), null);
        add(shard);

        InputStatus status = poll();
        while (status != InputStatus.END_OF_INPUT) {
            status = poll();
        }

        assertThat(output.getEmittedRecords()).containsExactly("a", "b", "c");
        assertThat(reader.snapshotState(1).get(0).position()).isEqualTo(ShardPosition.after(2, 0));
    }

    @Test
    void tellsWhatACompletedCheckpointHoldsOnceAndNothingElse() throws Exception {
        String shard = service.addShard();
        service.setNow(1_000);
        service.append(shard, "a");
        service.setNow(2_000);
        service.appendBatch(shard, "b0", "b1");
        open(range(), SubscriptionConfig.of("sub"));
        add(shard);
        pollUntil(3);

        reader.snapshotState(1);
        assertThat(offsets()).as("the checkpoint is not complete").isEmpty();
        service.append(shard, "c");
        pollUntil(4);
        reader.notifyCheckpointComplete(1);
        assertThat(offsets())
                .containsExactly(
                        new OffsetsCheckpointedEvent(Map.of(shard, new PassedRecord(1, 1, 2_000))));

        reader.snapshotState(2);
        reader.snapshotState(3);
        reader.notifyCheckpointComplete(3);
        reader.snapshotState(4);
        reader.notifyCheckpointComplete(4);
        assertThat(offsets())
                .hasSize(2)
                .endsWith(
                        new OffsetsCheckpointedEvent(Map.of(shard, new PassedRecord(2, 0, 2_000))));
    }

    @Test
    void lastRecordOfAFinishedShardIsToldAsWell() throws Exception {
        String shard = service.addShard();
        service.setNow(1_000);
        service.append(shard, "a", "b");
        service.closeShard(shard);
        open(range(), SubscriptionConfig.of("sub"));
        add(shard);
        while (context.getSentEvents().stream().noneMatch(ShardsFinishedEvent.class::isInstance)) {
            poll();
        }

        reader.snapshotState(1);
        reader.notifyCheckpointComplete(1);

        assertThat(offsets())
                .containsExactly(
                        new OffsetsCheckpointedEvent(Map.of(shard, new PassedRecord(1, 0, 1_000))));
    }

    @Test
    void restoredShardIsNotToldBeforeARecordOfItIsRead() throws Exception {
        String shard = service.addShard();
        service.append(shard, "a");
        open(range(), SubscriptionConfig.of("sub"));
        reader.addSplits(
                List.of(
                        new DataHubShardSplit(
                                shard, ShardPosition.after(0, 0), DataHubShardSplit.NEVER)));
        poll();
        reader.snapshotState(1);
        reader.notifyCheckpointComplete(1);

        assertThat(offsets()).isEmpty();
    }

    @Test
    void everyExpiredPositionIsCounted() throws Exception {
        String shard = service.addShard();
        service.append(shard, "a", "b", "c");
        service.expireBefore(shard, 2);
        open(SourceConfigs.of(service, StartingPosition.earliest(), null, OnDataLoss.EARLIEST));
        reader.addSplits(
                List.of(
                        new DataHubShardSplit(
                                shard, ShardPosition.at(0), DataHubShardSplit.NEVER)));
        pollUntil(1);

        assertThat(output.getEmittedRecords()).containsExactly("c");
        assertThat(metrics.getCounter("numDataLosses").orElseThrow().getCount()).isEqualTo(1);
    }

    @Test
    void eachShardShowsWhatItIsAt() throws Exception {
        String shard = service.addShard();
        service.append(shard, "a", "b");
        open(range(), null);
        add(shard);
        pollUntil(2);
        while (!"tail".equals(gauge(shard, "state"))) {
            poll();
        }
        assertThat(this.<Long>gauge(shard, "pendingRecords")).isZero();
        assertThat(this.<Long>gauge(shard, "currentSequence")).isEqualTo(1);

        service.closeShard(shard);
        while (!"finished".equals(gauge(shard, "state"))) {
            poll();
        }
        assertThat(this.<Long>gauge(shard, "pendingRecords")).isZero();
    }

    private <T> T gauge(String shard, String name) {
        Gauge<T> gauge = metrics.<T>getGauge("shard", shard, name).orElseThrow();
        return gauge.getValue();
    }

    private List<SourceEvent> offsets() {
        return context.getSentEvents().stream()
                .filter(OffsetsCheckpointedEvent.class::isInstance)
                .toList();
    }

    private static ReadRange range() {
        return new ReadRange(StartingPosition.earliest(), null);
    }

    private void add(String shard) {
        reader.addSplits(
                List.of(
                        new DataHubShardSplit(
                                shard, ShardPosition.EARLIEST, DataHubShardSplit.NEVER)));
    }

    private void open(ReadRange range, SubscriptionConfig subscription) throws Exception {
        open(SourceConfigs.of(service, range, subscription));
    }

    private void open(DataHubSourceConfig config) throws Exception {
        context =
                new TestingReaderContext(
                        new Configuration(),
                        InternalSourceReaderMetricGroup.mock(metrics.getMetricGroup()));
        reader = DataHubSourceReader.open(context, config, new TextSchema());
        reader.start();
    }

    private void pollUntil(int count) throws Exception {
        while (output.getEmittedRecords().size() < count) {
            poll();
        }
    }

    private InputStatus poll() throws Exception {
        InputStatus status = reader.pollNext(output);
        if (status == InputStatus.NOTHING_AVAILABLE) {
            try {
                reader.isAvailable().get(50, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // nothing yet: the caller decides how long to go on
            }
        }
        return status;
    }
}
