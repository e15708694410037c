/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.common.deadletter.RecordRejectedException;
import io.spillway.datahub.source.config.OnDataLoss;
import io.spillway.datahub.source.config.StartingPosition;
import io.spillway.datahub.source.event.ShardsFinishedEvent;
import io.spillway.datahub.source.split.DataHubShardSplit;
import io.spillway.datahub.source.split.ShardPosition;
import io.spillway.datahub.source.testing.SourceConfigs;
import io.spillway.datahub.source.testing.TextSchema;
import io.spillway.datahub.testing.FakeTopic;
import io.spillway.testing.deadletter.RecordingLetters;
import io.spillway.testing.source.RecordingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DataHubSourceReaderTest {

    private final FakeTopic service = new FakeTopic();
    private final RecordingLetters letters = new RecordingLetters();
    private final RecordingOutput output = new RecordingOutput();
    private final MetricListener metrics = new MetricListener();
    private InternalSourceReaderMetricGroup group =
            InternalSourceReaderMetricGroup.mock(metrics.getMetricGroup());
    private TestingReaderContext context;
    private DataHubSourceReader<String> reader;

    @AfterEach
    void closeAll() throws Exception {
        reader.close();
        assertThat(letters.isOpen()).isFalse();
        assertThat(service.openGateways()).isZero();
        service.close();
    }

    @Test
    void emitsRecordsWithTheirSystemTimeAndMovesThePosition() throws Exception {
        String shard = service.addShard();
        service.setNow(1_000);
        service.append(shard, "a");
        service.setNow(2_000);
        service.appendBatch(shard, "b0", "b1");
        open(ErrorPolicy.FAIL);
        reader.addSplits(List.of(split(shard, ShardPosition.EARLIEST)));

        pollUntil(3);

        assertThat(output.getEmittedRecords()).containsExactly("a", "b0", "b1");
        assertThat(output.timestamps()).containsExactly(1_000L, 2_000L, 2_000L);
        assertThat(reader.snapshotState(1))
                .containsExactly(split(shard, ShardPosition.after(1, 1)));
    }

    @Test
    void goesOnFromASnapshotWithinABatch() throws Exception {
        String shard = service.addShard();
        service.appendBatch(shard, "a0", "a1", "a2");
        open(ErrorPolicy.FAIL, 2);
        reader.addSplits(List.of(split(shard, ShardPosition.EARLIEST)));
        pollUntil(2);
        List<DataHubShardSplit> state = reader.snapshotState(1);
        reader.close();

        output.clearEmittedRecords();
        open(ErrorPolicy.FAIL, 1000);
        reader.addSplits(state);
        pollUntil(1);

        assertThat(output.getEmittedRecords()).containsExactly("a2");
    }

    @Test
    void emptyShardIsCheckpointedAtItsPlace() throws Exception {
        String shard = service.addShard();
        service.append(shard, "gone");
        service.expireBefore(shard, 1);
        open(ErrorPolicy.FAIL);
        reader.addSplits(List.of(split(shard, ShardPosition.EARLIEST)));

        while (reader.snapshotState(1).get(0).position().isEarliest()) {
            poll();
        }

        assertThat(reader.snapshotState(2)).containsExactly(split(shard, ShardPosition.at(1)));
    }

    @Test
    void undecodableRecordFailsTheJobAndIsNamed() throws Exception {
        String shard = service.addShard();
        service.append(shard, "a", "poison");
        open(ErrorPolicy.FAIL);
        reader.addSplits(List.of(split(shard, ShardPosition.EARLIEST)));

        assertThatThrownBy(() -> pollUntil(2))
                .isInstanceOf(RecordRejectedException.class)
                .hasMessageContaining(service.topic().toString())
                .hasMessageContaining("Poison");
    }

    @Test
    void undecodableRecordsBecomeLettersThatTheCheckpointMakesDurable() throws Exception {
        String shard = service.addShard();
        service.append(shard, "a", "poison");
        service.appendBatch(shard, "b", "poison");
        service.appendRaw(shard, new byte[] {0x0a});
        service.append(shard, "c");
        open(ErrorPolicy.deadLetter(() -> letters));
        reader.addSplits(List.of(split(shard, ShardPosition.EARLIEST)));

        pollUntil(3);
        assertThat(output.getEmittedRecords()).containsExactly("a", "b", "c");
        assertThat(letters.durable()).isEmpty();
        reader.snapshotState(1);

        assertThat(letters.durable())
                .extracting(letter -> letter.origin().position())
                .containsExactly("1", "2:1", "3");
        DeadLetter first = letters.durable().get(0);
        assertThat(first.origin().system()).isEqualTo("datahub");
        assertThat(first.origin().container()).isEqualTo(service.topic().toString());
        assertThat(first.origin().partition()).isEqualTo(shard);
        assertThat(first.stage()).isEqualTo(DeadLetter.Stage.DESERIALIZE);
        assertThat(first.error().code()).isEqualTo("Poison");
        assertThat(new String(first.value(), StandardCharsets.UTF_8))
                .as("the record as it was received")
                .contains("poison");
        assertThat(letters.durable().get(2).error().code()).isEqualTo("MalformedRecord");
        assertThat(letters.durable().get(2).value()).containsExactly(0x0a);
        assertThat(group.getNumRecordsInErrorsCounter().getCount()).isEqualTo(3);
    }

    @Test
    void undecodableRecordsAreSkippedIfTold() throws Exception {
        String shard = service.addShard();
        service.append(shard, "a", "poison", "b");
        open(ErrorPolicy.IGNORE);
        reader.addSplits(List.of(split(shard, ShardPosition.EARLIEST)));
        pollUntil(2);
        assertThat(output.getEmittedRecords()).containsExactly("a", "b");
    }

    @Test
    void brokenSchemaIsNotTakenForABrokenRecord() throws Exception {
        String shard = service.addShard();
        service.append(shard, "a", "broken schema");
        open(ErrorPolicy.deadLetter(() -> letters));
        reader.addSplits(List.of(split(shard, ShardPosition.EARLIEST)));

        assertThatThrownBy(() -> pollUntil(2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("record 1 of shard " + shard)
                .hasRootCauseMessage("the schema itself is broken");
    }

    @Test
    void checkpointFailsIfLettersCannotBeMadeDurable() throws Exception {
        open(ErrorPolicy.deadLetter(() -> letters));
        letters.breakTarget();

        assertThatThrownBy(() -> reader.snapshotState(1))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("the target is gone");
    }

    @Test
    void lettersAreDurableAtTheEndOfInput() throws Exception {
        String shard = service.addShard();
        service.append(shard, "poison");
        open(ErrorPolicy.deadLetter(() -> letters));
        reader.addSplits(List.of(new DataHubShardSplit(shard, ShardPosition.EARLIEST, 1)));
        reader.notifyNoMoreSplits();

        pollToTheEnd();

        assertThat(letters.durable()).hasSize(1);
    }

    @Test
    void finishedShardIsReportedAndKeptForSomeCheckpoints() throws Exception {
        String shard = service.addShard();
        service.append(shard, "a");
        service.split(shard, 2);
        open(ErrorPolicy.FAIL);
        reader.addSplits(List.of(split(shard, ShardPosition.EARLIEST)));
        while (context.getSentEvents().isEmpty()) {
            poll();
        }
        assertThat(context.getSentEvents())
                .containsExactly(new ShardsFinishedEvent(List.of(shard)));
        DataHubShardSplit done = split(shard, ShardPosition.after(0, 0)).toFinished();
        reader.notifyCheckpointComplete(4);
        long first = 5;
        long last = first + FinishedShards.CHECKPOINTS_KEPT;
        for (long checkpoint = first; checkpoint <= last; checkpoint++) {
            assertThat(reader.snapshotState(checkpoint)).containsExactly(done);
            reader.notifyCheckpointComplete(checkpoint);
        }
        assertThat(reader.snapshotState(last + 1)).isEmpty();
    }

    @Test
    void restoredFinishedShardIsReportedAgainButNotRead() throws Exception {
        String shard = service.addShard();
        service.append(shard, "a");
        DataHubShardSplit done = split(shard, ShardPosition.at(0)).toFinished();
        open(ErrorPolicy.FAIL, 1000, List.of(done));
        assertThat(context.getSentEvents())
                .containsExactly(new ShardsFinishedEvent(List.of(shard)));

        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);

        assertThat(output.released()).as("must not hold back watermarks").containsExactly(shard);
        assertThat(service.reads(shard)).isZero();
        assertThat(reader.snapshotState(1)).containsExactly(done);
        reader.notifyNoMoreSplits();
        pollToTheEnd();
    }

    @Test
    void countsRecordsAndWhatIsPending() throws Exception {
        String shard = service.addShard();
        service.append(shard, "a", "b", "c", "d", "e");
        open(ErrorPolicy.FAIL, 2);
        reader.addSplits(List.of(split(shard, ShardPosition.EARLIEST)));

        pollUntil(2);
        assertThat(pending()).isEqualTo(3);
        pollUntil(5);
        assertThat(pending()).isZero();

        assertThat(metrics.<Long>getGauge("currentFetchEventTimeLag").orElseThrow().getValue())
                .isPositive();
        while (emptyReads() < 2) {
            poll();
        }
        assertThat(pending()).isZero();
    }

    @Test
    void countsRecordsNotBatches() throws Exception {
        group =
                InternalSourceReaderMetricGroup.wrap(
                        UnregisteredMetricGroups.createUnregisteredOperatorMetricGroup());
        String shard = service.addShard();
        service.append(shard, "a", "b", "c", "d", "e");
        open(ErrorPolicy.FAIL, 2);
        reader.addSplits(List.of(split(shard, ShardPosition.EARLIEST)));

        pollUntil(5);

        assertThat(group.getIOMetricGroup().getNumRecordsInCounter().getCount()).isEqualTo(5);
        assertThat(group.getIOMetricGroup().getNumBytesInCounter().getCount()).isPositive();
    }

    private long pending() {
        Gauge<Long> gauge = metrics.<Long>getGauge("pendingRecords").orElseThrow();
        return gauge.getValue();
    }

    private long emptyReads() {
        return metrics.getCounter("numEmptyReads").orElseThrow().getCount();
    }

    private void open(ErrorPolicy errors) throws Exception {
        open(errors, 1000);
    }

    private void open(ErrorPolicy errors, int fetchSize) throws Exception {
        open(errors, fetchSize, List.of());
    }

    private void open(ErrorPolicy errors, int fetchSize, List<DataHubShardSplit> restored)
            throws Exception {
        context = new TestingReaderContext(new Configuration(), group);
        reader =
                DataHubSourceReader.open(
                        context,
                        SourceConfigs.of(
                                service,
                                StartingPosition.earliest(),
                                null,
                                OnDataLoss.FAIL,
                                fetchSize,
                                errors),
                        new TextSchema());
        if (!restored.isEmpty()) {
            reader.addSplits(restored);
        }
        reader.start();
    }

    private static DataHubShardSplit split(String shardId, ShardPosition position) {
        return new DataHubShardSplit(shardId, position, DataHubShardSplit.NEVER);
    }

    private void pollUntil(int count) throws Exception {
        while (output.getEmittedRecords().size() < count) {
            poll();
        }
    }

    private void pollToTheEnd() throws Exception {
        InputStatus status = poll();
        while (status != InputStatus.END_OF_INPUT) {
            status = poll();
        }
    }

    private InputStatus poll() throws Exception {
        InputStatus status = reader.pollNext(output);
        if (status == InputStatus.NOTHING_AVAILABLE) {
            try {
                reader.isAvailable().get(50, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return status;
            }
        }
        return status;
    }
}
