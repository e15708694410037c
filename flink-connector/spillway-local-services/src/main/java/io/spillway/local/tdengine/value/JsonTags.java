/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.value;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import javax.annotation.Nullable;

/** JSON tags: one object without nesting, kept as text. */
public final class JsonTags {

    /** Bytes a JSON tag may have. */
    public static final int LENGTH = 4095;

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonTags() {}

    /** As the server keeps it: without blanks and null values; null if it is not an object. */
    @Nullable
    public static String normalize(String text) {
        if (text.isBlank()) {
            return "null";
        }
        try {
            JsonNode node = MAPPER.readTree(text);
            if (!(node instanceof ObjectNode object)) {
                return null;
            }
            for (JsonNode value : object) {
                if (value.isContainerNode()) {
                    return null;
                }
            }
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    /** The value of a key as text: strings quoted, numbers with nine digits; null without it. */
    @Nullable
    public static String get(@Nullable String tag, String key) {
        JsonNode value = node(tag).get(key);
        if (value == null) {
            return null;
        }
        return value.isNumber()
                ? String.format(Locale.ROOT, "%.9f", value.doubleValue())
                : value.toString();
    }

    public static boolean has(@Nullable String tag, String key) {
        return node(tag).has(key);
    }

    /** A text as a value of JSON is shown. */
    public static String quote(String text) {
        return TextNode.valueOf(text).toString();
    }

    private static JsonNode node(@Nullable String tag) {
        if (tag == null) {
            return MAPPER.createObjectNode();
        }
        try {
            return MAPPER.readTree(tag);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a stored JSON tag is not JSON", impossible);
        }
    }
}
