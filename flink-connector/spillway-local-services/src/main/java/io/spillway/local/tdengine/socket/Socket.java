/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.socket;

import io.spillway.local.tdengine.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket: puts messages together, sends them whole, and pings. Sending is thread-safe. */
public final class Socket implements FrameHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Socket.class);

    private static final long CUT_AFTER_MILLIS = 20;

    private final Conversation.Factory factory;
    private final Sockets open;
    private final Heartbeat heartbeat;
    private final ScheduledExecutorService timers;
    private final Object sending = new Object();
    private Conversation conversation;
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private byte opCode;
    private volatile CoreSession session;
    private volatile boolean frozen;
    private volatile long lastPong;
    private volatile ScheduledFuture<?> pings;
    private volatile ScheduledFuture<?> check;

    Socket(
            Conversation.Factory factory,
            Sockets open,
            Heartbeat heartbeat,
            ScheduledExecutorService timers) {
        this.factory = factory;
        this.open = open;
        this.heartbeat = heartbeat;
        this.timers = timers;
    }

    @Override
    public void onOpen(CoreSession coreSession, Callback callback) {
        session = coreSession;
        conversation = factory.open(this);
        open.add(this);
        lastPong = System.nanoTime();
        long period = heartbeat.period().toNanos();
        pings = timers.scheduleAtFixedRate(this::ping, period, period, TimeUnit.NANOSECONDS);
        checkAfter(heartbeat.patience().toNanos());
        callback.succeeded();
        coreSession.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        switch (frame.getOpCode()) {
            case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> onData(frame);
            case OpCode.PING -> pong(frame);
            case OpCode.PONG -> lastPong = frozen ? lastPong : System.nanoTime();
            default -> LOG.trace("A frame {} needs no answer here", frame);
        }
        callback.succeeded();
        if (!frozen) {
            session.demand();
        }
    }

    private void onData(Frame frame) {
        if (frame.getOpCode() != OpCode.CONTINUATION) {
            opCode = frame.getOpCode();
        }
        byte[] payload = new byte[frame.getPayloadLength()];
        if (payload.length > 0) {
            frame.getPayload().get(payload);
        }
        byte[] message = payload;
        if (!frame.isFin() || parts.size() > 0) {
            parts.writeBytes(payload);
            if (!frame.isFin()) {
                return;
            }
            message = parts.toByteArray();
            parts.reset();
        }
        if (opCode == OpCode.TEXT) {
            conversation.onText(new String(message, StandardCharsets.UTF_8));
        } else {
            conversation.onBinary(message);
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        LOG.debug("A WebSocket of the local TDengine failed", cause);
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus closeStatus, Callback callback) {
        open.remove(this);
        pings.cancel(false);
        check.cancel(false);
        conversation.onClosed();
        callback.succeeded();
    }

    public void send(String text) {
        send(new Frame(OpCode.TEXT, text));
    }

    /** Sends bytes, which must not change any more. */
    public void send(Bytes bytes) {
        send(new Frame(OpCode.BINARY, bytes.toByteBuffer()));
    }

    /** Sends the first half of a message and drops the connection. */
    public void sendHalf(ByteBuffer message, boolean text) {
        ByteBuffer half = message.duplicate();
        half.limit(half.position() + half.remaining() / 2);
        Frame frame = new Frame(text ? OpCode.TEXT : OpCode.BINARY, false, half);
        synchronized (sending) {
            session.sendFrame(frame, Callback.NOOP, false);
        }
        // not from within the sending, which would go on with what it has begun
        timers.schedule(this::drop, CUT_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Drops the connection without a word. */
    public void drop() {
        session.abort();
    }

    /** Goes silent: reads nothing any more, and takes no pong. */
    public void freeze() {
        frozen = true;
    }

    public boolean isFrozen() {
        return frozen;
    }

    private void send(Frame frame) {
        if (frozen) {
            return;
        }
        synchronized (sending) {
            session.sendFrame(
                    frame,
                    Callback.from(
                            () -> {},
                            e -> LOG.debug("An answer of the local TDengine was not sent", e)),
                    false);
        }
    }

    private void ping() {
        send(new Frame(OpCode.PING));
    }

    private void pong(Frame ping) {
        byte[] payload = new byte[ping.getPayloadLength()];
        if (payload.length > 0) {
            ping.getPayload().get(payload);
        }
        send(new Frame(OpCode.PONG, ByteBuffer.wrap(payload)));
    }

    private void checkAfter(long nanos) {
        check = timers.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        long left = lastPong + heartbeat.patience().toNanos() - System.nanoTime();
        if (left > 0) {
            checkAfter(left);
        } else {
            LOG.debug("A client did not answer pings for {}", heartbeat.patience());
            drop();
        }
    }
}
