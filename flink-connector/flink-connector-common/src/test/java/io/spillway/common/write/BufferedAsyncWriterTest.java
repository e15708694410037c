/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import static io.spillway.common.write.EntryOutcome.FATAL;
import static io.spillway.common.write.EntryOutcome.REJECTED;
import static io.spillway.common.write.EntryOutcome.REROUTE;
import static io.spillway.common.write.EntryOutcome.RETRY;
import static io.spillway.common.write.EntryOutcome.THROTTLED;
import static io.spillway.common.write.EntryOutcome.WRITTEN;
import static io.spillway.common.write.WriterHarness.allFailed;
import static io.spillway.common.write.WriterHarness.batchesOf;
import static io.spillway.common.write.WriterHarness.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.write.WriterHarness.Request;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches, limits, answers and the end of a writer's life. */
class BufferedAsyncWriterTest {

    @Test
    void sendsAFullBatchAtOnceAndTheRestWhenItIsOldEnough() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(2))) {
            h.write("a1");
            assertThat(h.sender.requests).isEmpty();
            h.write("a2", "b1");
            assertThat(h.sender.requests).hasSize(1);
            assertThat(h.sender.last().entries).containsExactly("a1", "a2");

            h.time.advance(499);
            assertThat(h.sender.requests).hasSize(1);
            h.time.advance(1);
            assertThat(h.sender.last().lane).isEqualTo("lane-b");
            assertThat(h.sender.last().entries).containsExactly("b1");
        }
    }

    @Test
    void cutsBatchesByBytesButSendsALargerRecordAlone() throws Exception {
        WriteLimits.Builder limits = batchesOf(100).maxBatchBytes(6);
        try (WriterHarness h = new WriterHarness(limits)) {
            h.answerWhileIdle(request -> BatchResult.allWritten());
            h.write("a1", "a2", "a3", "a4", "a5-is-long", "a6");
            h.writer.flush(false);
            assertThat(h.sender.requests)
                    .extracting(request -> request.entries.toString())
                    .containsExactly("[a1, a2, a3]", "[a4]", "[a5-is-long]", "[a6]");
        }
    }

    @Test
    void sendsOneRequestPerLaneAtATimeAndNoMoreThanAllowedOverall() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(1).maxInFlight(2))) {
            h.write("a1", "a2", "b1", "c1");
            assertThat(h.sender.unanswered)
                    .extracting(r -> r.lane)
                    .containsExactly("lane-a", "lane-b");
            assertThat(h.metrics.gauge("numRequestsInFlight")).isEqualTo(2L);
            h.sender.requests.get(1).answer(BatchResult.allWritten());
            assertThat(h.sender.unanswered).hasSize(2);
            assertThat(h.sender.last().lane).isEqualTo("lane-c");
            h.sender.requests.get(0).answer(BatchResult.allWritten());
            assertThat(h.sender.last().entries).containsExactly("a2");
        }
    }

    @Test
    void makesUpstreamWaitWhileTheBufferIsFull() throws Exception {
        WriteLimits.Builder limits =
                batchesOf(2).maxBufferedRecords(3).maxInFlightPerLane(1).maxInFlight(1);
        try (WriterHarness h = new WriterHarness(limits)) {
            h.write("a1", "a2", "a3", "a4", "b1");
            assertThat(h.mailbox.yields()).isZero();
            assertThat(h.metrics.gauge("numRecordsBuffered")).isEqualTo(3L);

            h.answerWhileIdle(request -> BatchResult.allWritten());
            h.write("b2");
            assertThat(h.mailbox.yields()).isEqualTo(1);
            assertThat(h.sender.requests).hasSize(2);
            assertThat(h.sender.last().entries).containsExactly("a3", "a4");
        }
    }

    @Test
    void sendsTheLargestUnfinishedBatchRatherThanWaitingWithAFullBuffer() throws Exception {
        WriteLimits.Builder limits = batchesOf(3).maxBufferedRecords(3);
        try (WriterHarness h = new WriterHarness(limits)) {
            h.write("a1", "b1", "b2", "c1");
            assertThat(h.sender.requests).hasSize(1);
            assertThat(h.sender.last().entries).containsExactly("b1", "b2");
        }
    }

    @Test
    void flushWaitsForEverythingAndThenForTheLetters() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(10))) {
            h.write("a1", "b1", "a2", "poison");
            h.answerWhileIdle(request -> BatchResult.allWritten());
            h.writer.flush(false);
            assertThat(h.sender.unanswered).isEmpty();
            assertThat(h.metrics.count("numRecordsSend")).isEqualTo(3);
            assertThat(h.letters.values()).containsExactly("poison");
            assertThat(h.letters.flushes).isEqualTo(1);
        }
    }

    /** As in the savepoint a job is stopped with: Flink takes it when operators have finished. */
    @Test
    void flushTriesAgainAndLooksUpLanesThoughNoTimerFiresAnyMore() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(10))) {
            h.write("a1", "b1");
            h.time.silence();
            long tooLate = h.time.getCurrentProcessingTime() + 20_000;
            Deque<EntryOutcome> outcomes = new ArrayDeque<>(List.of(THROTTLED, REROUTE));
            h.mailbox.whileIdle(
                    () -> {
                        h.time.advance(1);
                        LockSupport.parkNanos(1_000_000);
                        if (!h.sender.unanswered.isEmpty()) {
                            Request request = h.sender.unanswered.peek();
                            request.answer(
                                    outcomes.isEmpty()
                                            ? BatchResult.allWritten()
                                            : allFailed(request, outcomes.poll()));
                        }
                        return h.time.getCurrentProcessingTime() < tooLate;
                    });
            h.writer.flush(false);
            assertThat(h.metrics.count("numRecordsSend")).isEqualTo(2);
            assertThat(h.router.lookUps).hasSize(2);
        }
    }

    @Test
    void retriedEntriesKeepTheirOrderAndGoBeforeNewerOnes() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(3))) {
            h.write("a1", "a2", "a3", "a4", "a5");
            h.sender.last().answer(failed(RETRY, 0, 2));
            assertThat(h.sender.last().entries)
                    .as("at once: the lane took the other one")
                    .containsExactly("a1", "a3", "a4");
            h.sender.last().answer(failed(RETRY, 0, 1));
            assertThat(h.sender.requests).as("backs off now").hasSize(2);
            h.time.advance(50);
            assertThat(h.sender.last().entries).containsExactly("a1", "a3", "a5");
            h.sender.last().answer(BatchResult.allWritten());
            h.answerWhileIdle(request -> BatchResult.allWritten());
            h.writer.flush(true);
            assertThat(h.metrics.count("numRecordsSend")).as("each counted once").isEqualTo(5);
            assertThat(h.metrics.count("numBytesSend")).isEqualTo(10);
            assertThat(h.metrics.count("numRecordsRetried")).isEqualTo(4);
        }
    }

    @Test
    void severalRequestsPerLanePutEntriesBackInOrderOfArrival() throws Exception {
        WriteLimits.Builder limits = batchesOf(2).maxInFlightPerLane(2);
        try (WriterHarness h = new WriterHarness(limits)) {
            h.write("a1", "a2", "a3", "a4", "a5", "a6");
            Request first = h.sender.requests.get(0);
            Request second = h.sender.requests.get(1);
            first.answer(allFailed(first, RETRY));
            second.answer(allFailed(second, RETRY));
            h.time.advance(100);
            assertThat(h.sender.requests.get(2).entries).containsExactly("a1", "a2");
            assertThat(h.sender.requests.get(3).entries).containsExactly("a3", "a4");
        }
    }

    @Test
    void givesUpAfterTheAllowedAttemptsNamingThem() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(1))) {
            h.write("a1");
            h.answerWhileIdle(request -> allFailed(request, RETRY));
            assertThatThrownBy(() -> h.writer.flush(false))
                    .hasMessageContainingAll("test", "lane-a", "3 attempts", "CodeRETRY", "why");
            assertThat(h.sender.requests).hasSize(3);
        }
    }

    @Test
    void aRefusedEntryBecomesALetterAndTheOthersAreWritten() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(3))) {
            h.write("a1", "a2", "a3");
            h.sender.last().answer(failed(RETRY, 1));
            h.time.advance(100);
            h.write("a4", "a5");
            assertThat(h.sender.last().entries).containsExactly("a2", "a4", "a5");
            h.sender.last().answer(failed(REJECTED, 0));
            h.writer.flush(false);

            assertThat(h.letters.values()).containsExactly("a2");
            DeadLetter letter = h.letters.written.get(0);
            assertThat(letter.attempts()).isEqualTo(2);
            assertThat(letter.lastFailureMillis()).isGreaterThan(letter.firstFailureMillis());
            assertThat(letter.origin().partition()).isEqualTo("lane-a");
            assertThat(letter.error().code()).isEqualTo("CodeREJECTED");
            assertThat(h.metrics.count("numRecordsSend")).isEqualTo(4);
            assertThat(h.metrics.count("numRecordsSendErrors")).isEqualTo(1);
        }
    }

    @Test
    void refusesWhatCannotBeConvertedIsTooLargeOrHasNoLane() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(2).maxRecordBytes(10))) {
            h.write("poison", "a-far-too-large", "!lane", "nothing", "a1", "a2");
            assertThat(h.letters.written)
                    .extracting(letter -> letter.error().code())
                    .containsExactly("Poison", "RecordTooLarge", "NoSuchLane");
            assertThat(h.letters.values()).containsExactly("poison", "a-far-too-large", "!lane");
            assertThat(h.sender.last().entries).containsExactly("a1", "a2");
            assertThat(h.metrics.count("numRecordsSendErrors")).isEqualTo(3);
        }
    }

    @Test
    void anyOtherFailureOfTheConverterFailsTheJob() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(2))) {
            assertThatThrownBy(() -> h.write("bug"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("converter broken");
            assertThat(h.letters.written).isEmpty();
        }
    }

    @Test
    void aFatalOutcomeFailsTheJobAtOnceAndForGood() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(2))) {
            h.write("a1", "a2");
            Request request = h.sender.last();
            assertThatThrownBy(() -> request.answer(failed(FATAL, 1)))
                    .hasMessageContainingAll("test", "lane-a", "CodeFATAL", "why");
            assertThatThrownBy(() -> h.write("a3")).hasMessageContaining("CodeFATAL");
            assertThatThrownBy(() -> h.writer.flush(false)).hasMessageContaining("CodeFATAL");
            assertThat(h.metrics.count("numRecordsSend")).isZero();
        }
    }

    @Test
    void aRequestThatFailsWithoutAnAnswerFailsTheJob() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(1))) {
            h.write("a1");
            Request request = h.sender.last();
            assertThatThrownBy(() -> request.fail(new IllegalStateException("unforeseen")))
                    .hasMessageContainingAll("test", "lane-a", "unforeseen");
        }
    }

    static Stream<BatchResult> contradictions() {
        return Stream.of(
                failed(RETRY, 2),
                failed(RETRY, -1),
                failed(RETRY, 1, 0),
                failed(REJECTED, 0, 0),
                failed(REJECTED, 0, 1, 2),
                failed(WRITTEN, 0));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void anAnswerThatContradictsItselfFailsTheJob(BatchResult contradiction) throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(2))) {
            h.write("a1", "a2");
            Request request = h.sender.last();
            assertThatThrownBy(() -> request.answer(contradiction))
                    .hasMessageContainingAll("Broken answer", "2 records", "lane-a");
            assertThat(h.letters.written).as("nothing carried out").isEmpty();
        }
    }

    @Test
    void anEmptyAnswerFailsTheJob() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(1))) {
            h.write("a1");
            h.sender.last().answerOnly(null);
            assertThatThrownBy(h.mailbox::runAll).hasMessageContaining("no answer");
        }
    }

    @Test
    void closingWithRequestsInFlightReleasesEverythingAndIgnoresLateAnswers() throws Exception {
        WriterHarness h = new WriterHarness(batchesOf(2));
        h.write("a1", "a2", "a3", "b1");
        h.close();
        assertThat(h.sender.closed).isTrue();
        assertThat(h.letters.closed).isTrue();
        assertThat(h.time.pendingTimers()).isZero();

        h.sender.last().answer(failed(FATAL, 0));
        h.time.advance(10_000);
        assertThat(h.sender.requests).hasSize(1);
    }
}
