/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server for the vendor's driver: a local one, or the one {@code
 * -Dspillway.tdengine.endpoint=host:port} names, so that the same tests show whether both behave
 * alike.
 */
final class VendorServer implements BeforeAllCallback, AfterAllCallback {

    private static final String ELSEWHERE = System.getProperty("spillway.tdengine.endpoint");
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private LocalTDengine local;
    private final List<String> databases = new ArrayList<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        if (ELSEWHERE == null) {
            local = LocalTDengine.start();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws SQLException {
        try (Connection connection = webSocket("");
                Statement statement = connection.createStatement()) {
            for (String database : databases) {
                statement.execute("drop database if exists " + database);
            }
        } finally {
            if (local != null) {
                local.close();
            }
        }
    }

    /** Host and port. */
    String endpoint() {
        return local == null ? ELSEWHERE : local.endpoint();
    }

    /** Creates a database of two vgroups with a name of its own. */
    String newDatabase(String precision) throws SQLException {
        String name = "vendor_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        try (Connection connection = webSocket("");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create database "
                            + name
                            + " vgroups 2 buffer 16 pages 64 wal_retention_period 3600 precision '"
                            + precision
                            + "'");
        }
        databases.add(name);
        return name;
    }

    Connection webSocket(String database) throws SQLException {
        return webSocket(database, new Properties());
    }

    Connection webSocket(String database, Properties more) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:TAOS-WS://" + endpoint() + "/" + database, credentials(more));
    }

    Connection rest(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:TAOS-RS://" + endpoint() + "/" + database, credentials(new Properties()));
    }

    private static Properties credentials(Properties more) {
        Properties properties = new Properties();
        properties.putAll(more);
        properties.setProperty("user", "root");
        properties.setProperty("password", "taosdata");
        properties.putIfAbsent("messageWaitTimeout", "20000");
        return properties;
    }

    /** All rows of a query, each as the driver's objects. */
    static List<List<Object>> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
