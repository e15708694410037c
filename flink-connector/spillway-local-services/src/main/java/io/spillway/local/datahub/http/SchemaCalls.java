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
import io.spillway.local.datahub.topic.ErrorCode;
import io.spillway.local.datahub.topic.SchemaVersion;
import io.spillway.local.datahub.topic.Topic;
import io.spillway.local.datahub.topic.TopicSchema;
import java.util.List;

/** Calls on the schema versions of a topic. */
final class SchemaCalls {

    private static final int MAX_PAGE_SIZE = 1000;
    private static final int BY_SCHEMA = -1;

    private final String creator;

    SchemaCalls(String creator) {
        this.creator = creator;
    }

    Reply list(Topic topic, JsonNode request) {
        // one client asks for page -1 of size -1 to get everything
        long page = Math.max(1, Exchange.requireLong(request, "PageNumber"));
        long asked = Exchange.requireLong(request, "PageSize");
        long size = asked < 1 ? MAX_PAGE_SIZE : Math.min(asked, MAX_PAGE_SIZE);
        // a BLOB topic has no schema to list
        List<SchemaVersion> all = topic.schema().isBlob() ? List.of() : topic.schemas().all();
        List<SchemaVersion> found = all.stream().skip((page - 1) * size).limit(size).toList();
        ObjectNode reply = Exchange.JSON.createObjectNode();
        reply.put("PageNumber", page)
                .put("PageSize", size)
                .put("PageCount", (all.size() + size - 1) / size)
                .put("TotalCount", all.size());
        ArrayNode array = reply.putArray("RecordSchemaList");
        found.forEach(version -> describe(array.addObject(), version));
        return Reply.json(reply);
    }

    /** Finds a version by its id, or by its schema. */
    Reply get(Topic topic, JsonNode request) {
        long id = request.path("VersionId").asLong(BY_SCHEMA);
        SchemaVersion found =
                id == BY_SCHEMA
                        ? topic.schemas().find(schema(request))
                        : topic.schemas().get(version(id));
        if (found == null) {
            throw new DataHubException(
                    ErrorCode.INVALID_SCHEMA, "No schema version has these fields.");
        }
        return Reply.json(describe(Exchange.JSON.createObjectNode(), found));
    }

    Reply register(Topic topic, JsonNode request) {
        SchemaVersion registered = topic.registerSchema(schema(request));
        return Reply.json(Exchange.JSON.createObjectNode().put("VersionId", registered.id()));
    }

    Reply delete(Topic topic, JsonNode request) {
        long id = Exchange.requireLong(request, "VersionId");
        topic.deleteSchema(version(id));
        return Reply.EMPTY;
    }

    /** What no int holds is no version anyway. */
    private static int version(long id) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(id, Integer.MAX_VALUE));
    }

    private ObjectNode describe(ObjectNode node, SchemaVersion version) {
        return node.put("VersionId", version.id())
                .put("CreateTime", version.createTime() / 1000)
                .put("Creator", creator)
                .put("RecordSchema", version.schema().toJson());
    }

    private static TopicSchema schema(JsonNode request) {
        return TopicSchema.parse(Exchange.requireText(request, "RecordSchema"));
    }
}
