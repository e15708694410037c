/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;

/** The frames of a WebSocket (RFC 6455), as a server sends them and as a client has to. */
@Internal
final class WebSocketFrames {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int RESERVED = 0x70;
    private static final int OPCODE = 0x0f;
    private static final int CONTROL = 0x08;
    private static final int MASKED = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int MAX_HEAD = 10;
    private static final int MAX_CONTROL = 125;

    private final int maxBytes;
    private final Handler handler;
    private final byte[] head = new byte[MAX_HEAD];
    private int headSize;
    private byte[] payload;
    private int filled;

    /** Frames before the last one of a message in pieces. */
    private final ByteArrayOutputStream pieces = new ByteArrayOutputStream(0);

    private int message = CONTINUATION;
    private boolean over;

    /** What becomes of frames. */
    interface Handler {

        void onMessage(int opcode, byte[] message);

        void onPing(byte[] payload);

        /**
         * @param code 1005 if the server gave none
         */
        void onClose(int code, String reason);

        void onTooLarge();
    }

    /**
     * @param maxBytes most bytes of a message
     */
    WebSocketFrames(int maxBytes, Handler handler) {
        this.maxBytes = maxBytes;
        this.handler = handler;
    }

    /**
     * Takes what came, and hands on what it makes whole. After a close, and after a message that is
     * too large, nothing more is taken.
     *
     * @throws ProtocolException if it is no frame that a server may send
     */
    void read(ByteBuffer in) throws ProtocolException {
        while (!over) {
            if (payload == null && !readHead(in)) {
                return;
            }
            if (over) {
                return;
            }
            int count = Math.min(in.remaining(), payload.length - filled);
            in.get(payload, filled, count);
            filled += count;
            if (filled < payload.length) {
                return;
            }
            byte[] whole = payload;
            payload = null;
            headSize = 0;
            onFrame((head[0] & FINAL) != 0, head[0] & OPCODE, whole);
        }
    }

    /** Whether the head is complete, and the payload begun. */
    private boolean readHead(ByteBuffer in) throws ProtocolException {
        while (in.hasRemaining()) {
            head[headSize++] = in.get();
            if (headSize >= 2 && headSize == headLength()) {
                begin();
                return true;
            }
        }
        return false;
    }

    private int headLength() {
        int length = head[1] & ~MASKED & 0xff;
        return length == LONG_LENGTH ? MAX_HEAD : length == SHORT_LENGTH ? 4 : 2;
    }

    private void begin() throws ProtocolException {
        if ((head[0] & RESERVED) != 0 || (head[1] & MASKED) != 0) {
            throw new ProtocolException("a frame has bits that nobody agreed on");
        }
        long length = head[1];
        if (length >= SHORT_LENGTH) {
            length = 0;
            for (int i = 2; i < headSize; i++) {
                length = length << 8 | head[i] & 0xff;
            }
        }
        boolean control = (head[0] & CONTROL) != 0;
        if (length < 0 || control && (length > MAX_CONTROL || (head[0] & FINAL) == 0)) {
            throw new ProtocolException("a frame has an impossible length");
        }
        if (length > maxBytes - (control ? 0 : pieces.size())) {
            over = true;
            handler.onTooLarge();
            return;
        }
        payload = new byte[(int) length];
        filled = 0;
    }

    private void onFrame(boolean last, int opcode, byte[] frame) throws ProtocolException {
        switch (opcode) {
            case TEXT, BINARY, CONTINUATION -> onData(last, opcode, frame);
            case PING -> handler.onPing(frame);
            case PONG -> {
                // none was asked for
            }
            case CLOSE -> {
                over = true;
                onClose(frame);
            }
            default -> throw new ProtocolException("a frame has the unknown opcode " + opcode);
        }
    }

    private void onData(boolean last, int opcode, byte[] frame) throws ProtocolException {
        if ((opcode == CONTINUATION) == (message == CONTINUATION)) {
            throw new ProtocolException("a message begins within another one, or nowhere");
        }
        if (opcode != CONTINUATION) {
            message = opcode;
        }
        if (!last) {
            pieces.writeBytes(frame);
            return;
        }
        byte[] whole = frame;
        if (pieces.size() > 0) {
            pieces.writeBytes(frame);
            whole = pieces.toByteArray();
            pieces.reset();
        }
        int kind = message;
        message = CONTINUATION;
        handler.onMessage(kind, whole);
    }

    private void onClose(byte[] frame) {
        if (frame.length < 2) {
            handler.onClose(1005, "");
        } else {
            int code = (frame[0] & 0xff) << 8 | frame[1] & 0xff;
            handler.onClose(code, new String(frame, 2, frame.length - 2, StandardCharsets.UTF_8));
        }
    }

    /**
     * A frame with a whole message of a client.
     *
     * @param mask hides the payload from what looks at the traffic on its way
     */
    static ByteBuffer write(int opcode, byte[] payload, int mask) {
        int length = payload.length;
        ByteBuffer frame = ByteBuffer.allocate(MAX_HEAD + 4 + length);
        frame.put((byte) (FINAL | opcode));
        if (length < SHORT_LENGTH) {
            frame.put((byte) (MASKED | length));
        } else if (length <= 0xffff) {
            frame.put((byte) (MASKED | SHORT_LENGTH)).putShort((short) length);
        } else {
            frame.put((byte) (MASKED | LONG_LENGTH)).putLong(length);
        }
        frame.putInt(mask);
        ByteBuffer plain = ByteBuffer.wrap(payload);
        long wide = (long) mask << 32 | mask & 0xffff_ffffL;
        while (plain.remaining() >= 8) {
            frame.putLong(plain.getLong() ^ wide);
        }
        for (int shift = 24; plain.hasRemaining(); shift = shift == 0 ? 24 : shift - 8) {
            frame.put((byte) (plain.get() ^ mask >>> shift));
        }
        return frame.flip();
    }
}
