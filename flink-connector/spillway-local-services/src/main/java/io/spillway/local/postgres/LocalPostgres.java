/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.postgres;

import io.spillway.local.host.FreePort;
import io.spillway.local.host.OpenServices;
import io.spillway.local.host.RunDirectory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A real PostgreSQL server on this machine, ready for change data capture ({@code
 * wal_level=logical}): for tests, demos and first steps.
 *
 * <pre>{@code
 * try (LocalPostgres postgres = LocalPostgres.start();
 *         Connection connection = postgres.connect()) {
 *     ...
 * }
 * }</pre>
 *
 * <p>The server listens on a loopback port, trusts every local connection and keeps its data in a
 * temporary directory that is removed at {@link #close()}. It does not outlive the JVM: a watchdog
 * process ends it even after {@code kill -9}. The unpacked server programs (about 50 MB) stay in
 * the temporary folder for the next start. It runs as an ordinary user and as root, for which Linux
 * has to allow {@code unshare -U}.
 *
 * <p>Thread-safe; each {@link #connect()} gives a connection of its own.
 */
public final class LocalPostgres implements AutoCloseable {

    private static final String KIND = "postgres";
    private static final String SUPERUSER = "postgres";
    private static final String DATA = "data";
    private static final String LOG_FILE = "postgres.log";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final int START_ATTEMPTS = 5;

    private final RunDirectory directory;
    private final PostgresWatchdog watchdog;
    private final EmbeddedPostgres server;
    private final String database;
    private boolean closed;

    private LocalPostgres(
            RunDirectory directory,
            PostgresWatchdog watchdog,
            EmbeddedPostgres server,
            String database) {
        this.directory = directory;
        this.watchdog = watchdog;
        this.server = server;
        this.database = database;
    }

    /**
     * Starts a server on a free port with the database {@code postgres}.
     *
     * @throws IOException if it does not start; the message holds the end of the server's log
     */
    public static LocalPostgres start() throws IOException {
        return builder().start();
    }

    /** A builder with the settings of {@link #start()}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Address of the server, always {@code 127.0.0.1}. */
    public String host() {
        return "127.0.0.1";
    }

    /** Port the server listens on. */
    public int port() {
        return server.getPort();
    }

    /** Name of the database, {@code postgres} unless the builder was told otherwise. */
    public String database() {
        return database;
    }

    /** The superuser, who may also replicate. */
    public String user() {
        return SUPERUSER;
    }

    /**
     * A password for tools that insist on one; the server trusts local connections and looks at
     * none.
     */
    public String password() {
        return "not-checked";
    }

    /** URL for JDBC, the user included. */
    public String jdbcUrl() {
        return jdbcUrl(database);
    }

    /**
     * Opens a connection as {@link #user()} to {@link #database()}, in auto-commit mode; the caller
     * closes it.
     */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl());
    }

    /** Where the server keeps its files while it runs. */
    public Path dataDirectory() {
        return directory.path().resolve(DATA);
    }

    long watchdogPid() {
        return watchdog.pid();
    }

    /**
     * Stops the server and removes its files; a second call does nothing.
     *
     * @throws IOException if a process of the server could not be ended or a file not be removed
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        OpenServices.remove(this);
        try {
            server.close();
        } finally {
            discard(directory, watchdog);
        }
    }

    @Override
    public String toString() {
        return "LocalPostgres{" + jdbcUrl() + "}";
    }

    private String jdbcUrl(String name) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + name + "?user=" + SUPERUSER;
    }

    private static void discard(RunDirectory directory, PostgresWatchdog watchdog)
            throws IOException {
        try {
            watchdog.close();
        } finally {
            directory.close();
        }
    }

    /** Fails if another server answers on our port: it would look like ours until both are used. */
    private void verifyOwnServer() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(SUPERUSER));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            row.next();
            Path answering = Path.of(row.getString(1));
            if (!answering.endsWith(directory.path().getFileName().resolve(DATA))) {
                throw new StartFailure.OtherServerException(port(), answering);
            }
        }
    }

    private void createDatabase() throws SQLException {
        if (database.equals(SUPERUSER)) {
            return;
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl(SUPERUSER));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE \"" + database.replace("\"", "\"\"") + "\"");
        }
    }

    /** Settings of a {@link LocalPostgres}. Not thread-safe. */
    public static final class Builder {

        private final Map<String, String> serverConfig = new LinkedHashMap<>();
        private int port;
        private String database = SUPERUSER;

        private Builder() {
            serverConfig.put("wal_level", "logical");
            serverConfig.put("max_wal_senders", "20");
            serverConfig.put("max_replication_slots", "20");
            serverConfig.put("shared_buffers", "32MB");
            serverConfig.put("listen_addresses", "127.0.0.1");
            // No socket file: in a shared /tmp it would stay behind after a kill.
            serverConfig.put("unix_socket_directories", "");
        }

        /** Port to listen on; 0, the default, takes a free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Database to create and to connect to; {@code postgres} by default. */
        public Builder database(String database) {
            this.database = Objects.requireNonNull(database, "database");
            return this;
        }

        /** Sets a server parameter of {@code postgresql.conf}, over our defaults. */
        public Builder serverConfig(String name, String value) {
            serverConfig.put(
                    Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Starts the server and waits until it answers.
         *
         * @throws IOException if it does not start; the message holds the end of the server's log
         */
        public LocalPostgres start() throws IOException {
            if (port != 0) {
                FreePort.requireFree(port);
            }
            RunDirectory.removeStale(
                    KIND, stale -> PostgresWatchdog.start(stale, stale.resolve(DATA)).close());
            for (int attempt = 1; ; attempt++) {
                try {
                    return startOnce(port == 0 ? FreePort.pick() : port);
                } catch (StartFailure e) {
                    if (!e.isPortTaken() || port != 0 || attempt == START_ATTEMPTS) {
                        throw e;
                    }
                }
            }
        }

        private LocalPostgres startOnce(int chosenPort) throws IOException {
            RunDirectory directory = RunDirectory.create(KIND);
            Path log = directory.path().resolve(LOG_FILE);
            PostgresWatchdog watchdog = null;
            try {
                watchdog = PostgresWatchdog.start(directory.path(), directory.path().resolve(DATA));
                LocalPostgres postgres =
                        new LocalPostgres(
                                directory,
                                watchdog,
                                launch(directory.path().resolve(DATA), log, chosenPort),
                                database);
                postgres.verifyOwnServer();
                postgres.createDatabase();
                OpenServices.add(postgres);
                return postgres;
            } catch (IOException | SQLException | RuntimeException e) {
                StartFailure failure = StartFailure.of(e, log, chosenPort);
                try {
                    if (watchdog == null) {
                        directory.close();
                    } else {
                        discard(directory, watchdog);
                    }
                } catch (IOException | RuntimeException second) {
                    failure.addSuppressed(second);
                }
                throw failure;
            }
        }

        private EmbeddedPostgres launch(Path data, Path log, int chosenPort) throws IOException {
            try (ServerPrograms programs = ServerPrograms.open()) {
                EmbeddedPostgres.Builder server =
                        EmbeddedPostgres.builder()
                                .setPort(chosenPort)
                                .setDataDirectory(data)
                                .setPGStartupWait(START_TIMEOUT)
                                // OpenServices closes all services in order
                                .setRegisterShutdownHook(false)
                                .setOverrideWorkingDirectory(programs.folder().toFile())
                                // the locale of the machine must not decide how tests sort
                                .setLocaleConfig("locale", "C")
                                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                                .setOutputRedirector(
                                        ProcessBuilder.Redirect.appendTo(log.toFile()));
                serverConfig.forEach(server::setServerConfig);
                return ServerStart.run(server, log);
            }
        }
    }
}
