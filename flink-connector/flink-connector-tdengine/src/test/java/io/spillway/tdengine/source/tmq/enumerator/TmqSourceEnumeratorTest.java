/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.tdengine.source.config.OnDataLoss;
import io.spillway.tdengine.source.tmq.config.StartingOffsets;
import io.spillway.tdengine.source.tmq.config.TmqSourceConfig;
import io.spillway.tdengine.source.tmq.event.LeaveEvent;
import io.spillway.tdengine.source.tmq.event.LeftEvent;
import io.spillway.tdengine.source.tmq.event.SubscribeEvent;
import io.spillway.tdengine.source.tmq.event.SubscribedEvent;
import io.spillway.tdengine.source.tmq.event.SubscribedEvent.OwnedVgroup;
import io.spillway.tdengine.source.tmq.event.VgroupsFinishedEvent;
import io.spillway.tdengine.source.tmq.split.TmqPosition;
import io.spillway.tdengine.source.tmq.split.TmqSplit;
import io.spillway.tdengine.source.tmq.testing.FakeTmq;
import io.spillway.tdengine.source.tmq.testing.TmqConfigs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TmqSourceEnumeratorTest {

    private final FakeTmq server = new FakeTmq();
    private final int first = server.addVgroup();
    private final int second = server.addVgroup();
    private final List<TmqSourceEnumerator> opened = new ArrayList<>();
    private TestingSplitEnumeratorContext<TmqSplit> context =
            new TestingSplitEnumeratorContext<>(2);
    private TmqSourceEnumerator enumerator;
    private long now;

    @AfterEach
    void closeAll() {
        opened.forEach(TmqSourceEnumerator::close);
        assertThat(server.openGateways()).isZero();
        server.close();
    }

    @Test
    void givesEachReaderTheVgroupsTheServerGaveIt() {
        start(TmqConfigs.unbounded(server));
        register(0, 1);
        assertThat(sentTo(0)).singleElement().isInstanceOf(SubscribeEvent.class);
        assertThat(((SubscribeEvent) sentTo(1).get(0)).clientId()).startsWith("test-1-");

        report(0, owned(second, 5, 20));
        assertThat(allAssigned()).isEmpty();
        report(1, owned(first, 3, 9));

        assertThat(assigned(0)).containsExactly(split(second, 5));
        assertThat(assigned(1)).containsExactly(split(first, 3));
    }

    @Test
    void beginsWhereItIsTold() {
        assertStart(StartingOffsets.earliest(), 3, 5);
        assertStart(StartingOffsets.latest(), 9, 20);
        assertStart(StartingOffsets.specific(Map.of(first, 7L)), 7, 5);
        assertStart(StartingOffsets.committed(StartingOffsets.latest()), 4, 20);
        assertStart(StartingOffsets.committed(StartingOffsets.earliest()), 4, 5);
    }

    private void assertStart(StartingOffsets start, long ofFirst, long ofSecond) {
        context = new TestingSplitEnumeratorContext<>(2);
        start(config(start, false, OnDataLoss.FAIL));
        register(0, 1);
        report(0, new OwnedVgroup(first, 3, 9, 4L));
        report(1, owned(second, 5, 20));
        assertThat(allAssigned())
                .as("%s", start)
                .containsExactlyInAnyOrder(split(first, ofFirst), split(second, ofSecond));
    }

    @Test
    void specificOffsetThatIsNotInTheLogIsRefused() {
        start(config(StartingOffsets.specific(Map.of(first, 2L)), false, OnDataLoss.FAIL));
        register(0, 1);
        report(0, owned(first, 3, 9));
        assertThatThrownBy(() -> report(1, owned(second, 5, 20)))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("from offset 2, the oldest its log has is 3");
    }

    /** The vendor's connector kept positions in checkpoints and never went to them. */
    @Test
    void cdcRestoredPositionsWinAndNewVgroupsAreReadFromTheirBeginning() {
        restore(TmqConfigs.unbounded(server), state(true));
        TmqSplit cut =
                new TmqSplit(FakeTmq.TOPIC, first, new TmqPosition(6, 40, 8), TmqSplit.NEVER);
        register(0);
        registerWith(1, List.of(cut));
        report(0, owned(second, 5, 20));
        report(1, owned(first, 3, 9));
        assertThat(allAssigned()).containsExactlyInAnyOrder(cut, split(second, 5));
    }

    @Test
    void restoredPositionsOfAnyReaderGoToWhoeverOwnsTheVgroup() {
        restore(TmqConfigs.unbounded(server), state(true));
        registerWith(0, List.of(split(first, 4), split(second, 6)));
        register(1);
        report(0);
        report(1, owned(first, 3, 9), owned(second, 5, 20));
        assertThat(assigned(1)).containsExactlyInAnyOrder(split(first, 4), split(second, 6));
        assertThat(context.getSplitAssignments()).doesNotContainKey(0);
    }

    @Test
    void expiredPositionFailsTheJobAndTellsHowToGoOn() {
        restore(TmqConfigs.unbounded(server), state(true, split(first, 4), split(second, 6)));
        register(0, 1);
        report(0, owned(first, 3, 9));
        assertThatThrownBy(() -> report(1, owned(second, 7, 20)))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("Vgroup " + second)
                .hasMessageContaining("from offset 6, the oldest its log has is 7")
                .hasMessageContaining("'scan.on-data-loss' to 'earliest'");
    }

    @Test
    void expiredPositionGoesOnWithTheOldestIfToldSo() {
        restore(
                config(StartingOffsets.latest(), false, OnDataLoss.EARLIEST),
                state(
                        true,
                        new TmqSplit(
                                FakeTmq.TOPIC, first, new TmqPosition(4, 9, 6), TmqSplit.NEVER),
                        split(second, 6)));
        register(0, 1);
        report(0, owned(first, 5, 9));
        report(1, owned(second, 5, 20));
        assertThat(allAssigned()).containsExactlyInAnyOrder(split(first, 5), split(second, 6));
    }

    @Test
    void positionBehindTheEndOfTheLogFailsTheJob() {
        restore(TmqConfigs.unbounded(server), state(true, split(first, 400)));
        register(0, 1);
        report(0, owned(first, 3, 9));
        assertThatThrownBy(() -> report(1, owned(second, 7, 20)))
                .hasMessageContaining("was the database made anew?");
    }

    @Test
    void vgroupThatIsGoneFailsTheJobUnlessToldOtherwise() {
        server.removeVgroup(second);
        TmqEnumeratorState state = state(true, split(first, 4), split(second, 6));
        restore(TmqConfigs.unbounded(server), state);
        register(0, 1);
        assertThatThrownBy(() -> report(0, owned(first, 3, 9)))
                .hasMessageContaining("Vgroup " + second + " of topic 'events' is gone");

        context = new TestingSplitEnumeratorContext<>(2);
        restore(config(StartingOffsets.earliest(), false, OnDataLoss.EARLIEST), state);
        register(0, 1);
        report(0, owned(first, 3, 9));
        assertThat(allAssigned()).containsExactly(split(first, 4));
    }

    @Test
    void stateHoldsWhatReadersReportedUntilItIsGivenOut() throws Exception {
        restore(TmqConfigs.unbounded(server), state(true));
        registerWith(0, List.of(split(first, 4)));
        registerWith(1, List.of(split(second, 6)));
        TmqEnumeratorState before = roundTrip(enumerator.snapshotState(1));
        assertThat(before.waiting()).containsExactlyInAnyOrder(split(first, 4), split(second, 6));
        report(0, owned(first, 3, 9));
        report(1, owned(second, 5, 20));
        assertThat(roundTrip(enumerator.snapshotState(2)).waiting()).isEmpty();
    }

    @Test
    void triesAgainWhileVgroupsAreMissing() {
        start(TmqConfigs.unbounded(server));
        register(0, 1);
        report(0, owned(first, 3, 9));
        report(1);
        assertThat(sentTo(0)).last().isInstanceOf(LeaveEvent.class);
        leave(0, 1);
        pass(GroupRounds.FIRST_PAUSE_MILLIS);
        assertThat(sentTo(0)).last().isInstanceOf(SubscribeEvent.class);
        report(0, owned(first, 3, 9));
        report(1, owned(second, 5, 20));
        assertThat(allAssigned()).hasSize(2);
    }

    @Test
    void topicThatDoesNotExistIsSaidSo() {
        TmqSourceConfig config = TmqConfigs.unbounded(server);
        start(
                new TmqSourceConfig(
                        config.gateways(),
                        "Evnts",
                        config.group(),
                        config.start(),
                        false,
                        config.onDataLoss(),
                        config.errors(),
                        config.tuning()));
        assertThatThrownBy(() -> register(0, 1))
                .hasStackTraceContaining("no topic 'Evnts'")
                .hasStackTraceContaining("such as 'evnts'");
    }

    @Test
    void failoverOfAllReadersGoesOnFromWhatTheyReport() {
        start(TmqConfigs.unbounded(server));
        register(0, 1);
        report(0, owned(first, 3, 9));
        report(1, owned(second, 5, 20));
        // reader 0 goes back to a checkpoint that has its split, reader 1 to one that has not
        lose(0, List.of());
        lose(1, List.of(split(second, 5)));
        registerWith(1, List.of());
        registerWith(0, List.of(split(first, 8)));
        report(1, owned(first, 3, 9));
        report(0, owned(second, 5, 20));
        assertThat(assigned(1)).last().isEqualTo(split(first, 8));
        assertThat(assigned(0)).last().isEqualTo(split(second, 5));
    }

    @Test
    void failoverOfOneReaderFailsTheJobSoThatAllStartOver() {
        start(TmqConfigs.unbounded(server));
        register(0, 1);
        report(0, owned(first, 3, 9));
        report(1, owned(second, 5, 20));
        lose(1, List.of());
        assertThatThrownBy(() -> registerWith(1, List.of(split(second, 7))))
                .hasMessageContaining("Reader 1 was restarted alone");
    }

    @Test
    void boundedSourceEndsOnceAllVgroupsAreRead() throws Exception {
        start(TmqConfigs.bounded(server));
        register(0, 1);
        report(0, owned(first, 3, 9));
        report(1, owned(second, 5, 20));
        assertThat(assigned(0)).containsExactly(bounded(first, 3, 9));
        finish(0, first);
        assertThat(toldNoMoreSplits()).isEmpty();
        finish(1, second);
        assertThat(toldNoMoreSplits()).containsExactlyInAnyOrder(0, 1);

        // restored when some readers had ended: these do not come back
        TmqEnumeratorState state = roundTrip(enumerator.snapshotState(1));
        context = new TestingSplitEnumeratorContext<>(2);
        restore(TmqConfigs.bounded(server), state);
        registerWith(1, List.of(bounded(second, 20, 20)));
        assertThat(toldNoMoreSplits()).containsExactly(1);
        assertThat(sentTo(1)).isEmpty();
    }

    @Test
    void boundedSourceKeepsTheStopOfItsFirstStart() {
        restore(TmqConfigs.bounded(server), state(true, bounded(first, 4, 9)));
        register(0, 1);
        report(0, owned(first, 3, 400));
        report(1, owned(second, 5, 20));
        assertThat(allAssigned())
                .containsExactlyInAnyOrder(bounded(first, 4, 9), bounded(second, 5, 20));
    }

    @Test
    void readersSetBackBehindTheirEndReadAgain() {
        start(TmqConfigs.bounded(server));
        register(0, 1);
        report(0, owned(first, 3, 9));
        report(1, owned(second, 5, 20));
        finish(0, first);
        finish(1, second);
        lose(0, List.of());
        lose(1, List.of());
        registerWith(0, List.of(bounded(first, 9, 9)));
        registerWith(1, List.of(bounded(second, 11, 20)));
        report(0, owned(first, 3, 9));
        report(1, owned(second, 5, 20));
        assertThat(assigned(0)).last().isEqualTo(bounded(first, 9, 9));
        assertThat(assigned(1)).last().isEqualTo(bounded(second, 11, 20));
        finish(0, first);
        assertThat(enumerator.snapshotState(1).complete()).isFalse();
        finish(1, second);
        assertThat(enumerator.snapshotState(2).complete()).isTrue();
    }

    @Test
    void stateOfAnotherTopicIsRefused() {
        assertThatThrownBy(
                        () ->
                                restore(
                                        TmqConfigs.unbounded(server),
                                        TmqEnumeratorState.initial("other")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'other'")
                .hasMessageContaining("'events'");
    }

    private TmqSourceConfig config(StartingOffsets start, boolean bounded, OnDataLoss onDataLoss) {
        return TmqConfigs.of(server, start, bounded, onDataLoss, ErrorPolicy.FAIL);
    }

    private void start(TmqSourceConfig config) {
        restore(config, TmqEnumeratorState.initial(config.topic()));
    }

    private void restore(TmqSourceConfig config, TmqEnumeratorState state) {
        enumerator = new TmqSourceEnumerator(context, config, state, () -> now);
        opened.add(enumerator);
        enumerator.start();
    }

    private void register(int... subtasks) {
        for (int subtask : subtasks) {
            registerWith(subtask, List.of());
        }
    }

    private void registerWith(int subtask, List<TmqSplit> restored) {
        context.registeredReaders()
                .put(subtask, ReaderInfo.createReaderInfo(subtask, "host", restored));
        enumerator.addReader(subtask);
        context.getExecutorService().triggerAllNonPeriodicTasks();
    }

    private void lose(int subtask, List<TmqSplit> toAddBack) {
        context.registeredReaders().remove(subtask);
        enumerator.addSplitsBack(toAddBack, subtask);
    }

    private void report(int reader, OwnedVgroup... vgroups) {
        enumerator.handleSourceEvent(reader, new SubscribedEvent(round(), List.of(vgroups), null));
    }

    private void leave(int... readers) {
        for (int reader : readers) {
            enumerator.handleSourceEvent(reader, new LeftEvent(round()));
        }
    }

    private void finish(int reader, int vgroup) {
        enumerator.handleSourceEvent(reader, new VgroupsFinishedEvent(List.of(vgroup)));
    }

    private void pass(long millis) {
        now += millis;
        context.getExecutorService().triggerPeriodicScheduledTasks();
        context.getExecutorService().triggerAllNonPeriodicTasks();
    }

    private int round() {
        return IntStream.range(0, 2)
                .mapToObj(this::sentTo)
                .flatMap(List::stream)
                .filter(SubscribeEvent.class::isInstance)
                .mapToInt(event -> ((SubscribeEvent) event).round())
                .max()
                .orElse(0);
    }

    private List<SourceEvent> sentTo(int reader) {
        return context.getSentEvents().getOrDefault(reader, List.of());
    }

    private List<TmqSplit> assigned(int subtask) {
        return context.getSplitAssignments().get(subtask).getAssignedSplits();
    }

    private List<TmqSplit> allAssigned() {
        return context.getSplitAssignments().values().stream()
                .flatMap(state -> state.getAssignedSplits().stream())
                .toList();
    }

    private Set<Integer> toldNoMoreSplits() {
        Set<Integer> told = new HashSet<>();
        context.getSplitAssignments()
                .forEach(
                        (reader, state) -> {
                            if (state.hasReceivedNoMoreSplitsSignal()) {
                                told.add(reader);
                            }
                        });
        return told;
    }

    private static OwnedVgroup owned(int vgroupId, long begin, long end) {
        return new OwnedVgroup(vgroupId, begin, end, null);
    }

    private static TmqSplit split(int vgroupId, long offset) {
        return new TmqSplit(FakeTmq.TOPIC, vgroupId, TmqPosition.at(offset), TmqSplit.NEVER);
    }

    private static TmqSplit bounded(int vgroupId, long offset, long stop) {
        return new TmqSplit(FakeTmq.TOPIC, vgroupId, TmqPosition.at(offset), stop);
    }

    private static TmqEnumeratorState state(boolean started, TmqSplit... waiting) {
        return new TmqEnumeratorState(FakeTmq.TOPIC, started, false, List.of(waiting), List.of());
    }

    private static TmqEnumeratorState roundTrip(TmqEnumeratorState state) throws IOException {
        TmqEnumeratorStateSerializer serializer = TmqEnumeratorStateSerializer.INSTANCE;
        return serializer.deserialize(serializer.getVersion(), serializer.serialize(state));
    }
}
