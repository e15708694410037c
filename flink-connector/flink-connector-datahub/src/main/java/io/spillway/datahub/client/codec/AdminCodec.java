/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.datahub.client.model.ProjectDescription;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.SchemaVersion;
import io.spillway.datahub.client.model.ShardMeter;
import io.spillway.datahub.client.model.ShardRange;
import io.spillway.datahub.client.model.TopicSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** The JSON calls that make, change and delete projects, topics and shards. */
@Internal
public final class AdminCodec {

    private AdminCodec() {}

    /** A project's comment, to create it or to change it. */
    public static byte[] project(String comment) {
        return JsonBodies.bytes(JsonBodies.object().put("Comment", comment));
    }

    public static byte[] createTopic(TopicSpec spec) {
        RecordSchema schema = spec.schema();
        ObjectNode body =
                JsonBodies.action("create")
                        .put("ShardCount", spec.shardCount())
                        .put("Lifecycle", spec.lifecycleDays())
                        .put("RecordType", schema == null ? "BLOB" : "TUPLE")
                        .put("Comment", spec.comment())
                        .put("ExpandMode", spec.extendMode() ? "extend" : "");
        if (schema != null) {
            body.put("RecordSchema", SchemaCodec.write(JsonBodies.JSON, schema));
        }
        return JsonBodies.bytes(body);
    }

    public static byte[] updateTopic(int lifecycleDays, String comment) {
        return JsonBodies.bytes(
                JsonBodies.object().put("Lifecycle", lifecycleDays).put("Comment", comment));
    }

    public static byte[] appendField(RecordSchema.Field field) {
        ObjectNode body =
                JsonBodies.action("AppendField")
                        .put("FieldName", field.name())
                        .put("FieldType", field.type().name());
        if (field.comment() != null) {
            body.put("Comment", field.comment());
        }
        return JsonBodies.bytes(body);
    }

    public static byte[] listSchemas(int page, int pageSize) {
        return JsonBodies.bytes(
                JsonBodies.action("ListSchema").put("PageNumber", page).put("PageSize", pageSize));
    }

    public static byte[] getSchema(int version) {
        return JsonBodies.bytes(JsonBodies.action("GetSchema").put("VersionId", version));
    }

    public static byte[] splitShard(String shardId, String splitKey) {
        return JsonBodies.bytes(
                JsonBodies.action("split").put("ShardId", shardId).put("SplitKey", splitKey));
    }

    public static byte[] mergeShards(String shardId, String adjacentShardId) {
        return JsonBodies.bytes(
                JsonBodies.action("merge")
                        .put("ShardId", shardId)
                        .put("AdjacentShardId", adjacentShardId));
    }

    public static byte[] extendShards(int shardCount) {
        return JsonBodies.bytes(
                JsonBodies.action("extend").put("ShardNumber", shardCount).put("ExtendMode", "TO"));
    }

    public static byte[] getMeter() {
        return JsonBodies.bytes(JsonBodies.action("meter"));
    }

    /**
     * @param property {@code ProjectNames} or {@code TopicNames}
     */
    public static List<String> readNames(byte[] body, String property)
            throws MalformedMessageException {
        return JsonBodies.texts(JsonBodies.parse(body), property);
    }

    public static ProjectDescription readProject(String name, byte[] body)
            throws MalformedMessageException {
        JsonNode project = JsonBodies.parse(body);
        return new ProjectDescription(
                name,
                project.path("Comment").asText(""),
                project.path("Creator").asText(""),
                JsonBodies.number(project, "CreateTime", 0),
                JsonBodies.number(project, "LastModifyTime", 0));
    }

    public static List<ShardRange> readSplit(byte[] body) throws MalformedMessageException {
        List<ShardRange> shards = new ArrayList<>(2);
        for (JsonNode shard : JsonBodies.array(JsonBodies.parse(body), "NewShards")) {
            shards.add(readRange(shard));
        }
        return List.copyOf(shards);
    }

    public static ShardRange readMerge(byte[] body) throws MalformedMessageException {
        return readRange(JsonBodies.parse(body));
    }

    private static ShardRange readRange(JsonNode shard) throws MalformedMessageException {
        return new ShardRange(
                JsonBodies.text(shard, "ShardId"),
                shard.path("BeginHashKey").asText(""),
                shard.path("EndHashKey").asText(""));
    }

    public static ShardMeter readMeter(byte[] body) throws MalformedMessageException {
        JsonNode meter = JsonBodies.parse(body);
        return new ShardMeter(
                JsonBodies.number(meter, "ActiveTime"), JsonBodies.number(meter, "Storage"));
    }

    /** One page of a topic's schemas. */
    public static List<SchemaVersion> readSchemas(byte[] body) throws MalformedMessageException {
        List<SchemaVersion> versions = new ArrayList<>();
        for (JsonNode entry : JsonBodies.array(JsonBodies.parse(body), "RecordSchemaList")) {
            versions.add(readVersion(entry));
        }
        return versions;
    }

    public static SchemaVersion readSchema(byte[] body) throws MalformedMessageException {
        return readVersion(JsonBodies.parse(body));
    }

    private static SchemaVersion readVersion(JsonNode entry) throws MalformedMessageException {
        long version = JsonBodies.number(entry, "VersionId");
        if (version < Integer.MIN_VALUE || version > Integer.MAX_VALUE) {
            throw MalformedMessageException.nonsense("the answer's VersionId is out of range");
        }
        return new SchemaVersion(
                (int) version,
                SchemaCodec.read(JsonBodies.JSON, JsonBodies.text(entry, "RecordSchema")));
    }
}
