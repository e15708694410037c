/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;

/** The JDK's WebSocket, which knows TLS. */
@Internal
final class JdkWire implements Wire {

    private final WebSocket socket;

    JdkWire(WebSocket socket) {
        this.socket = socket;
    }

    @Override
    public CompletableFuture<?> send(String text) {
        return socket.sendText(text, true);
    }

    /** The buffer is big-endian: the JDK masks in the buffer's order. */
    @Override
    public CompletableFuture<?> send(byte[] binary) {
        return socket.sendBinary(ByteBuffer.wrap(binary), true);
    }

    @Override
    public CompletableFuture<?> sendClose() {
        return socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
    }

    /** It forgets to tell of an end that comes while a message is being handed over. */
    @Override
    public boolean needsPings() {
        return true;
    }

    @Override
    public CompletableFuture<?> ping() {
        return socket.sendPing(ByteBuffer.allocate(0));
    }

    @Override
    public void abort() {
        socket.abort();
    }
}
