/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.testing;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.TmqConsumer;
import io.spillway.tdengine.client.TmqMessage;
import io.spillway.tdengine.client.TmqSubscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * A member of a group: knows what it was given when it joined, and learns of changes only when it
 * polls, as the real one. Guarded by its server.
 */
final class FakeConsumer implements TmqConsumer {

    final TmqSubscription subscription;
    private final FakeTmq server;

    /** What the server has given it. */
    final TreeSet<Integer> truth = new TreeSet<>();

    private final TreeSet<Integer> view = new TreeSet<>();
    private final Map<Integer, Long> positions = new HashMap<>();
    private final Map<Integer, Long> lastMessages = new HashMap<>();
    private boolean assignmentAsked;
    private boolean polled;
    private boolean broken;
    private boolean closed;
    private int turn;

    FakeConsumer(FakeTmq server, TmqSubscription subscription) {
        this.server = server;
        this.subscription = subscription;
    }

    void learn() {
        view.retainAll(truth);
        for (int id : truth) {
            if (view.add(id)) {
                positions.put(id, server.startOf(subscription.groupId(), id));
            }
        }
    }

    long positionOf(int vgroupId) {
        return positions.getOrDefault(vgroupId, -1L);
    }

    void breakConnection() {
        broken = true;
    }

    @Override
    public CompletableFuture<List<Assignment>> assignment(String topic) {
        return server.call(
                this,
                () -> {
                    assignmentAsked = true;
                    server.assignmentAsked();
                    List<Assignment> answer = new ArrayList<>();
                    for (int id : view) {
                        FakeVgroup vgroup = server.vgroup(id);
                        long offset = lastMessages.getOrDefault(id, positions.get(id));
                        answer.add(new Assignment(id, offset, vgroup.begin(), vgroup.end()));
                    }
                    return answer;
                });
    }

    @Override
    public CompletableFuture<Void> seek(String topic, int vgroupId, long offset) {
        return server.call(
                this,
                () -> {
                    if (!assignmentAsked || polled) {
                        throw error("0x4010", "seek needs assignment first and no poll");
                    }
                    requireOwned(vgroupId);
                    requireInLog(vgroupId, offset);
                    positions.put(vgroupId, offset);
                    return null;
                });
    }

    @Override
    public CompletableFuture<Optional<TmqMessage>> poll(Duration blockingTime) {
        return server.poll(this, blockingTime);
    }

    /** The next message, null if there is none. */
    TmqMessage next(int rows) {
        polled = true;
        learn();
        List<Integer> ids = new ArrayList<>(view);
        for (int i = 0; i < ids.size(); i++) {
            int id = ids.get((turn + i) % ids.size());
            FakeVgroup.Read read = server.vgroup(id).read(positions.get(id), rows);
            positions.put(id, read.to());
            if (!read.empty()) {
                turn++;
                lastMessages.put(id, read.from());
                boolean metaOnly = read.blocks().isEmpty();
                return new TmqMessage(
                        FakeTmq.TOPIC,
                        FakeTmq.DATABASE,
                        id,
                        metaOnly ? read.to() : server.shownOffset(id, read.from()),
                        metaOnly ? -1 : read.to(),
                        read.blocks(),
                        read.meta());
            }
        }
        return null;
    }

    @Override
    public CompletableFuture<List<Long>> position(String topic, List<Integer> vgroupIds) {
        return server.call(this, () -> vgroupIds.stream().map(positions::get).toList());
    }

    @Override
    public CompletableFuture<List<Long>> committed(String topic, List<Integer> vgroupIds) {
        return server.call(
                this,
                () ->
                        vgroupIds.stream()
                                .map(id -> server.committed(subscription.groupId(), id))
                                .toList());
    }

    @Override
    public CompletableFuture<Void> commitOffset(String topic, int vgroupId, long offset) {
        return server.call(
                this,
                () -> {
                    requireOwned(vgroupId);
                    requireInLog(vgroupId, offset);
                    server.commit(subscription.groupId(), vgroupId, offset);
                    return null;
                });
    }

    @Override
    public CompletableFuture<Void> unsubscribe() {
        return server.call(
                this,
                () -> {
                    server.leave(this);
                    return null;
                });
    }

    @Override
    public void close() {
        server.closeConsumer(this);
    }

    boolean markClosed() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    /** Throws what a call on a connection in this state fails with. */
    void requireAlive() throws ServiceException {
        if (broken || closed) {
            throw new ServiceException(
                    FailureKind.RETRYABLE,
                    "ConnectionLost",
                    0,
                    null,
                    "the connection to the fake server was lost",
                    null);
        }
    }

    <T> T run(Callable<T> action) throws Exception {
        requireAlive();
        return action.call();
    }

    private void requireOwned(int vgroupId) throws ServiceException {
        if (!view.contains(vgroupId)) {
            throw error("0x4008", "vgroup " + vgroupId + " is not this consumer's");
        }
    }

    private void requireInLog(int vgroupId, long offset) throws ServiceException {
        FakeVgroup vgroup = server.vgroup(vgroupId);
        if (offset < vgroup.begin() || offset > vgroup.end()) {
            throw error("0x4007", "offset " + offset + " is out of range");
        }
    }

    private static ServiceException error(String code, String message) {
        return new ServiceException(FailureKind.FATAL, code, 0, null, message, null);
    }
}
