/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** JSON in both directions, with errors that never quote an answer. */
@Internal
final class JsonBodies {

    static final ObjectMapper JSON = new ObjectMapper();

    private JsonBodies() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ObjectNode action(String name) {
        return object().put("Action", name);
    }

    static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
        }
    }

    /** Parses any answer of the service, which is always an object. */
    static JsonNode parse(byte[] body) throws MalformedMessageException {
        JsonNode node;
        try {
            node = JSON.readTree(body);
        } catch (IOException e) {
            // the parser's own message would quote the body
            throw MalformedMessageException.damaged("the answer is not JSON");
        }
        if (node == null || !node.isObject()) {
            throw MalformedMessageException.damaged("the answer is not a JSON object");
        }
        return node;
    }

    static JsonNode array(JsonNode node, String property) throws MalformedMessageException {
        JsonNode value = node.get(property);
        if (value == null || !value.isArray()) {
            throw missing(property);
        }
        return value;
    }

    static List<String> texts(JsonNode node, String property) throws MalformedMessageException {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(node, property)) {
            texts.add(element.asText());
        }
        return List.copyOf(texts);
    }

    static String text(JsonNode node, String property) throws MalformedMessageException {
        JsonNode value = node.get(property);
        if (value == null || !value.isValueNode() || value.isNull()) {
            throw missing(property);
        }
        return value.asText();
    }

    /** A whole number, as a number or as a text, as services and clients disagree on that. */
    static long number(JsonNode node, String property) throws MalformedMessageException {
        JsonNode value = node.get(property);
        if (value == null) {
            throw missing(property);
        }
        return toNumber(value, property);
    }

    static long number(JsonNode node, String property, long otherwise)
            throws MalformedMessageException {
        JsonNode value = node.get(property);
        return value == null || value.isNull() ? otherwise : toNumber(value, property);
    }

    private static long toNumber(JsonNode value, String property) throws MalformedMessageException {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (value.isTextual()) {
            try {
                return Long.parseLong(value.textValue());
            } catch (NumberFormatException e) {
                // reported below
            }
        }
        throw MalformedMessageException.nonsense("the answer's " + property + " is no number");
    }

    static MalformedMessageException missing(String property) {
        return MalformedMessageException.nonsense("the answer has no " + property);
    }
}
