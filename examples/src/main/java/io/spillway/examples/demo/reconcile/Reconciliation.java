/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.reconcile;

import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.source.DataHubSource;
import io.spillway.datahub.source.config.StoppingPosition;
import io.spillway.examples.demo.table.SourceTable;
import io.spillway.jobs.embedded.Loopback;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * Compares PostgreSQL with DataHub: reads every change back through a bounded {@link
 * DataHubSource}, replays them, and compares every column of every row.
 */
@Internal
public final class Reconciliation {

    private static final int FETCH_SIZE = 2000;

    private final DataHubGatewayFactory gateways;
    private final String project;

    /**
     * @param project holds a topic for each table
     */
    public Reconciliation(DataHubGatewayFactory gateways, String project) {
        this.gateways = gateways;
        this.project = project;
    }

    /**
     * Compares.
     *
     * @param connection to PostgreSQL, used for reading only
     * @param changes committed row changes of each table
     */
    public List<TableResult> run(Connection connection, Map<SourceTable, Long> changes)
            throws Exception {
        Map<SourceTable, Replay> replays = replay(List.copyOf(changes.keySet()));
        List<TableResult> results = new ArrayList<>();
        for (Map.Entry<SourceTable, Replay> replayed : replays.entrySet()) {
            SourceTable table = replayed.getKey();
            results.add(
                    compare(
                            table,
                            changes.get(table),
                            postgresRows(connection, table),
                            replayed.getValue()));
        }
        return results;
    }

    private Map<SourceTable, Replay> replay(List<SourceTable> tables) throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(1, Loopback.settings());
        DataStream<String[]> all = null;
        for (SourceTable table : tables) {
            DataStream<String[]> one =
                    environment.fromSource(
                            source(table), WatermarkStrategy.noWatermarks(), table.name());
            all = all == null ? one : all.union(one);
        }
        Map<String, Replay> byName = new HashMap<>();
        tables.forEach(table -> byName.put(table.name(), new Replay(table)));
        try (CloseableIterator<String[]> changes = all.executeAndCollect("read back")) {
            while (changes.hasNext()) {
                String[] texts = changes.next();
                byName.get(texts[0]).add(texts, 1);
            }
        }
        return tables.stream()
                .collect(
                        Collectors.toMap(
                                table -> table,
                                table -> byName.get(table.name()),
                                (a, b) -> a,
                                LinkedHashMap::new));
    }

    private DataHubSource<String[]> source(SourceTable table) {
        return DataHubSource.<String[]>builder()
                .setTopic(project, table.name())
                .setGatewayFactory(gateways)
                .setDeserializer(new ChangeTexts(table.name(), table.topicColumns().length))
                .setBounded(StoppingPosition.latest())
                .build();
    }

    private static Map<Object, List<Object>> postgresRows(Connection connection, SourceTable table)
            throws SQLException {
        Map<Object, List<Object>> rows = new HashMap<>();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet result = statement.executeQuery("SELECT * FROM " + table.name())) {
                while (result.next()) {
                    List<Object> row = new ArrayList<>(table.columns().size());
                    for (int i = 0; i < table.columns().size(); i++) {
                        row.add(table.columns().get(i).kind().fromPostgres(result, i + 1));
                    }
                    rows.put(row.get(0), row);
                }
            }
        } finally {
            connection.rollback();
        }
        return rows;
    }

    private static TableResult compare(
            SourceTable table, long changes, Map<Object, List<Object>> postgres, Replay replay) {
        Map<Object, List<Object>> farEnd = replay.rows();
        Set<Object> keys = new HashSet<>(postgres.keySet());
        keys.addAll(farEnd.keySet());
        Set<Object> wrong = new HashSet<>(replay.suspectKeys());
        String example = null;
        for (Object key : keys) {
            if (!Objects.equals(postgres.get(key), farEnd.get(key))) {
                wrong.add(key);
                example = "PostgreSQL " + postgres.get(key) + ", DataHub " + farEnd.get(key);
            }
        }
        return new TableResult(
                table.name(),
                changes,
                replay.applied(),
                replay.deliveries() - replay.applied(),
                postgres.size(),
                farEnd.size(),
                wrong.size(),
                example == null && !wrong.isEmpty() ? wrong.iterator().next().toString() : example);
    }
}
