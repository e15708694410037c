/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What waits in all lanes together, and who is next. */
class LanesTest {

    private static final WriteLimits LIMITS =
            WriteLimits.builder()
                    .maxBatchRecords(3)
                    .maxBatchBytes(100)
                    .maxRecordBytes(100)
                    .maxBufferedRecords(12)
                    .maxBufferedBytes(400)
                    .build();

    private final Lanes<String> lanes = new Lanes<>();
    private long sequence;

    @Test
    void aLaneIsMadeOnceAndFoundByItsId() {
        Lane<String> a = lanes.of("a");
        Lane<String> b = lanes.of("b");
        assertThat(a).isNotSameAs(b);
        assertThat(lanes.of(new String("a"))).isSameAs(a);
        assertThat(lanes.of("b")).isSameAs(b);
        assertThat(lanes.inTurn()).containsExactlyInAnyOrder(a, b);
    }

    @Test
    void batchesAreCutWithinTheLimitsAndCountedOff() {
        for (int i = 0; i < 4; i++) {
            add("a", 10);
        }
        add("b", 60);
        add("b", 60);
        add("b", 5);
        assertThat(lanes.waitingRecords()).isEqualTo(7);
        assertThat(lanes.waitingBytes()).isEqualTo(165);

        assertThat(cut("a")).containsExactly("a0", "a1", "a2");
        assertThat(cut("b")).as("both would be 120 bytes").containsExactly("b4");
        assertThat(cut("b")).containsExactly("b5", "b6");
        assertThat(lanes.waitingRecords()).isEqualTo(1);
        assertThat(lanes.waitingBytes()).isEqualTo(10);
        assertThat(cut("a")).containsExactly("a3");
        assertThat(lanes.waitingBytes()).isZero();
    }

    @Test
    void whatIsPutBackIsCountedAgainAndComesFirst() {
        for (int i = 0; i < 5; i++) {
            add("a", 10 + i);
        }
        EntryBatch<String> batch = cut("a");
        lanes.putBack(lanes.of("a"), List.of(batch.buffered(2), batch.buffered(0)));

        assertThat(lanes.waitingRecords()).isEqualTo(4);
        assertThat(lanes.waitingBytes()).isEqualTo(10 + 12 + 13 + 14);
        assertThat(cut("a")).containsExactly("a0", "a2", "a3");
    }

    @Test
    void theBufferIsFullByRecordsOrByBytes() {
        for (int i = 0; i < 11; i++) {
            add("a", 1);
        }
        assertThat(lanes.isFull(LIMITS)).isFalse();
        add("b", 1);
        assertThat(lanes.isFull(LIMITS)).isTrue();
        cut("a");
        assertThat(lanes.isFull(LIMITS)).isFalse();
        add("b", 391);
        assertThat(lanes.isFull(LIMITS)).isTrue();
    }

    @Test
    void aLaneLeavesTheOthersABatchEachUpToHalfOfTheBuffer() {
        Lane<String> a = lanes.of("a");
        fill("a", 11, 1);
        assertThat(lanes.isOverfull(a, LIMITS)).as("alone").isFalse();
        lanes.of("b");
        assertThat(lanes.isOverfull(a, LIMITS)).as("12 - 3 for one other").isTrue();
        cut("a");
        assertThat(lanes.isOverfull(a, LIMITS)).as("8 of 9").isFalse();
        for (int i = 0; i < 10; i++) {
            lanes.of("other" + i);
        }
        assertThat(lanes.isOverfull(a, LIMITS)).as("8 of 6").isTrue();
        cut("a");
        assertThat(lanes.isOverfull(a, LIMITS)).as("5 of 6").isFalse();
        add("a", 300);
        cut("a");
        assertThat(lanes.isOverfull(a, LIMITS)).as("more than 200 bytes").isTrue();
    }

    @Test
    void theLoadTellsWhoCouldTakeMore() {
        assertThat(load("a", 0)).isEqualTo(LaneLoad.LOW);
        fill("a", 2, 10);
        assertThat(load("a", 0)).isEqualTo(LaneLoad.LOW);
        add("a", 10);
        assertThat(load("a", 0)).isEqualTo(LaneLoad.FULL);
        add("b", 100);
        assertThat(load("b", 0)).as("by bytes").isEqualTo(LaneLoad.FULL);
        lanes.of("a").blockedUntil = 50;
        assertThat(load("a", 49)).isEqualTo(LaneLoad.HELD_BACK);
        assertThat(load("a", 50)).isEqualTo(LaneLoad.FULL);
        lanes.of("c").parked = true;
        assertThat(load("c", 0)).isEqualTo(LaneLoad.HELD_BACK);
    }

    @Test
    void everyLaneIsFirstOnce() {
        for (String id : List.of("a", "b", "c")) {
            lanes.of(id);
        }
        Set<String> first = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            List<String> turn = new ArrayList<>();
            lanes.inTurn().forEach(lane -> turn.add(lane.id));
            assertThat(turn).containsExactlyInAnyOrder("a", "b", "c");
            first.add(turn.get(0));
        }
        assertThat(first).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void theLargestIsFoundAmongThoseThatPass() {
        add("a", 10);
        add("b", 30);
        add("c", 20);
        assertThat(lanes.largest(lane -> true).id).isEqualTo("b");
        assertThat(lanes.largest(lane -> !lane.id.equals("b")).id).isEqualTo("c");
        assertThat(lanes.largest(lane -> false)).isNull();
    }

    @Test
    void drainingGivesAllInTheOrderTheyCameAndForgetsTheLanes() {
        add("a", 1);
        add("b", 2);
        add("a", 3);
        add("c", 4);
        add("b", 5);
        Lane<String> a = lanes.of("a");
        BufferedEntry<String> failed = lanes.cut(a, LIMITS).buffered(1);
        failed.failedAt(77);
        lanes.putBack(a, List.of(failed));
        List<BufferedEntry<String>> drained = new ArrayList<>();

        Map<String, Lane<String>> former = lanes.drainTo(drained);

        assertThat(drained)
                .extracting(entry -> entry.entry)
                .containsExactly("b1", "a2", "c3", "b4");
        assertThat(drained.get(1)).isSameAs(failed);
        assertThat(former).containsOnlyKeys("a", "b", "c").containsEntry("a", a);
        assertThat(a.waiting.isEmpty()).isTrue();
        assertThat(lanes.waitingRecords()).isZero();
        assertThat(lanes.waitingBytes()).isZero();
        assertThat(lanes.inTurn()).isEmpty();
        assertThat(lanes.of("a")).as("a new one").isNotSameAs(a);

        for (BufferedEntry<String> entry : drained) {
            lanes.add(lanes.of("a"), entry);
        }
        assertThat(lanes.waitingRecords()).isEqualTo(4);
        assertThat(lanes.waitingBytes()).isEqualTo(2 + 3 + 4 + 5);
        assertThat(cut("a").buffered(1).failedAt(99)).as("its history").isEqualTo(77);
    }

    private void fill(String lane, int entries, int bytes) {
        for (int i = 0; i < entries; i++) {
            add(lane, bytes);
        }
    }

    private void add(String lane, int bytes) {
        lanes.add(lanes.of(lane), lane + sequence, bytes, sequence, 0);
        sequence++;
    }

    private EntryBatch<String> cut(String lane) {
        return lanes.cut(lanes.of(lane), LIMITS);
    }

    private LaneLoad load(String lane, long now) {
        return lanes.loadOf(lane, LIMITS, now);
    }
}
