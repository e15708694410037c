/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.initial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.tdengine.source.scan.TDengineScanSource;
import io.spillway.tdengine.source.scan.config.ScanTarget;
import io.spillway.tdengine.source.scan.enumerator.ScanEnumeratorState;
import io.spillway.tdengine.source.scan.split.ScanSplit;
import io.spillway.tdengine.source.tmq.TDengineTmqSource;
import io.spillway.tdengine.source.tmq.event.SubscribeEvent;
import io.spillway.tdengine.source.tmq.event.SubscribedEvent;
import io.spillway.tdengine.source.tmq.event.SubscribedEvent.OwnedVgroup;
import io.spillway.tdengine.source.tmq.split.TmqPosition;
import io.spillway.tdengine.source.tmq.split.TmqSplit;
import io.spillway.tdengine.source.tmq.testing.FakeTmq;
import io.spillway.tdengine.source.tmq.testing.TextSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The turn from the table to the topic, with readers that fail at the worst time. */
@Timeout(30)
class InitialEnumeratorTest {

    private static final ScanSplit ONE = ScanSplit.ofQuery("one", "SELECT 1");
    private static final ScanSplit TWO = ScanSplit.ofQuery("two", "SELECT 2");

    private final FakeTmq server = new FakeTmq();
    private final int first = server.addVgroup();
    private final int second = server.addVgroup();
    private final List<SplitEnumerator<SourceSplit, InitialState>> opened = new ArrayList<>();
    private final TDengineInitialSource<String> source = source();
    private TestingSplitEnumeratorContext<SourceSplit> context;
    private SplitEnumerator<SourceSplit, InitialState> enumerator;
    private boolean backlog;

    @AfterEach
    void closeAll() throws IOException {
        for (SplitEnumerator<SourceSplit, InitialState> each : opened) {
            each.close();
        }
        server.close();
    }

    @Test
    void theTopicBeginsWhereItsLogsEndedEvenIfAllRestartBeforeItsFirstRow() throws Exception {
        restore(table());
        register(0, List.of());
        register(1, List.of());
        readTable(0);
        assertThat(sentTo(0)).doesNotContain(PhaseEvent.READ_TOPIC);
        assertThat(backlog).isTrue();
        readTable(1);
        assertThat(sentTo(0)).contains(PhaseEvent.READ_TOPIC);
        assertThat(sentTo(1)).contains(PhaseEvent.READ_TOPIC);
        assertThat(backlog).isFalse();

        restore(enumerator.snapshotState(1));
        register(0, List.of());
        register(1, List.of());
        assertThat(sentTo(0)).startsWith(PhaseEvent.READ_TOPIC);
        join();
        assertThat(assigned(0)).containsExactly(ofTopic(first, 7));
        assertThat(assigned(1)).containsExactly(ofTopic(second, 9));
    }

    @Test
    void positionsInTheTopicGoToTheReadersThatOwnTheVgroups() throws Exception {
        restore(table());
        register(0, List.of());
        register(1, List.of());
        readTable(0);
        readTable(1);
        join();

        restore(enumerator.snapshotState(1));
        register(0, List.of(ofTopic(second, 12), ofTopic(first, 11)));
        register(1, List.of());
        join();
        assertThat(assigned(0)).containsExactly(ofTopic(first, 11));
        assertThat(assigned(1)).containsExactly(ofTopic(second, 12));
    }

    @Test
    void theTopicWaitsForAReaderThatIsSetBackAfterItWasDoneWithTheTable() throws Exception {
        restore(table(ONE, TWO));
        register(0, List.of());
        register(1, List.of());
        ask(0);
        ask(1);
        assertThat(assigned(0)).containsExactly(ONE);
        readTable(0);
        lose(0, List.of(ONE));
        readTable(1);
        assertThat(assigned(1)).containsExactly(TWO, ONE);
        assertThat(sentTo(1)).doesNotContain(PhaseEvent.READ_TOPIC);

        register(0, List.of());
        assertThat(sentTo(1)).doesNotContain(PhaseEvent.READ_TOPIC);
        readTable(0);
        assertThat(sentTo(0)).contains(PhaseEvent.READ_TOPIC);
        assertThat(sentTo(1)).contains(PhaseEvent.READ_TOPIC);
    }

    @Test
    void theTopicWaitsForAReaderThatHasFailedButIsNotSetBackYet() throws Exception {
        restore(table(ONE));
        register(0, List.of());
        register(1, List.of());
        ask(0);
        readTable(0);
        context.registeredReaders().remove(0);
        readTable(1);
        assertThat(sentTo(1)).doesNotContain(PhaseEvent.READ_TOPIC);

        // reader 1 is done for good: what comes back is for reader 0
        lose(0, List.of(ONE));
        ask(1);
        assertThat(context.getSplitAssignments()).doesNotContainKey(1);
        register(0, List.of());
        ask(0);
        assertThat(assigned(0)).containsExactly(ONE, ONE);
        readTable(0);
        assertThat(sentTo(1)).contains(PhaseEvent.READ_TOPIC);
    }

