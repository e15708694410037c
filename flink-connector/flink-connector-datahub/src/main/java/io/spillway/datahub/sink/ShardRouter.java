/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.write.LaneLoad;
import io.spillway.common.write.LaneRouter;
import io.spillway.datahub.client.DataHubErrors;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.model.Shard;
import io.spillway.datahub.client.model.ShardListing;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Chooses the shard of each entry among the active ones: the one asked for, or the one its key
 * falls into, or each shard in turn for a batch's worth of entries.
 */
@Internal
final class ShardRouter implements LaneRouter<SinkEntry> {

    private final DataHubGateway gateway;
    private final TopicPath topic;
    private final int recordsPerTurn;
    private final Consumer<TopicDescription> onTopicKnown;

    @Nullable private TopicDescription description;
    private ShardTable shards = ShardTable.of(List.of(), false);
    private int turn;
    private int leftOfTurn;

    /**
     * @param recordsPerTurn entries without a key that go to one shard before the next one's turn
     * @param firstTurn where to begin, different per subtask so that they spread
     * @param onTopicKnown called once, on the task thread, before the first entry
     */
    ShardRouter(
            DataHubGateway gateway,
            TopicPath topic,
            int recordsPerTurn,
            int firstTurn,
            Consumer<TopicDescription> onTopicKnown) {
        this.gateway = gateway;
        this.topic = topic;
        this.recordsPerTurn = recordsPerTurn;
        this.onTopicKnown = onTopicKnown;
        turn = firstTurn;
        leftOfTurn = recordsPerTurn;
    }

    @Override
    public String laneOf(SinkEntry entry) throws ServiceException {
        return laneOf(entry, shard -> LaneLoad.LOW);
    }

    @Override
    public String laneOf(SinkEntry entry, Function<String, LaneLoad> loads)
            throws ServiceException {
        if (entry.shardId() != null) {
            if (!shards.contains(entry.shardId())) {
                throw noShard(
                        FailureKind.RECORD,
                        DataHubErrors.NO_SUCH_SHARD,
                        "the record asks for shard "
                                + entry.shardId()
                                + ", which is not among the active ones");
            }
            return entry.shardId();
        }
        return switch (entry.routing()) {
            case KEY -> shards.shardOf(entry.hashHigh(), entry.hashLow());
            case HASH -> {
                if (shards.sharesRange()) {
                    throw noShard(
                            FailureKind.RECORD,
                            DataHubErrors.INVALID_PARAMETER,
                            "the record has a hash key, but the shards share one hash range "
                                    + "(extend mode); use a partition key");
                }
                yield shards.shardOf(entry.hashHigh(), entry.hashLow());
            }
            case TURNS -> shardInTurn(loads);
        };
    }

    /** Shards lose their turn to the next one of less load. */
    private String shardInTurn(Function<String, LaneLoad> loads) {
        int size = shards.size();
        if (leftOfTurn == 0) {
            int next = Math.floorMod(turn + 1, size);
            turn = next;
            leftOfTurn = recordsPerTurn;
            LaneLoad least = loads.apply(shards.idAt(next));
            for (int i = 1; i < size && least != LaneLoad.LOW; i++) {
                int candidate = (next + i) % size;
                LaneLoad load = loads.apply(shards.idAt(candidate));
                if (load.compareTo(least) < 0) {
                    least = load;
                    turn = candidate;
                }
            }
        }
        leftOfTurn--;
        return shards.idAt(Math.floorMod(turn, size));
    }

    @Override
    public CompletableFuture<Runnable> refresh(@Nullable String goneLane) {
        CompletableFuture<TopicDescription> described =
                description == null
                        ? gateway.getTopic(topic)
                        : CompletableFuture.completedFuture(description);
        return described.thenCompose(
                known ->
                        gateway.listShards(topic)
                                .thenCompose(listing -> installing(known, listing)));
    }

    private CompletableFuture<Runnable> installing(TopicDescription known, ShardListing listing) {
        List<Shard> active =
                listing.shards().stream()
                        .filter(shard -> shard.state() == Shard.State.ACTIVE)
                        .toList();
        ShardTable found = ShardTable.of(active, known.extendMode());
        if (!found.isComplete()) {
            // a split or merge closes the old shards before the new ones can be written
            return CompletableFuture.failedFuture(
                    noShard(
                            FailureKind.RETRYABLE,
                            "ShardNotReady",
                            "its "
                                    + active.size()
                                    + " active shards (of "
                                    + listing.shards().size()
                                    + ") do not take all keys"));
        }
        return CompletableFuture.completedFuture(() -> install(known, found));
    }

    private void install(TopicDescription known, ShardTable found) {
        shards = found;
        if (description == null) {
            description = known;
            onTopicKnown.accept(known);
        }
    }

    private ServiceException noShard(FailureKind kind, String code, String what) {
        return new ServiceException(
                kind, code, 0, null, "DataHub topic " + topic + ": " + what, null);
    }
}
