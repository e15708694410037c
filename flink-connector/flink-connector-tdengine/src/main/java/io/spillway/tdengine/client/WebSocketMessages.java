/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Puts what the JDK's WebSocket receives together to whole messages, up to a largest size. */
@Internal
final class WebSocketMessages implements WebSocket.Listener {

    private static final int TOO_BIG = 1009;
    private static final byte[] NOTHING = new byte[0];

    private final int maxBytes;
    private final Receiver receiver;
    private final StringBuilder text = new StringBuilder();
    private byte[] bytes = NOTHING;
    private int size;

    /** Bytes of the last message: the next one may well be as large. */
    private int lastSize;

    private boolean over;

    WebSocketMessages(int maxBytes, Receiver receiver) {
        this.maxBytes = maxBytes;
        this.receiver = receiver;
    }

    /** What becomes of a connection; called by one thread at a time. */
    interface Receiver {

        void onText(String message);

        /** The array is the receiver's. */
        void onBinary(byte[] message);

        /** A message grew beyond the limit; the connection is of no use any more. */
        void onTooLarge(int maxBytes);

        /**
         * Nothing more comes.
         *
         * @param cause null if the server closed the connection in order
         */
        void onEnd(String reason, @Nullable Throwable cause);
    }

    @Override
    public void onOpen(WebSocket socket) {
        // they come one after the other in any case, and to ask for each costs more than to take it
        socket.request(Long.MAX_VALUE);
    }

    @Override
    @Nullable
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        if (over) {
            return null;
        }
        if (part.length() > maxBytes - text.length()) {
            return tooLarge(socket);
        }
        if (last && text.length() == 0) {
            receiver.onText(part.toString());
        } else {
            text.append(part);
            if (last) {
                String message = text.toString();
                text.setLength(0);
                receiver.onText(message);
            }
        }
        return null;
    }

    @Override
    @Nullable
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
        if (over) {
            return null;
        }
        int more = part.remaining();
        if (more > maxBytes - size) {
            return tooLarge(socket);
        }
        if (more > bytes.length - size) {
            int wanted = last ? size + more : grown(size + more);
            bytes = Arrays.copyOf(bytes, wanted);
        }
        part.get(bytes, size, more);
        size += more;
        if (last) {
            byte[] message = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
            bytes = NOTHING;
            lastSize = size;
            size = 0;
            receiver.onBinary(message);
        }
        return null;
    }

    @Override
    @Nullable
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        receiver.onEnd(closed(code, reason), null);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        receiver.onEnd("the connection broke: " + describe(failure), failure);
    }

    /** How to tell that the server ended the connection. */
    static String closed(int code, String reason) {
        return "the server closed the connection ("
                + code
                + (reason.isEmpty() ? ")" : ": " + Failures.oneLine(reason) + ")");
    }

    static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : Failures.oneLine(message);
    }

    private int grown(int needed) {
        long wanted = needed <= lastSize ? lastSize : Math.max(16 * 1024L, 2L * needed);
        return (int) Math.min(maxBytes, wanted);
    }

    @Nullable
    private CompletionStage<?> tooLarge(WebSocket socket) {
        over = true;
        bytes = NOTHING;
        receiver.onTooLarge(maxBytes);
        socket.sendClose(TOO_BIG, "message too big");
        return null;
    }
}
