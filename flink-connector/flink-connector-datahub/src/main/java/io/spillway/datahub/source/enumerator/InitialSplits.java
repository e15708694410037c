/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.enumerator;

import io.spillway.datahub.client.model.Shard;
import io.spillway.datahub.client.model.SubscriptionOffset;
import io.spillway.datahub.source.config.DataHubSourceConfig;
import io.spillway.datahub.source.config.StartingPosition;
import io.spillway.datahub.source.config.StoppingPosition;
import io.spillway.datahub.source.config.SubscriptionConfig.Uncommitted;
import io.spillway.datahub.source.position.ShardPositions;
import io.spillway.datahub.source.split.DataHubShardSplit;
import io.spillway.datahub.source.split.ShardPosition;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Where the shards of the first listing begin and end. Decided here, once, and not by the readers:
 * a reader that is lost before its first checkpoint must not come back to another "latest".
 */
final class InitialSplits {

    private final DataHubSourceConfig config;
    private final ShardPositions positions;

    InitialSplits(DataHubSourceConfig config, ShardPositions positions) {
        this.config = config;
        this.positions = positions;
    }

    /**
     * The shard as a split, finished if it has nothing to read.
     *
     * @param committed where the subscription stands, empty without one
     */
    CompletableFuture<DataHubShardSplit> splitOf(
            Shard shard, Map<String, SubscriptionOffset> committed) {
        if (endedBeforeStart(shard)) {
            return CompletableFuture.completedFuture(
                    new DataHubShardSplit(
                            shard.id(), ShardPosition.EARLIEST, DataHubShardSplit.NEVER, true));
        }
        return startOf(shard, committed)
                .thenCombine(stopOf(shard), (start, stop) -> split(shard, start, stop));
    }

    private static DataHubShardSplit split(Shard shard, ShardPosition start, long stop) {
        // sequences begin at 0, so a stop at 0 means an empty shard whatever the start
        boolean empty = stop == 0 || start.sequence() >= stop;
        return new DataHubShardSplit(shard.id(), start, stop, empty);
    }

    private boolean endedBeforeStart(Shard shard) {
        if (shard.state() != Shard.State.CLOSED) {
            return false;
        }
        StartingPosition start = config.range().start();
        return switch (start.kind()) {
            case EARLIEST, SPECIFIC, SUBSCRIPTION -> false;
            case LATEST -> true;
            case TIMESTAMP ->
                    shard.closedTimeSeconds() > 0
                            // closed within that second, records up to its end
                            && (shard.closedTimeSeconds() + 1) * 1000 <= start.timestampMillis();
        };
    }

    private CompletableFuture<ShardPosition> startOf(
            Shard shard, Map<String, SubscriptionOffset> committed) {
        StartingPosition start = config.range().start();
        return switch (start.kind()) {
            case EARLIEST -> CompletableFuture.completedFuture(ShardPosition.EARLIEST);
            case LATEST -> positions.end(shard.id()).thenApply(ShardPosition::at);
            case TIMESTAMP ->
                    positions
                            .firstAtOrAfter(shard.id(), start.timestampMillis())
                            .thenApply(ShardPosition::at);
            case SPECIFIC -> CompletableFuture.completedFuture(specific(shard.id(), start));
            case SUBSCRIPTION -> behindCommitted(shard.id(), committed);
        };
    }

    private static ShardPosition specific(String shardId, StartingPosition start) {
        Long sequence = start.sequences().get(shardId);
        return sequence == null ? ShardPosition.EARLIEST : ShardPosition.at(sequence);
    }

    private CompletableFuture<ShardPosition> behindCommitted(
            String shardId, Map<String, SubscriptionOffset> committed) {
        SubscriptionOffset offset = committed.get(shardId);
        if (offset != null && offset.sequence() >= 0) {
            return CompletableFuture.completedFuture(
                    ShardPosition.after(offset.sequence(), Math.max(0, offset.batchIndex())));
        }
        if (offset != null && offset.timestampMillis() >= 0) {
            // an operator reset it to a time
            return positions
                    .firstAtOrAfter(shardId, offset.timestampMillis())
                    .thenApply(ShardPosition::at);
        }
        // beside shards with offsets one without is new, and all it holds is still to be read
        boolean neverCommitted =
                committed.values().stream().noneMatch(SubscriptionOffset::isCommitted);
        return neverCommitted && config.subscription().uncommitted() == Uncommitted.LATEST
                ? positions.end(shardId).thenApply(ShardPosition::at)
                : CompletableFuture.completedFuture(ShardPosition.EARLIEST);
    }

    private CompletableFuture<Long> stopOf(Shard shard) {
        StoppingPosition stop = config.range().stop();
        if (stop == null) {
            return CompletableFuture.completedFuture(DataHubShardSplit.NEVER);
        }
        return switch (stop.kind()) {
            case LATEST ->
                    // nothing is added to a closed shard: it is read until the service says so
                    shard.state() == Shard.State.CLOSED
                            ? CompletableFuture.completedFuture(DataHubShardSplit.NEVER)
                            : positions.end(shard.id());
            case TIMESTAMP -> positions.firstAtOrAfter(shard.id(), stop.timestampMillis());
        };
    }
}
