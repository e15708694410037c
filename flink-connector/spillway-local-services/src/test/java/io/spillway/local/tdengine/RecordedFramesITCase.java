/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * A conversation of the vendor's driver with a server of version 3.3.7.5, recorded, and held again
 * with the local one: whatever the driver sent is answered with the same bytes, but for how long it
 * took.
 */
class RecordedFramesITCase {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Id of a query whose rows have the same times in two tables: any order is right. */
    private static final String TIES = "1a00b063c11ff44d";

    private static final int TEXT = 1;
    private static final int BINARY = 2;

    @Test
    void theDriversConversationIsAnsweredWithTheSameBytes() throws Exception {
        Map<Integer, RawSocket> sockets = new HashMap<>();
        SoftAssertions all = new SoftAssertions();
        int compared = 0;
        try (LocalTDengine server = LocalTDengine.builder().timeZone(ZoneOffset.UTC).start();
                InputStream recorded =
                        getClass()
                                .getResourceAsStream("/tdengine/ws-query-stmt2-schemaless.jsonl");
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(recorded, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode frame = MAPPER.readTree(line);
                int kind = frame.path("op").asInt();
                if (kind != TEXT && kind != BINARY) {
                    continue;
                }
                int connection = frame.get("c").asInt();
                RawSocket socket = sockets.get(connection);
                if (socket == null) {
                    socket = RawSocket.open(server, "/ws");
                    sockets.put(connection, socket);
                }
                if (frame.get("dir").asText().equals("C>S")) {
                    send(socket, frame, kind);
                } else {
                    String expected = masked(frame, kind);
                    Object answer = socket.take();
                    if (!expected.contains(TIES)) {
                        all.assertThat(masked(answer)).isEqualTo(expected);
                        compared++;
                    }
                }
            }
        } finally {
            sockets.values().forEach(RawSocket::close);
        }
        all.assertAll();
        assertThat(compared).isEqualTo(76);
    }

    private static void send(RawSocket socket, JsonNode frame, int kind) {
        if (kind == TEXT) {
            socket.send(frame.get("text").asText());
        } else {
            socket.send(HexFormat.of().parseHex(frame.get("hex").asText()));
        }
    }

    private static String masked(JsonNode frame, int kind) {
        return kind == TEXT
                ? masked(frame.get("text").asText())
                : masked(HexFormat.of().parseHex(frame.get("hex").asText()));
    }

    private static String masked(Object message) {
        if (message instanceof byte[] bytes) {
            byte[] copy = bytes.clone();
            Arrays.fill(copy, 18, 26, (byte) 0);
            return HexFormat.of().formatHex(copy);
        }
        return String.valueOf(message).replaceFirst("\"timing\":\\d+", "\"timing\":0");
    }
}
