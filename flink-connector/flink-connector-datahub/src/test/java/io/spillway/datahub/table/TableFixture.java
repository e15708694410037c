/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.DataHubGatewayOptions;
import io.spillway.datahub.client.HttpDataHubGateway;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.local.datahub.LocalDataHub;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** A topic, tables of it, and a client to write records as others would. */
final class TableFixture implements AutoCloseable {

    final TableEnvironment tables;
    final DataHubGateway gateway;
    final TopicPath topic =
            new TopicPath("shop", "t_" + UUID.randomUUID().toString().replace('-', '_'));
    private final LocalDataHub hub;

    TableFixture(LocalDataHub hub) {
        this(hub, EnvironmentSettings.inStreamingMode());
    }

    TableFixture(LocalDataHub hub, EnvironmentSettings mode) {
        this.hub = hub;
        this.tables = TableEnvironment.create(mode);
        tables.getConfig().set("parallelism.default", "2");
        tables.getConfig().set("table.local-time-zone", "UTC");
        gateway =
                HttpDataHubGateway.factory(
                                DataHubGatewayOptions.builder()
                                        .endpoint(hub.endpoint())
                                        .credentials(
                                                StaticCredentialsProvider.of(
                                                        hub.accessId(), hub.accessKeySecret()))
                                        .build())
                        .create();
    }

    void createTopic(int shards, String... columns) {
        hub.createTopic(topic.project(), topic.topic(), shards, LocalDataHub.tuple(columns));
    }

    void createBlobTopic(int shards) {
        hub.createBlobTopic(topic.project(), topic.topic(), shards);
    }

    /** Creates a table; options are {@code 'key' = 'value'} pairs. */
    void createTable(String name, String columns, String... options) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "'connector' = 'datahub'",
                                "'endpoint' = '" + hub.endpoint() + "'",
                                "'project' = 'shop'",
                                "'topic' = '" + topic.topic() + "'",
                                "'access-id' = '" + hub.accessId() + "'",
                                "'access-key-secret' = '" + hub.accessKeySecret() + "'"));
        all.addAll(List.of(options));
        tables.executeSql(
                "CREATE TEMPORARY TABLE `"
                        + name
                        + "` ("
                        + columns
                        + ") WITH ("
                        + String.join(", ", all)
                        + ")");
    }

    /** Writes a record of texts, null for NULL. */
    void write(String shard, String... values) {
        RecordEntryWriter writer = new RecordEntryWriter().reset();
        for (String value : values) {
            if (value == null) {
                writer.addNull();
            } else {
                writer.addText(value);
            }
        }
        gateway.putRecordsByShard(topic, shard, List.of(writer.toRecord())).join();
    }

    void writeAll(String shard, String[]... records) {
        Arrays.stream(records).forEach(values -> write(shard, values));
    }

    /** All rows of a query that ends. */
    List<Row> select(String query) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> result = tables.executeSql(query).collect()) {
            result.forEachRemaining(rows::add);
        }
        return rows;
    }

    @Override
    public void close() {
        gateway.close();
    }
}
