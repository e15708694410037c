/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.connect;

import io.spillway.local.host.FreePort;
import io.spillway.local.host.OpenServices;
import io.spillway.local.host.RunDirectory;
import io.spillway.local.kafka.LocalKafka;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.cli.ConnectStandalone;
import org.apache.kafka.connect.runtime.Connect;

/**
 * A real Kafka Connect worker inside this JVM, with its REST interface on a loopback port and the
 * Debezium connector for PostgreSQL on the class path: for tests, demos and first steps.
 *
 * <pre>{@code
 * try (LocalConnect connect = LocalConnect.start(kafka)) {
 *     connect.createConnector("inventory", Map.of("connector.class", ...));
 *     connect.awaitRunning("inventory", Duration.ofSeconds(60));
 *     ...
 * }
 * }</pre>
 *
 * <p>Errors name what Connect said with the values of password options masked. Thread-safe.
 */
public final class LocalConnect implements AutoCloseable {

    private static final String KIND = "connect";
    private static final long POLL_MILLIS = 50;

    private final RunDirectory directory;
    private final Connect<?> worker;
    private final URI url;
    private final ConnectRest rest;
    private final Map<String, SecretValues> secrets = new ConcurrentHashMap<>();
    private boolean closed;

    private LocalConnect(RunDirectory directory, Connect<?> worker) {
        this.directory = directory;
        this.worker = worker;
        this.url = URI.create(worker.rest().advertisedUrl().toString().replaceAll("/$", ""));
        this.rest = new ConnectRest(url);
    }

    /**
     * Starts a worker on a local Kafka node; close it before the node.
     *
     * @throws IOException if it does not start
     */
    public static LocalConnect start(LocalKafka kafka) throws IOException {
        return start(kafka.bootstrapServers());
    }

    /**
     * Starts a worker.
     *
     * @param bootstrapServers the Kafka cluster its connectors write to and read from
     * @throws IOException if it does not start
     */
    public static LocalConnect start(String bootstrapServers) throws IOException {
        return builder(bootstrapServers).start();
    }

    /** A builder with the settings of {@link #start(String)}. */
    public static Builder builder(String bootstrapServers) {
        return new Builder(bootstrapServers);
    }

    /** Address of the REST interface, without a slash at the end. */
    public URI url() {
        return url;
    }

    /** Where the worker keeps the offsets of its connectors while it runs. */
    public Path directory() {
        return directory.path();
    }

    /**
     * Lets Connect check the configuration and creates the connector. It starts in the background:
     * see {@link #awaitRunning}.
     *
     * @param name name of the connector, not used yet
     * @param config its configuration, {@code connector.class} included
     * @throws ConnectorException if the configuration has errors, each listed with its option, or
     *     the name is taken
     * @throws IOException if the worker does not answer
     */
    public void createConnector(String name, Map<String, String> config) throws IOException {
        String connectorClass = config.get("connector.class");
        if (connectorClass == null) {
            throw new ConnectorException("Connector '" + name + "' has no 'connector.class'");
        }
        Map<String, String> complete = new LinkedHashMap<>(config);
        complete.put("name", name);
        SecretValues values = SecretValues.of(complete, Set.of());

        ConnectRest.Answer checked = rest.validate(connectorClass, complete);
        if (!checked.ok()) {
            throw refused(name, " " + values.mask(checked.message()));
        }
        ConnectorValidation validation = new ConnectorValidation(checked.body());
        values = SecretValues.of(complete, validation.passwordOptions());
        if (!validation.isValid()) {
            throw refused(name, values.mask(validation.describe()));
        }
        ConnectRest.Answer created = rest.create(name, complete);
        if (!created.ok()) {
            throw refused(name, " " + values.mask(created.message()));
        }
        secrets.put(name, values);
    }

