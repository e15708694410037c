/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.enumerator;

import io.spillway.tdengine.source.tmq.event.SubscribedEvent;
import io.spillway.tdengine.source.tmq.event.SubscribedEvent.OwnedVgroup;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.Nullable;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the readers to read every vgroup once, though it is the server who decides who reads what.
 *
 * <p>The server spreads vgroups over all members of a consumer group, tells a member only when it
 * joins or polls, and counts members it has lost touch with for up to two minutes. So the readers
 * join at the same time, tell what they were given and do not read. If that is each vgroup once,
 * they read; if not, all leave, and try again after a while. Nothing read is at stake in a round
 * that fails. A reader that is lost while a round is under way ends the round; one that is lost
 * while all read moves its vgroups to others, which have to begin anew as well.
 *
 * <p>Knows neither Flink nor the server: told what happens and when, it gives {@link Orders}.
 * Coordinator thread only.
 */
final class GroupRounds {

    private static final Logger LOG = LoggerFactory.getLogger(GroupRounds.class);

    static final long FIRST_PAUSE_MILLIS = 500;
    static final long LONGEST_PAUSE_MILLIS = 10_000;

    /** How long a part of a database's vgroups must be all there is, to be taken for a topic's. */
    static final long PART_STABLE_MILLIS = 5_000;

    /** What is waited for. */
    private enum Phase {
        READERS,
        LISTING,
        REPORTS,
        LEAVING,
        PAUSE,
        NOTHING
    }

    private final int parallelism;
    private final Duration timeout;
    private final Orders orders;
    private final Set<Integer> registered = new TreeSet<>();
    private final Set<Integer> members = new TreeSet<>();
    private final Map<Integer, SubscribedEvent> reports = new TreeMap<>();
    private Phase phase = Phase.READERS;
    private int round;
    private int failedRounds;
    private long pauseUntil;
    private long waitingSince;
    private boolean waiting;
    private long partSince;
    @Nullable private TopicVgroups topic;
    private Set<Integer> required = Set.of();
    @Nullable private Set<Integer> part;
    private String lastTrouble = "";

    /** Members that were lost while all read. */
    private int lostMembers;

    GroupRounds(int parallelism, Duration timeout, Orders orders) {
        this.parallelism = parallelism;
        this.timeout = timeout;
        this.orders = orders;
    }

    /** Whether the readers were let read. */
    boolean reading() {
        return phase == Phase.NOTHING;
    }

    /**
     * A reader is there, for the first time or again.
     *
     * @throws FlinkRuntimeException if it comes back while the others go on reading
     */
    void registered(int reader, long now) {
        registered.add(reader);
        if (!waiting && phase != Phase.NOTHING) {
            waiting = true;
            waitingSince = now;
        }
        if (phase == Phase.NOTHING && lostMembers > 0) {
            throw new FlinkRuntimeException(
                    "Reader "
                            + reader
                            + " was restarted alone; the server has given its vgroups to others by"
                            + " now, so all readers start over together from the last checkpoint");
        }
        if (phase == Phase.READERS) {
            beginRound(now);
        }
    }

    /** A reader was lost. */
    void lost(int reader, long now) {
        registered.remove(reader);
        if (phase == Phase.NOTHING) {
            if (members.contains(reader)) {
                lostMembers++;
                members.remove(reader);
            }
            if (lostMembers > 0 && members.isEmpty()) {
                LOG.info("All readers were lost, they will join the consumer group anew");
                startOver();
            }
            return;
        }
        // the time until they are back is not the server's
        waiting &= !registered.isEmpty();
        boolean wasMember = members.remove(reader);
        reports.remove(reader);
        switch (phase) {
            case REPORTS -> {
                if (wasMember) {
                    trouble("reader " + reader + " was lost", now);
                }
            }
            case LEAVING -> pauseIfAllLeft(now);
            default -> {
                // whether all are there is looked at when the next round begins
            }
        }
    }

    /**
     * The topic's vgroups.
     *
     * @param checkpointed those that restored state is about: they cannot be done without
     */
    void listed(int ofRound, TopicVgroups vgroups, Set<Integer> checkpointed, long now) {
        if (phase != Phase.LISTING || ofRound != round) {
            return;
        }
        topic = vgroups;
        required = Set.copyOf(checkpointed);
        if (registered.size() < parallelism) {
            phase = Phase.READERS;
            return;
        }
        members.clear();
        reports.clear();
        // a member more than there are vgroups would get none
        registered.stream().limit(Math.max(1, vgroups.vgroupIds().size())).forEach(members::add);
        phase = Phase.REPORTS;
        orders.subscribe(round, List.copyOf(members));
    }

