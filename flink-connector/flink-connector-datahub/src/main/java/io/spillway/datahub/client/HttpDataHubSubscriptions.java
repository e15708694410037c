/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import static io.spillway.datahub.client.ResourcePaths.checked;
import static io.spillway.datahub.client.ResourcePaths.require;

import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.codec.MalformedMessageException;
import io.spillway.datahub.client.codec.SubscriptionCodec;
import io.spillway.datahub.client.model.SubscriptionDescription;
import io.spillway.datahub.client.model.SubscriptionOffset;
import io.spillway.datahub.client.model.TopicPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;

/** Subscriptions over HTTP. */
@Internal
final class HttpDataHubSubscriptions implements DataHubSubscriptions {

    private static final int PAGE_SIZE = 100;

    private final DataHubTransport transport;

    HttpDataHubSubscriptions(DataHubTransport transport) {
        this.transport = transport;
    }

    @Override
    public CompletableFuture<String> create(TopicPath topic, String comment) {
        return checked(
                () ->
                        transport.json(
                                "create a subscription of " + topic,
                                "POST",
                                ResourcePaths.subscriptions(topic),
                                SubscriptionCodec.create(comment),
                                reply -> SubscriptionCodec.readCreated(reply.body())));
    }

    @Override
    public CompletableFuture<List<SubscriptionDescription>> list(TopicPath topic) {
        return listFrom(topic, 1, new ArrayList<>());
    }

    private CompletableFuture<List<SubscriptionDescription>> listFrom(
            TopicPath topic, int page, List<SubscriptionDescription> found) {
        CompletableFuture<SubscriptionCodec.Page> answer =
                checked(
                        () ->
                                transport.json(
                                        "list the subscriptions of " + topic,
                                        "POST",
                                        ResourcePaths.subscriptions(topic),
                                        SubscriptionCodec.list(page, PAGE_SIZE),
                                        reply -> SubscriptionCodec.readPage(reply.body())));
        return DataHubTransport.chained(
                answer,
                result -> {
                    found.addAll(result.subscriptions());
                    boolean last =
                            result.subscriptions().isEmpty() || found.size() >= result.totalCount();
                    return last
                            ? CompletableFuture.completedFuture(List.copyOf(found))
                            : listFrom(topic, page + 1, found);
                });
    }

    @Override
    public CompletableFuture<SubscriptionDescription> get(TopicPath topic, String subscriptionId) {
        return checked(
                () ->
                        transport.json(
                                "describe " + subscription(topic, subscriptionId),
                                "GET",
                                ResourcePaths.subscription(topic, subscriptionId),
                                null,
                                reply -> SubscriptionCodec.readSubscription(reply.body())));
    }

    @Override
    public CompletableFuture<Void> updateComment(
            TopicPath topic, String subscriptionId, String comment) {
        return update(topic, subscriptionId, SubscriptionCodec.updateComment(comment));
    }

    @Override
    public CompletableFuture<Void> setOnline(
            TopicPath topic, String subscriptionId, boolean online) {
        return update(topic, subscriptionId, SubscriptionCodec.setOnline(online));
    }

    private CompletableFuture<Void> update(TopicPath topic, String subscriptionId, byte[] body) {
        return checked(
                () ->
                        transport.json(
                                "change " + subscription(topic, subscriptionId),
                                "PUT",
                                ResourcePaths.subscription(topic, subscriptionId),
                                body,
                                reply -> null));
    }

    @Override
    public CompletableFuture<Void> delete(TopicPath topic, String subscriptionId) {
        return checked(
                () ->
                        transport.json(
                                "delete " + subscription(topic, subscriptionId),
                                "DELETE",
                                ResourcePaths.subscription(topic, subscriptionId),
                                null,
                                reply -> null));
    }

    @Override
    public CompletableFuture<Map<String, SubscriptionOffset>> openOffsets(
            TopicPath topic, String subscriptionId, Collection<String> shardIds) {
        List<String> wanted = List.copyOf(shardIds);
        return checked(
                () -> {
                    requireSome(wanted.isEmpty(), "open");
                    return transport.json(
                            "open the offsets of " + subscription(topic, subscriptionId),
                            "POST",
                            ResourcePaths.offsets(topic, subscriptionId),
                            SubscriptionCodec.openOffsets(wanted),
                            reply -> allOf(wanted, reply.body(), true));
                });
    }

    @Override
    public CompletableFuture<Map<String, SubscriptionOffset>> getOffsets(
            TopicPath topic, String subscriptionId, Collection<String> shardIds) {
        List<String> wanted = List.copyOf(shardIds);
        return checked(
                () ->
                        transport.json(
                                "read the offsets of " + subscription(topic, subscriptionId),
                                "POST",
                                ResourcePaths.offsets(topic, subscriptionId),
                                SubscriptionCodec.getOffsets(wanted),
                                reply -> allOf(wanted, reply.body(), false)));
    }

    /** A shard the answer left out would start from the beginning, so it must not be missing. */
    private static Map<String, SubscriptionOffset> allOf(
            List<String> wanted, byte[] body, boolean sessions) throws MalformedMessageException {
        Map<String, SubscriptionOffset> offsets = SubscriptionCodec.readOffsets(body, sessions);
        for (String shardId : wanted) {
            if (!offsets.containsKey(shardId)) {
                throw MalformedMessageException.nonsense(
                        "the answer has no offset of shard " + shardId);
            }
        }
        return offsets;
    }

    @Override
    public CompletableFuture<Void> commitOffsets(
            TopicPath topic, String subscriptionId, Map<String, SubscriptionOffset> offsets) {
        return checked(
                () -> {
                    requireSome(offsets.isEmpty(), "commit");
                    return transport.json(
                            "commit the offsets of " + subscription(topic, subscriptionId),
                            "PUT",
                            ResourcePaths.offsets(topic, subscriptionId),
                            SubscriptionCodec.commitOffsets(offsets),
                            reply -> null);
                });
    }

    @Override
    public CompletableFuture<Void> resetOffsets(
            TopicPath topic, String subscriptionId, Map<String, SubscriptionOffset> offsets) {
        return checked(
                () -> {
                    requireSome(offsets.isEmpty(), "reset");
                    return transport.json(
                            "reset the offsets of " + subscription(topic, subscriptionId),
                            "PUT",
                            ResourcePaths.offsets(topic, subscriptionId),
                            SubscriptionCodec.resetOffsets(offsets),
                            reply -> null);
                });
    }

    private static void requireSome(boolean none, String verb) throws ServiceException {
        require(!none, "there must be at least one shard whose offset to " + verb);
    }

    private static String subscription(TopicPath topic, String subscriptionId) {
        return "subscription " + subscriptionId + " of " + topic;
    }
}
