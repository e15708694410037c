/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.shard.ShardAssigner;
import io.spillway.datahub.client.model.Shard;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.source.config.DataHubSourceConfig;
import io.spillway.datahub.source.config.OnDataLoss;
import io.spillway.datahub.source.config.ReadRange;
import io.spillway.datahub.source.config.StartingPosition;
import io.spillway.datahub.source.config.StoppingPosition;
import io.spillway.datahub.source.event.ShardsFinishedEvent;
import io.spillway.datahub.source.split.DataHubShardSplit;
import io.spillway.datahub.source.split.ShardPosition;
import io.spillway.datahub.source.testing.SourceConfigs;
import io.spillway.datahub.testing.FakeTopic;
import io.spillway.datahub.testing.FakeTopic.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DataHubSourceEnumeratorTest {

    private static final int PARALLELISM = 2;

    private final FakeTopic service = new FakeTopic();
    private final List<DataHubSourceEnumerator> opened = new ArrayList<>();
    private TestingSplitEnumeratorContext<DataHubShardSplit> context = newContext();

    @AfterEach
    void closeAll() {
        opened.forEach(DataHubSourceEnumerator::close);
        assertThat(service.openGateways()).isZero();
        service.close();
    }

    @Test
    void givesEveryShardToItsOwner() {
        List<String> shards = List.of(service.addShard(), service.addShard(), service.addShard());
        DataHubSourceEnumerator enumerator = started(unbounded(StartingPosition.earliest()));
        assertThat(context.getSplitAssignments()).isEmpty();

        register(enumerator, 0, 1);

        ShardAssigner assigner = new ShardAssigner(service.topic().toString());
        for (String shard : shards) {
            assertThat(assigned(assigner.ownerOf(shard, PARALLELISM)))
                    .contains(
                            new DataHubShardSplit(
                                    shard, ShardPosition.EARLIEST, DataHubShardSplit.NEVER));
        }
        assertThat(allAssigned()).hasSize(3);
        assertThat(context.getSplitAssignments().values())
                .noneMatch(
                        TestingSplitEnumeratorContext.SplitAssignmentState
                                ::hasReceivedNoMoreSplitsSignal);
    }

    @Test
    void shardOfAnUnregisteredReaderWaitsForIt() {
        service.addShard();
        service.addShard();
        DataHubSourceEnumerator enumerator = started(unbounded(StartingPosition.earliest()));
        register(enumerator, 0);
        assertThat(allAssigned()).hasSize(1);
        register(enumerator, 1);
        assertThat(allAssigned()).hasSize(2);
    }

    @Test
    void latestMeansBehindTheLastRecord() {
        String empty = service.addShard();
        String one = service.addShard();
        String batch = service.addShard();
        service.append(one, "a");
        service.append(batch, "a");
        service.appendBatch(batch, "b0", "b1");
        String closed = service.addShard();
        service.append(closed, "a");
        service.closeShard(closed);

        register(started(unbounded(StartingPosition.latest())), 0, 1);

        assertThat(allAssigned())
                .extracting(DataHubShardSplit::shardId, DataHubShardSplit::position)
                .containsExactlyInAnyOrder(
                        tuple(empty, ShardPosition.at(0)),
                        tuple(one, ShardPosition.at(1)),
                        tuple(batch, ShardPosition.at(2)));
    }

    @Test
    void timestampIsResolvedAndNeverInTheFuture() {
        String shard = service.addShard();
        service.setNow(10_000);
        service.append(shard, "a");
        service.setNow(20_000);
        service.append(shard, "b");
        String endedBefore = service.addShard();
        service.append(endedBefore, "x");
        service.setNow(12_000);
        service.closeShard(endedBefore);
        service.setNow(30_000);

        register(started(unbounded(StartingPosition.timestamp(15_000))), 0, 1);
        assertThat(allAssigned())
                .containsExactly(
                        new DataHubShardSplit(shard, ShardPosition.at(1), DataHubShardSplit.NEVER));

        // the service's clock stands far in our past: our now is its future
        context = newContext();
        register(
                started(unbounded(StartingPosition.timestamp(System.currentTimeMillis() * 2))),
                0,
                1);
        assertThat(allAssigned())
                .containsExactly(
                        new DataHubShardSplit(shard, ShardPosition.at(2), DataHubShardSplit.NEVER));
    }

    @Test
    void specificSequencesAreTakenAndOtherShardsBeginAtTheirOldestRecord() {
        String named = service.addShard();
        String other = service.addShard();
        service.append(named, "a", "b", "c");

        register(started(unbounded(StartingPosition.specific(Map.of(named, 2L)))), 0, 1);

        assertThat(allAssigned())
                .extracting(DataHubShardSplit::shardId, DataHubShardSplit::position)
                .containsExactlyInAnyOrder(
                        tuple(named, ShardPosition.at(2)), tuple(other, ShardPosition.EARLIEST));
    }

    @Test
    void sequenceOfAShardThatIsNotThereIsRefused() {
        service.addShard();
        assertThatThrownBy(() -> started(unbounded(StartingPosition.specific(Map.of("7", 2L)))))
                .hasMessageContaining("has no shards [7]")
                .hasMessageContaining("[0]");
    }

    @Test
    void onlyNamedShardsAreReadWhateverTheyBecome() {
        String named = service.addShard();
        service.addShard();
        DataHubSourceEnumerator enumerator = started(named(named));
        register(enumerator, 0, 1);
        assertThat(allAssigned()).extracting(DataHubShardSplit::shardId).containsExactly(named);

        service.split(named, 2);
        finish(enumerator, named);
        context.triggerAllActions();

        assertThat(allAssigned()).hasSize(1);
        assertThatThrownBy(() -> started(named("9"))).hasMessageContaining("has no shards [9]");
    }

    private DataHubSourceConfig named(String... shards) {
        return SourceConfigs.of(
                service,
                new ReadRange(
                        StartingPosition.earliest(), null, Set.of(shards), ReadRange.NO_LIMIT),
                null);
    }

    @Test
    void childrenFollowTheirParentFromTheirBeginning() {
        String parent = service.addShard();
        DataHubSourceEnumerator enumerator = started(unbounded(StartingPosition.latest()));
        register(enumerator, 0, 1);
        List<String> children = service.split(parent, 2);
        children.forEach(child -> service.append(child, "written before it is discovered"));
        context.triggerAllActions();
        assertThat(allAssigned()).hasSize(1);

        finish(enumerator, parent);
        context.triggerAllActions();

        assertThat(allAssigned())
                .filteredOn(split -> children.contains(split.shardId()))
                .extracting(DataHubShardSplit::position)
                .containsExactly(ShardPosition.EARLIEST, ShardPosition.EARLIEST);
    }

    @Test
    void mergedShardWaitsForBothParents() {
        String left = service.addShard();
        String right = service.addShard();
        DataHubSourceEnumerator enumerator = started(unbounded(StartingPosition.earliest()));
        register(enumerator, 0, 1);
        String merged = service.merge(left, right);

        finish(enumerator, left);
        context.triggerAllActions();
        assertThat(allAssigned()).extracting(DataHubShardSplit::shardId).doesNotContain(merged);

        finish(enumerator, right);
        assertThat(allAssigned()).extracting(DataHubShardSplit::shardId).contains(merged);
    }

    @Test
    void endOfAShardIsFollowedByAListingAtOnce() {
        String parent = service.addShard();
        DataHubSourceEnumerator enumerator = started(unbounded(StartingPosition.earliest()));
        register(enumerator, 0, 1);
        service.split(parent, 2);

        finish(enumerator, parent);
        context.getExecutorService().triggerAll();

        assertThat(allAssigned()).hasSize(3);
    }

    @Test
    void shardIsNotReadBeforeItIsOpen() {
        String shard = service.addShard();
        service.setState(shard, Shard.State.OPENING);
        DataHubSourceEnumerator enumerator = started(unbounded(StartingPosition.earliest()));
        register(enumerator, 0, 1);
        assertThat(allAssigned()).isEmpty();

        service.setState(shard, Shard.State.ACTIVE);
        context.triggerAllActions();

        assertThat(allAssigned()).hasSize(1);
    }

    @Test
    void listsAsOftenAsTheServiceAdvisesButNotLess() {
        service.addShard();
        service.setRefreshInterval(Duration.ofSeconds(2));
        started(unbounded(StartingPosition.earliest()));
        assertThat(discoveryIntervalSeconds()).isEqualTo(2);

        context = newContext();
        service.setRefreshInterval(Duration.ofMinutes(5));
        started(unbounded(StartingPosition.earliest()));
        assertThat(discoveryIntervalSeconds()).as("capped by the option").isEqualTo(10);
    }

    @Test
    void passingFailuresOfDiscoveryAreRetried() {
        service.addShard();
        service.append("0", "a");
        service.failNext(Call.LIST_SHARDS, FakeTopic.failure(FailureKind.RETRYABLE, "Timeout"));
        service.failNext(
                Call.GET_CURSOR, FakeTopic.failure(FailureKind.THROTTLED, "LimitExceeded"));

        DataHubSourceEnumerator enumerator = started(unbounded(StartingPosition.latest()));
        register(enumerator, 0, 1);
        assertThat(allAssigned()).hasSize(1);

        // a later listing may fail without harm
        service.failNext(Call.LIST_SHARDS, FakeTopic.failure(FailureKind.RETRYABLE, "Timeout"));
        service.addShard();
        context.triggerAllActions();
        assertThat(allAssigned()).hasSize(1);
        context.triggerAllActions();
        assertThat(allAssigned()).hasSize(2);
    }

    @Test
    void fatalFailureOfDiscoveryNamesTheTopicAndTheAnswer() {
        service.failNext(Call.LIST_SHARDS, FakeTopic.failure(FailureKind.FATAL, "NoSuchTopic"));

        assertThatThrownBy(() -> started(unbounded(StartingPosition.earliest())))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining(service.topic().toString())
                .hasMessageContaining("NoSuchTopic");
    }

    @Test
    void boundedSourceStopsAtWhatIsThereNow() {
        String shard = service.addShard();
        service.append(shard, "a", "b", "c");
        String empty = service.addShard();
        DataHubSourceEnumerator enumerator =
                started(bounded(StartingPosition.earliest(), StoppingPosition.latest()));
        service.append(shard, "later");
        service.append(empty, "later");

        register(enumerator, 0, 1);

        assertThat(allAssigned())
                .containsExactly(new DataHubShardSplit(shard, ShardPosition.EARLIEST, 3));
        assertThat(context.getSplitAssignments().values())
                .hasSize(2)
                .allMatch(
                        TestingSplitEnumeratorContext.SplitAssignmentState
                                ::hasReceivedNoMoreSplitsSignal);
        assertThat(context.getExecutorService().getActivePeriodicScheduledTask()).isEmpty();
    }

    @Test
    void boundedSourceMayStopAtATime() {
        String shard = service.addShard();
        service.setNow(10_000);
        service.append(shard, "a");
        service.setNow(20_000);
        service.append(shard, "b");
        service.setNow(30_000);

        register(
                started(bounded(StartingPosition.earliest(), StoppingPosition.timestamp(20_000))),
                0,
                1);

        assertThat(allAssigned())
                .containsExactly(new DataHubShardSplit(shard, ShardPosition.EARLIEST, 1));
    }

    @Test
    void boundedSourceEndsReadersOnlyWhenChildrenAreGivenOut() {
        String parent = service.addShard();
        service.append(parent, "a");
        for (String child : service.split(parent, 2)) {
            service.append(child, "b");
        }
        DataHubSourceEnumerator enumerator =
                started(bounded(StartingPosition.earliest(), StoppingPosition.latest()));
        register(enumerator, 0, 1);
        assertThat(allAssigned()).hasSize(1);
        assertThat(toldNoMoreSplits()).isZero();

        finish(enumerator, parent);

        assertThat(allAssigned()).hasSize(3);
        assertThat(toldNoMoreSplits()).isEqualTo(2);
    }

    @Test
    void splitsOfALostReaderGoBackToItWithTheirPlace() {
        String shard = service.addShard();
        service.append(shard, "a");
        DataHubSourceEnumerator enumerator =
                started(bounded(StartingPosition.earliest(), StoppingPosition.latest()));
        register(enumerator, 0, 1);
        int owner = ownerOf(shard);
        DataHubShardSplit split = assigned(owner).get(0);

        context.registeredReaders().remove(owner);
        context.getSplitAssignments().clear();
        enumerator.addSplitsBack(List.of(split), owner);
        assertThat(allAssigned()).isEmpty();
        assertThat(unassignedIn(enumerator)).containsExactly(split);

        register(enumerator, owner);

        assertThat(assigned(owner)).containsExactly(split);
        assertThat(context.getSplitAssignments().get(owner).hasReceivedNoMoreSplitsSignal())
                .as("the new reader is told again")
                .isTrue();
    }

    @Test
    void splitThatCameBackGoesToTheReaderThatLostItNotToOneThatEnded() {
        String shard = service.addShard();
        service.append(shard, "a");
        DataHubSourceEnumerator enumerator =
                started(bounded(StartingPosition.earliest(), StoppingPosition.latest()));
        register(enumerator, 0, 1);
        DataHubShardSplit split = allAssigned().get(0);
        int other = 1 - ownerOf(shard);
        context.getSplitAssignments().clear();

        enumerator.addSplitsBack(List.of(split), other);

        assertThat(assigned(other)).containsExactly(split);
    }

    @Test
    void restoredStateWinsOverTheStartupMode() throws Exception {
        String known = service.addShard();
        DataHubSourceEnumerator first = started(unbounded(StartingPosition.latest()));
        register(first, 0, 1);
        EnumeratorState state = roundTrip(first.snapshotState(1));

        service.append(known, "a");
        String added = service.addShard();
        service.append(added, "b");
        context = newContext();
        DataHubSourceEnumerator restored = open(unbounded(StartingPosition.latest()), state);
        restored.start();
        context.triggerAllActions();
        register(restored, 0, 1);

        assertThat(allAssigned())
                .as("the known shard is with its reader, the new one is read from its beginning")
                .containsExactly(
                        new DataHubShardSplit(
                                added, ShardPosition.EARLIEST, DataHubShardSplit.NEVER));
    }

    @Test
    void unassignedSplitsSurviveARestart() throws Exception {
        String parent = service.addShard();
        service.append(parent, "a");
        List<String> children = service.split(parent, 2);
        children.forEach(child -> service.append(child, "b"));
        DataHubSourceEnumerator first =
                started(bounded(StartingPosition.earliest(), StoppingPosition.latest()));
        register(first, 0, 1);
        EnumeratorState state = roundTrip(first.snapshotState(1));

        context = newContext();
        DataHubSourceEnumerator restored =
                open(bounded(StartingPosition.earliest(), StoppingPosition.latest()), state);
        restored.start();
        register(restored, 0, 1);
        assertThat(allAssigned()).isEmpty();
        assertThat(toldNoMoreSplits()).isZero();

        // whoever the parent went to after the restart
        restored.handleSourceEvent(0, new ShardsFinishedEvent(List.of(parent)));

        assertThat(allAssigned())
                .extracting(DataHubShardSplit::shardId, DataHubShardSplit::stopSequence)
                .containsExactlyInAnyOrder(tuple(children.get(0), 1L), tuple(children.get(1), 1L));
    }

    @Test
    void finishReportedAgainChangesNothing() {
        String shard = service.addShard();
        DataHubSourceEnumerator enumerator = started(unbounded(StartingPosition.earliest()));
        register(enumerator, 0, 1);
        finish(enumerator, shard);
        context.getExecutorService().triggerAll();
        EnumeratorState state = enumerator.snapshotState(1);

        finish(enumerator, shard);
        assertThat(context.getExecutorService().numQueuedRunnables()).isZero();

        assertThat(enumerator.snapshotState(2)).isEqualTo(state);
        assertThat(context.getSentEvents())
                .as("an event to a reader that has ended would fail the job")
                .isEmpty();
    }

    @Test
    void expiredCursorOfTheFirstListingIsAskedForAgain() {
        String shard = service.addShard();
        service.append(shard, "a");
        service.failNext(Call.GET_RECORDS, FakeTopic.failure(FailureKind.FATAL, "InvalidCursor"));

        register(started(unbounded(StartingPosition.latest())), 0, 1);

        assertThat(allAssigned())
                .extracting(DataHubShardSplit::position)
                .containsExactly(ShardPosition.at(1));
    }

    @Test
    void finishReportedByAReaderThatLostTheShardDoesNotCount() {
        String shard = service.addShard();
        DataHubSourceEnumerator enumerator = started(unbounded(StartingPosition.earliest()));
        register(enumerator, 0, 1);
        int owner = ownerOf(shard);
        DataHubShardSplit split = assigned(owner).get(0);
        context.registeredReaders().remove(owner);
        enumerator.addSplitsBack(List.of(split), owner);

        enumerator.handleSourceEvent(owner, new ShardsFinishedEvent(List.of(shard)));

        assertThat(unassignedIn(enumerator)).containsExactly(split);
    }

    @Test
    void stateOfAnotherTopicIsRefused() {
        EnumeratorState state = EnumeratorState.initial(new TopicPath("other", "topic"));

        assertThatThrownBy(() -> open(unbounded(StartingPosition.earliest()), state))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("other.topic")
                .hasMessageContaining(service.topic().toString());
    }

    private DataHubSourceConfig unbounded(StartingPosition start) {
        return config(start, null);
    }

    private DataHubSourceConfig bounded(StartingPosition start, StoppingPosition stop) {
        return config(start, stop);
    }

    private DataHubSourceConfig config(StartingPosition start, @Nullable StoppingPosition stop) {
        return SourceConfigs.of(service, start, stop, OnDataLoss.FAIL);
    }

    private DataHubSourceEnumerator open(DataHubSourceConfig config, EnumeratorState state) {
        DataHubSourceEnumerator enumerator = new DataHubSourceEnumerator(context, config, state);
        opened.add(enumerator);
        return enumerator;
    }

    private DataHubSourceEnumerator started(DataHubSourceConfig config) {
        DataHubSourceEnumerator enumerator = open(config, EnumeratorState.initial(config.topic()));
        enumerator.start();
        context.getExecutorService().triggerAll();
        return enumerator;
    }

    private void register(DataHubSourceEnumerator enumerator, int... subtasks) {
        for (int subtask : subtasks) {
            context.registerReader(subtask, "host");
            enumerator.addReader(subtask);
        }
    }

    private void finish(DataHubSourceEnumerator enumerator, String shardId) {
        enumerator.handleSourceEvent(ownerOf(shardId), new ShardsFinishedEvent(List.of(shardId)));
    }

    private int ownerOf(String shardId) {
        return new ShardAssigner(service.topic().toString()).ownerOf(shardId, PARALLELISM);
    }

    private List<DataHubShardSplit> assigned(int subtask) {
        return context.getSplitAssignments().get(subtask).getAssignedSplits();
    }

    private List<DataHubShardSplit> allAssigned() {
        return context.getSplitAssignments().values().stream()
                .flatMap(state -> state.getAssignedSplits().stream())
                .toList();
    }

    private long toldNoMoreSplits() {
        return context.getSplitAssignments().values().stream()
                .filter(
                        TestingSplitEnumeratorContext.SplitAssignmentState
                                ::hasReceivedNoMoreSplitsSignal)
                .count();
    }

    private static List<DataHubShardSplit> unassignedIn(DataHubSourceEnumerator enumerator) {
        return enumerator.snapshotState(99).unassigned();
    }

    private long discoveryIntervalSeconds() {
        return context.getExecutorService().getActivePeriodicScheduledTask().stream()
                .mapToLong(task -> task.getDelay(TimeUnit.MILLISECONDS) + 500)
                .map(millis -> millis / 1000)
                .findFirst()
                .orElseThrow();
    }

    private static EnumeratorState roundTrip(EnumeratorState state) throws IOException {
        EnumeratorStateSerializer serializer = EnumeratorStateSerializer.INSTANCE;
        return serializer.deserialize(serializer.getVersion(), serializer.serialize(state));
    }

    private static TestingSplitEnumeratorContext<DataHubShardSplit> newContext() {
        return new TestingSplitEnumeratorContext<>(PARALLELISM);
    }
}
