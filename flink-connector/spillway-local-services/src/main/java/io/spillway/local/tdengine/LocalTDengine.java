/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import io.spillway.local.host.LoopbackServer;
import io.spillway.local.tdengine.engine.Engine;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.execution.EngineSettings;
import io.spillway.local.tdengine.execution.LocalEngine;
import io.spillway.local.tdengine.fault.TDengineFaults;
import io.spillway.local.tdengine.socket.Heartbeat;
import io.spillway.local.tdengine.tmq.GroupRegistry;
import io.spillway.local.tdengine.tmq.GroupTiming;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;

/**
 * A TDengine server with its adapter on this machine, for tests and for trying things out: the
 * vendor's own drivers can talk to it, by WebSocket and by HTTP. It listens on loopback, keeps
 * everything in memory, and forgets it on {@link #close}. Thread-safe.
 *
 * <p>It covers the SQL that clients and examples use, prepared statements, schemaless writes and
 * topics; what it does not cover it refuses with the server's syntax error. {@link #faults()} makes
 * things go wrong on purpose, {@link #stop()} and {@link #restart()} make an outage.
 */
public final class LocalTDengine implements AutoCloseable {

    /** What the server tells clients it is. */
    public static final String VERSION = "3.3.7.5";

    private final String user;
    private final String password;
    private final ZoneId zone;
    @Nullable private final LocalEngine own;
    private final Engine engine;
    private final TDengineFaults faults;
    private final ServerThreads threads = new ServerThreads();
    private final Adapter adapter;

    private LocalTDengine(Builder builder) {
        this.user = builder.user;
        this.password = builder.password;
        this.zone = builder.zone;
        this.own = builder.engine == null ? builder.newEngine() : null;
        this.engine = own == null ? builder.engine : own;
        GroupRegistry groups = new GroupRegistry(engine, builder.timing, threads.timers());
        if (own != null) {
            own.setConsumerGroups(groups);
        }
        this.faults = new TDengineFaults(groups::freeze, groups::evict);
        this.adapter = new Adapter(builder.port, builder.heartbeat, threads);
        adapter.serve(engine, groups, faults, zone, builder.token);
    }

    /** Starts a server on a free port. */
    public static LocalTDengine start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    public String host() {
        return LoopbackServer.HOST;
    }

    public int port() {
        return adapter.port();
    }

    /** Host and port, such as {@code 127.0.0.1:40123}. */
    public String endpoint() {
        return host() + ":" + port();
    }

    /** Where WebSocket clients connect, such as {@code ws://127.0.0.1:40123}. */
    public String webSocketUrl() {
        return "ws://" + endpoint();
    }

