/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.schemaless;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;

/** OpenTSDB's JSON: an object or an array of objects with metric, timestamp, value and tags. */
final class JsonPoints {

    private static final ObjectMapper MAPPER =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final PointTimes times;

    JsonPoints(PointTimes times) {
        this.times = times;
    }

    List<Point> parse(String text) throws TaosException {
        JsonNode root;
        try {
            root = MAPPER.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw PointErrors.json();
        }
        List<Point> points = new ArrayList<>();
        if (root.isArray()) {
            for (JsonNode node : root) {
                points.add(point(node));
            }
        } else {
            points.add(point(root));
        }
        return points;
    }

    private Point point(JsonNode node) throws TaosException {
        JsonNode metric = node.path("metric");
        JsonNode tags = node.path("tags");
        if (!metric.isTextual()
                || metric.textValue().isEmpty()
                || !tags.isObject()
                || tags.isEmpty()) {
            throw PointErrors.json();
        }
        PointValue field = value(TelnetParser.VALUE, node.path("value"));
        List<PointValue> tagValues = new ArrayList<>();
        Iterator<Map.Entry<String, JsonNode>> entries = tags.fields();
        while (entries.hasNext()) {
            Map.Entry<String, JsonNode> entry = entries.next();
            tagValues.add(value(entry.getKey(), entry.getValue()));
        }
        return new Point(
                metric.textValue(), time(node.path("timestamp")), tagValues, List.of(field));
    }

    private long time(JsonNode node) throws TaosException {
        if (node.isNumber()) {
            return times.byDigits(node.decimalValue().toBigInteger().toString());
        }
        JsonNode value = node.path("value");
        TimeUnit unit =
                node.path("type").isTextual()
                        ? PointTimes.unit(node.path("type").textValue().toLowerCase(Locale.ROOT))
                        : null;
        if (!value.isNumber() || unit == null) {
            throw PointErrors.json();
        }
        return value.longValue() == 0 ? times.now() : times.convert(value.longValue(), unit);
    }

    private static PointValue value(String key, JsonNode node) throws TaosException {
        if (node.isObject()) {
            return typed(key, node.path("value"), node.path("type"));
        }
        if (node.isBoolean()) {
            return new PointValue(key, ValueType.BOOL, node.booleanValue(), 1, key);
        }
        if (node.isNumber()) {
            return new PointValue(key, ValueType.DOUBLE, node.doubleValue(), 8, key);
        }
        if (node.isTextual()) {
            return TextValues.text(key, ValueType.VARCHAR, node.textValue(), key);
        }
        throw PointErrors.json();
    }

    private static PointValue typed(String key, JsonNode value, JsonNode type)
            throws TaosException {
        if (!type.isTextual()) {
            throw PointErrors.json();
        }
        String name = type.textValue().toLowerCase(Locale.ROOT);
        if (value.isBoolean() && name.equals("bool")) {
            return new PointValue(key, ValueType.BOOL, value.booleanValue(), 1, key);
        }
        if (value.isTextual()) {
            return text(key, value.textValue(), name);
        }
        ValueType number = value.isNumber() ? numberType(name) : null;
        Object converted = number == null ? null : TextValues.convert(value.decimalValue(), number);
        if (converted == null) {
            throw PointErrors.json();
        }
        return new PointValue(key, number, converted, number.width(), key);
    }

    private static PointValue text(String key, String text, String type) throws TaosException {
        return switch (type) {
            case "binary", "varchar" -> TextValues.text(key, ValueType.VARCHAR, text, key);
            case "nchar" -> TextValues.text(key, ValueType.NCHAR, text, key);
            case "varbinary" -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                yield new PointValue(key, ValueType.VARBINARY, bytes, bytes.length, key);
            }
            default -> throw PointErrors.json();
        };
    }

    @Nullable
    private static ValueType numberType(String name) {
        return switch (name) {
            case "i8", "tinyint" -> ValueType.TINYINT;
            case "i16", "smallint" -> ValueType.SMALLINT;
            case "i32", "int" -> ValueType.INT;
            case "i64", "bigint" -> ValueType.BIGINT;
            case "f32", "float" -> ValueType.FLOAT;
            case "f64", "double" -> ValueType.DOUBLE;
            default -> null;
        };
    }
}
