/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.local.datahub.topic.CursorAnswer;
import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.Shard;
import io.spillway.local.datahub.topic.ShardState;
import io.spillway.local.datahub.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Calls on shards, but for their records. */
final class ShardCalls {

    private static final String NO_NEIGHBOUR = "4294967295";

    Reply list(Topic topic) {
        ObjectNode reply = Exchange.JSON.createObjectNode();
        reply.put("Protocol", "http1.1").put("Interval", TopicCalls.LIST_INTERVAL_MILLIS);
        ArrayNode array = reply.putArray("Shards");
        List<Shard> open = topic.shards().open();
        for (Shard shard : topic.shards().all()) {
            ObjectNode node = describe(array.addObject(), shard);
            node.put("State", shard.state().name())
                    .put("BeginKey", shard.beginHashKey())
                    .put("EndKey", shard.endHashKey())
                    .put("ClosedTime", closedTime(shard))
                    .put("CreateTime", shard.createTime() / 1000);
            ArrayNode parents = node.putArray("ParentShardIds");
            shard.parents().forEach(parents::add);
            node.put("LeftShardId", neighbour(topic, shard, open, true))
                    .put("RightShardId", neighbour(topic, shard, open, false));
        }
        return Reply.json(reply);
    }

    Reply split(Topic topic, JsonNode request) {
        ObjectNode reply = Exchange.JSON.createObjectNode();
        ArrayNode array = reply.putArray("NewShards");
        topic.shards()
                .split(
                        Exchange.requireText(request, "ShardId"),
                        Exchange.requireText(request, "SplitKey"),
                        true)
                .forEach(shard -> describe(array.addObject(), shard));
        return Reply.json(reply);
    }

    Reply merge(Topic topic, JsonNode request) {
        Shard merged =
                topic.shards()
                        .merge(
                                Exchange.requireText(request, "ShardId"),
                                Exchange.requireText(request, "AdjacentShardId"),
                                true);
        return Reply.json(describe(Exchange.JSON.createObjectNode(), merged));
    }

    /** Adds shards: as many as named, or until there are as many. */
    Reply extend(Topic topic, JsonNode request) {
        String mode = request.path("ExtendMode").asText("TO").toUpperCase(Locale.ROOT);
        long number = Exchange.requireLong(request, "ShardNumber");
        if (number < 1 || number > Short.MAX_VALUE) {
            throw DataHubException.invalidParameter("The shard number is invalid.");
        }
        switch (mode) {
            case "TO" -> topic.shards().extendTo((int) number);
            case "INC" -> topic.shards().extendBy((int) number);
            default ->
                    throw DataHubException.invalidParameter(
                            "The extend mode '" + mode + "' is invalid.");
        }
        return Reply.EMPTY;
    }

    Reply activate(Topic topic, JsonNode request) {
        List<Shard> found = new ArrayList<>();
        for (JsonNode id : request.path("ShardIds")) {
            found.add(topic.shards().get(id.asText()));
        }
        if (found.isEmpty()) {
            throw DataHubException.invalidParameter("The request has no ShardIds.");
        }
        found.forEach(Shard::activate);
        return Reply.EMPTY;
    }

    Reply meter(Topic topic, String shardId) {
        return meter(List.of(topic.shards().get(shardId)));
    }

    static Reply meter(Topic topic) {
        return meter(topic.shards().all());
    }

    private static Reply meter(Collection<Shard> shards) {
        return Reply.json(
                Exchange.JSON
                        .createObjectNode()
                        .put("ActiveTime", shards.stream().mapToLong(Shard::activeSeconds).sum())
                        .put(
                                "Storage",
                                shards.stream().mapToLong(s -> s.records().byteCount()).sum()));
    }

    /** The end of a shard that is closing is not told yet. */
    private static long closedTime(Shard shard) {
        return shard.state() == ShardState.CLOSED ? shard.closedTime() : 0;
    }

    Reply cursor(Topic topic, String shardId, JsonNode request) {
        Shard shard = topic.shards().get(shardId);
        String type = Exchange.requireText(request, "Type").toUpperCase(Locale.ROOT);
        CursorAnswer answer =
                switch (type) {
                    case "OLDEST" -> shard.oldest();
                    case "LATEST" -> shard.latest();
                    case "SYSTEM_TIME" -> shard.atTime(Exchange.requireLong(request, "SystemTime"));
                    case "SEQUENCE" -> shard.atSequence(Exchange.requireLong(request, "Sequence"));
                    default ->
                            throw DataHubException.invalidParameter(
                                    "The cursor type '" + type + "' is invalid.");
                };
        ObjectNode reply = Exchange.JSON.createObjectNode();
        reply.put("Cursor", new String(answer.cursor(), StandardCharsets.US_ASCII))
                .put("RecordTime", answer.recordTime())
                .put("Sequence", answer.sequence());
        return Reply.json(reply);
    }

    private static ObjectNode describe(ObjectNode node, Shard shard) {
        return node.put("ShardId", shard.id())
                .put("BeginHashKey", shard.beginHashKey())
                .put("EndHashKey", shard.endHashKey());
    }

    private static String neighbour(Topic topic, Shard shard, List<Shard> open, boolean left) {
        if (shard.closedTime() == 0 && !topic.shards().isExtendMode()) {
            for (Shard other : open) {
                boolean touches =
                        left
                                ? other.endHashKey().equals(shard.beginHashKey())
                                : other.beginHashKey().equals(shard.endHashKey());
                if (touches) {
                    return other.id();
                }
            }
        }
        return NO_NEIGHBOUR;
    }
}
