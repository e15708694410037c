/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.tdengine.client.codec.MalformedMessageException;
import io.spillway.tdengine.data.BindField;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** Reads the columns that answers describe. */
@Internal
final class ColumnMeta {

    private static final int COLUMN = 1;
    private static final int TAG = 2;
    private static final int TABLE_NAME = 4;

    private ColumnMeta() {}

    /** The columns of a query's result. */
    static List<Field> fields(JsonNode answer) throws MalformedMessageException {
        int count = answer.path("fields_count").asInt();
        JsonNode names = list(answer, "fields_names", count);
        JsonNode types = list(answer, "fields_types", count);
        JsonNode lengths = list(answer, "fields_lengths", count);
        JsonNode precisions = answer.path("fields_precisions");
        JsonNode scales = answer.path("fields_scales");
        List<Field> fields = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fields.add(
                    new Field(
                            names.path(i).asText(),
                            type(types.path(i)),
                            lengths.path(i).asInt(),
                            precisions.path(i).asInt(0),
                            scales.path(i).asInt(0)));
        }
        return List.copyOf(fields);
    }

    static TimestampPrecision precision(JsonNode code) throws MalformedMessageException {
        try {
            return TimestampPrecision.ofCode(code.asInt(0));
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(e.getMessage());
        }
    }

    /** The question marks of a prepared INSERT. */
    static List<BindField> bindFields(JsonNode answer) throws MalformedMessageException {
        JsonNode described = answer.path("fields");
        if (!described.isArray() || described.isEmpty()) {
            throw new MalformedMessageException("a prepared INSERT has no question marks");
        }
        List<BindField> fields = new ArrayList<>(described.size());
        for (JsonNode field : described) {
            TDengineType type = type(field.path("field_type"));
            int precision = field.path("precision").asInt(0);
            boolean timestamp = type == TDengineType.TIMESTAMP;
            fields.add(
                    new BindField(
                            field.path("name").asText(),
                            type,
                            kind(field.path("bind_type").asInt()),
                            timestamp
                                    ? precision(field.path("precision"))
                                    : TimestampPrecision.MILLIS,
                            timestamp ? 0 : precision,
                            field.path("scale").asInt(0),
                            field.path("bytes").asInt(0)));
        }
        return List.copyOf(fields);
    }

    private static BindField.Kind kind(int code) throws MalformedMessageException {
        return switch (code) {
            case COLUMN -> BindField.Kind.COLUMN;
            case TAG -> BindField.Kind.TAG;
            case TABLE_NAME -> BindField.Kind.TABLE_NAME;
            default ->
                    throw new MalformedMessageException(
                            "a question mark is of the unknown kind " + code);
        };
    }

    private static TDengineType type(JsonNode code) throws MalformedMessageException {
        try {
            return TDengineType.ofCode(code.asInt());
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(e.getMessage());
        }
    }

    private static JsonNode list(JsonNode answer, String name, int count)
            throws MalformedMessageException {
        JsonNode list = answer.path(name);
        if (count < 0 || count > 0 && list.size() != count) {
            throw new MalformedMessageException(
                    "an answer announces " + count + " columns and gives " + list.size());
        }
        return list;
    }
}
