/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import static io.spillway.common.write.EntryOutcome.REROUTE;
import static io.spillway.common.write.EntryOutcome.THROTTLED;
import static io.spillway.common.write.WriterHarness.allFailed;
import static io.spillway.common.write.WriterHarness.batchesOf;
import static io.spillway.common.write.WriterHarness.passing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.write.WriterHarness.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one lane's trouble means for itself and for the others: throttling and lanes that go. */
class LaneIsolationTest {

    @Test
    void aThrottledLaneBacksOffAloneAndLongerEachTime() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(1))) {
            h.write("a1", "b1");
            Request a = h.sender.requests.get(0);
            a.answer(allFailed(a, THROTTLED));
            h.sender.requests.get(1).answer(BatchResult.allWritten());
            h.write("b2");
            assertThat(h.sender.last().entries).as("others go on").containsExactly("b2");
            h.sender.last().answer(BatchResult.allWritten());

            List<Long> delays = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                long before = h.time.getCurrentProcessingTime();
                assertThat(h.time.advanceToNextTimer()).isTrue();
                delays.add(h.time.getCurrentProcessingTime() - before);
                Request again = h.sender.last();
                assertThat(again.entries).containsExactly("a1");
                again.answer(allFailed(again, THROTTLED));
            }
            assertThat(delays.get(0)).isBetween(80L, 100L);
            assertThat(delays.get(1)).isBetween(160L, 200L);
            assertThat(delays.get(7)).as("capped").isBetween(4000L, 5000L);
            assertThat(h.metrics.count("numRequestsThrottled")).isEqualTo(9);

            h.time.advance(5000);
            h.sender.last().answer(BatchResult.allWritten());
            assertThat(h.metrics.count("numRecordsSend")).isEqualTo(3);
        }
    }

    @Test
    void throttlingThatDoesNotEndFailsTheJobAfterTheElapsedTime() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(1))) {
            h.write("a1");
            long before = h.time.getCurrentProcessingTime();
            h.answerWhileIdle(request -> allFailed(request, THROTTLED));
            assertThatThrownBy(() -> h.writer.flush(false))
                    .hasMessageContainingAll("lane-a", "CodeTHROTTLED");
            assertThat(h.time.getCurrentProcessingTime() - before).isBetween(60_000L, 66_000L);
        }
    }

    @Test
    void aSplitLanesEntriesGoToItsChildrenInOrderBeforeNewerOnes() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(2))) {
            h.router.laneOfKey = key -> key.equals("z") ? "other" : "parent";
            h.router.nextLaneOfKey = key -> key.equals("z") ? "other" : "child-" + key;
            h.write("a1", "b1", "a2", "z1", "z2");
            h.router.manual = true;
            Request parent = h.sender.requests.get(0);
            Request other = h.sender.requests.get(1);
            parent.answer(allFailed(parent, REROUTE));
            h.time.advance(1000);
            assertThat(h.router.lookUps).containsExactly(null, "parent");
            h.write("a3", "b2");
            assertThat(h.sender.requests).as("parked").hasSize(2);

            h.router.pending.complete(h.router::install);
            h.mailbox.runAll();
            assertThat(h.sender.requests).as("another request is still in flight").hasSize(2);
            other.answer(BatchResult.allWritten());

            h.time.advance(500);
            assertThat(h.sender.requests)
                    .extracting(r -> r.lane + r.entries)
                    .contains("child-a[a1, a2]", "child-b[b1, b2]");
            h.answerWhileIdle(request -> BatchResult.allWritten());
            h.writer.flush(true);
            assertThat(h.sender.last().entries).containsExactly("a3");
            assertThat(h.metrics.count("numLaneRefreshes")).isEqualTo(1);
        }
    }

    @Test
    void entriesWaitingInTheOtherHalfOfAMergeMoveToo() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(10))) {
            h.router.nextLaneOfKey = key -> "merged";
            h.write("a1", "b1", "a2", "b2");
            h.time.advance(500);
            Request a = h.sender.requests.get(0);
            Request b = h.sender.requests.get(1);
            b.answer(BatchResult.allWritten());
            a.answer(allFailed(a, REROUTE));
            h.time.advance(400);
            h.write("b3", "b4", "b5", "a3");
            h.time.advance(100);
            h.mailbox.runAll();
            assertThat(h.metrics.count("numLaneRefreshes")).isEqualTo(1);
            h.answerWhileIdle(request -> BatchResult.allWritten());
            h.writer.flush(false);

            List<String> sent = new ArrayList<>();
            for (Request request : h.sender.requests.subList(2, h.sender.requests.size())) {
                sent.addAll(request.entries);
            }
            assertThat(sent)
                    .as("in the order of arrival")
                    .containsExactly("a1", "a2", "b3", "b4", "b5", "a3");
        }
    }

    @Test
    void aLookUpIsTriedAgainWhileItsFailurePassesAndNeverWithinASecond() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(1))) {
            h.router.nextLaneOfKey = key -> "child";
            h.router.manual = true;
            h.write("a1");
            Request request = h.sender.last();
            request.answer(allFailed(request, REROUTE));
            h.time.advance(999);
            assertThat(h.router.lookUps).hasSize(1);
            h.time.advance(1);
            assertThat(h.router.lookUps).hasSize(2);

            h.router.pending.completeExceptionally(passing("ShardNotReady"));
            h.mailbox.runAll();
            h.time.advance(999);
            assertThat(h.router.lookUps).hasSize(2);
            h.time.advance(1);
            assertThat(h.router.lookUps).hasSize(3);
            h.router.pending.complete(h.router::install);
            h.mailbox.runAll();
            assertThat(h.sender.last().lane).isEqualTo("child");
        }
    }

    @Test
    void aLookUpThatCannotSucceedFailsTheJob() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(1))) {
            h.router.manual = true;
            h.write("a1");
            Request request = h.sender.last();
            request.answer(allFailed(request, REROUTE));
            h.time.advance(1000);
            h.router.pending.completeExceptionally(
                    new ServiceException(
                            FailureKind.FATAL, "NoSuchTopic", 404, "r1", "no topic p.t", null));
            assertThatThrownBy(h.mailbox::runAll)
                    .hasMessageContainingAll("test", "attempts: 1", "no topic p.t");
            assertThatThrownBy(() -> h.write("a2")).hasMessageContaining("no topic p.t");
        }
    }

    @Test
    void theFirstWriteWaitsForTheLanes() throws Exception {
        WriterHarness.Router unready = new WriterHarness.Router();
        unready.manual = true;
        try (WriterHarness h = new WriterHarness(batchesOf(1), unready)) {
            h.mailbox.whileIdle(
                    () -> {
                        unready.pending.complete(unready::install);
                        return true;
                    });
            h.write("a1");
            assertThat(h.mailbox.yields()).isEqualTo(1);
            assertThat(h.sender.requests).hasSize(1);
        }
    }

    @Test
    void aFirstLookUpThatCannotSucceedFailsTheFirstWriteOrCheckpoint() throws Exception {
        WriterHarness.Router unready = new WriterHarness.Router();
        unready.manual = true;
        try (WriterHarness h = new WriterHarness(batchesOf(1), unready)) {
            unready.pending.completeExceptionally(
                    new ServiceException(
                            FailureKind.FATAL, "NoSuchTopic", 404, "r1", "no topic p.t", null));
            h.mailbox.runAll();
            assertThatThrownBy(() -> h.write("a1")).hasMessageContaining("no topic p.t");
            assertThatThrownBy(() -> h.writer.flush(false)).hasMessageContaining("no topic p.t");
        }
    }

    @Test
    void aLaneThatIsReportedGoneForEverFailsTheJob() throws Exception {
        try (WriterHarness h = new WriterHarness(batchesOf(1))) {
            h.write("a1");
            h.answerWhileIdle(request -> allFailed(request, REROUTE));
            assertThatThrownBy(() -> h.writer.flush(false))
                    .hasMessageContainingAll("lane-a", "3 attempts", "CodeREROUTE");
        }
    }

    @Test
    void aThrottledLaneLeavesTheOthersRoomForWholeBatchesUntilItHoldsItsShare() throws Exception {
        WriteLimits.Builder limits = batchesOf(10).maxBufferedRecords(100);
        try (WriterHarness h = new WriterHarness(limits)) {
            h.answerWhileIdle(
                    request ->
                            request.lane.equals("lane-a")
                                    ? allFailed(request, THROTTLED)
                                    : BatchResult.allWritten());
            int written = 0;
            // three lanes are left a batch each: the throttled one may hold 70 of 100
            for (int round = 0; round < 70; round++) {
                h.write("a" + round, "b" + round, "c" + round, "d" + round);
                for (Request request : List.copyOf(h.sender.unanswered)) {
                    request.answer(
                            request.lane.equals("lane-a")
                                    ? allFailed(request, THROTTLED)
                                    : BatchResult.allWritten());
                }
            }
            for (Request request : h.sender.requests) {
                if (!request.lane.equals("lane-a")) {
                    assertThat(request.entries).as("whole batches").hasSize(10);
                    written += request.entries.size();
                }
            }
            assertThat(written).isEqualTo(210);
            assertThat(h.mailbox.yields()).as("waited for the lanes only").isEqualTo(1);
        }
    }

    @Test
    void entriesThatMayGoAnywhereSpareALaneThatIsBehind() throws Exception {
        WriterHarness.Router router = new WriterHarness.Router();
        router.spare = "free";
        try (WriterHarness h = new WriterHarness(batchesOf(1), router)) {
            h.write("a1");
            Request first = h.sender.last();
            h.write("a2");
            assertThat(h.sender.requests).as("waits for the one in flight").hasSize(1);
            h.write("a3");
            assertThat(h.sender.last().lane).as("a batch waits in its lane").isEqualTo("free");
            first.answer(BatchResult.allWritten());
            h.sender.last().answer(BatchResult.allWritten());
            h.write("a4");
            assertThat(h.sender.last().lane).isEqualTo("lane-a");
        }
    }
}
