/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.tdengine;

import io.spillway.common.credentials.Secret;
import io.spillway.local.tdengine.LocalTDengine;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.client.TDengineGatewayOptions;
import io.spillway.tdengine.client.TDengineGateways;
import io.spillway.tdengine.schema.QueryRows;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.annotation.Nullable;

/** The TDengine of a benchmark, and clients of it. */
final class BenchServer implements AutoCloseable {

    /** {@code host:port} of a server to use instead of a local one. */
    static final String ENDPOINT_PROPERTY = "spillway.tdengine.endpoint";

    private static final String USER = "root";
    private static final String PASSWORD = "taosdata";
    private static final long TIMEOUT_SECONDS = 120;

    /** A server's defaults take hundreds of megabytes a database. */
    private static final String SMALL = " BUFFER 16 PAGES 64 WAL_RETENTION_PERIOD 3600";

    @Nullable private final LocalTDengine local;
    private final String endpoint;
    private final TDengineGateway gateway;

    BenchServer() {
        String external = System.getProperty(ENDPOINT_PROPERTY, "");
        local = external.isBlank() ? LocalTDengine.start() : null;
        endpoint = local == null ? external : local.endpoint();
        gateway = gateways().create();
    }

    /** What results should say of the server. */
    String kind() {
        return local == null ? "TDengine " + version() : "local server";
    }

    boolean isLocal() {
        return local != null;
    }

    /** Every answer takes this much longer; of a local server only. */
    void latency(Duration latency) {
        local.faults().latency(latency);
    }

    /** A new database with the super table of {@link Meters}. */
    String createDatabase(int vgroups) {
        String name = "bench_" + UUID.randomUUID().toString().replace('-', '_');
        execute("CREATE DATABASE " + name + " VGROUPS " + vgroups + SMALL);
        execute(Meters.createStatement(name));
        return name;
    }

    void dropDatabase(String name) {
        execute("DROP DATABASE " + name);
    }

    /** Drops a topic, as soon as its consumers have left. */
    void dropTopic(String name) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (true) {
            try {
                execute("DROP TOPIC " + name);
                return;
            } catch (IllegalStateException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    long execute(String sql) {
        return await(gateway.execute(sql));
    }

    /** How many rows the super table holds. */
    long count(String database) {
        return await(
                        QueryRows.read(
                                gateway,
                                "SELECT COUNT(*) FROM " + database + "." + Meters.TABLE,
                                (block, row) -> block.getLong(0, row)))
                .get(0);
    }

    TDengineGatewayFactory gateways() {
        return TDengineGateways.factory(
                TDengineGatewayOptions.builder()
                        .endpoints(List.of(endpoint))
                        .user(USER)
                        .password(Secret.of(PASSWORD))
                        .build());
    }

    /** The options of a table over the super table. */
    Map<String, String> tableOptions(String database) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("connector", "tdengine");
        options.put("endpoints", endpoint);
        options.put("username", USER);
        options.put("password", PASSWORD);
        options.put("database", database);
        options.put("table-name", Meters.TABLE);
        options.put("time-zone", "UTC");
        return options;
    }

    /** The vendor's driver over WebSocket. */
    Connection vendorConnection(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:TAOS-WS://"
                        + endpoint
                        + "/"
                        + database
                        + "?user="
                        + USER
                        + "&password="
                        + PASSWORD);
    }

    /** What the vendor's consumer is made of. */
    Properties consumerProperties(String group) {
        Properties properties = new Properties();
        properties.setProperty("td.connect.type", "ws");
        properties.setProperty("bootstrap.servers", endpoint);
        properties.setProperty("td.connect.user", USER);
        properties.setProperty("td.connect.pass", PASSWORD);
        properties.setProperty("group.id", group);
        properties.setProperty("auto.offset.reset", "earliest");
        properties.setProperty("enable.auto.commit", "false");
        return properties;
    }

    @Override
    public void close() {
        gateway.close();
        if (local != null) {
            local.close();
        }
    }

    private String version() {
        return await(gateway.serverVersion());
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
