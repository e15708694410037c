/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.reader;

import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.client.TmqConsumer;
import io.spillway.tdengine.client.TmqConsumer.Assignment;
import io.spillway.tdengine.client.TmqSubscription;
import io.spillway.tdengine.source.tmq.config.StartingOffsets;
import io.spillway.tdengine.source.tmq.config.TmqSourceConfig;
import io.spillway.tdengine.source.tmq.event.SubscribedEvent.OwnedVgroup;
import io.spillway.tdengine.source.tmq.split.TmqSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * The reader as a member of the consumer group, from joining to leaving. No method blocks; futures
 * complete on threads of the gateway.
 */
final class GroupMember implements AutoCloseable {

    /** The server asks for it, but every vgroup is sought before it is read. */
    private static final String START_FROM = "earliest";

    private final TmqSourceConfig config;
    private final int round;
    private final CompletableFuture<TmqConsumer> joined;
    private boolean closed;
    private volatile Map<Integer, OwnedVgroup> vgroups = Map.of();

    GroupMember(TDengineGateway gateway, TmqSourceConfig config, int round, String clientId) {
        this.config = config;
        this.round = round;
        this.joined =
                gateway.subscribe(
                        new TmqSubscription(
                                config.group().id(),
                                clientId,
                                List.of(config.topic()),
                                START_FROM,
                                config.group().withMeta(),
                                config.group().properties()));
        joined.thenAccept(this::closeIfLate);
    }

    int round() {
        return round;
    }

    /** What the server gave to this member; asked once, before anything is read. */
    CompletableFuture<List<OwnedVgroup>> vgroups() {
        return joined.thenCompose(
                        consumer ->
                                consumer.assignment(config.topic())
                                        .thenCompose(view -> withCommitted(consumer, view)))
                .thenApply(
                        owned -> {
                            vgroups =
                                    owned.stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            OwnedVgroup::vgroupId,
                                                            Function.identity()));
                            return owned;
                        });
    }

    /**
     * Moves to where the splits are to be read from.
     *
     * @return the consumer, ready to be polled
     */
    CompletableFuture<TmqConsumer> seek(List<TmqSplit> splits) {
        return joined.thenCompose(
                consumer -> {
                    CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
                    for (TmqSplit split : splits) {
                        long offset = target(split);
                        done =
                                done.thenCompose(
                                        ignored ->
                                                consumer.seek(
                                                        config.topic(), split.vgroupId(), offset));
                    }
                    return done.thenApply(ignored -> consumer);
                });
    }

    /** Leaves the group; completes normally even if the server could not be told. */
    CompletableFuture<Void> leave() {
        return joined.thenCompose(TmqConsumer::unsubscribe)
                .handle(
                        (left, failure) -> {
                            // the server drops a member whose connection is closed as well
                            close();
                            return null;
                        });
    }

    /** Closes the connection, now or as soon as it is there. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        if (joined.isDone() && !joined.isCompletedExceptionally()) {
            joined.join().close();
        }
    }

    private void closeIfLate(TmqConsumer consumer) {
        boolean late;
        synchronized (this) {
            late = closed;
        }
        if (late) {
            consumer.close();
        }
    }

    /** A vgroup that is read to its stop must be somewhere too, even if its log is gone there. */
    private long target(TmqSplit split) {
        OwnedVgroup vgroup = vgroups.get(split.vgroupId());
        if (vgroup == null) {
            throw new IllegalStateException(
                    "Vgroup " + split.vgroupId() + " is assigned to a reader that does not own it");
        }
        long offset = split.position().offset();
        return split.exhausted()
                ? Math.max(vgroup.begin(), Math.min(vgroup.end(), offset))
                : offset;
    }

    private CompletableFuture<List<OwnedVgroup>> withCommitted(
            TmqConsumer consumer, List<Assignment> view) {
        if (config.start().kind() != StartingOffsets.Kind.COMMITTED || view.isEmpty()) {
            return CompletableFuture.completedFuture(owned(view, null));
        }
        return consumer.committed(config.topic(), view.stream().map(Assignment::vgroupId).toList())
                .thenApply(committed -> owned(view, committed));
    }

    private static List<OwnedVgroup> owned(List<Assignment> view, @Nullable List<Long> committed) {
        List<OwnedVgroup> owned = new ArrayList<>(view.size());
        for (int i = 0; i < view.size(); i++) {
            Assignment vgroup = view.get(i);
            // all but offsets are codes: there is none
            Long offset = committed == null || committed.get(i) < 0 ? null : committed.get(i);
            owned.add(new OwnedVgroup(vgroup.vgroupId(), vgroup.begin(), vgroup.end(), offset));
        }
        return owned;
    }
}