    /** The topic's vgroups could not be found out, for a reason that may pass. */
    void listingFailed(int ofRound, String why, long now) {
        if (phase == Phase.LISTING && ofRound == round) {
            lastTrouble = why;
            pause(now);
        }
    }

    /** A reader joined, or could not. */
    void subscribed(int reader, SubscribedEvent report, long now) {
        if (phase != Phase.REPORTS || report.round() != round || !members.contains(reader)) {
            return;
        }
        reports.put(reader, report);
        if (!reports.keySet().containsAll(members)) {
            return;
        }
        Coverage coverage = Coverage.of(reports.values(), topic);
        if (!orders.areThere(members)) {
            trouble("a reader was lost", now);
        } else if (coverage.complete() || isAllThereIs(coverage, now)) {
            read();
        } else {
            trouble(coverage.describe(), now);
        }
    }

    /** A reader left. */
    void left(int reader, int ofRound, long now) {
        if (phase == Phase.LEAVING && ofRound == round) {
            members.remove(reader);
            pauseIfAllLeft(now);
        }
    }

    /**
     * Time has passed.
     *
     * @throws FlinkRuntimeException if it was too much
     */
    void tick(long now) {
        if (waiting && now - waitingSince > timeout.toMillis()) {
            throw new FlinkRuntimeException(describeTimeout());
        }
        if (phase == Phase.PAUSE && now >= pauseUntil) {
            phase = Phase.READERS;
            beginRound(now);
        }
    }

    private void beginRound(long now) {
        if (registered.size() == parallelism) {
            round++;
            phase = Phase.LISTING;
            orders.listVgroups(round);
        }
    }

    /** A topic made of a query on one table has some vgroups of its database only. */
    private boolean isAllThereIs(Coverage coverage, long now) {
        if (topic.certain() || !coverage.sound() || coverage.given().isEmpty()) {
            part = null;
            return false;
        }
        if (!coverage.given().equals(part)) {
            part = coverage.given();
            partSince = now;
        }
        return now - partSince >= PART_STABLE_MILLIS && coverage.given().containsAll(required);
    }

    private void read() {
        phase = Phase.NOTHING;
        waiting = false;
        failedRounds = 0;
        part = null;
        lastTrouble = "";
        lostMembers = 0;
        Map<Integer, List<OwnedVgroup>> byReader = new HashMap<>();
        reports.forEach((reader, report) -> byReader.put(reader, report.vgroups()));
        reports.clear();
        orders.read(byReader);
    }

    private void trouble(String what, long now) {
        lastTrouble = what;
        LOG.info(
                "Round {}: the readers do not have each vgroup once yet: {}; all leave the consumer"
                        + " group and try again",
                round,
                what);
        phase = Phase.LEAVING;
        reports.clear();
        orders.leave(round, List.copyOf(members));
        pauseIfAllLeft(now);
    }

    private void pauseIfAllLeft(long now) {
        if (members.isEmpty()) {
            pause(now);
        }
    }

    private void pause(long now) {
        long pause =
                Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failedRounds, 10));
        failedRounds++;
        pauseUntil = now + pause;
        phase = Phase.PAUSE;
    }

    private void startOver() {
        phase = Phase.READERS;
        lostMembers = 0;
        waiting = false;
        reports.clear();
    }

    private String describeTimeout() {
        Collection<Integer> awaited = new TreeSet<>(members);
        awaited.removeAll(reports.keySet());
        String what =
                switch (phase) {
                    case READERS ->
                            registered.size()
                                    + " of "
                                    + parallelism
                                    + " readers have started: the source needs them all at the"
                                    + " same time, so there must be a slot for each";
                    case REPORTS -> "the server has not let readers " + awaited + " join yet";
                    case LEAVING -> "readers " + awaited + " have not left the group yet";
                    default ->
                            lastTrouble
                                    + ". Another member of the consumer group may hold vgroups: a"
                                    + " reader of an earlier run whose connection froze (the server"
                                    + " drops it after about two minutes), or another job with the"
                                    + " same group id";
                };
        return "The readers did not get the topic's vgroups within "
                + timeout.toSeconds()
                + " s ('scan.assignment.timeout'), tries: "
                + round
                + "; "
                + what;
    }
}
