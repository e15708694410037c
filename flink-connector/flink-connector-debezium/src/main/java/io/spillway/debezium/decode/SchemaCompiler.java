/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Turns a Connect schema, as JsonConverter writes it, into the readers of its values. */
@Internal
final class SchemaCompiler {

    private SchemaCompiler() {}

    /**
     * @param schema the parsed schema object
     * @throws DebeziumDecodeException if it is not a schema of a struct
     */
    static StructSchema compileStruct(Map<?, ?> schema) throws DebeziumDecodeException {
        if (compile(schema) instanceof StructSchema struct) {
            return struct;
        }
        throw DebeziumDecodeException.shape(
                "the record's schema is not that of an object with fields");
    }

    private static ValueReader compile(@Nullable Object schema) throws DebeziumDecodeException {
        if (!(schema instanceof Map<?, ?> map) || !(map.get("type") instanceof String type)) {
            throw DebeziumDecodeException.shape("the record's schema lacks a type");
        }
        if (map.get("name") instanceof String name) {
            ValueReader reader = byName(name, map);
            if (reader != null) {
                return reader;
            }
        }
        return switch (type) {
            case "struct" -> struct(map);
            case "boolean" -> SchemaReaders::bool;
            case "int8", "int16", "int32" -> SchemaReaders::int32;
            case "int64" -> SchemaReaders::int64;
            case "float", "float32", "double", "float64" -> SchemaReaders::float64;
            case "string" -> SchemaReaders::string;
            case "bytes" -> SchemaReaders::bytes;
            case "array" -> SchemaReaders.array(compile(map.get("items")));
            case "map" -> map(map);
            default ->
                    throw DebeziumDecodeException.shape("the record's schema has an unknown type");
        };
    }

    @Nullable
    private static ValueReader byName(String name, Map<?, ?> schema)
            throws DebeziumDecodeException {
        return switch (name) {
            case "org.apache.kafka.connect.data.Decimal" -> SchemaReaders.decimal(scale(schema));
            case "io.debezium.data.VariableScaleDecimal" -> SchemaReaders::variableScaleDecimal;
            default -> TemporalReaders.byName(name);
        };
    }

    private static int scale(Map<?, ?> schema) throws DebeziumDecodeException {
        if (schema.get("parameters") instanceof Map<?, ?> parameters
                && parameters.get("scale") instanceof String scale) {
            try {
                return Integer.parseInt(scale);
            } catch (NumberFormatException e) {
                throw DebeziumDecodeException.shape("a decimal's scale is no number");
            }
        }
        throw DebeziumDecodeException.shape("a decimal's schema lacks its scale");
    }

    private static ValueReader map(Map<?, ?> schema) throws DebeziumDecodeException {
        ValueReader values = compile(schema.get("values"));
        boolean stringKeys =
                schema.get("keys") instanceof Map<?, ?> keys && "string".equals(keys.get("type"));
        return stringKeys ? SchemaReaders.map(values) : PlainValues::read;
    }

    private static StructSchema struct(Map<?, ?> schema) throws DebeziumDecodeException {
        if (!(schema.get("fields") instanceof List<?> fields)) {
            throw DebeziumDecodeException.shape("a struct's schema lacks its fields");
        }
        List<String> names = new ArrayList<>(fields.size());
        List<ValueReader> readers = new ArrayList<>(fields.size());
        for (Object field : fields) {
            if (!(field instanceof Map<?, ?> map) || !(map.get("field") instanceof String name)) {
                throw DebeziumDecodeException.shape("a field of the record's schema has no name");
            }
            names.add(name);
            readers.add(compile(field));
        }
        return new StructSchema(names, readers);
    }
}
