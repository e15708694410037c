/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.source.config.OnDataLoss;
import io.spillway.datahub.source.config.StartingPosition;
import io.spillway.datahub.source.metrics.DataHubSourceMetrics;
import io.spillway.datahub.source.position.DataLossException;
import io.spillway.datahub.source.split.DataHubShardSplit;
import io.spillway.datahub.source.split.ShardPosition;
import io.spillway.datahub.source.testing.SourceConfigs;
import io.spillway.datahub.testing.FakeTopic;
import io.spillway.datahub.testing.FakeTopic.Call;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DataHubSplitReaderTest {

    private final FakeTopic service = new FakeTopic();
    private final Map<String, List<String>> received = new HashMap<>();
    private final Set<String> finished = new HashSet<>();
    private DataHubSplitReader reader = reader(OnDataLoss.FAIL, 1000);

    @AfterEach
    void closeAll() {
        reader.close();
        assertThat(service.openGateways()).isZero();
        service.close();
    }

    @Test
    void readsFromTheOldestRecordAndGoesOn() throws IOException {
        String shard = service.addShard();
        service.append(shard, "a", "b", "c");
        service.expireBefore(shard, 1);
        add(shard, ShardPosition.EARLIEST);

        fetchUntil(shard, 2);
        service.append(shard, "d");
        fetchUntil(shard, 3);

        assertThat(received.get(shard)).containsExactly("b", "c", "d");
    }

    @Test
    void placeOfAnEmptyShardIsHandedOverOnce() throws IOException {
        String shard = service.addShard();
        service.append(shard, "gone");
        service.expireBefore(shard, 1);
        add(shard, ShardPosition.EARLIEST);

        RecordsWithSplitIds<ShardBatch> first = reader.fetch();

        assertThat(first.nextSplit()).isEqualTo(shard);
        ShardBatch batch = first.nextRecordFromSplit();
        assertThat(batch.count()).isZero();
        assertThat(batch.start()).isEqualTo(ShardPosition.at(1));
        assertThat(first.nextRecordFromSplit()).isNull();
        assertThat(first.nextSplit()).isNull();
    }

    @Test
    void resumesInTheMiddleOfABatch() throws IOException {
        String shard = service.addShard();
        service.append(shard, "a");
        service.appendBatch(shard, "b0", "b1", "b2");
        service.append(shard, "c");
        add(shard, ShardPosition.after(1, 0));

        fetchUntil(shard, 3);

        assertThat(received.get(shard)).containsExactly("b1", "b2", "c");
    }

    @Test
    void batchesLargerThanAFetchAreReadToTheirEnd() throws IOException {
        reader.close();
        reader = reader(OnDataLoss.FAIL, 2);
        String shard = service.addShard();
        service.appendBatch(shard, "a0", "a1", "a2", "a3", "a4");
        service.append(shard, "b");
        add(shard, ShardPosition.EARLIEST);

        fetchUntil(shard, 6);

        assertThat(received.get(shard)).containsExactly("a0", "a1", "a2", "a3", "a4", "b");
    }

    @Test
    void boundedShardStopsBeforeItsStop() throws IOException {
        String shard = service.addShard();
        service.append(shard, "a", "b", "c", "d");
        add(new DataHubShardSplit(shard, ShardPosition.EARLIEST, 2));

        fetchUntilFinished(shard);

        assertThat(received.get(shard)).containsExactly("a", "b");
    }

    @Test
    void boundedShardReadsTheWholeLastBatch() throws IOException {
        reader.close();
        reader = reader(OnDataLoss.FAIL, 2);
        String shard = service.addShard();
        service.appendBatch(shard, "a0", "a1", "a2");
        add(new DataHubShardSplit(shard, ShardPosition.EARLIEST, 1));

        fetchUntilFinished(shard);

        assertThat(received.get(shard)).containsExactly("a0", "a1", "a2");
    }

    @Test
    void boundedShardWhoseRestExpiredEnds() throws IOException {
        String shard = service.addShard();
        service.append(shard, "a", "b", "c", "d");
        service.expireBefore(shard, 3);
        add(new DataHubShardSplit(shard, ShardPosition.EARLIEST, 2));

        fetchUntilFinished(shard);

        assertThat(received).doesNotContainKey(shard);
    }

    @Test
    void closedShardIsDrainedAndFinished() throws IOException {
        String shard = service.addShard();
        service.append(shard, "a", "b");
        add(shard, ShardPosition.EARLIEST);
        fetchUntil(shard, 2);
        service.append(shard, "c");
        service.split(shard, 2);

        fetchUntilFinished(shard);

        assertThat(received.get(shard)).containsExactly("a", "b", "c");
    }

    @Test
    void oneHandOverCarriesAllShardsThatAreReady() throws IOException {
        List<String> shards = IntStream.range(0, 8).mapToObj(i -> service.addShard()).toList();
        shards.forEach(shard -> service.append(shard, "x"));
        shards.forEach(service::hold);
        shards.forEach(shard -> add(shard, ShardPosition.at(0)));
        CompletableFuture<Void> released =
                CompletableFuture.runAsync(() -> shards.forEach(service::release));

        int handOvers = 0;
        while (received.size() < shards.size()) {
            if (take(reader.fetch()) > 0) {
                handOvers++;
            }
        }
        released.join();

        assertThat(handOvers).isLessThanOrEqualTo(shards.size());
        assertThat(received.values()).allMatch(List.of("x")::equals);
    }

    @Test
    void slowShardDoesNotHoldUpTheOthers() throws IOException {
        String slow = service.addShard();
        String quick = service.addShard();
        service.append(slow, "late");
        service.append(quick, "a", "b");
        service.hold(slow);
        add(slow, ShardPosition.EARLIEST);
        add(quick, ShardPosition.EARLIEST);

        fetchUntil(quick, 2);
        assertThat(received).doesNotContainKey(slow);

        service.release(slow);
        fetchUntil(slow, 1);
        assertThat(received.get(slow)).containsExactly("late");
    }

    @Test
    void idleShardIsReadWithPauses() throws IOException {
        String shard = service.addShard();
        service.append(shard, "a");
        add(shard, ShardPosition.EARLIEST);
        fetchUntil(shard, 1);

        long begin = System.nanoTime();
        int before = service.reads(shard);
        CompletableFuture.runAsync(
                reader::wakeUp, CompletableFuture.delayedExecutor(60, TimeUnit.MILLISECONDS));
        assertThat(take(reader.fetch())).isZero();
        long elapsedMillis = (System.nanoTime() - begin) / 1_000_000;

        assertThat(service.reads(shard) - before).isBetween(1, (int) (elapsedMillis / 5) + 2);
    }

    @Test
    void wakeUpEndsAFetchThatWaits() throws IOException {
        String shard = service.addShard();
        service.hold(shard);
        add(shard, ShardPosition.at(0));
        CompletableFuture<Void> waker =
                CompletableFuture.runAsync(
                        reader::wakeUp,
                        CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));

        RecordsWithSplitIds<ShardBatch> empty = reader.fetch();

        assertThat(empty.nextSplit()).isNull();
        assertThat(empty.finishedSplits()).isEmpty();
        waker.join();
        service.release(shard);
    }

    @Test
    void pausedShardsAreNotReadUntilResumed() throws IOException {
        String paused = service.addShard();
        String other = service.addShard();
        service.append(paused, "p");
        add(paused, ShardPosition.EARLIEST);
        add(other, ShardPosition.EARLIEST);
        reader.pauseOrResumeSplits(List.of(split(paused)), List.of());
        for (int i = 0; i < 5; i++) {
            service.append(other, "o" + i);
            fetchUntil(other, i + 1);
        }
        assertThat(received).doesNotContainKey(paused);
        assertThat(service.reads(paused)).isZero();

        reader.pauseOrResumeSplits(List.of(), List.of(split(paused)));
        fetchUntil(paused, 1);
    }

    @Test
    void fetchWaitsThoughAllShardsArePaused() throws IOException {
        String shard = service.addShard();
        service.append(shard, "a");
        add(shard, ShardPosition.EARLIEST);
        reader.pauseOrResumeSplits(List.of(split(shard)), List.of());
        AtomicBoolean wokenUp = new AtomicBoolean();
        CompletableFuture.runAsync(
                () -> {
                    wokenUp.set(true);
                    reader.wakeUp();
                },
                CompletableFuture.delayedExecutor(30, TimeUnit.MILLISECONDS));

        assertThat(take(reader.fetch())).isZero();

        assertThat(wokenUp).isTrue();
        assertThat(service.reads(shard)).isZero();
    }

    @Test
    void attemptsAreBounded() throws IOException {
        String shard = service.addShard();
        service.append(shard, "a");
        service.failNext(
                Call.GET_CURSOR, FakeTopic.failure(FailureKind.RETRYABLE, "ConnectionReset"));
        service.failNext(
                Call.GET_RECORDS,
                FakeTopic.failure(FailureKind.RETRYABLE, "ConnectionReset"),
                FakeTopic.failure(FailureKind.RETRYABLE, "Timeout"));
        add(shard, ShardPosition.EARLIEST);
        assertThatThrownBy(() -> fetchUntil(shard, 1)).hasMessageContaining("failed 3 times");
    }

    @Test
    void attemptsAreCountedAnewAfterASuccess() throws IOException {
        String shard = service.addShard();
        add(shard, ShardPosition.EARLIEST);
        for (int i = 0; i < 5; i++) {
            service.failNext(
                    Call.GET_RECORDS,
                    FakeTopic.failure(FailureKind.RETRYABLE, "ConnectionReset"),
                    FakeTopic.failure(FailureKind.RETRYABLE, "InternalServerError"));
            service.append(shard, "v" + i);
            fetchUntil(shard, i + 1);
        }
        assertThat(received.get(shard)).containsExactly("v0", "v1", "v2", "v3", "v4");
    }

    @Test
    void throttlingIsWaitedOutForHoweverLong() throws IOException {
        String shard = service.addShard();
        service.append(shard, "a");
        for (int i = 0; i < 20; i++) {
            service.failNext(
                    Call.GET_RECORDS, FakeTopic.failure(FailureKind.THROTTLED, "LimitExceeded"));
        }
        add(shard, ShardPosition.EARLIEST);

        fetchUntil(shard, 1);
    }

    @Test
    void fatalFailureIsThrownWithTheServicesWords() {
        String shard = service.addShard();
        service.failNext(Call.GET_RECORDS, FakeTopic.failure(FailureKind.FATAL, "Unauthorized"));
        add(shard, ShardPosition.EARLIEST);

        assertThatThrownBy(() -> fetchUntil(shard, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("shard " + shard)
                .hasMessageContaining(service.topic().toString())
                .hasMessageContaining("Unauthorized (request-1)");
    }

    @Test
    void expiredCursorIsReopenedWhereItStood() throws IOException {
        String shard = service.addShard();
        service.append(shard, "a");
        service.appendBatch(shard, "b0", "b1");
        add(shard, ShardPosition.EARLIEST);
        fetchUntil(shard, 3);

        service.expireCursors();
        service.append(shard, "c");
        fetchUntil(shard, 4);

        assertThat(received.get(shard)).containsExactly("a", "b0", "b1", "c");
    }

    @Test
    void cursorsThatAreRefusedAgainAndAgainAreAFailureButNoLoss() throws IOException {
        String shard = service.addShard();
        service.append(shard, "a", "b");
        add(shard, ShardPosition.EARLIEST);
        fetchUntil(shard, 2);
        service.append(shard, "c");
        service.failNext(Call.GET_RECORDS, invalidCursors(3));
        fetchUntil(shard, 3);
        assertThat(received.get(shard)).containsExactly("a", "b", "c");

        service.failNext(Call.GET_RECORDS, invalidCursors(4));
        service.append(shard, "d");
        assertThatThrownBy(() -> fetchUntil(shard, 4))
                .isNotInstanceOf(DataLossException.class)
                .hasMessageContaining("failed 3 times")
                .hasMessageContaining("InvalidCursor");
    }

    @Test
    void lostPositionFailsAndTellsWhatIsMissing() {
        String shard = service.addShard();
        service.append(shard, "a", "b", "c", "d");
        service.expireBefore(shard, 3);
        add(shard, ShardPosition.at(1));

        assertThatThrownBy(() -> fetchUntil(shard, 1))
                .isInstanceOf(DataLossException.class)
                .hasMessageContaining("from sequence 1 on")
                .hasMessageContaining("oldest record kept is 3")
                .hasMessageContaining("scan.on-data-loss");
    }

    @Test
    void positionBeyondTheEndFailsAsWell() {
        String shard = service.addShard();
        service.append(shard, "a");
        add(shard, ShardPosition.at(9));

        assertThatThrownBy(() -> fetchUntil(shard, 1))
                .isInstanceOf(DataLossException.class)
                .hasMessageContaining("created anew");
    }

    @Test
    void lostPositionGoesOnWithTheOldestIfTold() throws IOException {
        reader.close();
        reader = reader(OnDataLoss.EARLIEST, 1000);
        String shard = service.addShard();
        service.append(shard, "a", "b", "c", "d");
        service.expireBefore(shard, 2);
        add(shard, ShardPosition.at(0));

        fetchUntil(shard, 2);

        assertThat(received.get(shard)).containsExactly("c", "d");
    }

    @Test
    void lostPositionGoesOnWithNewRecordsIfTold() throws IOException {
        reader.close();
        reader = reader(OnDataLoss.LATEST, 1000);
        String shard = service.addShard();
        service.append(shard, "a", "b", "c", "d");
        service.expireBefore(shard, 2);
        add(shard, ShardPosition.at(0));
        // the new place is handed over before the first record
        assertThat(take(reader.fetch())).isZero();
        service.append(shard, "e");

        fetchUntil(shard, 1);

        assertThat(received.get(shard)).containsExactly("e");
    }

    @Test
    void expiryOfRecordsThatWereReadIsNoLoss() throws IOException {
        String shard = service.addShard();
        service.append(shard, "a", "b", "c");
        service.expireBefore(shard, 2);
        add(shard, ShardPosition.after(1, 0));

        fetchUntil(shard, 1);

        assertThat(received.get(shard)).containsExactly("c");
    }

    @Test
    void expiryWithinABatchIsALoss() {
        String shard = service.addShard();
        service.appendBatch(shard, "a0", "a1", "a2");
        service.append(shard, "b");
        service.expireBefore(shard, 1);
        add(shard, ShardPosition.after(0, 1));

        assertThatThrownBy(() -> fetchUntil(shard, 1)).isInstanceOf(DataLossException.class);
    }

    @Test
    void shardThatIsNoLongerKeptIsALoss() throws IOException {
        assertThatThrownBy(
                        () -> {
                            add("42", ShardPosition.EARLIEST);
                            fetchUntil("42", 1);
                        })
                .isInstanceOf(DataLossException.class)
                .hasMessageContaining("no longer kept");

        reader.close();
        reader = reader(OnDataLoss.EARLIEST, 1000);
        add("42", ShardPosition.EARLIEST);
        fetchUntilFinished("42");
    }

    @Test
    void interruptionIsPassedOn() {
        String shard = service.addShard();
        service.hold(shard);
        add(shard, ShardPosition.at(0));
        Thread.currentThread().interrupt();

        assertThatThrownBy(
                        () -> {
                            while (true) {
                                reader.fetch();
                            }
                        })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Interrupted");
        assertThat(Thread.interrupted()).isTrue();
        service.release(shard);
    }

    private static ServiceException[] invalidCursors(int count) {
        ServiceException[] failures = new ServiceException[count];
        Arrays.fill(failures, FakeTopic.failure(FailureKind.FATAL, "InvalidCursor"));
        return failures;
    }

    private DataHubSplitReader reader(OnDataLoss onDataLoss, int fetchSize) {
        return new DataHubSplitReader(
                SourceConfigs.of(
                        service,
                        StartingPosition.earliest(),
                        null,
                        onDataLoss,
                        fetchSize,
                        ErrorPolicy.FAIL),
                service.factory().create(),
                new DataHubSourceMetrics(UnregisteredMetricsGroup.createSourceReaderMetricGroup()));
    }

    private void add(String shardId, ShardPosition position) {
        add(new DataHubShardSplit(shardId, position, DataHubShardSplit.NEVER));
    }

    private void add(DataHubShardSplit split) {
        reader.handleSplitsChanges(new SplitsAddition<>(List.of(split)));
    }

    private static DataHubShardSplit split(String shardId) {
        return new DataHubShardSplit(shardId, ShardPosition.EARLIEST, DataHubShardSplit.NEVER);
    }

    private void fetchUntil(String shardId, int count) throws IOException {
        while (received.getOrDefault(shardId, List.of()).size() < count) {
            take(reader.fetch());
        }
    }

    private void fetchUntilFinished(String shardId) throws IOException {
        while (!finished.contains(shardId)) {
            take(reader.fetch());
        }
    }

    private int take(RecordsWithSplitIds<ShardBatch> handOver) throws IOException {
        int count = 0;
        RecordEntryReader entry = new RecordEntryReader();
        for (String shard = handOver.nextSplit(); shard != null; shard = handOver.nextSplit()) {
            for (ShardBatch batch = handOver.nextRecordFromSplit();
                    batch != null;
                    batch = handOver.nextRecordFromSplit()) {
                RecordBatch records = batch.records();
                for (int i = batch.from(); i < batch.to(); i++) {
                    entry.read(records, i);
                    received.computeIfAbsent(shard, s -> new ArrayList<>()).add(entry.text(0));
                    count++;
                }
            }
        }
        finished.addAll(handOver.finishedSplits());
        return count;
    }
}
