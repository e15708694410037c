/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Reads rows: the columns that came, and the names of those whose value did not. */
@Internal
final class RowReader {

    private final Placeholder placeholder;

    RowReader(Placeholder placeholder) {
        this.placeholder = placeholder;
    }

    /**
     * A row as read.
     *
     * @param columns the columns in order, unmodifiable
     * @param unavailable columns the database sent no value for; they are not in {@code columns}
     */
    record Columns(Map<String, Object> columns, Set<String> unavailable) {}

    /**
     * @param parser stands on the beginning of the object
     * @param schema null if the record brings none
     */
    Columns read(JsonParser parser, @Nullable StructSchema schema)
            throws IOException, DebeziumDecodeException {
        Map<String, Object> columns = new LinkedHashMap<>();
        Set<String> unavailable = Set.of();
        int count = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING && placeholder.isText(parser)) {
                unavailable = with(name, unavailable);
            } else {
                Object value = value(parser, token, schema, name, count);
                if (token.isStructStart() && placeholder.isNested(value)) {
                    unavailable = with(name, unavailable);
                } else {
                    columns.put(name, value);
                }
            }
            count++;
        }
        if (columns.size() + unavailable.size() != count) {
            throw DebeziumDecodeException.shape("a row has two columns of the same name");
        }
        return new Columns(Collections.unmodifiableMap(columns), unavailable);
    }

    @Nullable
    private static Object value(
            JsonParser parser,
            JsonToken token,
            @Nullable StructSchema schema,
            String name,
            int position)
            throws IOException, DebeziumDecodeException {
        if (schema == null) {
            return PlainValues.read(parser);
        }
        try {
            return SchemaReaders.nullable(schema.field(name, position), parser, token);
        } catch (DebeziumDecodeException e) {
            throw e.at("column '" + name + "'");
        }
    }

    private static Set<String> with(String name, Set<String> names) {
        Set<String> more = new LinkedHashSet<>(names);
        more.add(name);
        return Collections.unmodifiableSet(more);
    }
}
