/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import io.spillway.local.host.LoopbackServer;
import io.spillway.local.tdengine.engine.Engine;
import io.spillway.local.tdengine.fault.TDengineFaults;
import io.spillway.local.tdengine.http.Gate;
import io.spillway.local.tdengine.http.RestHandler;
import io.spillway.local.tdengine.socket.Exchanges;
import io.spillway.local.tdengine.socket.Heartbeat;
import io.spillway.local.tdengine.socket.Sockets;
import io.spillway.local.tdengine.tmq.GroupRegistry;
import io.spillway.local.tdengine.tmq.TmqConversation;
import io.spillway.local.tdengine.websocket.QueryConversation;
import java.time.ZoneId;
import javax.annotation.Nullable;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;

/** What taosAdapter is to a server: the port at which clients find it, by WebSocket and by HTTP. */
final class Adapter implements AutoCloseable {

    private final ServerThreads threads;
    private final Sockets sockets;
    private final LoopbackServer server;

    /**
     * @param port 0 for a free one
     */
    Adapter(int port, Heartbeat heartbeat, ServerThreads threads) {
        this.threads = threads;
        this.sockets = new Sockets(heartbeat, threads.timers());
        this.server = new LoopbackServer("TDengine", port);
    }

    /**
     * Says what is behind the port; once, before the start.
     *
     * @param token what everybody has to bring, null for nothing
     */
    void serve(
            Engine engine,
            GroupRegistry groups,
            TDengineFaults faults,
            ZoneId zone,
            @Nullable String token) {
        Exchanges exchanges = new Exchanges(faults, threads.workers(), threads.timers());
        WebSocketUpgradeHandler upgrades = new WebSocketUpgradeHandler();
        upgrades.addMapping(
                "/ws",
                sockets.negotiator(
                        QueryConversation.factory(engine, exchanges, LocalTDengine.VERSION, zone)));
        upgrades.addMapping(
                "/rest/tmq",
                sockets.negotiator(
                        TmqConversation.factory(
                                engine,
                                groups,
                                exchanges,
                                LocalTDengine.VERSION,
                                threads.workers())));
        upgrades.setHandler(new RestHandler(engine, faults, zone, token != null));
        server.setHandler(new Gate(upgrades, faults, token));
    }

    void start() {
        server.start();
    }

    int port() {
        return server.port();
    }

    int openSockets() {
        return sockets.count();
    }

    void dropConnections() {
        sockets.dropAll();
    }

    /** Stops listening and drops all connections. */
    void stop() {
        server.stopListening();
        sockets.dropAll();
    }

    /** Listens again, on the same port. */
    void restart() {
        server.listenAgain();
    }

    @Override
    public void close() {
        try {
            server.close();
        } finally {
            sockets.dropAll();
        }
    }
}
