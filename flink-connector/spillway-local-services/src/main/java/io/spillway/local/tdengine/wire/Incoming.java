/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.annotation.Nullable;

/**
 * A request on a WebSocket.
 *
 * @param requestId unsigned
 * @param arrived {@link System#nanoTime()} when it came
 * @param args of a text, missing if it has none
 * @param frame a binary request from its first byte on; null for a text
 */
public record Incoming(
        String action, long requestId, long arrived, JsonNode args, @Nullable ByteBuffer frame) {

    /** Bytes every binary request starts with: request, resource, action. */
    public static final int HEADER = 24;

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    /** Reads a text; null if it is no JSON. */
    @Nullable
    public static Incoming ofText(String text) {
        long arrived = System.nanoTime();
        try {
            JsonNode root = MAPPER.readTree(text);
            JsonNode args = root.path("args");
            return new Incoming(
                    root.path("action").asText(""), unsigned(args, "req_id"), arrived, args, null);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Reads a binary request of at least {@link #HEADER} bytes; takes over the array. */
    public static Incoming ofBinary(byte[] bytes) {
        ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new Incoming(
                actionName(frame.getLong(16)),
                frame.getLong(0),
                System.nanoTime(),
                MissingNode.getInstance(),
                frame);
    }

    /** Which result or statement a binary request is about. */
    public long resourceId() {
        return frame.getLong(8);
    }

    public long binaryAction() {
        return frame.getLong(16);
    }

    public long unsigned(String name) {
        return unsigned(args, name);
    }

    public String text(String name) {
        return args.path(name).asText("");
    }

    public int integer(String name) {
        return args.path(name).asInt(0);
    }

    /** How long it has been here, in nanoseconds. */
    public long age() {
        return System.nanoTime() - arrived;
    }

    private static long unsigned(JsonNode args, String name) {
        JsonNode value = args.path(name);
        if (value.isIntegralNumber()) {
            return value.bigIntegerValue().longValue();
        }
        if (value.isTextual()) {
            try {
                return Long.parseUnsignedLong(value.textValue());
            } catch (NumberFormatException e) {
                return 0; // as a request without an id
            }
        }
        return 0;
    }

    private static String actionName(long action) {
        if (action == 6) {
            return "binary_query";
        } else if (action == 7) {
            return "fetch_raw_block";
        } else if (action == 9) {
            return "stmt2_bind";
        }
        return "unknown";
    }
}