    @Test
    void splitsOfTheTableThatAReaderWasRestoredWithStayWithItHoweverOftenItFails()
            throws Exception {
        restore(table(TWO));
        register(0, List.of(ONE));
        register(1, List.of());
        assertThat(assigned(0)).containsExactly(ONE);
        ask(0);
        lose(0, List.of(ONE, TWO));
        ask(1);
        ask(1);
        assertThat(assigned(1)).containsExactly(TWO);

        register(0, List.of(ONE));
        ask(0);
        assertThat(assigned(0)).containsExactly(ONE, TWO, ONE);
        readTable(0);
        readTable(1);
        join();
        assertThat(assigned(1)).containsExactly(TWO, ofTopic(second, 9));
    }

    @Test
    void aReaderSetBackToTheTableWhileTheOthersFollowTheTopicRestartsAll() throws Exception {
        restore(table(ONE));
        register(0, List.of());
        register(1, List.of());
        ask(0);
        readTable(0);
        readTable(1);
        assertThatThrownBy(() -> lose(0, List.of(ONE)))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("Reader 0 was set back to where the table was being read");
        assertThatThrownBy(() -> register(0, List.of(ONE)))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("all start over together from the last checkpoint");
    }

    @Test
    void stateOfAnotherReleaseIsRefused() {
        assertThatThrownBy(
                        () ->
                                source.getEnumeratorCheckpointSerializer()
                                        .deserialize(9, new byte[5]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 9");
        assertThatThrownBy(() -> source.getSplitSerializer().deserialize(9, new byte[5]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 9");
        assertThatThrownBy(
                        () ->
                                source.getSplitSerializer()
                                        .deserialize(1, new byte[] {7, 0, 0, 0, 1}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unknown kind 7");
    }

    private InitialState table(ScanSplit... unassigned) {
        return InitialState.ofTable(
                new ScanEnumeratorState(true, Map.of(first, 7L, second, 9L), List.of(unassigned)));
    }

    private TDengineInitialSource<String> source() {
        return TDengineInitialSource.of(
                TDengineScanSource.<String>builder()
                        .setGatewayFactory(server.factory())
                        .setTarget(ScanTarget.table("power", "meters"))
                        .setDeserializer(new TextSchema())
                        .setBoundaryTopic(FakeTmq.TOPIC)
                        .build(),
                TDengineTmqSource.<String>builder()
                        .setGatewayFactory(server.factory())
                        .setTopic(FakeTmq.TOPIC)
                        .setGroupId("initial")
                        .setDeserializer(new TextSchema())
                        .build());
    }

    /** As from a checkpoint, with readers that are yet to come. */
    private void restore(InitialState state) throws Exception {
        context =
                new TestingSplitEnumeratorContext<>(2) {
                    @Override
                    public void setIsProcessingBacklog(boolean isProcessingBacklog) {
                        backlog = isProcessingBacklog;
                    }
                };
        enumerator =
                source.restoreEnumerator(
                        context, roundTrip(source.getEnumeratorCheckpointSerializer(), state));
        opened.add(enumerator);
        enumerator.start();
    }

    private void register(int reader, List<? extends SourceSplit> restored) throws IOException {
        List<SourceSplit> reported = new ArrayList<>();
        for (SourceSplit split : restored) {
            reported.add(roundTrip(source.getSplitSerializer(), split));
        }
        context.registeredReaders()
                .put(reader, ReaderInfo.createReaderInfo(reader, "host", reported));
        enumerator.addReader(reader);
        context.getExecutorService().triggerAllNonPeriodicTasks();
    }

    private void lose(int reader, List<SourceSplit> toAddBack) {
        context.registeredReaders().remove(reader);
        enumerator.addSplitsBack(toAddBack, reader);
    }

    private void ask(int reader) {
        enumerator.handleSplitRequest(reader, "host");
    }

    /** Asks for splits until there are none. */
    private void readTable(int reader) {
        while (!sentTo(reader).contains(PhaseEvent.NO_MORE_OF_TABLE)) {
            ask(reader);
        }
        enumerator.handleSourceEvent(reader, PhaseEvent.TABLE_READ);
        context.getExecutorService().triggerAllNonPeriodicTasks();
    }

    /** Both readers join, and the server gives each a vgroup. */
    private void join() {
        int round =
                sentTo(0).stream()
                        .filter(SubscribeEvent.class::isInstance)
                        .mapToInt(event -> ((SubscribeEvent) event).round())
                        .max()
                        .orElseThrow();
        enumerator.handleSourceEvent(0, new SubscribedEvent(round, List.of(owned(first)), null));
        enumerator.handleSourceEvent(1, new SubscribedEvent(round, List.of(owned(second)), null));
    }

    private static OwnedVgroup owned(int vgroup) {
        return new OwnedVgroup(vgroup, 0, 20, null);
    }

    private List<SourceEvent> sentTo(int reader) {
        return context.getSentEvents().getOrDefault(reader, List.of());
    }

    private List<SourceSplit> assigned(int reader) {
        return context.getSplitAssignments().get(reader).getAssignedSplits();
    }

    private static TmqSplit ofTopic(int vgroup, long offset) {
        return new TmqSplit(FakeTmq.TOPIC, vgroup, TmqPosition.at(offset), TmqSplit.NEVER);
    }

    private static <E> E roundTrip(SimpleVersionedSerializer<E> serializer, E value)
            throws IOException {
        return serializer.deserialize(serializer.getVersion(), serializer.serialize(value));
    }
}
