/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.tmq;

import io.spillway.local.tdengine.engine.TaosException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;

/**
 * A consumer as the server's client library runs it inside the adapter: it keeps its own view of
 * the vgroups it has, which only a poll renews, and reads one message of each ahead. Thread-safe:
 * one call at a time, so that others wait while a poll waits.
 */
final class Consumer {

    private final long id;
    private final String user;
    private final ConsumerConfig config;
    private final Runnable freeze;
    private final long created = System.currentTimeMillis();
    private final Wakeup wakeup = new Wakeup();
    private final List<Position> positions = new ArrayList<>();
    private final Deque<Message> ready = new ArrayDeque<>();
    private List<Group> groups = List.of();
    private volatile boolean stale;
    private volatile boolean lost;
    private volatile boolean closed;
    private volatile long lastPoll = System.nanoTime();

    Consumer(long id, String user, ConsumerConfig config, Runnable freeze) {
        this.freeze = freeze;
        this.id = id;
        this.user = user;
        this.config = config;
    }

    long id() {
        return id;
    }

    String user() {
        return user;
    }

    ConsumerConfig config() {
        return config;
    }

    /** Epoch milliseconds. */
    long created() {
        return created;
    }

    /** Whether it did not poll for longer than it said it would. */
    boolean isLate() {
        return System.nanoTime() - lastPoll > config.maxPollInterval().toNanos();
    }

    /** It has these groups now, and what they assigned to it. */
    synchronized void subscribed(List<Group> newGroups) {
        groups = List.copyOf(newGroups);
        positions.clear();
        ready.clear();
        lastPoll = System.nanoTime();
        renewView();
    }

    /** The vgroups may have changed: the next poll will see. */
    void assignmentChanged() {
        stale = true;
        wakeup.signal();
    }

    void dataArrived() {
        wakeup.signal();
    }

    /** The server forgot it. */
    void evicted() {
        lost = true;
        wakeup.signal();
    }

    void freeze() {
        freeze.run();
    }

    /** Its connection is gone. */
    void close() {
        closed = true;
        wakeup.signal();
    }

    boolean isClosed() {
        return closed;
    }

    synchronized List<String> topics() {
        return groups.stream().map(group -> group.topic().name()).toList();
    }

    /** Waits for a message, up to some time; null if there is none. */
    @Nullable
    synchronized Message poll(Duration patience) throws TaosException, InterruptedException {
        if (groups.isEmpty()) {
            throw TmqErrors.notSubscribed();
        }
        lastPoll = System.nanoTime();
        long deadline = lastPoll + patience.toNanos();
        while (!closed) {
            if (lost) {
                throw TmqErrors.consumerNotExist();
            }
            long seen = wakeup.count();
            if (stale) {
                renewView();
            }
            readAhead();
            Message message = ready.poll();
            if (message != null) {
                position(message.group(), message.vgroup()).delivered(message);
                return message;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0 || !wakeup.await(seen, left)) {
                return null;
            }
        }
        return null;
    }

    private void readAhead() throws TaosException {
        for (Position position : positions) {
            if (position.isPrefetched()) {
                continue;
            }
            long from = position.next(config.reset());
            position.reading();
            Message message = MessageReader.read(position.group(), position.vgroup(), from, config);
            if (message.isEmpty()) {
                position.delivered(message);
            } else {
                position.prefetched();
                ready.add(message);
            }
        }
    }

    /** Takes over what the groups assign; keeps where it is in vgroups that stay. */
    private void renewView() {
        stale = false;
        List<Position> before = List.copyOf(positions);
        positions.clear();
        for (Group group : groups) {
            for (int vgroup : group.vgroupsOf(this)) {
                positions.add(
                        before.stream()
                                .filter(at -> at.group() == group && at.vgroup() == vgroup)
                                .findFirst()
                                .orElseGet(() -> new Position(group, vgroup)));
            }
        }
        for (Iterator<Message> waiting = ready.iterator(); waiting.hasNext(); ) {
            Message message = waiting.next();
            if (position(message.group(), message.vgroup()) == null) {
                waiting.remove();
            }
        }
    }

    /** Where it is in each vgroup of a topic; looks at the logs if that is not known. */
    synchronized List<Assignment> assignment(String topic) throws TaosException {
        Group group = group(topic);
        List<Position> own = positions.stream().filter(at -> at.group() == group).toList();
        boolean look = own.stream().anyMatch(at -> !at.isKnown());
        List<Assignment> assignments = new ArrayList<>();
        for (Position at : own) {
            long offset = at.isKnown() ? at.begin() : at.resolve(config.reset());
            if (look) {
                at.look();
            }
            assignments.add(new Assignment(at.vgroup(), offset, at.walBegin(), at.walEnd()));
        }
        return assignments;
    }

    synchronized void seek(String topic, int vgroup, long offset) throws TaosException {
        Position position = position(topic, vgroup);
        position.seek(offset);
        position.group().requireOwner(vgroup, this);
    }

    synchronized long position(String topic, int vgroup, boolean committed) throws TaosException {
        Position position = position(topic, vgroup);
        if (!committed) {
            return position.position(config.reset());
        }
        Long offset = position.group().committed(vgroup);
        return offset == null ? Assignment.NONE : offset;
    }

    /** Commits where it is, in all vgroups. */
    synchronized void commit() throws TaosException {
        for (Position position : positions) {
            if (position.hasPosition()) {
                position.group().commit(position.vgroup(), position.next(config.reset()), this);
            }
        }
    }

    synchronized void commit(String topic, int vgroup, long offset) throws TaosException {
        Position position = position(topic, vgroup);
        position.requireInRange(offset);
        position.group().commit(vgroup, offset, this);
    }

    private Position position(String topic, int vgroup) throws TaosException {
        Position position = position(group(topic), vgroup);
        if (position == null) {
            throw TmqErrors.foreignVgroup();
        }
        return position;
    }

    @Nullable
    private Position position(Group group, int vgroup) {
        for (Position position : positions) {
            if (position.group() == group && position.vgroup() == vgroup) {
                return position;
            }
        }
        return null;
    }

    private Group group(String topic) throws TaosException {
        for (Group group : groups) {
            if (group.topic().name().equals(topic)) {
                return group;
            }
        }
        throw TmqErrors.foreignTopic();
    }

    /** Wakes a poll; never misses what happens between a look and the wait. */
    private static final class Wakeup {

        private long count;

        synchronized long count() {
            return count;
        }

        synchronized void signal() {
            count++;
            notifyAll();
        }

        synchronized boolean await(long seen, long nanos) throws InterruptedException {
            long deadline = System.nanoTime() + nanos;
            while (count == seen) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return true;
        }
    }
}
