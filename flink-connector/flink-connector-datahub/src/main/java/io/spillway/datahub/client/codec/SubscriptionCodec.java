/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.datahub.client.model.SubscriptionDescription;
import io.spillway.datahub.client.model.SubscriptionOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/** The JSON calls about subscriptions and their offsets. */
@Internal
public final class SubscriptionCodec {

    private static final int ONLINE = 1;
    private static final int OFFLINE = 0;

    private SubscriptionCodec() {}

    /**
     * A page of subscriptions.
     *
     * @param totalCount how many there are on all pages
     */
    public record Page(long totalCount, List<SubscriptionDescription> subscriptions) {}

    public static byte[] create(String comment) {
        return JsonBodies.bytes(JsonBodies.action("create").put("Comment", comment));
    }

    /**
     * @param page counts from 1
     */
    public static byte[] list(int page, int pageSize) {
        return JsonBodies.bytes(
                JsonBodies.action("list").put("PageIndex", page).put("PageSize", pageSize));
    }

    public static byte[] updateComment(String comment) {
        return JsonBodies.bytes(JsonBodies.object().put("Comment", comment));
    }

    public static byte[] setOnline(boolean online) {
        return JsonBodies.bytes(JsonBodies.object().put("State", online ? ONLINE : OFFLINE));
    }

    public static byte[] openOffsets(Collection<String> shardIds) {
        return offsetsOf("open", shardIds);
    }

    public static byte[] getOffsets(Collection<String> shardIds) {
        return offsetsOf("get", shardIds);
    }

    private static byte[] offsetsOf(String action, Collection<String> shardIds) {
        ObjectNode body = JsonBodies.action(action);
        if (!shardIds.isEmpty()) {
            ArrayNode ids = body.putArray("ShardIds");
            shardIds.forEach(ids::add);
        }
        return JsonBodies.bytes(body);
    }

    public static byte[] commitOffsets(Map<String, SubscriptionOffset> offsets) {
        ObjectNode body = JsonBodies.action("commit");
        ObjectNode byShard = body.putObject("Offsets");
        offsets.forEach(
                (shardId, offset) ->
                        position(byShard, shardId, offset)
                                .put("Version", offset.version())
                                .put("SessionId", offset.sessionId()));
        return JsonBodies.bytes(body);
    }

    public static byte[] resetOffsets(Map<String, SubscriptionOffset> offsets) {
        ObjectNode body = JsonBodies.action("reset");
        ObjectNode byShard = body.putObject("Offsets");
        offsets.forEach((shardId, offset) -> position(byShard, shardId, offset));
        return JsonBodies.bytes(body);
    }

    private static ObjectNode position(
            ObjectNode byShard, String shardId, SubscriptionOffset offset) {
        return byShard.putObject(shardId)
                .put("Timestamp", offset.timestampMillis())
                .put("Sequence", offset.sequence())
                .put("BatchIndex", offset.batchIndex());
    }

    public static String readCreated(byte[] body) throws MalformedMessageException {
        return JsonBodies.text(JsonBodies.parse(body), "SubId");
    }

    public static Page readPage(byte[] body) throws MalformedMessageException {
        JsonNode page = JsonBodies.parse(body);
        List<SubscriptionDescription> found = new ArrayList<>();
        for (JsonNode entry : JsonBodies.array(page, "Subscriptions")) {
            found.add(describe(entry));
        }
        return new Page(JsonBodies.number(page, "TotalCount"), found);
    }

    public static SubscriptionDescription readSubscription(byte[] body)
            throws MalformedMessageException {
        return describe(JsonBodies.parse(body));
    }

    private static SubscriptionDescription describe(JsonNode entry)
            throws MalformedMessageException {
        return new SubscriptionDescription(
                JsonBodies.text(entry, "SubId"),
                entry.path("TopicName").asText(""),
                entry.path("Comment").asText(""),
                JsonBodies.number(entry, "State") == ONLINE,
                entry.path("Creator").asText(""),
                JsonBodies.number(entry, "CreateTime", 0),
                JsonBodies.number(entry, "LastModifyTime", 0));
    }

    /**
     * Offsets by shard.
     *
     * @param sessions whether each must have a session
     */
    public static Map<String, SubscriptionOffset> readOffsets(byte[] body, boolean sessions)
            throws MalformedMessageException {
        JsonNode byShard = JsonBodies.parse(body).get("Offsets");
        if (byShard == null || !byShard.isObject()) {
            throw JsonBodies.missing("Offsets");
        }
        Map<String, SubscriptionOffset> offsets = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : byShard.properties()) {
            JsonNode offset = entry.getValue();
            offsets.put(
                    entry.getKey(),
                    new SubscriptionOffset(
                            JsonBodies.number(offset, "Sequence"),
                            JsonBodies.number(offset, "Timestamp"),
                            (int) JsonBodies.number(offset, "BatchIndex", 0),
                            JsonBodies.number(offset, "Version", 0),
                            sessions
                                    ? JsonBodies.number(offset, "SessionId")
                                    : JsonBodies.number(offset, "SessionId", -1)));
        }
        return offsets;
    }
}
