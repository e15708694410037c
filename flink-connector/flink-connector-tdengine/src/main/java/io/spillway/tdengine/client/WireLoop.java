/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * The thread that reads from all connections of a gateway, and on which their answers are handed
 * on. It runs from the first connection until the gateway is closed.
 */
@Internal
final class WireLoop implements AutoCloseable {

    /** Large enough that a message takes few reads. */
    private static final int BUFFER_BYTES = 256 * 1024;

    @Nullable private Selector selector;
    private boolean closed;

    /** Reads a connection from now on. */
    synchronized SelectionKey add(SocketChannel channel, PlainWire wire) throws IOException {
        if (closed) {
            throw new IOException("the gateway was closed");
        }
        if (selector == null) {
            selector = Selector.open();
            Selector opened = selector;
            Thread thread = new Thread(() -> run(opened), "tdengine-websocket");
            thread.setDaemon(true);
            thread.start();
        }
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ, wire);
        selector.wakeup();
        return key;
    }

    /** Ends the thread and all connections. */
    @Override
    public synchronized void close() {
        closed = true;
        if (selector != null) {
            selector.wakeup();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void run(Selector opened) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (opened) {
            while (!isClosed()) {
                opened.select();
                for (Iterator<SelectionKey> it = opened.selectedKeys().iterator(); it.hasNext(); ) {
                    SelectionKey key = it.next();
                    it.remove();
                    serve(key, buffer);
                }
            }
            opened.keys().forEach(key -> ((PlainWire) key.attachment()).abort());
        } catch (IOException e) {
            throw new UncheckedIOException("Waiting for the connections to TDengine failed", e);
        }
    }

    private static void serve(SelectionKey key, ByteBuffer buffer) {
        PlainWire wire = (PlainWire) key.attachment();
        try {
            if (key.isWritable()) {
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
                wire.flush();
            }
            if (key.isReadable()) {
                wire.read(buffer);
            }
        } catch (CancelledKeyException e) {
            wire.abort();
        }
    }
}
