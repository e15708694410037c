/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Experimental;

/**
 * A member of a consumer group on a connection of its own. It never reconnects: once its connection
 * is lost every call fails with {@code ConnectionLost}. Thread-safe, but the server handles the
 * calls of a consumer one after the other, each behind a {@link #poll} that waits.
 *
 * <p>Failures are as those of {@link TDengineGateway}.
 */
@Experimental
public interface TmqConsumer extends AutoCloseable {

    /** The vgroups the server gave to this consumer, empty if none. */
    CompletableFuture<List<Assignment>> assignment(String topic);

    /** Only vgroups of the last {@link #assignment} can be sought, only before the first poll. */
    CompletableFuture<Void> seek(String topic, int vgroupId, long offset);

    /**
     * The next message with its data, empty if none came in time. One at a time.
     *
     * @param blockingTime how long the server may wait
     */
    CompletableFuture<Optional<TmqMessage>> poll(Duration blockingTime);

    /**
     * The same with the vgroups the server gave to this consumer, asked for once it had the message
     * and thus as new as the message or newer.
     *
     * @param topic whose vgroups
     */
    default CompletableFuture<Optional<Polled>> pollWithAssignment(
            Duration blockingTime, String topic) {
        return poll(blockingTime)
                .thenCompose(
                        message ->
                                message.isEmpty()
                                        ? CompletableFuture.completedFuture(Optional.empty())
                                        : assignment(topic)
                                                .thenApply(
                                                        vgroups ->
                                                                Optional.of(
                                                                        new Polled(
                                                                                message.get(),
                                                                                vgroups))));
    }

    /** Offsets of the next messages, in the order of the vgroups asked for. */
    CompletableFuture<List<Long>> position(String topic, List<Integer> vgroupIds);

    /**
     * Committed offsets in the order of the vgroups asked for; {@link #NO_OFFSET} where there is
     * none.
     */
    CompletableFuture<List<Long>> committed(String topic, List<Integer> vgroupIds);

    /** Commits the offset of the next message to read. */
    CompletableFuture<Void> commitOffset(String topic, int vgroupId, long offset);

    /** Leaves the group. */
    CompletableFuture<Void> unsubscribe();

    /** Closes the connection, upon which the server drops the consumer. */
    @Override
    void close();

    /** What {@link #committed} answers for a vgroup that nothing was committed for. */
    long NO_OFFSET = -2147467247L;

    /**
     * A vgroup given to a consumer.
     *
     * @param offset where the last message polled begins, not where the next one does: ask {@link
     *     #position} for that; before the first poll, where reading will begin
     * @param begin the oldest offset the server still has
     * @param end the offset after the newest
     */
    @Experimental
    record Assignment(int vgroupId, long offset, long begin, long end) {}

    /** A message and the vgroups the server gave to its consumer. */
    @Experimental
    record Polled(TmqMessage message, List<Assignment> vgroups) {}
}
