/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.local.datahub.topic.ColumnType;
import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.ErrorCode;
import io.spillway.local.datahub.topic.Project;
import io.spillway.local.datahub.topic.Topic;
import io.spillway.local.datahub.topic.TopicColumn;
import io.spillway.local.datahub.topic.TopicSchema;
import io.spillway.local.datahub.topic.TopicSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Calls on topics. */
final class TopicCalls {

    /** How often clients are told to look for new shards and schemas. */
    static final int LIST_INTERVAL_MILLIS = 60_000;

    private static final Set<String> EXPAND_MODES = Set.of("", "split", "extend");
    private static final String PROTOCOL = "DataProtocolType";

    private final String creator;
    private final SchemaCalls schemas;

    TopicCalls(String creator) {
        this.creator = creator;
        this.schemas = new SchemaCalls(creator);
    }

    Reply list(Project project, Exchange exchange) {
        return ProjectCalls.names("TopicNames", project.topicNames(), exchange.parameter("filter"));
    }

    Reply get(Topic topic) {
        ObjectNode reply = Exchange.JSON.createObjectNode();
        TopicSchema schema = topic.schema();
        reply.put("ShardCount", topic.shards().open().size())
                .put("Lifecycle", topic.lifecycleDays())
                .put("RecordType", schema.isBlob() ? "BLOB" : "TUPLE")
                .put("RecordSchema", schema.toJson())
                .put("Comment", topic.comment())
                .put("CreateTime", topic.createTime() / 1000)
                .put("Creator", creator)
                .put("LastModifyTime", topic.modifyTime() / 1000)
                .put("ExpandMode", topic.shards().isExtendMode() ? "extend" : "split")
                .put("Status", "on")
                .put("EnableSchemaRegistry", topic.schemas().isRegistry());
        ObjectNode extra =
                reply.putObject("ExtraConfig")
                        .put("ListShardInterval", LIST_INTERVAL_MILLIS)
                        .put("ListSchemaInterval", LIST_INTERVAL_MILLIS);
        if (topic.protocol() != null) {
            extra.put(PROTOCOL, topic.protocol());
        }
        return Reply.json(reply);
    }

    /** Creates a topic, or does what the body's action names with an existing one. */
    Reply post(Project project, String name, Exchange exchange) {
        JsonNode request = exchange.json();
        String action = Exchange.action(request);
        return switch (action) {
            case "", "create" -> {
                create(project, name, request);
                yield Reply.EMPTY;
            }
            case "appendfield" -> {
                appendField(project.topic(name), request);
                yield Reply.EMPTY;
            }
            case "listschema" -> schemas.list(project.topic(name), request);
            case "getschema" -> schemas.get(project.topic(name), request);
            case "registerschema" -> schemas.register(project.topic(name), request);
            case "deleteschema" -> schemas.delete(project.topic(name), request);
            case "meter" -> ShardCalls.meter(project.topic(name));
            default -> {
                project.topic(name);
                throw Routes.notSupported("The topic action '" + action + "'");
            }
        };
    }

    Reply update(Topic topic, Exchange exchange) {
        JsonNode request = exchange.json();
        JsonNode comment = request.path("Comment");
        topic.update(
                request.has("Lifecycle") ? Math.toIntExact(inIntRange(request, "Lifecycle")) : null,
                comment.isTextual() ? comment.textValue() : null);
        return Reply.EMPTY;
    }

    Reply delete(Project project, String name) {
        project.deleteTopic(name);
        return Reply.EMPTY;
    }

    private static void create(Project project, String name, JsonNode request) {
        String mode = request.path("ExpandMode").asText("").toLowerCase(Locale.ROOT);
        if (!EXPAND_MODES.contains(mode)) {
            throw DataHubException.invalidParameter("The expand mode '" + mode + "' is invalid.");
        }
        JsonNode protocol = request.path("ExtraConfig").path(PROTOCOL);
        project.createTopic(
                name,
                new TopicSpec(
                        inIntRange(request, "ShardCount"),
                        inIntRange(request, "Lifecycle"),
                        schema(request),
                        request.path("EnableSchemaRegistry").asBoolean(false),
                        mode.equals("extend"),
                        protocol.isTextual() ? protocol.textValue() : null,
                        request.path("Comment").asText("")));
    }

    private static TopicSchema schema(JsonNode request) {
        String type = Exchange.requireText(request, "RecordType");
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "BLOB" -> TopicSchema.blob();
            case "TUPLE" -> TopicSchema.parse(Exchange.requireText(request, "RecordSchema"));
            default ->
                    throw DataHubException.invalidParameter(
                            "The record type '" + type + "' is invalid.");
        };
    }

    private static void appendField(Topic topic, JsonNode request) {
        List<TopicColumn> columns = new ArrayList<>();
        if (request.has("FieldName")) {
            columns.add(
                    new TopicColumn(
                            Exchange.requireText(request, "FieldName"),
                            ColumnType.of(Exchange.requireText(request, "FieldType")),
                            false,
                            request.path("Comment").asText("")));
        }
        for (JsonNode field : request.path("Fields")) {
            columns.add(
                    new TopicColumn(
                            anyCase(field, "Name"),
                            ColumnType.of(anyCase(field, "Type")),
                            field.path("notnull").asBoolean(field.path("NotNull").asBoolean()),
                            field.path("Comment").asText("")));
        }
        topic.appendColumns(columns);
    }

    /** Clients disagree on the case of these. */
    private static String anyCase(JsonNode field, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Exchange.requireText(field, field.has(lower) ? lower : name);
    }

    private static int inIntRange(JsonNode request, String name) {
        long value = Exchange.requireLong(request, name);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new DataHubException(
                    ErrorCode.INVALID_PARAMETER, "The value of " + name + " is invalid.");
        }
        return (int) value;
    }
}
