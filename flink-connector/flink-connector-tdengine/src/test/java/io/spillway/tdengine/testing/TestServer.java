/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.testing;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.spillway.common.credentials.Secret;
import io.spillway.local.tdengine.LocalTDengine;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.client.TDengineGatewayOptions;
import io.spillway.tdengine.client.TDengineGateways;
import io.spillway.tdengine.schema.QueryRows;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The server of one test class, with a small database of its own that is dropped in the end: a
 * {@link LocalTDengine}, or the TDengine at {@code -Dspillway.tdengine.endpoint=host:port} (user
 * {@code root}, password {@code taosdata}). Registered in a static field.
 */
public final class TestServer implements BeforeAllCallback, AfterAllCallback {

    public static final String USER = "root";
    public static final String PASSWORD = "taosdata";

    /** A server's default takes hundreds of megabytes a database. */
    private static final String SMALL = " BUFFER 16 PAGES 64 WAL_RETENTION_PERIOD 3600";

    private static final String EXTERNAL = System.getProperty("spillway.tdengine.endpoint");
    private static final String RESTART_COMMAND =
            System.getProperty("spillway.tdengine.restart-command");
    private static final long TIMEOUT_SECONDS = 60;

    private final String databaseOptions;
    private final List<String> databases = new ArrayList<>();
    private LocalTDengine local;
    private TDengineGateway gateway;

    /** With a database of milliseconds and four vgroups. */
    public TestServer() {
        this("PRECISION 'ms' VGROUPS 4");
    }

    /**
     * @param databaseOptions as CREATE DATABASE has them
     */
    public TestServer(String databaseOptions) {
        this.databaseOptions = databaseOptions;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (EXTERNAL == null) {
            local = LocalTDengine.start();
        }
        gateway = gateways().create();
        createDatabase(databaseOptions);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        try {
            dropTopics();
            databases.forEach(name -> execute("DROP DATABASE IF EXISTS `" + name + "`"));
            gateway.close();
        } finally {
            if (local != null) {
                local.close();
            }
        }
    }

    public String endpoint() {
        return local == null ? EXTERNAL : local.endpoint();
    }

    /** The class's own database. */
    public String database() {
        return databases.get(0);
    }

    /** Whether it is the local server, which keeps no comments of tables. */
    public boolean isLocal() {
        return local != null;
    }

    /** Skips the test with the local server, for what that one does not do. */
    public void assumeExternal() {
        Assumptions.assumeTrue(local == null, "needs -Dspillway.tdengine.endpoint");
    }

    /** The local server, whose faults can be set; the test is skipped with another one. */
    public LocalTDengine local() {
        Assumptions.assumeTrue(local != null, "needs the local server");
        return local;
    }

    /**
     * Another database, dropped in the end as well.
     *
     * @param options as CREATE DATABASE has them
     * @return its name
     */
    public String createDatabase(String options) {
        String name = newDatabaseName();
        createDatabase(name, options);
        return name;
    }

    /**
     * Another database of a chosen name, dropped in the end as well.
     *
     * @param options as CREATE DATABASE has them
     */
    public void createDatabase(String name, String options) {
        dropInTheEnd(name);
        execute("CREATE DATABASE `" + name + "` " + options + SMALL);
    }

    /** A database that somebody else may make. */
    public void dropInTheEnd(String name) {
        if (!databases.contains(name)) {
            databases.add(name);
        }
    }

    /** Drops all but the class's own at once: a server has room for few at a time. */
    public void dropFurtherDatabases() {
        List<String> further = databases.subList(1, databases.size());
        further.forEach(name -> execute("DROP DATABASE IF EXISTS `" + name + "`"));
        further.clear();
    }

    /** A name for a database that is dropped in the end if there is one. */
    public String newDatabaseName() {
        String name = "spillway_" + UUID.randomUUID().toString().replace('-', '_');
        databases.add(name);
        return name;
    }

    /** A gateway of the test's own; not to be closed. */
    public TDengineGateway gateway() {
        return gateway;
    }

