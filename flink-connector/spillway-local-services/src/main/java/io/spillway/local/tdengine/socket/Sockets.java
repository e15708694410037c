/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.socket;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** The open WebSockets of a server. Thread-safe. */
public final class Sockets {

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Heartbeat heartbeat;
    private final ScheduledExecutorService timers;

    public Sockets(Heartbeat heartbeat, ScheduledExecutorService timers) {
        this.heartbeat = heartbeat;
        this.timers = timers;
    }

    /** What takes connections that want such a conversation. */
    public WebSocketNegotiator negotiator(Conversation.Factory factory) {
        return new WebSocketNegotiator() {
            @Override
            public Socket negotiate(
                    org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest request,
                    org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse response,
                    org.eclipse.jetty.util.Callback callback) {
                return new Socket(factory, Sockets.this, heartbeat, timers);
            }

            @Override
            public void customize(Configuration configuration) {
                configuration.setMaxFrameSize(0);
                configuration.setMaxBinaryMessageSize(0);
                configuration.setMaxTextMessageSize(0);
                configuration.setAutoFragment(false);
                configuration.setIdleTimeout(Duration.ZERO);
            }
        };
    }

    /** Drops all of them. */
    public void dropAll() {
        open.forEach(Socket::drop);
    }

    public int count() {
        return open.size();
    }

    void add(Socket socket) {
        open.add(socket);
    }

    void remove(Socket socket) {
        open.remove(socket);
    }
}
