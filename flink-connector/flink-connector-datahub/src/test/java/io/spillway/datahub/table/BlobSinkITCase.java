/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.datahub.LocalDataHub.StoredRecord;
import io.spillway.local.datahub.LocalDataHubExtension;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables over BLOB topics: bytes as they are, or rows through a format. */
class BlobSinkITCase {

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    private WrittenTables tables;

    @BeforeAll
    static void createProject() {
        DATAHUB.hub().createProject(WrittenTables.PROJECT);
    }

    @BeforeEach
    void newTables() {
        tables = new WrittenTables(DATAHUB.hub());
    }

    @Test
    void theOnlyColumnOfBytesIsTheRecord() throws Exception {
        tables.blob(2);
        tables.table("t", "body BYTES, attrs MAP<STRING, STRING> METADATA FROM 'attributes'", "");
        tables.run(
                "INSERT INTO t VALUES (ENCODE('Grüße', 'UTF-8'), MAP['k', 'v']), "
                        + "(ENCODE('', 'UTF-8'), MAP['k', 'w'])");
        assertThat(tables.records())
                .extracting(record -> record.values().get(0) + record.attributes())
                .containsExactlyInAnyOrder("Grüße{k=v}", "{k=w}");
        assertThatThrownBy(
                        () ->
                                tables.run(
                                        "INSERT INTO t SELECT CAST(NULL AS BYTES), "
                                                + "CAST(NULL AS MAP<STRING, STRING>)"))
                .hasStackTraceContaining("The only column of a BLOB topic is NULL");
    }

    @Test
    void aFormatWritesTheColumnsAndNothingOfTheMetadata() throws Exception {
        tables.blob(4);
        tables.table(
                "t",
                "id BIGINT, tags ARRAY<STRING>, pkey STRING METADATA FROM 'partition-key'",
                "'format' = 'json', 'json.encode.ignore-null-fields' = 'true'");
        tables.run(
                "INSERT INTO t VALUES (1, ARRAY['a', 'b'], 'x'), "
                        + "(2, CAST(NULL AS ARRAY<STRING>), 'x')");
        // rows of VALUES that are no literals are a source each
        assertThat(tables.values())
                .containsExactlyInAnyOrder(
                        List.of("{\"id\":1,\"tags\":[\"a\",\"b\"]}"), List.of("{\"id\":2}"));
        assertThat(tables.records()).extracting(StoredRecord::shardId).containsOnly("2");
    }

    @Test
    void recordsOfAvroAreWrittenAndRead() throws Exception {
        tables.blob(2);
        tables.table(
                "t",
                "id BIGINT, amount DECIMAL(10, 2), at_ TIMESTAMP(3), tags ARRAY<STRING>",
                "'format' = 'avro', 'scan.bounded.mode' = 'latest'");
        tables.run(
                "INSERT INTO t VALUES (1, 12.5, TIMESTAMP '2026-01-02 03:04:05.678', ARRAY['ü']),"
                        + " (2, CAST(NULL AS DECIMAL(10, 2)), CAST(NULL AS TIMESTAMP(3)),"
                        + " CAST(NULL AS ARRAY<STRING>))");
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> result = tables.sql.executeSql("SELECT * FROM t").collect()) {
            result.forEachRemaining(rows::add);
        }
        assertThat(rows)
                .containsExactlyInAnyOrder(
                        Row.of(
                                1L,
                                new BigDecimal("12.50"),
                                LocalDateTime.parse("2026-01-02T03:04:05.678"),
                                new String[] {"ü"}),
                        Row.of(2L, null, null, null));
    }

    @Test
    void aFormatForChangesTakesThemInOrderPerKey() throws Exception {
        tables.blob(4);
        tables.table(
                "totals",
                "name STRING, total BIGINT, PRIMARY KEY (name) NOT ENFORCED",
                "'format' = 'debezium-json'");
        tables.run(
                "INSERT INTO totals SELECT n, COUNT(*) FROM "
                        + "(VALUES 'a', 'b', 'a') AS v(n) GROUP BY n");
        Map<Boolean, List<String>> byName =
                tables.values().stream()
                        .map(values -> values.get(0))
                        .collect(
                                java.util.stream.Collectors.partitioningBy(
                                        text -> text.contains("\"name\":\"a\"")));
        assertThat(byName.get(true))
                .containsExactly(
                        "{\"before\":null,\"after\":{\"name\":\"a\",\"total\":1},\"op\":\"c\"}",
                        "{\"before\":{\"name\":\"a\",\"total\":1},\"after\":null,\"op\":\"d\"}",
                        "{\"before\":null,\"after\":{\"name\":\"a\",\"total\":2},\"op\":\"c\"}");
        assertThat(byName.get(false)).hasSize(1);
    }

    @Test
    void changesAreRefusedByAFormatForInserts() {
        tables.blob(1);
        tables.table("totals", "name STRING, total BIGINT", "'format' = 'json'");
        assertThatThrownBy(
                        () ->
                                tables.run(
                                        "INSERT INTO totals SELECT n, COUNT(*) FROM "
                                                + "(VALUES 'a', 'a') AS v(n) GROUP BY n"))
                .hasMessageContaining("Choose a 'format' for changes");
    }

    @Test
    void tablesThatDoNotFitTheKindOfTopicAreRefused() {
        tables.blob(1);
        tables.table("columns", "id BIGINT", "");
        assertThatThrownBy(() -> tables.run("INSERT INTO columns VALUES (1)"))
                .hasStackTraceContaining("is a BLOB topic: declare exactly one column");
        tables.table("two", "id BIGINT, body BYTES", "");
        assertThatThrownBy(() -> tables.run("INSERT INTO two SELECT 1, CAST(NULL AS BYTES)"))
                .hasMessageContaining("it must be the only one");
        tables.table("mixed", "id BIGINT", "'format' = 'json', 'sink.changelog' = 'dts'");
        assertThatThrownBy(() -> tables.run("INSERT INTO mixed VALUES (1)"))
                .hasStackTraceContaining("cannot stand beside 'format'");

        WrittenTables tuple = new WrittenTables(DATAHUB.hub()).tuple(1, "id:BIGINT");
        tuple.table("json", "id BIGINT", "'format' = 'json'");
        assertThatThrownBy(() -> tuple.run("INSERT INTO json VALUES (1)"))
                .hasStackTraceContaining("is a TUPLE topic")
                .hasStackTraceContaining("remove 'format'");
    }
}
