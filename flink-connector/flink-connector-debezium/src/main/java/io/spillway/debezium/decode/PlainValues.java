/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Values without a schema: JSON's own types, numbers exact. */
@Internal
final class PlainValues {

    private PlainValues() {}

    /** Reads any value, null included. */
    @Nullable
    static Object read(JsonParser parser) throws IOException, DebeziumDecodeException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> Json.decimal(parser);
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            case START_ARRAY -> array(parser);
            case START_OBJECT -> object(parser);
            default -> throw Json.invalid("a value is missing");
        };
    }

    /** Reads the object the parser stands on the beginning of. */
    static Map<String, Object> object(JsonParser parser)
            throws IOException, DebeziumDecodeException {
        Map<String, Object> object = new LinkedHashMap<>();
        int fields = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, read(parser));
            fields++;
        }
        if (object.size() != fields) {
            throw DebeziumDecodeException.shape("an object has two fields of the same name");
        }
        return Collections.unmodifiableMap(object);
    }

    private static List<Object> array(JsonParser parser)
            throws IOException, DebeziumDecodeException {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(parser));
        }
        return Collections.unmodifiableList(array);
    }

    private static Object integer(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> parser.getIntValue();
            case LONG -> parser.getLongValue();
            default -> parser.getBigIntegerValue();
        };
    }
}
