/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.position;

import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.model.CursorPosition;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.source.config.OnDataLoss;
import io.spillway.datahub.source.split.ShardPosition;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens cursors at positions, and decides what happens if a position is gone. Asynchronous and
 * thread-safe.
 */
@Internal
public final class CursorOpener {

    private static final Logger LOG = LoggerFactory.getLogger(CursorOpener.class);

    /**
     * A cursor.
     *
     * @param cursor where to read from
     * @param position the first record to hand on, never the "earliest" place
     */
    public record Opened(String cursor, ShardPosition position) {}

    private final DataHubGateway gateway;
    private final TopicPath topic;
    private final OnDataLoss onDataLoss;
    private final ShardPositions positions;
    private final Runnable onLoss;

    /**
     * @param onLoss told of every position that was gone and replaced, on any thread
     */
    public CursorOpener(
            DataHubGateway gateway, TopicPath topic, OnDataLoss onDataLoss, Runnable onLoss) {
        this.onLoss = onLoss;
        this.gateway = gateway;
        this.topic = topic;
        this.onDataLoss = onDataLoss;
        this.positions = new ShardPositions(gateway, topic, System::currentTimeMillis);
    }

    /**
     * Opens a cursor at a position, or where the data loss policy says if that is gone. Fails with
     * {@link DataLossException} if the policy is to fail, with the service's exception for any
     * other refusal.
     */
    public CompletableFuture<Opened> open(String shardId, ShardPosition position) {
        if (position.isEarliest()) {
            return oldest(shardId);
        }
        return gateway.getCursor(topic, shardId, CursorSpec.sequence(position.sequence()))
                .thenApply(found -> new Opened(found.cursor(), position))
                .exceptionallyCompose(
                        failure ->
                                ServiceCode.SEEK_OUT_OF_RANGE.is(failure)
                                                || ServiceCode.INVALID_CURSOR.is(failure)
                                        ? replaceLost(shardId, position, failure)
                                        : CompletableFuture.failedFuture(
                                                ServiceCode.unwrap(failure)));
    }

    /** What {@link OnDataLoss#FAIL} throws, and the others log. */
    public String describeLoss(String shardId, String position, String rest) {
        return "Shard "
                + shardId
                + " of DataHub topic "
                + topic
                + " cannot be read from "
                + position
                + " on: "
                + rest;
    }

    private CompletableFuture<Opened> replaceLost(
            String shardId, ShardPosition position, Throwable failure) {
        Throwable cause = ServiceCode.unwrap(failure);
        return oldest(shardId)
                .thenCompose(
                        oldest -> {
                            if (isDirectlyBehind(oldest.position(), position)) {
                                return CompletableFuture.completedFuture(oldest);
                            }
                            return applyPolicy(shardId, position, oldest, cause);
                        });
    }

    /**
     * The place is behind the last record read, and that record may have expired though nothing
     * after it did. Records of one batch expire together; only where the batch is known to hold
     * more than one record can the rest of it have been missed.
     */
    private static boolean isDirectlyBehind(ShardPosition oldest, ShardPosition position) {
        return position.batchIndex() == 1 && oldest.sequence() == position.sequence() + 1;
    }

    private CompletableFuture<Opened> applyPolicy(
            String shardId, ShardPosition position, Opened oldest, Throwable cause) {
        String loss =
                describeLoss(
                        shardId,
                        "sequence " + position.sequence(),
                        "the oldest record kept is "
                                + oldest.position().sequence()
                                + " ("
                                + cause.getMessage()
                                + "; records expired, or the topic was created anew)");
        switch (onDataLoss) {
            case EARLIEST -> {
                LOG.warn("{}; going on with the oldest record", loss);
                onLoss.run();
                return CompletableFuture.completedFuture(oldest);
            }
            case LATEST -> {
                LOG.warn("{}; going on with records written from now on", loss);
                onLoss.run();
                return positions
                        .end(shardId)
                        .thenCompose(end -> openAt(shardId, ShardPosition.at(end)));
            }
            case FAIL -> {
                return CompletableFuture.failedFuture(
                        new DataLossException(
                                loss
                                        + "; set 'scan.on-data-loss' to 'earliest' or 'latest' to go on",
                                cause));
            }
        }
        throw new IllegalStateException("Unknown policy " + onDataLoss);
    }

    private CompletableFuture<Opened> oldest(String shardId) {
        return gateway.getCursor(topic, shardId, CursorSpec.oldest())
                .thenApply(found -> new Opened(found.cursor(), placeOf(found)));
    }

    private CompletableFuture<Opened> openAt(String shardId, ShardPosition position) {
        return gateway.getCursor(topic, shardId, CursorSpec.sequence(position.sequence()))
                .thenApply(found -> new Opened(found.cursor(), position));
    }

    private static ShardPosition placeOf(CursorPosition found) {
        return ShardPosition.at(Math.max(0, found.sequence()));
    }
}