    /** Where HTTP clients connect, such as {@code http://127.0.0.1:40123}. */
    public String httpUrl() {
        return "http://" + endpoint();
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    /** What can be made to go wrong. */
    public TDengineFaults faults() {
        return faults;
    }

    /**
     * Runs a statement as the server's user, in no database.
     *
     * @return affected rows
     * @throws IllegalArgumentException with the server's code and text
     */
    public int execute(String sql) {
        return run(sql).affectedRows();
    }

    /**
     * Runs a query as the server's user, in no database.
     *
     * @return its rows
     * @throws IllegalArgumentException with the server's code and text
     */
    public List<Object[]> query(String sql) {
        List<Object[]> rows = new ArrayList<>();
        run(sql).rows().forEachRemaining(rows::add);
        return rows;
    }

    /**
     * Forgets the logs of a database before an offset, in every vgroup, as the server does some
     * time after they were written: consumers that are behind lose what was there.
     *
     * @throws IllegalArgumentException if there is no such database
     */
    public void recycleWal(String database, long beforeOffset) {
        StorageCall.run(own, database, (engine, name) -> engine.recycleWal(name, beforeOffset));
    }

    /**
     * Gives a database one more vgroup, which has about half of the tables made from now on that
     * another one would have had. Tables there are stay where they are: what a server does to them
     * when it splits a vgroup, this does not do.
     *
     * @return its id
     * @throws IllegalArgumentException if there is no such database
     */
    public int addVgroup(String database) {
        return StorageCall.run(own, database, LocalEngine::addVgroup);
    }

    /**
     * The vgroup that has a table, or would have it.
     *
     * @throws IllegalArgumentException if there is no such database
     */
    public int vgroupId(String database, String table) {
        return StorageCall.run(own, database, (engine, name) -> engine.vgroupId(name, table));
    }

    /** How many WebSockets are open. */
    public int openSockets() {
        return adapter.openSockets();
    }

    /** Drops all connections; clients may connect again at once. */
    public void dropConnections() {
        adapter.dropConnections();
    }

    /** Stops listening and drops all connections. What is stored stays. */
    public void stop() {
        adapter.stop();
    }

    /** Listens again, on the same port, with what was stored. */
    public void restart() {
        adapter.restart();
    }

    /** {@link #stop Stops} now and {@link #restart restarts} after a while, without waiting. */
    public void outage(Duration length) {
        stop();
        threads.timers().schedule(this::restart, length.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Stops the server and waits until its port is free and its threads are gone. */
    @Override
    public void close() {
        threads.timers().shutdownNow(); // no restart any more
        try {
            adapter.close();
        } finally {
            threads.close();
        }
    }

    private SqlResult run(String sql) {
        try {
            return engine.execute(new Session(user, null, zone), sql);
        } catch (TaosException e) {
            throw StorageCall.failure(e, sql);
        }
    }

    /** Settings of a server; the defaults suit most tests. */
    public static final class Builder {

        private int port;
        private String user = "root";
        private String password = "taosdata";
        @Nullable private String token;
        private ZoneId zone = ZoneId.systemDefault();
        private Heartbeat heartbeat = Heartbeat.ADAPTER;
        private Clock clock = Clock.systemUTC();
        private int vgroups = 2;
        private GroupTiming timing =
                new GroupTiming(Duration.ofMillis(300), Duration.ofMillis(500));
        @Nullable private Engine engine;

        private Builder() {}

        /** The port to listen on; 0, the default, takes a free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Who may connect; {@code root} with {@code taosdata} by default. */
        public Builder credentials(String name, String secret) {
            user = Objects.requireNonNull(name, "user");
            password = Objects.requireNonNull(secret, "password");
            return this;
        }

        /**
         * Turns everybody away, by HTTP status 401, whose URL has not this as its parameter {@code
         * token}, as the gateways of clouds do. Who has it needs no user; by default nobody is
         * asked for one.
         */
        public Builder token(String value) {
            token = Objects.requireNonNull(value, "token");
            return this;
        }

        /** In which times without a zone are read, if the client names none; this JVM's. */
        public Builder timeZone(ZoneId value) {
            zone = Objects.requireNonNull(value, "zone");
            return this;
        }

        /** How many vgroups databases have that do not say; 2. */
        public Builder vgroups(int value) {
            vgroups = value;
            return this;
        }

        /** What tells {@code now()}, and how old rows and logs are. */
        public Builder clock(Clock value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /**
         * How often clients are pinged, 54 s, and how long after the last pong they are dropped, 60
         * s.
         */
        public Builder pings(Duration period, Duration patience) {
            heartbeat = new Heartbeat(period, patience);
            return this;
        }

        /**
         * How long after a consumer came or went its group assigns vgroups anew, 300 ms; those that
         * come meanwhile share the assignment.
         */
        public Builder rebalanceDelay(Duration value) {
            timing = new GroupTiming(value, timing.checkPeriod());
            return this;
        }

        /**
         * How often the server looks for consumers that did not poll in time and for new vgroups,
         * 500 ms.
         */
        public Builder consumerCheckPeriod(Duration value) {
            timing = new GroupTiming(timing.rebalanceDelay(), value);
            return this;
        }

        private LocalEngine newEngine() {
            EngineSettings settings = new EngineSettings(user, password, vgroups);
            // with a token, it is the token that is checked
            return new LocalEngine(clock, token == null ? settings : settings.withoutUsers());
        }

        /** What is behind the wire, instead of one of its own. */
        Builder engine(Engine value) {
            engine = Objects.requireNonNull(value, "engine");
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws UncheckedIOException if the port is taken
         */
        public LocalTDengine start() {
            LocalTDengine local = new LocalTDengine(this);
            try {
                local.adapter.start();
                return local;
            } catch (RuntimeException e) {
                local.close();
                throw e;
            }
        }
    }
}
