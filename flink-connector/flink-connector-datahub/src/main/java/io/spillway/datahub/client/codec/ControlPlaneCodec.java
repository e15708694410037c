/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.datahub.client.model.CursorPosition;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.Shard;
import io.spillway.datahub.client.model.ShardListing;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * The JSON calls about projects, topics, shards and cursors. Properties nobody knows are ignored;
 * those that must be there are asked for by name.
 */
@Internal
public final class ControlPlaneCodec {

    /** How often to list shards if the service gives no advice. */
    private static final Duration DEFAULT_REFRESH = Duration.ofMinutes(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private ControlPlaneCodec() {}

    public static byte[] createProject(String comment) {
        return bytes(JSON.createObjectNode().put("Comment", comment));
    }

    /**
     * @param schema the columns of a TUPLE topic, null for a BLOB topic
     */
    public static byte[] createTopic(
            int shardCount, int lifecycleDays, @Nullable RecordSchema schema, String comment) {
        ObjectNode body =
                JSON.createObjectNode()
                        .put("Action", "create")
                        .put("ShardCount", shardCount)
                        .put("Lifecycle", lifecycleDays)
                        .put("RecordType", schema == null ? "BLOB" : "TUPLE")
                        .put("Comment", comment)
                        .put("ExpandMode", "");
        if (schema != null) {
            body.put("RecordSchema", SchemaCodec.write(JSON, schema));
        }
        return bytes(body);
    }

    public static byte[] getCursor(CursorSpec spec) {
        ObjectNode body =
                JSON.createObjectNode().put("Action", "cursor").put("Type", spec.type().name());
        switch (spec.type()) {
            case SYSTEM_TIME -> body.put("SystemTime", spec.value());
            case SEQUENCE -> body.put("Sequence", spec.value());
            case OLDEST, LATEST -> {}
        }
        return bytes(body);
    }

    public static TopicDescription readTopic(TopicPath path, byte[] body)
            throws MalformedMessageException {
        JsonNode topic = parse(body);
        String recordType = text(topic, "RecordType").toUpperCase(Locale.ROOT);
        boolean blob = recordType.equals("BLOB");
        if (!blob && !recordType.equals("TUPLE")) {
            throw MalformedMessageException.nonsense(
                    "the topic's RecordType is '" + recordType + "', neither TUPLE nor BLOB");
        }
        return new TopicDescription(
                path,
                blob,
                blob ? null : SchemaCodec.read(JSON, text(topic, "RecordSchema")),
                topic.path("ShardCount").asInt(),
                topic.path("Lifecycle").asInt(),
                topic.path("ExpandMode").asText().equalsIgnoreCase("extend"),
                topic.path("Comment").asText());
    }

    public static ShardListing readShards(byte[] body) throws MalformedMessageException {
        JsonNode listing = parse(body);
        JsonNode entries = listing.get("Shards");
        if (entries == null || !entries.isArray()) {
            throw missing("Shards");
        }
        List<Shard> shards = new ArrayList<>(entries.size());
        for (JsonNode entry : entries) {
            shards.add(readShard(entry));
        }
        long interval = listing.path("Interval").asLong(-1);
        return new ShardListing(
                List.copyOf(shards), interval > 0 ? Duration.ofMillis(interval) : DEFAULT_REFRESH);
    }

    private static Shard readShard(JsonNode entry) throws MalformedMessageException {
        List<String> parents = new ArrayList<>(2);
        for (JsonNode parent : entry.path("ParentShardIds")) {
            parents.add(parent.asText());
        }
        return new Shard(
                text(entry, "ShardId"),
                readState(entry.path("State").asText()),
                entry.path("BeginHashKey").asText(),
                entry.path("EndHashKey").asText(),
                List.copyOf(parents),
                entry.path("ClosedTime").asLong());
    }

    private static Shard.State readState(String name) {
        for (Shard.State state : Shard.State.values()) {
            if (state.name().equalsIgnoreCase(name)) {
                return state;
            }
        }
        return Shard.State.UNKNOWN;
    }

    public static CursorPosition readCursor(byte[] body) throws MalformedMessageException {
        JsonNode cursor = parse(body);
        return new CursorPosition(
                text(cursor, "Cursor"),
                cursor.path("Sequence").asLong(-1),
                cursor.path("RecordTime").asLong(-1));
    }

    /** Parses any answer of the service, which is always an object. */
    public static JsonNode parse(byte[] body) throws MalformedMessageException {
        JsonNode node;
        try {
            node = JSON.readTree(body);
        } catch (IOException e) {
            // the parser's own message would quote the body
            throw MalformedMessageException.damaged("the answer is not JSON");
        }
        if (node == null || !node.isObject()) {
            throw MalformedMessageException.damaged("the answer is not a JSON object");
        }
        return node;
    }

    private static String text(JsonNode node, String property) throws MalformedMessageException {
        JsonNode value = node.get(property);
        if (value == null || !value.isValueNode() || value.isNull()) {
            throw missing(property);
        }
        return value.asText();
    }

    private static MalformedMessageException missing(String property) {
        return MalformedMessageException.nonsense("the answer has no " + property);
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
        }
    }
}
