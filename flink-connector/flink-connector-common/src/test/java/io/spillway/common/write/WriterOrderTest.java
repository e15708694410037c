/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import static io.spillway.common.write.WriterHarness.allFailed;
import static io.spillway.common.write.WriterHarness.batchesOf;
import static io.spillway.common.write.WriterHarness.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.failure.RetryPolicy;
import io.spillway.common.write.WriterHarness.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random trouble of every kind: each record arrives once, and each key in its order. */
class WriterOrderTest {

    private static final String KEYS = "abcdefgh";
    private static final int RECORDS = 3000;
    private static final RetryPolicy PATIENT =
            new RetryPolicy(
                    1000,
                    Duration.ofMillis(10),
                    1.5,
                    Duration.ofSeconds(1),
                    0.5,
                    Duration.ofDays(1));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void keepsEveryKeysOrderThroughRetriesThrottlingAndMovingLanes(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> arrived = new ArrayList<>();
        List<String> accepted = new ArrayList<>();
        WriteLimits.Builder limits =
                batchesOf(7).maxBufferedRecords(60).maxInFlight(3).maxAge(Duration.ofMillis(20));
        try (WriterHarness h = new WriterHarness(limits, PATIENT)) {
            h.answerWhileIdle(request -> randomAnswer(h, request, random, arrived));
            Map<Character, Integer> next = new TreeMap<>();
            for (int i = 0; i < RECORDS; i++) {
                char key = KEYS.charAt(random.nextInt(KEYS.length()));
                String element = key + "" + next.merge(key, 1, Integer::sum);
                accepted.add(element);
                h.write(element);
                if (random.nextInt(4) == 0) {
                    h.time.advance(random.nextInt(30));
                }
                if (random.nextInt(3) == 0 && !h.sender.unanswered.isEmpty()) {
                    List<Request> open = new ArrayList<>(h.sender.unanswered);
                    Request request = open.get(random.nextInt(open.size()));
                    request.answer(randomAnswer(h, request, random, arrived));
                }
                if (random.nextInt(500) == 0) {
                    h.writer.flush(false);
                    assertThat(arrived.size() + h.letters.written.size())
                            .as("nothing left behind by a checkpoint")
                            .isEqualTo(accepted.size());
                }
            }
            h.writer.flush(true);

            List<String> accounted = new ArrayList<>(arrived);
            accounted.addAll(h.letters.values());
            assertThat(accounted).containsExactlyInAnyOrderElementsOf(accepted);
            assertThat(h.metrics.count("numRecordsSend")).isEqualTo(arrived.size());
            assertThat(h.metrics.count("numLaneRefreshes")).isPositive();
            assertThat(h.metrics.count("numRecordsRetried")).isPositive();
            for (int k = 0; k < KEYS.length(); k++) {
                String key = KEYS.substring(k, k + 1);
                assertThat(arrived)
                        .filteredOn(e -> e.startsWith(key))
                        .extracting(e -> Integer.parseInt(e.substring(1)))
                        .isSorted();
            }
        }
    }

    private static BatchResult randomAnswer(
            WriterHarness h, Request request, Random random, List<String> arrived) {
        switch (random.nextInt(12)) {
            case 0:
                return allFailed(request, EntryOutcome.RETRY);
            case 1:
                return allFailed(request, EntryOutcome.THROTTLED);
            case 2:
                int lanes = 1 + random.nextInt(4);
                String generation = request.lane + "-";
                h.router.nextLaneOfKey = key -> generation.hashCode() + "/" + key.charAt(0) % lanes;
                return allFailed(request, EntryOutcome.REROUTE);
            case 3:
                int refused = random.nextInt(request.entries.size());
                for (int i = 0; i < request.entries.size(); i++) {
                    if (i != refused) {
                        arrived.add(request.entries.get(i));
                    }
                }
                return failed(EntryOutcome.REJECTED, refused);
            default:
                arrived.addAll(request.entries);
                return BatchResult.allWritten();
        }
    }
}
