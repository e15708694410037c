/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketFramesTest {

    private static final int LIMIT = 100_000;

    private final Heard heard = new Heard();
    private final WebSocketFrames frames = new WebSocketFrames(LIMIT, heard);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000, 1_000_000})
    void messagesOfEverySizeComeWholeHoweverTheyArrive(int piece) throws Exception {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        for (int size : new int[] {0, 1, 125, 126, 127, 65_535, 65_536, LIMIT}) {
            wire.writeBytes(frame(0x82, bytes(size)));
            expected.add("2 " + size);
        }
        wire.writeBytes(frame(0x81, "hé".getBytes(StandardCharsets.UTF_8)));
        expected.add("1 3");

        byte[] all = wire.toByteArray();
        for (int from = 0; from < all.length; from += piece) {
            frames.read(ByteBuffer.wrap(all, from, Math.min(piece, all.length - from)));
        }

        assertThat(heard.events).isEqualTo(expected);
    }

    @Test
    void contentsStayInOrder() throws Exception {
        byte[] content = bytes(70_000);
        frames.read(ByteBuffer.wrap(frame(0x82, content)));
        assertThat(heard.last).isEqualTo(content);
    }

    @Test
    void piecesAreJoinedAndPingsBetweenThemAnswered() throws Exception {
        frames.read(ByteBuffer.wrap(frame(0x01, "a".getBytes(StandardCharsets.UTF_8))));
        frames.read(ByteBuffer.wrap(frame(0x89, bytes(4))));
        frames.read(ByteBuffer.wrap(frame(0x00, "b".getBytes(StandardCharsets.UTF_8))));
        frames.read(ByteBuffer.wrap(frame(0x8a, bytes(0))));
        frames.read(ByteBuffer.wrap(frame(0x80, "c".getBytes(StandardCharsets.UTF_8))));
        frames.read(ByteBuffer.wrap(frame(0x82, bytes(1))));

        assertThat(heard.events).containsExactly("ping 4", "1 3", "2 1");
    }

    @Test
    void aCloseIsTheLastThingHeard() throws Exception {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.writeBytes(frame(0x88, new byte[] {0x03, (byte) 0xe9, 'b', 'y', 'e'}));
        wire.writeBytes(frame(0x81, bytes(1)));
        frames.read(ByteBuffer.wrap(wire.toByteArray()));
        assertThat(heard.events).containsExactly("close 1001 bye");
    }

    @Test
    void aCloseNeedsNoReason() throws Exception {
        frames.read(ByteBuffer.wrap(frame(0x88, new byte[0])));
        assertThat(heard.events).containsExactly("close 1005 ");
    }

    @Test
    void messagesBeyondTheLimitAreNotEvenBegun() throws Exception {
        frames.read(ByteBuffer.wrap(frame(0x02, bytes(60_000))));
        frames.read(ByteBuffer.wrap(frame(0x80, bytes(60_000))));
        frames.read(ByteBuffer.wrap(frame(0x81, bytes(1))));
        assertThat(heard.events).containsExactly("too large");
    }

    @Test
    void aLengthBeyondAllMemoryIsTooLarge() throws Exception {
        frames.read(ByteBuffer.wrap(new byte[] {(byte) 0x82, 127, 0x7f, 0, 0, 0, 0, 0, 0, 0}));
        assertThat(heard.events).containsExactly("too large");
    }

    @Test
    void whatNoServerMaySendIsRefused() {
        assertRefused(new byte[] {(byte) 0xc2, 0});
        assertRefused(new byte[] {(byte) 0x82, (byte) 0x80, 1, 2, 3, 4});
        assertRefused(new byte[] {(byte) 0x83, 0});
        assertRefused(new byte[] {(byte) 0x80, 0});
        assertRefused(new byte[] {(byte) 0x89, 126, 0, 126});
        assertRefused(new byte[] {0x09, 0});
        assertRefused(new byte[] {(byte) 0x82, 127, -1, 0, 0, 0, 0, 0, 0, 0});
        assertRefused(new byte[] {0x01, 0, (byte) 0x81, 0});
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 65_535, 65_536})
    void framesOfAClientAreMasked(int size) throws Exception {
        byte[] content = bytes(size);
        ByteBuffer frame = WebSocketFrames.write(WebSocketFrames.BINARY, content, 0xa1b2c3d4);

        assertThat(frame.get() & 0xff).isEqualTo(0x82);
        int length = frame.get() & 0xff;
        assertThat(length & 0x80).isEqualTo(0x80);
        long told =
                switch (length & 0x7f) {
                    case 126 -> frame.getShort() & 0xffff;
                    case 127 -> frame.getLong();
                    default -> length & 0x7f;
                };
        assertThat(told).isEqualTo(size);
        byte[] mask = new byte[4];
        frame.get(mask);
        assertThat(mask).isEqualTo(new byte[] {(byte) 0xa1, (byte) 0xb2, (byte) 0xc3, (byte) 0xd4});
        byte[] payload = new byte[frame.remaining()];
        frame.get(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        assertThat(payload).isEqualTo(content);
    }

    private static void assertRefused(byte[] bytes) {
        WebSocketFrames fresh = new WebSocketFrames(LIMIT, new Heard());
        assertThatThrownBy(() -> fresh.read(ByteBuffer.wrap(bytes)))
                .isInstanceOf(ProtocolException.class);
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** A frame as a server sends it. */
    private static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length <= 0xffff) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    private static final class Heard implements WebSocketFrames.Handler {

        private final List<String> events = new ArrayList<>();
        private byte[] last;

        @Override
        public void onMessage(int opcode, byte[] message) {
            events.add(opcode + " " + message.length);
            last = message;
        }

        @Override
        public void onPing(byte[] payload) {
            events.add("ping " + payload.length);
        }

        @Override
        public void onClose(int code, String reason) {
            events.add("close " + code + " " + reason);
        }

        @Override
        public void onTooLarge() {
            events.add("too large");
        }
    }
}