    /**
     * Waits until a connector and all its tasks run.
     *
     * @throws ConnectorException with the stack trace as soon as the connector or a task has
     *     failed, or with the last state seen when the time is over
     * @throws IOException if the worker does not answer
     */
    public void awaitRunning(String name, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            ConnectorStatus status = status(name);
            if (status.isRunning()) {
                return;
            }
            failIfFailed(name, status);
            if (System.nanoTime() > deadline) {
                throw new ConnectorException(
                        "Connector '"
                                + name
                                + "' does not run after "
                                + timeout
                                + ": "
                                + status.summary());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted: connector '" + name + "'");
            }
        }
    }

    /**
     * The state of a connector and its tasks, traces masked; {@code UNASSIGNED} without a task
     * before it has started.
     *
     * @throws ConnectorException if there is no such connector
     * @throws IOException if the worker does not answer
     */
    public ConnectorStatus status(String name) throws IOException {
        ConnectRest.Answer answer = rest.status(name);
        if (answer.status() == 404 && secrets.containsKey(name)) {
            return new ConnectorStatus("UNASSIGNED", "", List.of());
        }
        SecretValues values = secrets.getOrDefault(name, SecretValues.NONE);
        if (!answer.ok()) {
            throw new ConnectorException(
                    "Connector '" + name + "': " + values.mask(answer.message()));
        }
        ConnectorStatus raw = ConnectRest.parseStatus(answer.body());
        return new ConnectorStatus(
                raw.state(),
                values.mask(raw.trace()),
                raw.tasks().stream()
                        .map(
                                task ->
                                        new ConnectorStatus.Task(
                                                task.id(), task.state(), values.mask(task.trace())))
                        .toList());
    }

    /**
     * Stops a connector and removes it. What it made elsewhere stays, above all replication slots.
     *
     * @throws ConnectorException if there is no such connector
     * @throws IOException if the worker does not answer
     */
    public void deleteConnector(String name) throws IOException {
        ConnectRest.Answer answer = rest.delete(name);
        if (!answer.ok()) {
            throw new ConnectorException(
                    "Connector '"
                            + name
                            + "' could not be deleted: "
                            + secrets.getOrDefault(name, SecretValues.NONE).mask(answer.message()));
        }
        secrets.remove(name);
    }

    /**
     * Stops all connectors and the worker and removes its files; a second call does nothing.
     *
     * @throws IOException if a file could not be removed
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        OpenServices.remove(this);
        try {
            worker.stop();
            worker.awaitStop();
        } finally {
            directory.close();
        }
    }

    @Override
    public String toString() {
        return "LocalConnect{" + url + "}";
    }

    private static void failIfFailed(String name, ConnectorStatus status)
            throws ConnectorException {
        if (status.state().equals(ConnectorStatus.FAILED)) {
            throw new ConnectorException("Connector '" + name + "' has failed: " + status.trace());
        }
        for (ConnectorStatus.Task task : status.tasks()) {
            if (task.state().equals(ConnectorStatus.FAILED)) {
                throw new ConnectorException(
                        "Task "
                                + task.id()
                                + " of connector '"
                                + name
                                + "' has failed: "
                                + task.trace());
            }
        }
    }

    private static ConnectorException refused(String name, String reason) {
        return new ConnectorException("Connect refuses connector '" + name + "':" + reason);
    }

    /** Settings of a {@link LocalConnect}. Not thread-safe. */
    public static final class Builder {

        private final String bootstrapServers;
        private final Map<String, String> properties = new HashMap<>();
        private int port;

        private Builder(String bootstrapServers) {
            this.bootstrapServers = Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        }

        /** Port of the REST interface; 0, the default, takes a free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Sets a worker property of {@code connect-standalone.properties}, over our defaults. */
        public Builder property(String name, String value) {
            properties.put(
                    Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Starts the worker and waits until its REST interface answers.
         *
         * @throws IOException if it does not start
         */
        public LocalConnect start() throws IOException {
            // A worker that cannot start ends the whole JVM, so look first.
            WorkerStart.requireBrokers(bootstrapServers);
            if (port != 0) {
                FreePort.requireFree(port);
            }
            RunDirectory.removeStale(KIND, stale -> {});
            RunDirectory directory = RunDirectory.create(KIND);
            Map<String, String> workerProperties =
                    WorkerStart.properties(bootstrapServers, port, directory.path());
            workerProperties.putAll(properties);
            try {
                Connect<?> worker = new ConnectStandalone().startConnect(workerProperties);
                LocalConnect connect = new LocalConnect(directory, worker);
                OpenServices.add(connect);
                return connect;
            } catch (RuntimeException e) {
                directory.close();
                throw new IOException("Connect did not start: " + e.getMessage(), e);
            }
        }
    }
}
