/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Tables of the connector on a {@link TestServer}, and what queries of them answer. */
public final class SqlTables {

    private final TestServer server;
    private final TableEnvironment tables;

    public SqlTables(TestServer server, EnvironmentSettings mode) {
        this.server = server;
        this.tables = TableEnvironment.create(mode);
        tables.getConfig().set("parallelism.default", "2");
        tables.getConfig().set("table.local-time-zone", "UTC");
        tables.getConfig().set("restart-strategy.type", "none");
    }

    public static SqlTables streaming(TestServer server) {
        return new SqlTables(server, EnvironmentSettings.inStreamingMode());
    }

    public static SqlTables batch(TestServer server) {
        return new SqlTables(server, EnvironmentSettings.inBatchMode());
    }

    public TableEnvironment environment() {
        return tables;
    }

    /**
     * Declares a table of the class's database; options are {@code 'key' = 'value'} pairs that come
     * before those every table has.
     */
    public SqlTables declare(String name, String columns, String... options) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("'connector'", "'tdengine'");
        all.put("'endpoints'", "'" + server.endpoint() + "'");
        all.put("'username'", "'" + TestServer.USER + "'");
        all.put("'password'", "'" + TestServer.PASSWORD + "'");
        all.put("'database'", "'" + server.database() + "'");
        all.put("'table-name'", "'" + name + "'");
        for (String option : options) {
            int equals = option.indexOf(" = ");
            all.put(option.substring(0, equals), option.substring(equals + 3));
        }
        if (all.containsKey("'scan.query'")) {
            all.remove("'table-name'");
        }
        tables.executeSql(
                "CREATE TEMPORARY TABLE `"
                        + name
                        + "` ("
                        + columns
                        + ") WITH ("
                        + all.entrySet().stream()
                                .map(option -> option.getKey() + " = " + option.getValue())
                                .collect(Collectors.joining(", "))
                        + ")");
        return this;
    }

    /** All rows of a query that ends. */
    public List<Row> select(String query) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> result = tables.executeSql(query).collect()) {
            result.forEachRemaining(rows::add);
        }
        return rows;
    }

    public String explain(String query) {
        return tables.explainSql(query);
    }
}
