/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.stack;

import io.spillway.examples.demo.table.SourceTable;
import io.spillway.local.connect.LocalConnect;
import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.kafka.LocalKafka;
import io.spillway.local.postgres.LocalPostgres;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.flink.annotation.Internal;

/**
 * Everything the sync job stands between: PostgreSQL with the source tables, Debezium in Kafka
 * Connect, Kafka with its topics, and DataHub with the target topics. Thread-safe.
 */
@Internal
public final class DemoStack implements AutoCloseable {

    /** Debezium's topic prefix; topics are named {@code demo.public.<table>}. */
    public static final String TOPIC_PREFIX = "demo";

    /** The topic dead letters go to. */
    public static final String DEAD_LETTER_TOPIC = "demo.dead-letters";

    /** The project in DataHub; its topics are named as the tables. */
    public static final String PROJECT = "demo";

    private static final String CONNECTOR = "demo-postgres";
    private static final int SHARDS = 4;
    private static final int LEAST_PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;

    private final OpenedServices opened = new OpenedServices();
    private final int partitions;
    private LocalPostgres postgres;
    private LocalKafka kafka;
    private LocalConnect connect;
    private LocalDataHub dataHub;

    private DemoStack(int partitions) {
        this.partitions = partitions;
    }

    /**
     * Starts the services and creates tables and topics.
     *
     * @param parallelism of the job; the Kafka topics have at least as many partitions
     */
    public static DemoStack start(int parallelism) throws IOException, SQLException {
        DemoStack stack = new DemoStack(Math.max(LEAST_PARTITIONS, parallelism));
        try {
            stack.startServices();
            stack.createSource();
            stack.createTargets();
            return stack;
        } catch (IOException | SQLException | RuntimeException e) {
            try {
                stack.close();
            } catch (IOException | RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    public LocalPostgres postgres() {
        return postgres;
    }

    public LocalKafka kafka() {
        return kafka;
    }

    public LocalConnect connect() {
        return connect;
    }

    public LocalDataHub dataHub() {
        return dataHub;
    }

    /** Partitions of each Kafka topic. */
    public int partitions() {
        return partitions;
    }

    /** Starts Debezium and waits until it follows PostgreSQL's log. */
    public void capture() throws IOException, SQLException {
        connect.createConnector(CONNECTOR, DebeziumSettings.of(postgres, TOPIC_PREFIX));
        connect.awaitRunning(CONNECTOR, PATIENCE);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isFollowed()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "Debezium does not follow PostgreSQL's log after "
                                + PATIENCE
                                + ": "
                                + connect.status(CONNECTOR).state());
            }
            pause();
        }
    }

    /** PostgreSQL starts beside Kafka; Connect, which reads from it, is opened last. */
    private void startServices() throws IOException {
        FutureTask<LocalPostgres> starting =
                new FutureTask<>(() -> opened.add(LocalPostgres.start()));
        Thread starter = new Thread(starting, "demo-postgres-start");
        starter.setDaemon(true);
        starter.start();
        try {
            dataHub = opened.add(LocalDataHub.start());
            kafka = opened.add(LocalKafka.start());
            for (SourceTable table : SourceTable.all()) {
                kafka.createTopic(table.kafkaTopic(TOPIC_PREFIX), partitions, Map.of());
            }
            kafka.createTopic(DEAD_LETTER_TOPIC, 1, Map.of());
        } finally {
            // Waited for in any case: nothing may start behind a close.
            postgres = result(starting);
        }
        connect = opened.add(LocalConnect.start(kafka));
    }

    private static <T> T result(FutureTask<T> task) throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted: the services did not start");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    private void createSource() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            for (SourceTable table : SourceTable.all()) {
                for (String ddl : table.ddl()) {
                    statement.execute(ddl);
                }
            }
        }
    }

    private void createTargets() {
        dataHub.createProject(PROJECT);
        for (SourceTable table : SourceTable.all()) {
            dataHub.createTopic(
                    PROJECT, table.name(), SHARDS, LocalDataHub.tuple(table.topicColumns()));
        }
    }

    private boolean isFollowed() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_replication_slots WHERE active")) {
            return row.next() && row.getLong(1) > 0;
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted: Debezium did not start");
        }
    }

    /** Stops all services, Connect first and DataHub last. */
    @Override
    public void close() throws IOException {
        opened.close();
    }
}
