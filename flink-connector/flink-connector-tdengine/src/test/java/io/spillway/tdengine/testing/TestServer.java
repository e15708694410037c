/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.testing;

import io.spillway.common.credentials.Secret;
import io.spillway.local.tdengine.LocalTDengine;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.client.TDengineGatewayOptions;
import io.spillway.tdengine.client.TDengineGateways;
import io.spillway.tdengine.schema.QueryRows;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
        execute("CREATE DATABASE `" + name + "` " + options + SMALL);
        return name;
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
