/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import io.spillway.datahub.client.model.SubscriptionDescription;
import io.spillway.datahub.client.model.SubscriptionOffset;
import io.spillway.datahub.client.model.TopicPath;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Experimental;

/**
 * The calls about subscriptions and how far they have come. Futures fail as those of {@link
 * DataHubGateway} do. Thread-safe.
 */
@Experimental
public interface DataHubSubscriptions {

    /** Creates a subscription and returns its id. */
    CompletableFuture<String> create(TopicPath topic, String comment);

    /** All subscriptions of a topic. */
    CompletableFuture<List<SubscriptionDescription>> list(TopicPath topic);

    /** Describes a subscription; {@code NoSuchSubscription} if it does not exist. */
    CompletableFuture<SubscriptionDescription> get(TopicPath topic, String subscriptionId);

    CompletableFuture<Void> updateComment(TopicPath topic, String subscriptionId, String comment);

    /** Takes a subscription on or off line; commits to one that is off line are refused. */
    CompletableFuture<Void> setOnline(TopicPath topic, String subscriptionId, boolean online);

    CompletableFuture<Void> delete(TopicPath topic, String subscriptionId);

    /**
     * Opens a session on shards and returns where each stands. Whoever held these shards before is
     * fenced: its commits fail with {@code OffsetSessionChanged}.
     *
     * @param shardIds at least one
     * @return an offset with version and session for each of the shards
     */
    CompletableFuture<Map<String, SubscriptionOffset>> openOffsets(
            TopicPath topic, String subscriptionId, Collection<String> shardIds);

    /**
     * Where shards stand, without a session and without fencing anyone.
     *
     * @param shardIds none for all shards
     */
    CompletableFuture<Map<String, SubscriptionOffset>> getOffsets(
            TopicPath topic, String subscriptionId, Collection<String> shardIds);

    /**
     * Commits the last processed record of each shard.
     *
     * @param offsets at least one; each with the version and session of {@link #openOffsets}.
     *     {@code OffsetSessionChanged} or {@code OffsetSessionClosed} if another session was opened
     *     since, {@code OffsetReseted} if an operator moved the subscription since, {@code
     *     SubscriptionOffline} if it was taken off line
     */
    CompletableFuture<Void> commitOffsets(
            TopicPath topic, String subscriptionId, Map<String, SubscriptionOffset> offsets);

    /**
     * Moves a subscription: open sessions can no longer commit.
     *
     * @param offsets at least one; see {@link SubscriptionOffset#resetTo}
     */
    CompletableFuture<Void> resetOffsets(
            TopicPath topic, String subscriptionId, Map<String, SubscriptionOffset> offsets);
}
