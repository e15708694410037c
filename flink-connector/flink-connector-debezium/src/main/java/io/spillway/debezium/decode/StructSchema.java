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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** A struct of a Connect schema, compiled: which reader takes which field. Immutable. */
@Internal
final class StructSchema implements ValueReader {

    private final String[] names;
    private final ValueReader[] readers;
    private final Map<String, ValueReader> byName;

    StructSchema(List<String> names, List<ValueReader> readers) {
        this.names = names.toArray(new String[0]);
        this.readers = readers.toArray(new ValueReader[0]);
        this.byName = new HashMap<>();
        for (int i = 0; i < this.names.length; i++) {
            byName.put(this.names[i], this.readers[i]);
        }
    }

    /**
     * The reader of a field.
     *
     * @param position where the field stands in the record; fields come in the schema's order, so
     *     that the reader is usually found there
     */
    ValueReader field(String name, int position) throws DebeziumDecodeException {
        if (position < names.length && names[position].equals(name)) {
            return readers[position];
        }
        ValueReader reader = byName.get(name);
        if (reader == null) {
            throw DebeziumDecodeException.mismatch("a field is not in the schema");
        }
        return reader;
    }

    /** The schema of a field that is a struct; null if there is none of that name. */
    @Nullable
    StructSchema struct(String name) {
        return byName.get(name) instanceof StructSchema struct ? struct : null;
    }

    @Override
    public Map<String, Object> read(JsonParser parser) throws IOException, DebeziumDecodeException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw SchemaReaders.unfit("a struct", parser);
        }
        Map<String, Object> struct = new LinkedHashMap<>();
        int fields = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            ValueReader reader = field(name, fields++);
            struct.put(name, SchemaReaders.nullable(reader, parser, parser.nextToken()));
        }
        if (struct.size() != fields) {
            throw DebeziumDecodeException.shape("a struct has two fields of the same name");
        }
        return Collections.unmodifiableMap(struct);
    }
}
