/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.Offset;
import io.spillway.local.datahub.topic.Shard;
import io.spillway.local.datahub.topic.Subscription;
import io.spillway.local.datahub.topic.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls on subscriptions and their offsets. */
final class SubscriptionCalls {

    private static final int MAX_PAGE_SIZE = 1000;

    private final String creator;

    SubscriptionCalls(String creator) {
        this.creator = creator;
    }

    Reply create(Topic topic, JsonNode request) {
        Subscription created = topic.subscriptions().create(request.path("Comment").asText(""));
        return Reply.json(Exchange.JSON.createObjectNode().put("SubId", created.id()));
    }

    Reply list(Topic topic, String topicName, JsonNode request) {
        long page = Exchange.requireLong(request, "PageIndex");
        long size = Exchange.requireLong(request, "PageSize");
        if (page < 1 || size < 1 || size > MAX_PAGE_SIZE) {
            throw DataHubException.invalidParameter(
                    "PageIndex starts at 1, PageSize is between 1 and " + MAX_PAGE_SIZE + ".");
        }
        List<Subscription> found = topic.subscriptions().search(request.path("Search").asText(""));
        ObjectNode reply = Exchange.JSON.createObjectNode();
        reply.put("TotalCount", found.size());
        ArrayNode array = reply.putArray("Subscriptions");
        found.stream()
                .skip((page - 1) * size)
                .limit(size)
                .forEach(s -> describe(array.addObject(), s, topicName));
        return Reply.json(reply);
    }

    Reply get(Topic topic, String topicName, String id) {
        return Reply.json(
                describe(
                        Exchange.JSON.createObjectNode(),
                        topic.subscriptions().get(id),
                        topicName));
    }

    Reply update(Topic topic, String id, JsonNode request) {
        JsonNode state = request.path("State");
        JsonNode comment = request.path("Comment");
        if (!state.isIntegralNumber() && !comment.isTextual()) {
            throw DataHubException.invalidParameter("The request has no Comment and no State.");
        }
        topic.subscriptions()
                .get(id)
                .update(
                        comment.isTextual() ? comment.textValue() : null,
                        state.isIntegralNumber() ? state.intValue() != 0 : null);
        return Reply.EMPTY;
    }

    Reply delete(Topic topic, String id) {
        topic.subscriptions().delete(id);
        return Reply.EMPTY;
    }

    Reply openOffsets(Topic topic, String id, JsonNode request) {
        List<String> shardIds = shardIds(topic, request);
        if (shardIds.isEmpty()) {
            throw DataHubException.invalidParameter("The request has no ShardIds.");
        }
        return offsets(topic.subscriptions().get(id).open(shardIds), true);
    }

    Reply getOffsets(Topic topic, String id, JsonNode request) {
        List<String> shardIds = shardIds(topic, request);
        if (shardIds.isEmpty()) {
            shardIds = topic.shards().all().stream().map(Shard::id).toList();
        }
        return offsets(topic.subscriptions().get(id).get(shardIds), false);
    }

    Reply commitOffsets(Topic topic, String id, JsonNode request) {
        topic.subscriptions().get(id).commit(parseOffsets(topic, request));
        return Reply.EMPTY;
    }

    Reply resetOffsets(Topic topic, String id, JsonNode request) {
        topic.subscriptions().get(id).reset(parseOffsets(topic, request));
        return Reply.EMPTY;
    }

    private ObjectNode describe(ObjectNode node, Subscription subscription, String topicName) {
        return node.put("SubId", subscription.id())
                .put("TopicName", topicName)
                .put("Comment", subscription.comment())
                .put("Type", 0)
                .put("State", subscription.isOnline() ? 1 : 0)
                .put("Creator", creator)
                .put("CreateTime", subscription.createTime() / 1000)
                .put("LastModifyTime", subscription.modifyTime() / 1000)
                .put("IsOwner", true);
    }

    private static List<String> shardIds(Topic topic, JsonNode request) {
        List<String> ids = new ArrayList<>();
        for (JsonNode id : request.path("ShardIds")) {
            ids.add(topic.shards().get(id.asText()).id());
        }
        return ids;
    }

    private static Map<String, Offset> parseOffsets(Topic topic, JsonNode request) {
        JsonNode offsets = request.path("Offsets");
        if (!offsets.isObject() || offsets.isEmpty()) {
            throw DataHubException.invalidParameter("The request has no Offsets.");
        }
        Map<String, Offset> parsed = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : offsets.properties()) {
            String shardId = topic.shards().get(entry.getKey()).id();
            JsonNode offset = entry.getValue();
            parsed.put(
                    shardId,
                    new Offset(
                            Exchange.requireLong(offset, "Timestamp"),
                            Exchange.requireLong(offset, "Sequence"),
                            offset.path("BatchIndex").asInt(0),
                            offset.path("Version").asLong(0),
                            // clients send it as a number or as a text
                            offset.path("SessionId").asLong(0)));
        }
        return parsed;
    }

    private static Reply offsets(Map<String, Offset> offsets, boolean withSession) {
        ObjectNode reply = Exchange.JSON.createObjectNode();
        ObjectNode byShard = reply.putObject("Offsets");
        offsets.forEach(
                (shardId, offset) -> {
                    ObjectNode node = byShard.putObject(shardId);
                    node.put("Timestamp", offset.timestamp())
                            .put("Sequence", offset.sequence())
                            .put("BatchIndex", offset.batchIndex())
                            .put("Version", offset.version());
                    if (withSession) {
                        node.put("SessionId", offset.sessionId());
                    }
                });
        return Reply.json(reply);
    }
}
