/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.reader;

import io.spillway.tdengine.client.TmqConsumer;
import io.spillway.tdengine.client.TmqConsumer.Assignment;
import io.spillway.tdengine.client.TmqConsumer.Polled;
import io.spillway.tdengine.client.TmqMessage;
import io.spillway.tdengine.source.tmq.config.TmqSourceConfig;
import io.spillway.tdengine.source.tmq.metrics.TmqSourceMetrics;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * Polls a consumer, some messages ahead of what is emitted, on the threads of the gateway.
 *
 * <p>After each message it looks at what the server says of the vgroups: whether they are still the
 * ones given to this reader, and whether the log has lost what was not read yet, which the server
 * would not tell by itself. Now and then it asks for the positions too, since those of vgroups
 * without news move as well: a position left behind would look expired one day though nothing was
 * lost.
 */
final class MessagePump {

    /** Messages received and not taken. */
    private static final int AHEAD = 2;

    private final TmqConsumer consumer;
    private final TmqSourceConfig config;
    private final Set<Integer> owned;
    private final List<Integer> vgroupIds;
    private final TmqSourceMetrics metrics;
    private final Runnable onReceived;

    private final Queue<Received> received = new ArrayDeque<>();
    private int messages;
    private long bytes;
    private boolean busy;
    private boolean stopped;
    private long positionsAt = System.nanoTime();

    /**
     * @param owned the vgroups given to the consumer, all sought
     * @param onReceived run on any thread when there is something to {@link #take}
     */
    MessagePump(
            TmqConsumer consumer,
            TmqSourceConfig config,
            Set<Integer> owned,
            TmqSourceMetrics metrics,
            Runnable onReceived) {
        this.consumer = consumer;
        this.config = config;
        this.owned = new TreeSet<>(owned);
        this.vgroupIds = List.copyOf(this.owned);
        this.metrics = metrics;
        this.onReceived = onReceived;
    }

    /** Begins to poll. */
    void start() {
        advance();
    }

    /** Polls no more, and forgets what was received and not taken. */
    synchronized void stop() {
        stopped = true;
        received.clear();
        messages = 0;
        bytes = 0;
    }

    /** The next thing received, null if there is none. Task thread. */
    @Nullable
    Received take() {
        Received next;
        synchronized (this) {
            next = received.poll();
            if (next instanceof Received.Message message) {
                messages--;
                bytes -= message.sizeInBytes();
            }
        }
        if (next instanceof Received.Message) {
            advance();
        }
        return next;
    }

    synchronized boolean isEmpty() {
        return received.isEmpty();
    }

    private void advance() {
        while (true) {
            synchronized (this) {
                if (busy || stopped || isAhead()) {
                    return;
                }
                busy = true;
            }
            CompletableFuture<List<Received>> step = step();
            if (!step.isDone()) {
                step.whenComplete(
                        (news, failure) -> {
                            receive(news, failure);
                            advance();
                        });
                return;
            }
            step.whenComplete(this::receive);
        }
    }

    /** Whether enough was received and not taken. */
    private boolean isAhead() {
        return messages >= AHEAD || bytes >= config.tuning().aheadBytes();
    }

    private void receive(@Nullable List<Received> news, @Nullable Throwable failure) {
        synchronized (this) {
            busy = false;
            if (stopped) {
                // readers of a bounded source that are done leave, and the others see that
                return;
            }
            if (failure != null) {
                stopped = true;
                received.add(new Received.Broken(unwrap(failure)));
            } else {
                for (Received one : news) {
                    received.add(one);
                    if (one instanceof Received.Message message) {
                        messages++;
                        bytes += message.sizeInBytes();
                    }
                }
            }
        }
        onReceived.run();
    }

    private CompletableFuture<List<Received>> step() {
        return consumer.pollWithAssignment(config.tuning().pollTimeout(), config.topic())
                .thenCompose(
                        polled -> polled.isEmpty() ? nothingCame() : messageCame(polled.get()));
    }

    private CompletableFuture<List<Received>> nothingCame() {
        metrics.emptyPoll();
        if (!positionsDue() && !config.bounded()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return consumer.assignment(config.topic())
                .thenCompose(vgroups -> look(null, vgroups, true));
    }

    private CompletableFuture<List<Received>> messageCame(Polled polled) {
        return withNextOffset(polled.message())
                .thenCompose(message -> look(message, polled.vgroups(), positionsDue()));
    }

    private boolean positionsDue() {
        return System.nanoTime() - positionsAt >= config.tuning().positionInterval().toNanos();
    }

    /** Messages without rows do not say where they end; the consumer knows until the next poll. */
    private CompletableFuture<TmqMessage> withNextOffset(TmqMessage message) {
        if (message.nextOffset() >= 0) {
            return CompletableFuture.completedFuture(message);
        }
        return consumer.position(config.topic(), List.of(message.vgroupId()))
                .thenApply(
                        positions ->
                                new TmqMessage(
                                        message.topic(),
                                        message.database(),
                                        message.vgroupId(),
                                        message.offset(),
                                        Math.max(positions.get(0), message.offset()),
                                        message.blocks(),
                                        message.meta()));
    }

    private CompletableFuture<List<Received>> look(
            @Nullable TmqMessage message, List<Assignment> view, boolean positionsDue) {
        Set<Integer> given =
                view.stream()
                        .map(Assignment::vgroupId)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (!given.equals(owned) || (message != null && !owned.contains(message.vgroupId()))) {
            return CompletableFuture.failedFuture(
                    new IOException(
                            "The server has given vgroups of topic '"
                                    + config.topic()
                                    + "' anew to the members of consumer group '"
                                    + config.group().id()
                                    + "': this reader had "
                                    + owned
                                    + " and has now "
                                    + given
                                    + "; the job starts over from its last checkpoint. A member"
                                    + " joined or left: is another job using the same group id?"));
        }
        List<Received> news = new ArrayList<>(2);
        if (message != null) {
            for (Assignment vgroup : view) {
                if (vgroup.vgroupId() == message.vgroupId()) {
                    news.add(new Received.Message(message, vgroup.begin(), vgroup.end()));
                }
            }
        }
        if (!positionsDue) {
            return CompletableFuture.completedFuture(news);
        }
        return consumer.position(config.topic(), vgroupIds)
                .thenApply(
                        positions -> {
                            positionsAt = System.nanoTime();
                            news.add(new Received.Positions(places(view, positions)));
                            return news;
                        });
    }

    private List<Received.Place> places(List<Assignment> view, List<Long> positions) {
        List<Received.Place> places = new ArrayList<>(view.size());
        for (Assignment vgroup : view) {
            long position = positions.get(vgroupIds.indexOf(vgroup.vgroupId()));
            places.add(
                    new Received.Place(vgroup.vgroupId(), position, vgroup.begin(), vgroup.end()));
        }
        return places;
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }
}
