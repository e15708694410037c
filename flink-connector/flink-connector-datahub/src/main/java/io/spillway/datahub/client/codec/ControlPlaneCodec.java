/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.datahub.client.model.CursorPosition;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.Shard;
import io.spillway.datahub.client.model.ShardListing;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.annotation.Internal;

/**
 * The JSON calls every reader and writer makes: topics, shards and cursors. Properties nobody knows
 * are ignored; those that must be there are asked for by name.
 */
@Internal
public final class ControlPlaneCodec {

    /** How often to list shards if the service gives no advice. */
    private static final Duration DEFAULT_REFRESH = Duration.ofMinutes(1);

    private ControlPlaneCodec() {}

    public static byte[] getCursor(CursorSpec spec) {
        ObjectNode body = JsonBodies.action("cursor").put("Type", spec.type().name());
        switch (spec.type()) {
            case SYSTEM_TIME -> body.put("SystemTime", spec.value());
            case SEQUENCE -> body.put("Sequence", spec.value());
            case OLDEST, LATEST -> {}
        }
        return JsonBodies.bytes(body);
    }

    public static TopicDescription readTopic(TopicPath path, byte[] body)
            throws MalformedMessageException {
        JsonNode topic = parse(body);
        String recordType = JsonBodies.text(topic, "RecordType").toUpperCase(Locale.ROOT);
        boolean blob = recordType.equals("BLOB");
        if (!blob && !recordType.equals("TUPLE")) {
            throw MalformedMessageException.nonsense(
                    "the topic's RecordType is '" + recordType + "', neither TUPLE nor BLOB");
        }
        return new TopicDescription(
                path,
                blob,
                blob
                        ? null
                        : SchemaCodec.read(JsonBodies.JSON, JsonBodies.text(topic, "RecordSchema")),
                topic.path("ShardCount").asInt(),
                topic.path("Lifecycle").asInt(),
                topic.path("ExpandMode").asText().equalsIgnoreCase("extend"),
                topic.path("EnableSchemaRegistry").asBoolean(),
                topic.path("Comment").asText());
    }

    public static ShardListing readShards(byte[] body) throws MalformedMessageException {
        JsonNode listing = parse(body);
        JsonNode entries = JsonBodies.array(listing, "Shards");
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
                JsonBodies.text(entry, "ShardId"),
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
                JsonBodies.text(cursor, "Cursor"),
                cursor.path("Sequence").asLong(-1),
                cursor.path("RecordTime").asLong(-1));
    }

    /** Parses any answer of the service, which is always an object. */
    public static JsonNode parse(byte[] body) throws MalformedMessageException {
        return JsonBodies.parse(body);
    }
}
