/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The waiting entries of a lane: their order, what they weigh, what is remembered of them. */
class EntryQueueTest {

    private final EntryQueue<String> queue = new EntryQueue<>();

    @Test
    void entriesLeaveInTheOrderTheyCame() {
        add(1, 10);
        add(2, 20);
        add(3, 30);
        assertThat(queue.records()).isEqualTo(3);
        assertThat(queue.bytes()).isEqualTo(60);
        assertThat(queue.oldestArrival()).isEqualTo(1001);

        EntryBatch<String> batch = queue.take(2);

        assertThat(batch).containsExactly("e1", "e2");
        assertThat(batch.bytes()).isEqualTo(30);
        assertThat(queue.records()).isEqualTo(1);
        assertThat(queue.bytes()).isEqualTo(30);
        assertThat(queue.oldestArrival()).isEqualTo(1003);
        assertThat(queue.take(1)).containsExactly("e3");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void asManyFitAsTheLimitsAllowButAlwaysOne() {
        add(1, 100);
        add(2, 10);
        add(3, 10);
        assertThat(queue.fitting(10, 50)).as("the first is larger than a batch").isEqualTo(1);
        assertThat(queue.fitting(10, 109)).isEqualTo(1);
        assertThat(queue.fitting(10, 110)).isEqualTo(2);
        assertThat(queue.fitting(2, 1_000)).isEqualTo(2);
        assertThat(queue.fitting(10, 1_000)).isEqualTo(3);
        queue.take(1);
        assertThat(queue.fitting(10, 15)).isEqualTo(1);
        queue.take(2);
        assertThat(queue.fitting(10, 1_000)).isZero();
    }

    @Test
    void sizesAddUpBeyondWhatAnIntHolds() {
        for (int i = 0; i < 5; i++) {
            add(i, Integer.MAX_VALUE);
        }
        assertThat(queue.bytes()).isEqualTo(5L * Integer.MAX_VALUE);
        assertThat(queue.fitting(10, 3L * Integer.MAX_VALUE)).isEqualTo(3);
        assertThat(queue.take(3).bytes()).isEqualTo(3L * Integer.MAX_VALUE);
    }

    @Test
    void entriesPutBackStandBetweenThoseThatWaitAgain() {
        for (int i = 1; i <= 6; i++) {
            add(i, i);
        }
        EntryBatch<String> first = queue.take(2);
        EntryBatch<String> second = queue.take(2);
        queue.putBack(List.of(second.buffered(1)));
        queue.putBack(List.of(first.buffered(1), first.buffered(0)));
        queue.putBack(List.of());
        add(7, 7);

        assertThat(queue.records()).isEqualTo(6);
        assertThat(queue.bytes()).isEqualTo(1 + 2 + 4 + 5 + 6 + 7);
        assertThat(queue.oldestArrival()).isEqualTo(1001);
        assertThat(queue.take(6)).containsExactly("e1", "e2", "e4", "e5", "e6", "e7");
    }

    @Test
    void theHistoryOfAnEntryStaysWithItAndWithNoOther() {
        for (int i = 1; i <= 4; i++) {
            add(i, 1);
        }
        EntryBatch<String> batch = queue.take(3);
        BufferedEntry<String> failed = batch.buffered(1);
        failed.failedAttempts = 2;
        failed.failedAt(5_000);
        queue.putBack(List.of(batch.buffered(0), failed, batch.buffered(2)));
        // the entries move as their arrays grow
        assertThat(queue.take(1)).containsExactly("e1");
        for (int i = 5; i <= 300; i++) {
            add(i, 1);
        }

        EntryBatch<String> all = queue.take(299);
        for (int i = 0; i < all.size(); i++) {
            BufferedEntry<String> entry = all.buffered(i);
            assertThat(entry.entry).isEqualTo("e" + (i + 2));
            assertThat(entry.sequence).isEqualTo(i + 2);
            assertThat(entry.since).isEqualTo(1002 + i);
            assertThat(entry.hasFailed()).as(entry.entry).isEqualTo(i == 0);
        }
        assertThat(all.buffered(0).failedAttempts).isEqualTo(2);
        assertThat(all.buffered(0).failedAt(9_000)).isEqualTo(5_000);

        add(301, 1);
        assertThat(queue.take(1).buffered(0).hasFailed()).isFalse();
    }

    /** Every step against a plain queue: growth, arrays used again, entries taken and put back. */
    @Test
    void itKeepsOrderThroughAnyMixOfSteps() {
        Random random = new Random(42);
        List<Long> expected = new ArrayList<>();
        ArrayDeque<EntryBatch<String>> taken = new ArrayDeque<>();
        long next = 0;
        long mostWaiting = 0;
        for (int step = 0; step < 6_000; step++) {
            // phases of filling and of emptying, so that the arrays grow and are emptied
            boolean filling = step / 1_000 % 2 == 0;
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    for (int i = random.nextInt(filling ? 8 : 3); i > 0; i--) {
                        add(next, (int) (next % 7));
                        expected.add(next++);
                    }
                }
                case 2 -> {
                    int count = Math.min(random.nextInt(filling ? 4 : 12), queue.records());
                    EntryBatch<String> batch = queue.take(count);
                    List<Long> front = expected.subList(0, count);
                    assertThat(batch).isEqualTo(front.stream().map(id -> "e" + id).toList());
                    front.clear();
                    taken.add(batch);
                }
                default -> {
                    EntryBatch<String> batch = taken.poll();
                    if (batch != null && random.nextBoolean()) {
                        List<BufferedEntry<String>> back = new ArrayList<>();
                        for (int i = 0; i < batch.size(); i++) {
                            back.add(batch.buffered(i));
                            expected.add(batch.buffered(i).sequence);
                        }
                        expected.sort(null);
                        queue.putBack(back);
                    }
                }
            }
            mostWaiting = Math.max(mostWaiting, queue.records());
            if (step % 20 == 0) {
                assertThat(queue.records()).isEqualTo(expected.size());
                assertThat(queue.bytes())
                        .isEqualTo(expected.stream().mapToLong(id -> id % 7).sum());
            }
        }
        assertThat(mostWaiting).as("so many that the arrays grew").isGreaterThan(200);
        assertThat(queue.take(queue.records()))
                .isEqualTo(expected.stream().map(id -> "e" + id).toList());
    }

    private void add(long id, int bytes) {
        queue.add("e" + id, bytes, id, 1000 + id);
    }
}
