/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A way to a server that can be cut: connections are passed on byte by byte until as many bytes of
 * answers came through as were allowed. So any server's connections can break in mid-message.
 */
public final class FragileLink implements AutoCloseable {

    private static final int BUFFER_BYTES = 4096;

    private final ServerSocket listener;
    private final String host;
    private final int port;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicLong allowed = new AtomicLong(Long.MAX_VALUE);
    private final AtomicInteger cuts = new AtomicInteger();
    private final Set<Socket> frozen = ConcurrentHashMap.newKeySet();
    private volatile long openAgain;
    private volatile boolean down;

    /**
     * @param endpoint as host:port
     */
    public FragileLink(String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        this.host = endpoint.substring(0, colon);
        this.port = Integer.parseInt(endpoint.substring(colon + 1));
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    public String endpoint() {
        return listener.getInetAddress().getHostAddress() + ':' + listener.getLocalPort();
    }

    /** Cuts all connections, once, after as many further bytes of answers. */
    public void cutAfter(long bytes) {
        allowed.set(bytes);
    }

    /** Cuts all connections and takes no new ones for so long; returns at once. */
    public void outage(Duration length) {
        openAgain = System.nanoTime() + length.toNanos();
        down = true;
        sockets.forEach(FragileLink::closeQuietly);
    }

    /** Waits until an outage is over. */
    public void awaitBack() {
        while (isDown()) {
            LockSupport.parkNanos(openAgain - System.nanoTime());
        }
    }

    /**
     * Leaves the connections of now half open: nothing passes any more in either direction, not
     * even that one side closes.
     */
    public void freeze() {
        frozen.addAll(sockets);
    }

    /** How often the connections were cut. */
    public int cuts() {
        return cuts.get();
    }

    @Override
    public void close() {
        closeQuietly(listener);
        sockets.forEach(FragileLink::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (isDown()) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(host, port);
                sockets.add(client);
                sockets.add(server);
                start(() -> copy(client, server, false));
                start(() -> copy(server, client, true));
            } catch (IOException e) {
                // closed, or the server refused: the client sees its connection end
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    private boolean isDown() {
        if (down && System.nanoTime() >= openAgain) {
            down = false;
        }
        return down;
    }

    private void copy(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read;
            while ((read = in.read(buffer)) >= 0) {
                if (frozen.contains(from)) {
                    continue;
                }
                if (answers && allowed.addAndGet(-read) < 0) {
                    allowed.set(Long.MAX_VALUE);
                    out.write(buffer, 0, read / 2);
                    out.flush();
                    cuts.incrementAndGet();
                    sockets.forEach(FragileLink::closeQuietly);
                    return;
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // one side went away; both are closed
        } finally {
            if (!frozen.contains(from)) {
                closeQuietly(from);
                closeQuietly(to);
            }
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "fragile-link");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // gone either way
        }
    }
}
