/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.tdengine.client.WebSocketMessages.Receiver;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket over a plain connection. The JDK's own hands every 16 kB from thread to thread, which
 * for messages of a few hundred costs more than to decode them; here a message is read into its
 * array in a few pieces, by one thread, and written by the thread that sends it.
 */
@Internal
final class PlainWire implements Wire, WebSocketFrames.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(PlainWire.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] NORMAL_CLOSURE = {0x03, (byte) 0xe8};

    private final SocketChannel channel;
    private final int maxBytes;
    private final Receiver receiver;
    private final WebSocketFrames frames;
    private final Queue<Unsent> unsent = new ArrayDeque<>();
    @Nullable private SelectionKey key;

    private PlainWire(SocketChannel channel, int maxBytes, Receiver receiver) {
        this.channel = channel;
        this.maxBytes = maxBytes;
        this.receiver = receiver;
        this.frames = new WebSocketFrames(maxBytes, this);
    }

    /** A frame, and who waits for it to be sent. */
    private record Unsent(ByteBuffer frame, CompletableFuture<Void> sent) {}

    /** Begins to read a connection that has become a WebSocket. */
    static PlainWire start(
            WebSocketHandshake.Opened opened, int maxBytes, Receiver receiver, WireLoop loop)
            throws IOException {
        SocketChannel channel = opened.channel();
        try {
            channel.configureBlocking(false);
            PlainWire wire = new PlainWire(channel, maxBytes, receiver);
            wire.frames.read(opened.ahead());
            wire.register(loop);
            return wire;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private synchronized void register(WireLoop loop) throws IOException {
        key = loop.add(channel, this);
    }

    @Override
    public CompletableFuture<?> send(String text) {
        return send(WebSocketFrames.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public CompletableFuture<?> send(byte[] binary) {
        return send(WebSocketFrames.BINARY, binary);
    }

    @Override
    public CompletableFuture<?> sendClose() {
        return send(WebSocketFrames.CLOSE, NORMAL_CLOSURE);
    }

    private CompletableFuture<?> send(int opcode, byte[] payload) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        Unsent frame = new Unsent(WebSocketFrames.write(opcode, payload, RANDOM.nextInt()), sent);
        synchronized (this) {
            unsent.add(frame);
        }
        flush();
        return sent;
    }

    /** Writes as much as the connection takes now. */
    void flush() {
        try {
            for (Unsent done = writeNext(); done != null; done = writeNext()) {
                done.sent.complete(null);
            }
        } catch (IOException | CancelledKeyException e) {
            broke(e);
        }
    }

    @Nullable
    private synchronized Unsent writeNext() throws IOException {
        Unsent next = unsent.peek();
        if (next == null) {
            return null;
        }
        channel.write(next.frame);
        if (next.frame.hasRemaining()) {
            if (key != null && key.isValid()) {
                key.interestOpsOr(SelectionKey.OP_WRITE);
                key.selector().wakeup();
            }
            return null;
        }
        return unsent.poll();
    }

    /**
     * Reads what came. Only by the thread that reads all connections.
     *
     * @param buffer to read into
     */
    void read(ByteBuffer buffer) {
        try {
            int count;
            do {
                buffer.clear();
                count = channel.read(buffer);
                if (count < 0) {
                    throw new EOFException("the server hung up");
                }
                frames.read(buffer.flip());
            } while (count == buffer.capacity());
        } catch (IOException e) {
            broke(e);
        } catch (RuntimeException e) {
            LOG.error("A message of TDengine could not be handed on", e);
            broke(e);
        }
    }

    @Override
    public void abort() {
        List<Unsent> lost;
        SelectionKey registered;
        synchronized (this) {
            lost = List.copyOf(unsent);
            unsent.clear();
            registered = key;
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("Closing a connection to TDengine failed", e);
        }
        if (registered != null) {
            // the connection ends when the thread that reads has let go of it
            registered.selector().wakeup();
        }
        lost.forEach(frame -> frame.sent.completeExceptionally(new ClosedChannelException()));
    }

    private void broke(Exception cause) {
        receiver.onEnd("the connection broke: " + WebSocketMessages.describe(cause), cause);
        abort();
    }

    @Override
    public void onMessage(int opcode, byte[] message) {
        if (opcode == WebSocketFrames.TEXT) {
            receiver.onText(new String(message, StandardCharsets.UTF_8));
        } else {
            receiver.onBinary(message);
        }
    }

    @Override
    public void onPing(byte[] payload) {
        send(WebSocketFrames.PONG, payload);
    }

    @Override
    public void onClose(int code, String reason) {
        send(WebSocketFrames.CLOSE, NORMAL_CLOSURE);
        receiver.onEnd(WebSocketMessages.closed(code, reason), null);
        abort();
    }

    @Override
    public void onTooLarge() {
        receiver.onTooLarge(maxBytes);
        abort();
    }
}
