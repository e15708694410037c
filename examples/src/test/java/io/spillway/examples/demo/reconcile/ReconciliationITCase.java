/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.DataHubGatewayOptions;
import io.spillway.datahub.client.HttpDataHubGateway;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.examples.demo.table.SourceTable;
import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.postgres.LocalPostgresExtension;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the demo's verdict rests on: every kind of difference is seen. */
class ReconciliationITCase {

    private static final SourceTable TABLE = SourceTable.CUSTOMERS;
    private static final TopicPath TOPIC = new TopicPath("shop", TABLE.name());

    @RegisterExtension static final LocalPostgresExtension POSTGRES = new LocalPostgresExtension();

    private LocalDataHub dataHub;
    private DataHubGatewayFactory gateways;

    @BeforeEach
    void createBothSides() throws Exception {
        dataHub = LocalDataHub.start();
        dataHub.createProject(TOPIC.project());
        dataHub.createTopic(
                TOPIC.project(), TOPIC.topic(), 1, LocalDataHub.tuple(TABLE.topicColumns()));
        gateways =
                HttpDataHubGateway.factory(
                        DataHubGatewayOptions.builder()
                                .endpoint(dataHub.endpoint())
                                .credentials(
                                        StaticCredentialsProvider.of(
                                                dataHub.accessId(), dataHub.accessKeySecret()))
                                .build());
        try (Connection connection = POSTGRES.get().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + TABLE.name());
            for (String ddl : TABLE.ddl()) {
                statement.execute(ddl);
            }
            statement.execute(
                    "INSERT INTO customers VALUES"
                            + " (1, 'Zoë', NULL, true, 1.50, '1969-12-31 23:59:59.999999',"
                            + " '2024-05-01 12:00:00.000001+02'),"
                            + " (2, '', '', false, NULL, '2024-05-01 10:00:00', NULL)");
        }
    }

    @AfterEach
    void close() {
        dataHub.close();
    }

    @Test
    void equalRowsAreEqualWhateverTheirForms() throws Exception {
        write(
                record("1", "Zoë", null, "true", "1.5", "-1", "1714557600000001", "10", "+I"),
                record("2", "", "", "FALSE", null, "1714557600000000", null, "11", "+I"));

        TableResult result = reconcile(2);

        assertThat(result).isEqualTo(new TableResult("customers", 2, 2, 0, 2, 2, 0, null));
        assertThat(result.lost()).isZero();
    }

    @Test
    void aDifferingRowAMissingOneAndOneTooManyAreWrong() throws Exception {
        write(
                record("1", "Zoe", null, "true", "1.5", "-1", "1714557600000001", "10", "+I"),
                record("3", "x", null, "true", "1", "0", null, "12", "+I"));

        TableResult result = reconcile(3);

        assertThat(result.wrong()).isEqualTo(3);
        assertThat(result.lost()).isEqualTo(1);
        assertThat(result.example()).isNotNull();
    }

    @Test
    void emptyTextIsNotNullAndAMicrosecondCounts() throws Exception {
        write(
                record("1", "Zoë", null, "true", "1.5", "-1", "1714557600000002", "10", "+I"),
                record("2", "", null, "false", null, "1714557600000000", null, "11", "+I"));

        assertThat(reconcile(2).wrong()).isEqualTo(2);
    }

    private TableResult reconcile(long changes) throws Exception {
        try (Connection connection = POSTGRES.get().connect()) {
            return new Reconciliation(gateways, TOPIC.project())
                    .run(connection, Map.of(TABLE, changes))
                    .get(0);
        }
    }

    private void write(EncodedRecord... records) {
        try (DataHubGateway gateway = gateways.create()) {
            gateway.putRecordsByShard(TOPIC, "0", List.of(records)).join();
        }
    }

    private static EncodedRecord record(String... columns) {
        RecordEntryWriter writer = new RecordEntryWriter();
        writer.reset();
        for (String column : columns) {
            if (column == null) {
                writer.addNull();
            } else {
                writer.addText(column.getBytes(StandardCharsets.UTF_8));
            }
        }
        return writer.toRecord();
    }
}
