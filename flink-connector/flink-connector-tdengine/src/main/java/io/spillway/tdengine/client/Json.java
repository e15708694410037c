/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.tdengine.client.codec.MalformedMessageException;
import java.math.BigInteger;
import org.apache.flink.annotation.Internal;

/** The JSON of requests and answers. */
@Internal
final class Json {

    private static final int MAX_U64_DIGITS = 20;

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static String request(String action, ObjectNode args) {
        ObjectNode request = MAPPER.createObjectNode();
        request.put("action", action);
        request.set("args", args);
        return request.toString();
    }

    static JsonNode parse(String text) throws JsonProcessingException, MalformedMessageException {
        JsonNode node = MAPPER.readTree(text);
        if (!node.isObject()) {
            throw new MalformedMessageException("an answer is not a JSON object");
        }
        return node;
    }

    static ObjectMapper mapper() {
        return MAPPER;
    }

    /** An id of 64 bits, which the server may write as a number or as text; 0 if it is absent. */
    static long u64(JsonNode node) throws MalformedMessageException {
        if (node.isMissingNode() || node.isNull()) {
            return 0;
        }
        if (node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isBigInteger()) {
            return node.bigIntegerValue().longValue();
        }
        String text = node.asText();
        if (!text.isEmpty()
                && text.length() <= MAX_U64_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new BigInteger(text).longValue();
        }
        throw new MalformedMessageException("an id is not a number");
    }

    /** Puts an id of 64 bits without a sign. */
    static ObjectNode putU64(ObjectNode target, String name, long id) {
        return id >= 0
                ? target.put(name, id)
                : target.put(name, new BigInteger(Long.toUnsignedString(id)));
    }
}
