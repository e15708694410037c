/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Readers of the types of Connect schemas, in the form Connect's JsonConverter writes them. */
@Internal
final class SchemaReaders {

    private static final Base64.Decoder BASE64 = Base64.getDecoder();

    private SchemaReaders() {}

    /** Reads a value that may be null; the parser stands on {@code token}. */
    @Nullable
    static Object nullable(ValueReader reader, JsonParser parser, JsonToken token)
            throws IOException, DebeziumDecodeException {
        return token == JsonToken.VALUE_NULL ? null : reader.read(parser);
    }

    static DebeziumDecodeException unfit(String expected, JsonParser parser) {
        return DebeziumDecodeException.mismatch(
                "the schema says " + expected + ", found " + Json.typeName(parser.currentToken()));
    }

    static Boolean bool(JsonParser parser) throws IOException, DebeziumDecodeException {
        if (!parser.currentToken().isBoolean()) {
            throw unfit("boolean", parser);
        }
        return parser.getBooleanValue();
    }

    static Integer int32(JsonParser parser) throws IOException, DebeziumDecodeException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw unfit("a 32-bit integer", parser);
        }
        if (parser.getNumberType() != JsonParser.NumberType.INT) {
            throw DebeziumDecodeException.mismatch("a number exceeds the schema's 32 bits");
        }
        return parser.getIntValue();
    }

    static Long int64(JsonParser parser) throws IOException, DebeziumDecodeException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw unfit("a 64-bit integer", parser);
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw DebeziumDecodeException.mismatch("a number exceeds the schema's 64 bits");
        }
        return parser.getLongValue();
    }

    static Double float64(JsonParser parser) throws IOException, DebeziumDecodeException {
        if (parser.currentToken().isNumeric()) {
            return parser.getDoubleValue();
        }
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            switch (parser.getText()) {
                case "NaN":
                    return Double.NaN;
                case "Infinity":
                    return Double.POSITIVE_INFINITY;
                case "-Infinity":
                    return Double.NEGATIVE_INFINITY;
                default:
                    break;
            }
        }
        throw unfit("a floating-point number", parser);
    }

    static String string(JsonParser parser) throws IOException, DebeziumDecodeException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw unfit("string", parser);
        }
        return parser.getText();
    }

    static byte[] bytes(JsonParser parser) throws IOException, DebeziumDecodeException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw unfit("base64 text", parser);
        }
        try {
            return BASE64.decode(parser.getText());
        } catch (IllegalArgumentException e) {
            throw DebeziumDecodeException.mismatch("the schema says bytes, the text is no base64");
        }
    }

    /** Connect's Decimal: base64 of the unscaled value, or a number (decimal.format=NUMERIC). */
    static ValueReader decimal(int scale) {
        return parser ->
                parser.currentToken().isNumeric()
                        ? Json.decimal(parser)
                        : new BigDecimal(unscaled(bytes(parser)), scale);
    }

    /** Debezium's decimal whose scale is not fixed: {@code {"scale": 2, "value": base64}}. */
    static BigDecimal variableScaleDecimal(JsonParser parser)
            throws IOException, DebeziumDecodeException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw unfit("a decimal with its scale", parser);
        }
        Integer scale = null;
        BigInteger unscaled = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("scale")) {
                scale = int32(parser);
            } else if (name.equals("value")) {
                unscaled = unscaled(bytes(parser));
            } else {
                throw DebeziumDecodeException.mismatch("a decimal has an unknown field");
            }
        }
        if (scale == null || unscaled == null) {
            throw DebeziumDecodeException.mismatch("a decimal lacks its scale or its value");
        }
        return new BigDecimal(unscaled, scale);
    }

    static ValueReader array(ValueReader items) {
        return parser -> {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw unfit("an array", parser);
            }
            List<Object> array = new ArrayList<>();
            for (JsonToken token = parser.nextToken();
                    token != JsonToken.END_ARRAY;
                    token = parser.nextToken()) {
                array.add(nullable(items, parser, token));
            }
            return Collections.unmodifiableList(array);
        };
    }

    /** A map whose keys are strings; others come as arrays of pairs and stay plain. */
    static ValueReader map(ValueReader values) {
        return parser -> {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw unfit("a map", parser);
            }
            Map<String, Object> map = new LinkedHashMap<>();
            int entries = 0;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                map.put(key, nullable(values, parser, parser.nextToken()));
                entries++;
            }
            if (map.size() != entries) {
                throw DebeziumDecodeException.shape("a map has two entries of the same key");
            }
            return Collections.unmodifiableMap(map);
        };
    }

    private static BigInteger unscaled(byte[] bytes) throws DebeziumDecodeException {
        if (bytes.length == 0) {
            throw DebeziumDecodeException.mismatch("a decimal has no digits");
        }
        return new BigInteger(bytes);
    }
}
