/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.common.deadletter.RecordRejectedException;
import io.spillway.tdengine.client.TmqConsumer;
import io.spillway.tdengine.client.TmqMessage;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
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
import io.spillway.tdengine.source.tmq.testing.RowsBlock;
import io.spillway.tdengine.source.tmq.testing.TextSchema;
import io.spillway.tdengine.source.tmq.testing.TmqConfigs;
import io.spillway.testing.deadletter.RecordingLetters;
import io.spillway.testing.source.RecordingOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class TmqSourceReaderTest {

    private final FakeTmq server = new FakeTmq();
    private final int vgroup = server.addVgroup();
    private final RecordingLetters letters = new RecordingLetters();
    private final RecordingOutput output = new RecordingOutput();
    private final MetricListener metrics = new MetricListener();
    private TestingReaderContext context;
    private TmqSourceReader<String> reader;
    private int round;

    @AfterEach
    void closeAll() throws Exception {
        reader.close();
        assertThat(letters.isOpen()).isFalse();
        assertThat(server.openGateways()).isZero();
        assertThat(server.memberIds(TmqConfigs.GROUP)).isEmpty();
        server.close();
    }

    @Test
    void joinsWhenToldAndTellsWhatItWasGivenAndReadsNothing() throws Exception {
        server.append(vgroup, texts("a", 5));
        server.append(vgroup, texts("b", 5));
        server.trim(vgroup, 1);
        open(TmqConfigs.unbounded(server));
        assertThat(server.subscriptions()).isEmpty();

        SubscribedEvent joined = join();

        assertThat(joined)
                .isEqualTo(
                        new SubscribedEvent(1, List.of(new OwnedVgroup(vgroup, 1, 2, null)), null));
        assertThat(server.subscriptions().get(0).clientId()).isEqualTo("reader-1");
        assertThat(poll()).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(output.getEmittedRecords()).isEmpty();
    }

    @Test
    void tellsWhatTheGroupCommittedIfAskedTo() throws Exception {
        int other = server.addVgroup();
        server.append(vgroup, texts("a", 5));
        server.commit(TmqConfigs.GROUP, vgroup, 1);
        open(
                TmqConfigs.of(
                        server,
                        StartingOffsets.committed(StartingOffsets.latest()),
                        false,
                        OnDataLoss.FAIL,
                        ErrorPolicy.FAIL));

        assertThat(join().vgroups())
                .containsExactly(
                        new OwnedVgroup(vgroup, 0, 1, 1L), new OwnedVgroup(other, 0, 0, null));
    }

    @Test
    void emitsRowsWithTheirTimeAndMovesThePosition() throws Exception {
        server.append(vgroup, texts("a", 3));
        server.append(vgroup, texts("b", 2));
        reading(TmqConfigs.unbounded(server), at(0));

        pollUntil(5);

        assertThat(output.getEmittedRecords()).containsExactly("a0", "a1", "a2", "b0", "b1");
        assertThat(output.timestamps()).containsOnly(1_000L).hasSize(5);
        assertThat(reader.snapshotState(1)).containsExactly(at(2));
    }

    /** A position that stayed behind would look expired when the log loses what it was at. */
    @Test
    void positionMovesOverPartsOfTheLogWithoutRows() throws Exception {
        server.append(vgroup, texts("a", 1));
        reading(TmqConfigs.unbounded(server), at(0));
        pollUntil(1);
        for (int i = 0; i < 5; i++) {
            server.appendNoise(vgroup);
        }
        while (!reader.snapshotState(1).equals(List.of(at(6)))) {
            poll();
        }
        server.trim(vgroup, 6);
        server.append(vgroup, texts("b", 1));
        pollUntil(2);
        assertThat(metrics.getCounter("numDataLosses").orElseThrow().getCount()).isZero();
    }

    /**
     * The server need not deliver the same messages again: what was one may come as several, or
     * with more behind it.
     */
    @ParameterizedTest
    @CsvSource({"100,100", "100,7", "100,1000", "10,1000", "1000,35", "35,1"})
    void goesOnWithinAMessageHoweverItIsCutThen(int rowsBefore, int rowsAfter) throws Exception {
        List<String> written = new ArrayList<>();
        for (int entry = 0; entry < 40; entry++) {
            List<String> rows = texts("entry" + entry + "-", 1 + entry % 13);
            server.append(vgroup, rows);
            written.addAll(rows);
            if (entry % 5 == 0) {
                server.appendNoise(vgroup);
            }
        }
        TmqSplit split = at(0);
        boolean cut = false;
        List<String> received = new ArrayList<>();
        for (int run = 0; received.size() < written.size(); run++) {
            server.messageRows(run % 2 == 0 ? rowsBefore : rowsAfter);
            reading(TmqConfigs.unbounded(server), split);
            int turns = 1 + run % 3;
            int before = received.size();
            while (turns > 0 && received.size() < written.size()) {
                int emitted = output.getEmittedRecords().size();
                poll();
                if (output.getEmittedRecords().size() > emitted) {
                    turns--;
                    received = new ArrayList<>(received.subList(0, before));
                    received.addAll(output.getEmittedRecords());
                }
            }
            split = reader.snapshotState(run).get(0);
            cut |= split.position().rowsDone() > 0;
            reader.close();
            output.clearEmittedRecords();
        }
        assertThat(received).containsExactlyElementsOf(written);
        assertThat(cut).as("some message was cut").isEqualTo(Math.max(rowsBefore, rowsAfter) > 30);
    }

    /** Rows of dropped tables are not delivered again. */
    @Test
    void rowsBehindACutMessageAreNotTakenForItsLostRows() throws Exception {
        server.appendNoise(vgroup);
        server.append(vgroup, texts("a", 5));
        reading(
                TmqConfigs.unbounded(server),
                new TmqSplit(FakeTmq.TOPIC, vgroup, new TmqPosition(0, 3, 1), TmqSplit.NEVER));

        while (reader.snapshotState(1).get(0).position().offset() == 0) {
            poll();
        }
        pollUntil(2);
        assertThat(output.getEmittedRecords()).startsWith("a3");

        reader.close();
        output.clearEmittedRecords();
        server.append(vgroup, texts("b", 2));
        server.trim(vgroup, 2);
        reading(
                TmqConfigs.unbounded(server),
                new TmqSplit(FakeTmq.TOPIC, vgroup, new TmqPosition(2, 3, 2), TmqSplit.NEVER));
        pollUntil(2);
        assertThat(output.getEmittedRecords()).containsExactly("b0", "b1");
    }

    /** Defect D10: changes of schema and deletes were dropped. */
    @Test
    void d10MetaMessagesComeInTheirPlace() throws Exception {
        server.append(vgroup, texts("a", 1));
        server.append(vgroup, List.of(), "{\"type\":\"delete\"}");
        server.append(
                vgroup,
                List.of(new TmqMessage.Block("new", RowsBlock.ofTexts(List.of("b0", "b1")))),
                "{\"type\":\"create\"}");
        server.append(vgroup, texts("c", 1));
        reading(TmqConfigs.unbounded(server), at(0));

        pollUntil(6);

        assertThat(output.getEmittedRecords())
                .containsExactly(
                        "a0", "{\"type\":\"delete\"}", "{\"type\":\"create\"}", "b0", "b1", "c0");
        assertThat(reader.snapshotState(1)).containsExactly(at(4));
        assertThat(metrics.getCounter("numMetaMessages").orElseThrow().getCount()).isEqualTo(2);

        reader.close();
        output.clearEmittedRecords();
        reading(TmqConfigs.unbounded(server), at(2));
        pollUntil(4);
        assertThat(output.getEmittedRecords())
                .containsExactly("{\"type\":\"create\"}", "b0", "b1", "c0");
    }

    @Test
    void tablesMadeWithRowsAreToldAgainOnlyIfTheirMessageWasCut() throws Exception {
        server.append(
                vgroup,
                List.of(new TmqMessage.Block("new", RowsBlock.ofTexts(texts("a", 40)))),
                "{\"type\":\"create\"}");
        reading(TmqConfigs.unbounded(server), at(0));
        pollUntil(31);
        TmqSplit cut = reader.snapshotState(1).get(0);
        assertThat(cut.position()).isEqualTo(new TmqPosition(0, 30, 1));
        reader.close();
        output.clearEmittedRecords();

        reading(TmqConfigs.unbounded(server), cut);
        pollUntil(11);

        assertThat(output.getEmittedRecords()).startsWith("{\"type\":\"create\"}", "a30");
        assertThat(reader.snapshotState(1)).containsExactly(at(1));
    }

    @Test
    void undecodableRowsBecomeLettersWithTheRowAsJson() throws Exception {
        server.append(vgroup, List.of("a", "poison", "b"));
        reading(config(ErrorPolicy.deadLetter(() -> letters)), at(0));

        pollUntil(2);
        reader.snapshotState(1);

        assertThat(output.getEmittedRecords()).containsExactly("a", "b");
        DeadLetter letter = letters.durable().get(0);
        assertThat(letter.origin())
                .isEqualTo(
                        new DeadLetter.Origin(
                                "tdengine",
                                FakeTmq.TOPIC,
                                Integer.toString(vgroup),
                                "0:1",
                                1_000L,
                                null));
        assertThat(letter.error().code()).isEqualTo("Poison");
        assertThat(new String(letter.value(), StandardCharsets.UTF_8))
                .isEqualTo("{\"ts\":\"1970-01-01T00:00:01Z\",\"text\":\"poison\"}");
        assertThat(metrics.getCounter("numRecordsInErrors").orElseThrow().getCount()).isEqualTo(1);
    }

    @Test
    void undecodableRowFailsTheJobUnlessToldOtherwise() throws Exception {
        server.append(vgroup, List.of("a", "poison"));
        reading(TmqConfigs.unbounded(server), at(0));
        assertThatThrownBy(() -> pollUntil(2)).isInstanceOf(RecordRejectedException.class);
    }

    @Test
    void otherFailuresOfTheSchemaFailTheJobNamingTheRow() throws Exception {
        server.append(vgroup, List.of("a", "broken schema"));
        reading(config(ErrorPolicy.IGNORE), at(0));
        assertThatThrownBy(() -> pollUntil(2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("row 1 of the message at offset 0 of vgroup " + vgroup);
    }

    /** Defect D8: every block was parsed with the first block's schema. */
    @Test
    void d8BlocksOfDifferentTablesAndSchemasFollowOneAnother() throws Exception {
        server.append(
                vgroup,
                List.of(
                        new TmqMessage.Block("d1", RowsBlock.ofTexts(List.of("a"))),
                        new TmqMessage.Block("empty", RowsBlock.ofTexts(List.of())),
                        new TmqMessage.Block(
                                "m1",
                                new RowsBlock(
                                        List.of(
                                                RowsBlock.field("ts", TDengineType.TIMESTAMP),
                                                RowsBlock.field("v", TDengineType.DOUBLE),
                                                RowsBlock.field("note", TDengineType.NCHAR)),
                                        TimestampPrecision.NANOS,
                                        List.of(Arrays.asList(5_000_000_999L, null, "b"))))),
                null);
        reading(TmqConfigs.unbounded(server), at(0));
        pollUntil(2);
        assertThat(output.getEmittedRecords()).containsExactly("a", "b");
        assertThat(output.timestamps()).containsExactly(1_000L, 5_000L);
    }

    /** Defect D7: the driver joined anew by itself and went on where the group had committed. */
    @Test
    void d7LostConnectionFailsTheReader() throws Exception {
        server.append(vgroup, texts("a", 3));
        reading(TmqConfigs.unbounded(server), at(0));
        pollUntil(3);
        server.breakConnections(TmqConfigs.GROUP);
        assertThatThrownBy(() -> pollUntil(4))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Reading topic 'events' failed")
                .hasMessageContaining("the connection to the fake server was lost");
    }

    @Test
    void vgroupTakenAwayFailsTheReader() throws Exception {
        server.addVgroup();
        reading(TmqConfigs.unbounded(server), at(0), at(vgroup + 1, 0));
        try (TmqConsumer other = server.consumer(TmqConfigs.GROUP, "other")) {
            assertThat(other).isNotNull();
            assertThatThrownBy(() -> pollUntil(1))
                    .hasMessageContaining("has given vgroups of topic 'events' anew to the members")
                    .hasMessageContaining("had [2, 3] and has now [2]");
        }
    }

    @Test
    void vgroupThatComesAdditionallyFailsTheReader() throws Exception {
        reading(TmqConfigs.unbounded(server), at(0));
        server.addVgroup();
        assertThatThrownBy(() -> pollUntil(1)).hasMessageContaining("had [2] and has now [2, 3]");
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void rowsThatLeaveTheLogUnreadFailTheReader(boolean hidden) throws Exception {
        makeLogLoseRows(hidden, TmqConfigs.unbounded(server));
        assertThatThrownBy(() -> pollUntil(3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("left the log before they were read: offset 2 was next")
                .hasMessageContaining("the oldest the log has is 4")
                .hasMessageContaining("scan.on-data-loss");
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void rowsThatLeaveTheLogUnreadAreCounted(boolean hidden) throws Exception {
        makeLogLoseRows(
                hidden,
                TmqConfigs.of(
                        server,
                        StartingOffsets.earliest(),
                        false,
                        OnDataLoss.EARLIEST,
                        ErrorPolicy.FAIL));
        pollUntil(3);
        assertThat(output.getEmittedRecords()).containsExactly("a0", "b0", "e0");
        assertThat(metrics.getCounter("numDataLosses").orElseThrow().getCount()).isPositive();
    }

    /** Paused by alignment, so that nothing is polled while the log is cut. */
    private void makeLogLoseRows(boolean hidden, TmqSourceConfig config) throws Exception {
        server.messageRows(1);
        if (hidden) {
            server.hideJumps(vgroup);
        }
        server.append(vgroup, texts("a", 1));
        open(config);
        join();
        server.append(vgroup, texts("b", 1));
        server.append(vgroup, texts("c", 1));
        server.append(vgroup, texts("d", 1));
        server.append(vgroup, texts("e", 1));
        reader.addSplits(List.of(at(0)));
        pause(vgroup);
        // two messages are polled and looked after, and none ahead of them before one is taken
        until(
                () -> {
                    poll();
                    return server.position(vgroup) == 2 && server.assignmentsAsked() == 3;
                });
        server.trim(vgroup, 4);
        reader.pauseOrResumeSplits(List.of(), List.of(at(0).splitId()));
    }

    /** Paused by alignment, so that nothing is taken. */
    @Test
    void messagesThatAreLongAreNotPolledAhead() throws Exception {
        server.messageRows(1);
        int rows = (int) (TmqConfigs.AHEAD_BYTES / 16);
        for (int i = 0; i < 5; i++) {
            server.append(vgroup, texts("a", rows));
        }
        open(TmqConfigs.unbounded(server));
        join();
        reader.addSplits(List.of(at(0)));
        pause(vgroup);
        until(
                () -> {
                    poll();
                    return server.position(vgroup) > 0;
                });
        for (int i = 0; i < 10; i++) {
            poll();
        }
        assertThat(server.position(vgroup)).isEqualTo(1);
        reader.pauseOrResumeSplits(List.of(), List.of(at(0).splitId()));
        pollUntil(5 * rows);
        assertThat(reader.snapshotState(1)).contains(at(5));
    }

    @Test
    void heldBackVgroupWaitsWhileOthersGoOn() throws Exception {
        int other = server.addVgroup();
        reading(TmqConfigs.unbounded(server), at(0), at(other, 0));
        pause(vgroup);
        server.append(vgroup, texts("a", 3));
        server.append(other, texts("b", 3));
        server.append(vgroup, texts("c", 3));
        server.append(other, texts("d", 3));
        pollUntil(6);
        assertThat(output.getEmittedRecords()).containsExactly("b0", "b1", "b2", "d0", "d1", "d2");
        assertThat(reader.snapshotState(1)).contains(at(0));

        reader.pauseOrResumeSplits(List.of(), List.of(at(0).splitId()));
        pollUntil(12);
        assertThat(output.getEmittedRecords().subList(6, 12))
                .containsExactly("a0", "a1", "a2", "c0", "c1", "c2");
        assertThat(reader.snapshotState(2)).contains(at(2));
    }

    @Test
    void tooMuchHeldBackIsEmittedAllTheSame() throws Exception {
        int other = server.addVgroup();
        reading(TmqConfigs.unbounded(server), at(0), at(other, 0));
        pause(vgroup);
        int rows = (int) (2 * TmqConfigs.HELD_BYTES / 16);
        for (int i = 0; i < rows; i += 50) {
            server.append(vgroup, texts("a", 50));
        }
        server.append(other, texts("b", 1));
        until(
                () -> {
                    poll();
                    return output.getEmittedRecords().contains("b0");
                });
        pollUntil(rows / 2);
        assertThat(reader.snapshotState(1).get(0).position().offset()).isPositive();
    }

    @Test
    void nothingIsEmittedIfAllVgroupsAreHeldBack() throws Exception {
        reading(TmqConfigs.unbounded(server), at(0));
        pause(vgroup);
        server.append(vgroup, texts("a", 3));
        until(
                () -> {
                    poll();
                    return server.position(vgroup) == 1;
                });
        assertThat(poll()).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(output.getEmittedRecords()).isEmpty();
        reader.pauseOrResumeSplits(List.of(), List.of(at(0).splitId()));
        pollUntil(3);
    }

    @Test
    void boundedVgroupEndsAtItsStopEvenIfItsLogEndsWithoutRows() throws Exception {
        server.append(vgroup, texts("a", 3));
        server.appendNoise(vgroup);
        server.appendNoise(vgroup);
        TmqSplit split = new TmqSplit(FakeTmq.TOPIC, vgroup, TmqPosition.at(0), 3);
        reading(TmqConfigs.bounded(server), split);

        VgroupsFinishedEvent finished = awaitEvent(VgroupsFinishedEvent.class);

        assertThat(finished.vgroupIds()).containsExactly(vgroup);
        assertThat(output.getEmittedRecords()).hasSize(3);
        assertThat(output.released()).containsExactly(split.splitId());
        assertThat(server.memberIds(TmqConfigs.GROUP))
                .as("must not move vgroups of others that are not done")
                .hasSize(1);
        server.append(vgroup, texts("later", 1));
        assertThat(poll()).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(reader.snapshotState(1))
                .containsExactly(split.at(TmqPosition.at(3)))
                .allMatch(TmqSplit::exhausted);
        reader.notifyNoMoreSplits();
        until(() -> poll() == InputStatus.END_OF_INPUT);
        assertThat(output.getEmittedRecords()).hasSize(3);
    }

    @Test
    void vgroupThatWasReadToItsStopIsDoneAtOnce() throws Exception {
        server.append(vgroup, texts("a", 3));
        TmqSplit split = new TmqSplit(FakeTmq.TOPIC, vgroup, TmqPosition.at(1), 1);
        reading(TmqConfigs.bounded(server), split);
        awaitEvent(VgroupsFinishedEvent.class);
        assertThat(reader.snapshotState(1)).containsExactly(split);
    }

    @Test
    void readerWithoutVgroupsWaitsAndEnds() throws Exception {
        open(TmqConfigs.bounded(server));
        assertThat(poll()).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        reader.notifyNoMoreSplits();
        until(() -> poll() == InputStatus.END_OF_INPUT);
    }

    /** The vendor's connector went on from commits made while records were under way. */
    @Test
    void d11CommitsWhatACompletedCheckpointHoldsAndNothingElse() throws Exception {
        server.append(vgroup, texts("a", 3));
        reading(TmqConfigs.unbounded(server), at(0));
        pollUntil(3);
        reader.snapshotState(1);
        server.append(vgroup, texts("b", 3));
        pollUntil(6);
        assertThat(server.committed(TmqConfigs.GROUP, vgroup)).isEqualTo(TmqConsumer.NO_OFFSET);

        reader.notifyCheckpointComplete(1);

        until(() -> server.committed(TmqConfigs.GROUP, vgroup) == 1);
        until(() -> metrics.getCounter("numOffsetsCommitted").orElseThrow().getCount() == 1);
    }

    @Test
    void commitThatFailsIsCountedAndDoesNotMatter() throws Exception {
        server.append(vgroup, texts("a", 3));
        reading(TmqConfigs.unbounded(server), at(0));
        pollUntil(3);
        reader.snapshotState(1);
        server.append(vgroup, texts("b", 1));
        pollUntil(4);
        server.trim(vgroup, 2);

        reader.notifyCheckpointComplete(1);

        until(() -> metrics.getCounter("numCommitsFailed").orElseThrow().getCount() == 1);
        server.append(vgroup, texts("c", 1));
        pollUntil(5);
    }

    @Test
    void leavesAndJoinsAnewInAnotherRound() throws Exception {
        server.append(vgroup, texts("a", 1));
        open(TmqConfigs.unbounded(server));
        join();
        reader.handleSourceEvents(new LeaveEvent(1));
        assertThat(awaitEvent(LeftEvent.class).round()).isEqualTo(1);
        assertThat(server.memberIds(TmqConfigs.GROUP)).isEmpty();

        join();
        assertThat(server.memberIds(TmqConfigs.GROUP)).containsExactly("reader-2");
        reader.addSplits(List.of(at(0)));
        pollUntil(1);
    }

    @Test
    void toldToLeaveWhileJoiningItLeavesOnceItHasJoined() throws Exception {
        open(TmqConfigs.unbounded(server));
        reader.handleSourceEvents(new SubscribeEvent(1, "reader-1"));
        reader.handleSourceEvents(new LeaveEvent(1));
        awaitEvent(LeftEvent.class);
        assertThat(server.memberIds(TmqConfigs.GROUP)).isEmpty();
        assertThat(context.getSentEvents()).noneMatch(SubscribedEvent.class::isInstance);
    }

    @Test
    void tellsThatItCouldNotJoinForAReasonThatPasses() throws Exception {
        server.failSubscriptions(1);
        open(TmqConfigs.unbounded(server));
        assertThat(join().failure()).isEqualTo("not ready yet");
        reader.handleSourceEvents(new LeaveEvent(1));
        awaitEvent(LeftEvent.class);
        assertThat(join().failure()).isNull();
    }

    @Test
    void closedWhileJoiningItIsNoMember() throws Exception {
        open(TmqConfigs.unbounded(server));
        reader.handleSourceEvents(new SubscribeEvent(1, "reader-1"));
        reader.close();
        until(() -> server.joined() == 1 && server.memberIds(TmqConfigs.GROUP).isEmpty());
    }

    @Test
    void measuresWhereEachVgroupIs() throws Exception {
        server.append(vgroup, texts("a", 40));
        server.append(vgroup, texts("b", 40));
        server.messageRows(1);
        open(TmqConfigs.unbounded(server));
        join();
        reader.addSplits(List.of(at(0)));
        pollUntil(40);
        assertThat(gauge("pendingRecords")).isEqualTo(1);
        pollUntil(80);
        assertThat(gauge("pendingRecords")).isZero();
        assertThat(gauge("vgroup", Integer.toString(vgroup), "currentOffset")).isEqualTo(2);
        assertThat(gauge("currentFetchEventTimeLag")).isPositive();
    }

    private long gauge(String... path) {
        Gauge<Long> gauge = metrics.<Long>getGauge(path).orElseThrow();
        return gauge.getValue();
    }

    private TmqSourceConfig config(ErrorPolicy errors) {
        return TmqConfigs.of(server, StartingOffsets.earliest(), false, OnDataLoss.FAIL, errors);
    }

    private void open(TmqSourceConfig config) throws Exception {
        context =
                new TestingReaderContext(
                        new Configuration(),
                        InternalSourceReaderMetricGroup.mock(metrics.getMetricGroup()));
        reader = TmqSourceReader.open(context, config, new TextSchema());
        reader.start();
        round = 0;
    }

    private SubscribedEvent join() throws Exception {
        round++;
        context.clearSentEvents();
        reader.handleSourceEvents(new SubscribeEvent(round, "reader-" + round));
        return awaitEvent(SubscribedEvent.class);
    }

    private void reading(TmqSourceConfig config, TmqSplit... splits) throws Exception {
        open(config);
        join();
        reader.addSplits(List.of(splits));
    }

    private TmqSplit at(long offset) {
        return at(vgroup, offset);
    }

    private static TmqSplit at(int vgroupId, long offset) {
        return new TmqSplit(FakeTmq.TOPIC, vgroupId, TmqPosition.at(offset), TmqSplit.NEVER);
    }

    private void pause(int vgroupId) {
        reader.pauseOrResumeSplits(List.of(at(vgroupId, 0).splitId()), List.of());
    }

    private static List<String> texts(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private <E extends SourceEvent> E awaitEvent(Class<E> type) throws Exception {
        until(
                () -> {
                    poll();
                    return context.getSentEvents().stream().anyMatch(type::isInstance);
                });
        return context.getSentEvents().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        // on this thread, which is the reader's
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(20))
                .until(condition);
    }

    private void pollUntil(int count) throws Exception {
        until(
                () -> {
                    if (output.getEmittedRecords().size() < count) {
                        poll();
                    }
                    return output.getEmittedRecords().size() >= count;
                });
    }

    private InputStatus poll() throws Exception {
        InputStatus status = reader.pollNext(output);
        if (status == InputStatus.NOTHING_AVAILABLE) {
            try {
                reader.isAvailable().get(20, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return status;
            }
        }
        return status;
    }
}
