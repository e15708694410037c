/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.tdengine.source.tmq.event.SubscribedEvent;
import io.spillway.tdengine.source.tmq.event.SubscribedEvent.OwnedVgroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;

class GroupRoundsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(150);
    private static final TopicVgroups FOUR = new TopicVgroups("db", Set.of(2, 3, 4, 5), true);
    private static final TopicVgroups MAYBE_FOUR =
            new TopicVgroups("db", Set.of(2, 3, 4, 5), false);

    private final Recorder orders = new Recorder();
    private GroupRounds rounds = new GroupRounds(2, TIMEOUT, orders);
    private long now;

    @Test
    void readersJoinOnceAllAreThereAndReadOnceEachVgroupIsGivenOnce() {
        rounds.registered(0, now);
        assertThat(orders.log).isEmpty();
        rounds.registered(1, now);
        assertThat(orders.log).containsExactly("list 1");
        rounds.listed(1, FOUR, Set.of(), now);
        assertThat(orders.log).containsExactly("list 1", "subscribe 1 [0, 1]");

        rounds.subscribed(0, report(1, 2, 3), now);
        assertThat(rounds.reading()).isFalse();
        rounds.subscribed(1, report(1, 4, 5), now);

        assertThat(rounds.reading()).isTrue();
        assertThat(orders.log).endsWith("read {0=[2, 3], 1=[4, 5]}");
    }

    /** A former run's reader whose connection froze keeps its vgroups for about 113 seconds. */
    @Test
    void vgroupsThatAZombieHoldsAreWaitedForInRoundsThatReadNothing() {
        begin();
        while (now < 113_000) {
            rounds.subscribed(0, report(round(), 2), now);
            rounds.subscribed(1, report(round(), 3), now);
            assertThat(orders.log).last().asString().startsWith("leave ");
            nextRound();
        }
        rounds.subscribed(0, report(round(), 2, 3), now);
        rounds.subscribed(1, report(round(), 4, 5), now);

        assertThat(rounds.reading()).isTrue();
        assertThat(orders.log.stream().filter(order -> order.startsWith("read"))).hasSize(1);
        assertThat(round()).as("pauses grow").isBetween(10, 25);
    }

    @Test
    void timesOutSayingWhatIsMissing() {
        begin();
        rounds.subscribed(0, report(1, 2), now);
        rounds.subscribed(1, report(1, 3), now);
        leaveAll();
        now += TIMEOUT.toMillis() + 1;

        assertThatThrownBy(() -> rounds.tick(now))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("within 150 s ('scan.assignment.timeout')")
                .hasMessageContaining("vgroups [4, 5] were given to none")
                .hasMessageContaining("another job with the same group id");
    }

    @Test
    void timesOutSayingThatSlotsAreMissing() {
        rounds.registered(1, now);
        now += TIMEOUT.toMillis() + 1;

        assertThatThrownBy(() -> rounds.tick(now)).hasMessageContaining("1 of 2 readers");
    }

    @Test
    void timesOutSayingWhoseJoiningHangs() {
        begin();
        rounds.subscribed(0, report(1, 2, 3, 4, 5), now);
        now += TIMEOUT.toMillis() + 1;

        assertThatThrownBy(() -> rounds.tick(now)).hasMessageContaining("readers [1] join");
    }

    @Test
    void timeRunsFromTheFirstReaderOnAndNotWhileReading() {
        now = 10 * TIMEOUT.toMillis();
        rounds.tick(now);
        begin();
        rounds.subscribed(0, report(1, 2, 3), now);
        rounds.subscribed(1, report(1, 4, 5), now);
        now *= 2;
        rounds.tick(now);
        assertThat(rounds.reading()).isTrue();
    }

    /** The member that joined first has not heard of the second yet. */
    @Test
    void vgroupsThatTwoReadersBelieveToHaveEndTheRound() {
        begin();
        rounds.subscribed(0, report(1, 2, 3, 4, 5), now);
        rounds.subscribed(1, report(1, 4, 5), now);
        assertThat(orders.log).last().isEqualTo("leave 1 [0, 1]");
        assertThat(rounds.reading()).isFalse();
    }

    @Test
    void vgroupsThatWereNotListedEndTheRound() {
        begin();
        rounds.subscribed(0, report(1, 2, 3), now);
        rounds.subscribed(1, report(1, 4, 5, 6), now);
        assertThat(orders.log).last().isEqualTo("leave 1 [0, 1]");
        nextRound();
        assertThat(orders.log).as("the vgroups are listed anew").contains("list 2");
    }

    @Test
    void readerThatCouldNotJoinEndsTheRound() {
        begin();
        rounds.subscribed(0, report(1, 2, 3, 4, 5), now);
        rounds.subscribed(1, new SubscribedEvent(1, List.of(), "not ready"), now);
        assertThat(orders.log).last().isEqualTo("leave 1 [0, 1]");
    }

    @Test
    void nextRoundWaitsUntilAllHaveLeft() {
        begin();
        rounds.subscribed(0, report(1, 2), now);
        rounds.subscribed(1, report(1, 3), now);
        rounds.left(0, 1, now);
        now += 60_000;
        rounds.tick(now);
        assertThat(round()).isEqualTo(1);
        rounds.left(1, 1, now);
        now += GroupRounds.FIRST_PAUSE_MILLIS;
        rounds.tick(now);
        assertThat(orders.log).last().isEqualTo("list 2");
    }

    @Test
    void answersOfFormerRoundsAreNotHeard() {
        begin();
        rounds.subscribed(0, report(1, 2), now);
        rounds.subscribed(1, report(1, 3), now);
        nextRound();
        rounds.subscribed(0, report(1, 2, 3), now);
        rounds.subscribed(1, report(1, 4, 5), now);
        rounds.left(0, 1, now);
        rounds.listed(1, FOUR, Set.of(), now);
        assertThat(rounds.reading()).isFalse();
        assertThat(orders.log).last().isEqualTo("subscribe 2 [0, 1]");
    }

    @Test
    void moreReadersThanVgroupsStayOutside() {
        rounds = new GroupRounds(3, TIMEOUT, orders);
        for (int reader : List.of(2, 0, 1)) {
            rounds.registered(reader, now);
        }
        rounds.listed(1, new TopicVgroups("db", Set.of(2, 3), true), Set.of(), now);
        assertThat(orders.log).last().isEqualTo("subscribe 1 [0, 1]");
    }

    @Test
    void readerLostBeforeReadingEndsTheRoundAndIsWaitedFor() {
        begin();
        rounds.subscribed(0, report(1, 2, 3), now);
        rounds.lost(1, now);
        assertThat(orders.log).last().isEqualTo("leave 1 [0]");
        rounds.left(0, 1, now);
        now += 60_000;
        rounds.tick(now);
        assertThat(round()).isEqualTo(1);
        rounds.registered(1, now);
        assertThat(orders.log).last().isEqualTo("list 2");
        rounds.listed(2, FOUR, Set.of(), now);
        assertThat(orders.log).last().isEqualTo("subscribe 2 [0, 1]");
    }

    @Test
    void readerLostWhileOthersLeaveIsNotWaitedForToLeave() {
        begin();
        rounds.subscribed(0, report(1, 2), now);
        rounds.subscribed(1, report(1, 3), now);
        rounds.left(0, 1, now);
        rounds.lost(1, now);
        rounds.registered(1, now);
        now += GroupRounds.FIRST_PAUSE_MILLIS;
        rounds.tick(now);
        assertThat(orders.log).last().isEqualTo("list 2");
    }

    @Test
    void readerLostWhileVgroupsAreListedDoesNotJoin() {
        rounds.registered(0, now);
        rounds.registered(1, now);
        rounds.lost(0, now);
        rounds.listed(1, FOUR, Set.of(), now);
        assertThat(orders.log).containsExactly("list 1");
        rounds.registered(0, now);
        assertThat(orders.log).containsExactly("list 1", "list 2");
    }

    @Test
    void readerThatFailedWithoutBeingKnownAsLostDoesNotRead() {
        begin();
        rounds.subscribed(0, report(1, 2, 3), now);
        orders.gone.add(0);
        rounds.subscribed(1, report(1, 4, 5), now);
        assertThat(rounds.reading()).isFalse();
        assertThat(orders.log).last().isEqualTo("leave 1 [0, 1]");
    }

    /** The official connector never gave the split back: the reader idled for ever. */
    @Test
    void cdcFailoverOfAllReadersBeginsANewRound() {
        beginReading();
        rounds.lost(0, now);
        rounds.lost(1, now);
        assertThat(rounds.reading()).isFalse();
        rounds.registered(1, now);
        rounds.registered(0, now);
        rounds.listed(2, FOUR, Set.of(2, 3, 4, 5), now);
        assertThat(orders.log).last().isEqualTo("subscribe 2 [0, 1]");
    }

    /** The official connector never gave the split back: the reader idled for ever. */
    @Test
    void cdcFailoverOfOneReaderStartsAllOver() {
        beginReading();
        rounds.lost(0, now);
        assertThat(rounds.reading()).isTrue();
        assertThatThrownBy(() -> rounds.registered(0, now))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("all readers start over together from the last checkpoint");
    }

    @Test
    void readerWithoutPartInTheGroupComesAndGoes() {
        rounds = new GroupRounds(2, TIMEOUT, orders);
        rounds.registered(0, now);
        rounds.registered(1, now);
        rounds.listed(1, new TopicVgroups("db", Set.of(2), true), Set.of(), now);
        rounds.subscribed(0, report(1, 2), now);
        rounds.lost(1, now);
        rounds.registered(1, now);
        assertThat(rounds.reading()).isTrue();
    }

    @Test
    void listingThatFailedIsTriedAgain() {
        rounds.registered(0, now);
        rounds.registered(1, now);
        rounds.listingFailed(1, "the server is away", now);
        now += GroupRounds.FIRST_PAUSE_MILLIS;
        rounds.tick(now);
        assertThat(orders.log).containsExactly("list 1", "list 2");
        now += TIMEOUT.toMillis() + 1;
        assertThatThrownBy(() -> rounds.tick(now)).hasMessageContaining("the server is away");
    }

    @Test
    void queryOnOneTableMayHaveFewerVgroupsThanItsDatabase() {
        begin(MAYBE_FOUR, Set.of());
        long start = now;
        while (!rounds.reading()) {
            rounds.subscribed(0, report(round(), 3), now);
            rounds.subscribed(1, report(round()), now);
            if (!rounds.reading()) {
                nextRound(MAYBE_FOUR, Set.of());
            }
        }
        assertThat(now - start).isBetween(GroupRounds.PART_STABLE_MILLIS, 20_000L);
        assertThat(orders.log).last().isEqualTo("read {0=[3], 1=[]}");
    }

    @Test
    void queryIsNotReadWithoutTheVgroupsOfItsCheckpoint() {
        begin(MAYBE_FOUR, Set.of(3, 4));
        while (now < 100_000) {
            rounds.subscribed(0, report(round(), 3), now);
            rounds.subscribed(1, report(round()), now);
            assertThat(rounds.reading()).isFalse();
            nextRound(MAYBE_FOUR, Set.of(3, 4));
        }
    }

    @Test
    void queryIsReadAtOnceIfItHasAllVgroups() {
        begin(MAYBE_FOUR, Set.of());
        rounds.subscribed(0, report(1, 2, 3), now);
        rounds.subscribed(1, report(1, 4, 5), now);
        assertThat(rounds.reading()).isTrue();
    }

    private void begin() {
        begin(FOUR, Set.of());
    }

    private void begin(TopicVgroups topic, Set<Integer> checkpointed) {
        rounds.registered(0, now);
        rounds.registered(1, now);
        rounds.listed(1, topic, checkpointed, now);
    }

    private void beginReading() {
        begin();
        rounds.subscribed(0, report(1, 2, 3), now);
        rounds.subscribed(1, report(1, 4, 5), now);
    }

    private void nextRound() {
        nextRound(FOUR, Set.of());
    }

    private void nextRound(TopicVgroups topic, Set<Integer> checkpointed) {
        int former = round();
        leaveAll();
        while (round() == former) {
            now += 200;
            rounds.tick(now);
        }
        rounds.listed(round(), topic, checkpointed, now);
    }

    private void leaveAll() {
        rounds.left(0, round(), now);
        rounds.left(1, round(), now);
    }

    private int round() {
        return orders.lastRound;
    }

    private static SubscribedEvent report(int round, int... vgroups) {
        return new SubscribedEvent(
                round,
                Arrays.stream(vgroups).mapToObj(id -> new OwnedVgroup(id, 0, 10, null)).toList(),
                null);
    }

    private static final class Recorder implements Orders {

        private final List<String> log = new ArrayList<>();
        private final Set<Integer> gone = new HashSet<>();
        private int lastRound;

        @Override
        public void listVgroups(int round) {
            lastRound = round;
            log.add("list " + round);
        }

        @Override
        public void subscribe(int round, Collection<Integer> readers) {
            log.add("subscribe " + round + " " + readers);
        }

        @Override
        public void leave(int round, Collection<Integer> readers) {
            log.add("leave " + round + " " + readers);
        }

        @Override
        public boolean areThere(Collection<Integer> readers) {
            return readers.stream().noneMatch(gone::contains);
        }

        @Override
        public void read(Map<Integer, List<OwnedVgroup>> byReader) {
            StringBuilder text = new StringBuilder();
            byReader.forEach(
                    (reader, vgroups) ->
                            text.append(text.isEmpty() ? "" : ", ")
                                    .append(reader)
                                    .append('=')
                                    .append(vgroups.stream().map(OwnedVgroup::vgroupId).toList()));
            log.add("read {" + text + "}");
        }
    }
}