    /** Whether the server is one that runs elsewhere, with the times a real one takes. */
    public static boolean isExternal() {
        return EXTERNAL != null;
    }

    /**
     * The server goes away and comes back after about three seconds; returns when it is back. A
     * server that runs elsewhere is restarted by the command in {@code
     * -Dspillway.tdengine.restart-command}; without one the test is skipped.
     */
    public void restart() throws IOException, InterruptedException {
        if (local != null) {
            local.outage(Duration.ofSeconds(3));
            return;
        }
        Process process =
                new ProcessBuilder("sh", "-c", RESTART_COMMAND)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException("'" + RESTART_COMMAND + "' ended with " + process.exitValue());
        }
    }

    /** Skips the test if nobody said how the server is restarted. */
    public void assumeRestartable() {
        Assumptions.assumeTrue(
                local != null || RESTART_COMMAND != null,
                "needs -Dspillway.tdengine.restart-command");
    }

    /**
     * Makes the server forget what the logs of a database hold.
     *
     * @param write writes some rows, which may or may not be forgotten
     */
    public void recycleLogs(String database, Runnable write) {
        if (local != null) {
            local.recycleWal(database, Long.MAX_VALUE / 2);
            return;
        }
        // it drops segments older than this whenever it begins another one
        execute("ALTER DATABASE `" + database + "` WAL_RETENTION_PERIOD 1");
        for (int segment = 0; segment < 4; segment++) {
            write.run();
            execute("FLUSH DATABASE `" + database + "`");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_500));
        }
    }

    /** Gateways in no database. */
    public TDengineGatewayFactory gateways() {
        return gateways(endpoint());
    }

    /** Gateways that reach this server by another address. */
    public static TDengineGatewayFactory gateways(String endpoint) {
        return TDengineGateways.factory(
                TDengineGatewayOptions.builder()
                        .endpoints(List.of(endpoint))
                        .user(USER)
                        .password(Secret.of(PASSWORD))
                        .build());
    }

    /** Runs a statement; {@code %db%} in it is the class's own database. */
    public long execute(String sql) {
        return await(gateway.execute(withDatabase(sql)));
    }

    /** The rows of a query, each as the texts of its columns, null for NULL. */
    public List<List<String>> query(String sql) {
        return await(
                QueryRows.read(
                        gateway,
                        withDatabase(sql),
                        (block, row) -> {
                            List<String> values = new ArrayList<>();
                            for (int column = 0; column < block.fields().size(); column++) {
                                values.add(Cells.text(block, column, row));
                            }
                            return values;
                        }));
    }

    /** The rows of a query, each as the values of its columns, times as counts. */
    public List<Object[]> values(String sql) {
        return await(
                QueryRows.read(
                        gateway,
                        withDatabase(sql),
                        (block, row) -> {
                            Object[] values = new Object[block.fields().size()];
                            for (int column = 0; column < values.length; column++) {
                                values[column] = Cells.value(block, column, row);
                            }
                            return values;
                        }));
    }

    /** A database that has topics cannot be dropped, nor a topic that still has consumers. */
    private void dropTopics() {
        for (List<String> topic :
                query("SELECT topic_name, db_name FROM information_schema.ins_topics")) {
            if (databases.contains(topic.get(1))) {
                dropTopic(topic.get(0));
            }
        }
    }

    /** Drops a topic as soon as the consumers that were closed are gone. */
    public void dropTopic(String topic) {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
                .untilAsserted(
                        () ->
                                assertThatCode(
                                                () ->
                                                        execute(
                                                                "DROP TOPIC IF EXISTS `"
                                                                        + topic
                                                                        + "`"))
                                        .doesNotThrowAnyException());
    }

    private String withDatabase(String sql) {
        return databases.isEmpty() ? sql : sql.replace("%db%", '`' + database() + '`');
    }

    private static <T> T await(java.util.concurrent.CompletableFuture<T> call) {
        try {
            return call.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(String.valueOf(e.getMessage()), e);
        }
    }
}
