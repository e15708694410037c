/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShardTrackerTest {

    private final ShardTracker tracker = new ShardTracker();

    @Test
    void shardsWithoutParentsAreReadyInTheOrderOfTheListing() {
        assertThat(tracker.discover(List.of(shard("2"), shard("0"), shard("1"))))
                .containsExactly(shard("2"), shard("0"), shard("1"));

        assertThat(tracker.ready()).containsExactly("2", "0", "1");
        assertThat(tracker.waiting()).isEmpty();
        assertThat(tracker.allGivenOut()).isFalse();
    }

    @Test
    void listingTheSameShardsAgainDiscoversNothing() {
        tracker.discover(List.of(shard("0"), shard("1")));
        tracker.assign("0");

        assertThat(tracker.discover(List.of(shard("0"), shard("1"), shard("2"))))
                .containsExactly(shard("2"));
        assertThat(tracker.ready()).containsExactly("1", "2");
    }

    @Test
    void childrenOfASplitWaitForTheirParent() {
        tracker.discover(List.of(shard("0"), shard("1", "0"), shard("2", "0")));
        assertThat(tracker.ready()).containsExactly("0");
        assertThat(tracker.waiting()).containsExactly("1", "2");

        tracker.assign("0");
        assertThat(tracker.ready()).isEmpty();

        assertThat(tracker.finish("0")).isTrue();
        assertThat(tracker.ready()).containsExactly("1", "2");
    }

    @Test
    void childOfAMergeWaitsForBothParents() {
        tracker.discover(List.of(shard("0"), shard("1"), shard("2", "0", "1")));
        tracker.assign("0");
        tracker.assign("1");

        tracker.finish("1");
        assertThat(tracker.ready()).isEmpty();

        tracker.finish("0");
        assertThat(tracker.ready()).containsExactly("2");
    }

    @Test
    void grandchildWaitsForTheWholeChain() {
        tracker.discover(List.of(shard("2", "1"), shard("1", "0"), shard("0")));
        readAndFinish("0");
        assertThat(tracker.ready()).containsExactly("1");
        readAndFinish("1");
        assertThat(tracker.ready()).containsExactly("2");
    }

    @Test
    void childListedBeforeItsParentStillWaits() {
        tracker.discover(List.of(shard("1", "0"), shard("0")));
        assertThat(tracker.ready()).containsExactly("0");
    }

    @Test
    void unknownParentsCountAsFinished() {
        tracker.discover(List.of(shard("7", "3", "4")));
        assertThat(tracker.ready()).containsExactly("7");
    }

    @Test
    void oneKnownParentIsWaitedForBesideAnUnknownOne() {
        tracker.discover(List.of(shard("4"), shard("7", "3", "4")));
        assertThat(tracker.ready()).containsExactly("4");
        readAndFinish("4");
        assertThat(tracker.ready()).containsExactly("7");
    }

    @Test
    void addedShardsAreReadyAtOnce() {
        tracker.discover(List.of(shard("0")));
        tracker.assign("0");
        tracker.discover(List.of(shard("0"), shard("1"), shard("2")));
        assertThat(tracker.ready()).containsExactly("1", "2");
    }

    @Test
    void finishedShardIsNotDiscoveredAgainWhileListed() {
        tracker.discover(List.of(shard("0"), shard("1")));
        readAndFinish("0");

        assertThat(tracker.discover(List.of(shard("0"), shard("1")))).isEmpty();
        assertThat(tracker.ready()).containsExactly("1");
    }

    @Test
    void finishedShardIsForgottenOnceItVanishes() {
        tracker.discover(List.of(shard("0"), shard("1", "0")));
        readAndFinish("0");

        tracker.discover(List.of(shard("1", "0")));

        assertThat(tracker.snapshot())
                .extracting(ShardTracker.TrackedShard::id)
                .containsExactly("1");
        assertThat(tracker.ready()).containsExactly("1");
    }

    @Test
    void unfinishedShardsAreKeptThoughTheyVanish() {
        tracker.discover(List.of(shard("0"), shard("1"), shard("2", "1")));
        tracker.assign("0");

        tracker.discover(List.of());

        assertThat(tracker.snapshot())
                .extracting(ShardTracker.TrackedShard::id)
                .containsExactly("0", "1", "2");
        assertThat(tracker.ready()).containsExactly("1");
        assertThat(tracker.waiting()).containsExactly("2");
    }

    @Test
    void finishingIsIdempotentAndToleratesForgottenShards() {
        tracker.discover(List.of(shard("0")));
        tracker.assign("0");
        assertThat(tracker.finish("0")).isTrue();
        assertThat(tracker.finish("0")).isFalse();
        tracker.discover(List.of());
        assertThat(tracker.finish("0")).isFalse();
        assertThat(tracker.snapshot()).isEmpty();
    }

    @Test
    void shardGivenBackIsReadAgain() {
        tracker.discover(List.of(shard("0"), shard("1", "0")));
        tracker.assign("0");

        tracker.giveBack("0");

        assertThat(tracker.ready()).containsExactly("0");
        assertThat(tracker.waiting()).containsExactly("1");
    }

    @Test
    void shardGivenBackAfterItWasFinishedHoldsItsChildrenAgain() {
        tracker.discover(List.of(shard("0"), shard("1", "0")));
        readAndFinish("0");
        assertThat(tracker.ready()).containsExactly("1");

        tracker.giveBack("0");

        assertThat(tracker.ready()).containsExactly("0");
        assertThat(tracker.waiting()).containsExactly("1");
    }

    @Test
    void shardGivenBackAfterItWasForgottenIsKnownAgain() {
        tracker.discover(List.of(shard("0")));
        readAndFinish("0");
        tracker.discover(List.of());

        tracker.giveBack("0");

        assertThat(tracker.ready()).containsExactly("0");
        assertThat(tracker.discover(List.of())).isEmpty();
        assertThat(tracker.ready()).containsExactly("0");
    }

    @Test
    void onlyReadyShardsCanBeAssigned() {
        tracker.discover(List.of(shard("0"), shard("1", "0")));
        tracker.assign("0");

        assertThatThrownBy(() -> tracker.assign("0"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ASSIGNED");
        assertThatThrownBy(() -> tracker.assign("1")).hasMessageContaining("WAITING");
        assertThatThrownBy(() -> tracker.assign("9")).hasMessageContaining("unknown");
    }

    @Test
    void allAreGivenOutOnceNoneIsReadyOrWaiting() {
        assertThat(tracker.allGivenOut()).isTrue();
        tracker.discover(List.of(shard("0"), shard("1", "0")));
        tracker.assign("0");
        assertThat(tracker.allGivenOut()).isFalse();
        tracker.finish("0");
        assertThat(tracker.allGivenOut()).isFalse();
        tracker.assign("1");
        assertThat(tracker.allGivenOut()).isTrue();
    }

    @Test
    void snapshotTellsTheStatusAndRestoresIt() {
        tracker.discover(
                List.of(shard("0"), shard("1"), shard("2"), shard("3", "1"), shard("4", "0")));
        readAndFinish("0");
        tracker.assign("1");

        List<ShardTracker.TrackedShard> snapshot = tracker.snapshot();
        assertThat(snapshot)
                .containsExactly(
                        tracked("0", ShardStatus.FINISHED),
                        tracked("1", ShardStatus.ASSIGNED),
                        tracked("2", ShardStatus.READY),
                        tracked("3", ShardStatus.WAITING, "1"),
                        tracked("4", ShardStatus.READY, "0"));

        ShardTracker restored = ShardTracker.restore(snapshot);
        assertThat(restored.snapshot()).isEqualTo(snapshot);
        assertThat(restored.finish("1")).isTrue();
        assertThat(restored.ready()).containsExactly("2", "3", "4");
        assertThat(tracker.waiting()).as("the original is untouched").containsExactly("3");
    }

    /** Random histories: no child is ever given out before its parents are over, none is lost. */
    @Test
    void everyShardIsReadOnceAfterItsParentsWhateverTheOrder() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            ShardTracker tracked = new ShardTracker();
            List<ShardInfo> listing = new ArrayList<>(List.of(shard("0"), shard("1")));
            List<String> leaves = new ArrayList<>(List.of("0", "1"));
            Map<String, List<String>> parents = new HashMap<>();
            Set<String> reading = new HashSet<>();
            Set<String> done = new HashSet<>();
            int next = 2;
            for (int step = 0; step < 120; step++) {
                switch (random.nextInt(5)) {
                    case 0 -> {
                        String parent = leaves.remove(random.nextInt(leaves.size()));
                        for (int child = 0; child < 2; child++) {
                            listing.add(shard(String.valueOf(next), parent));
                            leaves.add(String.valueOf(next++));
                        }
                    }
                    case 1 -> {
                        if (leaves.size() > 2) {
                            String left = leaves.remove(random.nextInt(leaves.size()));
                            String right = leaves.remove(random.nextInt(leaves.size()));
                            listing.add(shard(String.valueOf(next), left, right));
                            leaves.add(String.valueOf(next++));
                        }
                    }
                    case 2 -> tracked.discover(listing);
                    case 3 -> tracked = ShardTracker.restore(tracked.snapshot());
                    default -> {
                        if (!reading.isEmpty()) {
                            String id = reading.iterator().next();
                            reading.remove(id);
                            if (random.nextInt(4) == 0) {
                                tracked.giveBack(id);
                            } else if (!leaves.contains(id)) {
                                done.add(id);
                                tracked.finish(id);
                            } else {
                                reading.add(id);
                            }
                        }
                    }
                }
                listing.forEach(shard -> parents.put(shard.id(), shard.parentIds()));
                for (String id : tracked.ready()) {
                    assertThat(done)
                            .as("parents of %s, seed %d", id, seed)
                            .containsAll(parents.get(id));
                    assertThat(done).doesNotContain(id);
                    assertThat(reading.add(id)).isTrue();
                    tracked.assign(id);
                }
            }
            tracked.discover(listing);
            while (!tracked.allGivenOut() || !reading.isEmpty()) {
                for (String id : tracked.ready()) {
                    tracked.assign(id);
                    reading.add(id);
                }
                String id = reading.iterator().next();
                reading.remove(id);
                assertThat(done.add(id)).isTrue();
                tracked.finish(id);
            }
            assertThat(done).hasSize(next);
        }
    }

    private void readAndFinish(String id) {
        tracker.assign(id);
        tracker.finish(id);
    }

    private static ShardInfo shard(String id, String... parents) {
        return new ShardInfo(id, List.of(parents));
    }

    private static ShardTracker.TrackedShard tracked(
            String id, ShardStatus status, String... parents) {
        return new ShardTracker.TrackedShard(id, List.of(parents), status);
    }
}
