/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** What the vendor's driver and a server 3.3.7.5 said to each other. */
public final class RecordedFrames {

    public static final String STATEMENTS = "ws-query-stmt2-schemaless.jsonl";
    public static final String CONSUMER = "tmq-g1.jsonl";
    public static final String META_CONSUMER = "tmq-meta.jsonl";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int TEXT = 1;
    private static final int BINARY = 2;

    private RecordedFrames() {}

    /** A frame that was recorded whole. */
    public record Frame(int connection, boolean fromClient, String text, byte[] bytes) {

        public boolean isText() {
            return text != null;
        }

        public JsonNode json() {
            return parse(text);
        }

        /** The action of a binary request. */
        public long action() {
            return number(16);
        }

        public long number(int at) {
            return java.nio.ByteBuffer.wrap(bytes)
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .getLong(at);
        }
    }

    public static List<Frame> read(String file) {
        List<Frame> frames = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        RecordedFrames.class.getResourceAsStream(
                                                "/tdengine/" + file)),
                                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonNode frame = parse(line);
                int op = frame.path("op").asInt();
                boolean fromClient = frame.path("dir").asText().equals("C>S");
                int connection = frame.path("c").asInt();
                if (op == TEXT) {
                    frames.add(
                            new Frame(connection, fromClient, frame.path("text").asText(), null));
                } else if (op == BINARY) {
                    byte[] bytes = HexFormat.of().parseHex(frame.path("hex").asText());
                    if (bytes.length == frame.path("len").asInt()) {
                        frames.add(new Frame(connection, fromClient, null, bytes));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
