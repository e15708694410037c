/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** A topic's columns, which travel as JSON within a JSON string. */
@Internal
final class SchemaCodec {

    private SchemaCodec() {}

    static String write(ObjectMapper json, RecordSchema schema) {
        ObjectNode root = json.createObjectNode();
        ArrayNode fields = root.putArray("fields");
        for (RecordSchema.Field field : schema.fields()) {
            ObjectNode node = fields.addObject();
            node.put("name", field.name());
            node.put("type", field.type().name());
            if (field.notNull()) {
                node.put("notnull", true);
            }
            if (field.comment() != null && !field.comment().isEmpty()) {
                node.put("comment", field.comment());
            }
        }
        return root.toString();
    }

    static RecordSchema read(ObjectMapper json, String text) throws MalformedMessageException {
        JsonNode fields;
        try {
            fields = json.readTree(text).path("fields");
        } catch (JsonProcessingException e) {
            throw MalformedMessageException.nonsense("the topic's RecordSchema is not JSON");
        }
        if (!fields.isArray() || fields.isEmpty()) {
            throw MalformedMessageException.nonsense("the topic's RecordSchema has no fields");
        }
        List<RecordSchema.Field> columns = new ArrayList<>(fields.size());
        for (JsonNode field : fields) {
            columns.add(readField(field));
        }
        return new RecordSchema(columns);
    }

    private static RecordSchema.Field readField(JsonNode field) throws MalformedMessageException {
        // the same in every country: a Turkish default locale must not turn I into a dotless i
        String name = field.path("name").asText().toLowerCase(Locale.ROOT);
        String typeName = field.path("type").asText();
        if (name.isEmpty()) {
            throw MalformedMessageException.nonsense("a column of the topic has no name");
        }
        FieldType type = typeOf(typeName);
        if (type == null) {
            throw MalformedMessageException.nonsense(
                    "column '" + name + "' has the unknown type '" + typeName + "'");
        }
        JsonNode comment = field.get("comment");
        return new RecordSchema.Field(
                name,
                type,
                field.path("notnull").asBoolean(),
                comment == null || comment.isNull() ? null : comment.asText());
    }

    @Nullable
    private static FieldType typeOf(String name) {
        for (FieldType type : FieldType.values()) {
            if (type.name().equalsIgnoreCase(name)) {
                return type;
            }
        }
        return null;
    }
}
