/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.Locale;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An HTTP server on a loopback port that can stop listening and listen again. Thread-safe. */
public final class LoopbackServer implements AutoCloseable {

    public static final String HOST = "127.0.0.1";

    private static final int MAX_THREADS = 64;
    private static final int IDLE_TIMEOUT_MILLIS = 300_000;

    private final String service;
    private final Server server;
    private final ServerConnector connector;

    /**
     * @param service what it stands for, as people write it
     * @param port 0 for a free one
     */
    public LoopbackServer(String service, int port) {
        this.service = service;
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);
        threads.setName("local-" + service.toLowerCase(Locale.ROOT));
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(HOST);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        server.addConnector(connector);
    }

    /** What answers the requests; given before the start. */
    public void setHandler(Handler handler) {
        server.setHandler(handler);
    }

    /** The port it listens on, from the first start on the same. */
    public int port() {
        return connector.getPort();
    }

    /**
     * Starts the server.
     *
     * @throws UncheckedIOException if the port is taken
     */
    public void start() {
        try {
            if (connector.getPort() == 0) {
                LastingPort.open(connector);
            }
            server.start();
            // the port to listen on again is the one taken now
            connector.setPort(connector.getLocalPort());
        } catch (Exception e) {
            String what =
                    "The local "
                            + service
                            + " cannot listen on "
                            + HOST
                            + ":"
                            + connector.getPort();
            if (e instanceof IOException io) {
                String why = io instanceof BindException ? " (is the port taken?)" : "";
                throw new UncheckedIOException(what + why, io);
            }
            throw new IllegalStateException(what, e);
        }
    }

    /** Stops listening and drops the connections of HTTP; what is behind it stays. */
    public void stopListening() {
        try {
            connector.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The local " + service + " did not stop", e);
        }
    }

    /** Listens again, on the same port. */
    public void listenAgain() {
        try {
            connector.start();
        } catch (Exception e) {
            throw new IllegalStateException("The local " + service + " cannot start again", e);
        }
    }

    /** Stops the server and waits until its port is free and its threads are gone. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The local " + service + " did not stop", e);
        } finally {
            server.destroy();
        }
    }
}
