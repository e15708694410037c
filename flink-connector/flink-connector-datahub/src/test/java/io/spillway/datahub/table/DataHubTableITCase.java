/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetterJson;
import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.datahub.LocalDataHubExtension;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tables of connector {@code datahub}, from DDL to the rows in the topic and back. */
class DataHubTableITCase {

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    private TableEnvironment tables;
    private String topic;

    @BeforeAll
    static void createProject() {
        DATAHUB.hub().createProject("shop");
    }

    @BeforeEach
    void newEnvironment() {
        tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        tables.getConfig().set("parallelism.default", "2");
        tables.getConfig().set("table.local-time-zone", "UTC");
        topic = "t_" + UUID.randomUUID().toString().replace('-', '_');
    }

    @Test
    void everyTypeComesBackAsItWasWritten() throws Exception {
        createTopic(
                2,
                "s:STRING",
                "b:BOOLEAN",
                "t1:TINYINT",
                "t2:SMALLINT",
                "t4:INTEGER",
                "t8:BIGINT",
                "f4:FLOAT",
                "f8:DOUBLE",
                "d:DECIMAL",
                "ts:TIMESTAMP");
        // another order than the topic's: columns are matched by name
        createTable(
                "everything",
                "ts TIMESTAMP(6), s STRING, d DECIMAL(20, 4), f8 DOUBLE, f4 FLOAT, t8 BIGINT, "
                        + "t4 INT, t2 SMALLINT, t1 TINYINT, b BOOLEAN",
                "");

        run(
                "INSERT INTO everything VALUES "
                        + "(TIMESTAMP '2024-02-29 13:14:15.123456', 'Grüße, 世界 🌊', 1234567890.1234, "
                        + "1.5E300, CAST(0.1 AS FLOAT), 9223372036854775807, -2147483648, "
                        + "CAST(-32768 AS SMALLINT), CAST(127 AS TINYINT), TRUE), "
                        + "(TIMESTAMP '1969-12-31 23:59:59.999999', '', -0.0001, 4.9E-324, "
                        + "CAST(-3.4E38 AS FLOAT), -9223372036854775807, 0, CAST(0 AS SMALLINT), "
                        + "CAST(-128 AS TINYINT), FALSE)");
        run(
                "INSERT INTO everything SELECT CAST(NULL AS TIMESTAMP(6)), CAST(NULL AS STRING), "
                        + "CAST(NULL AS DECIMAL(20, 4)), CAST(NULL AS DOUBLE), CAST(NULL AS FLOAT), "
                        + "CAST(NULL AS BIGINT), CAST(NULL AS INT), CAST(NULL AS SMALLINT), "
                        + "CAST(NULL AS TINYINT), CAST(NULL AS BOOLEAN)");

        assertThat(select("SELECT * FROM everything"))
                .containsExactlyInAnyOrder(
                        Row.of(
                                LocalDateTime.parse("2024-02-29T13:14:15.123456"),
                                "Grüße, 世界 🌊",
                                new BigDecimal("1234567890.1234"),
                                1.5E300,
                                0.1f,
                                Long.MAX_VALUE,
                                Integer.MIN_VALUE,
                                Short.MIN_VALUE,
                                Byte.MAX_VALUE,
                                true),
                        Row.of(
                                LocalDateTime.parse("1969-12-31T23:59:59.999999"),
                                "",
                                new BigDecimal("-0.0001"),
                                4.9E-324,
                                -3.4E38f,
                                -Long.MAX_VALUE,
                                0,
                                (short) 0,
                                Byte.MIN_VALUE,
                                false),
                        Row.of(null, null, null, null, null, null, null, null, null, null));
    }

    @Test
    void metadataAndProjectionStandBesideTheColumnsAskedFor() throws Exception {
        createTopic(1, "a:BIGINT", "b:STRING", "c:DOUBLE");
        createTable(
                "events",
                "c DOUBLE, b STRING, a BIGINT, "
                        + "shard STRING METADATA FROM 'shard-id' VIRTUAL, "
                        + "seq BIGINT METADATA FROM 'sequence' VIRTUAL, "
                        + "idx INT METADATA FROM 'batch-index' VIRTUAL, "
                        + "written TIMESTAMP_LTZ(3) METADATA FROM 'system-time' VIRTUAL, "
                        + "attrs MAP<STRING, STRING> METADATA FROM 'attributes' VIRTUAL",
                "");
        Instant before = Instant.now().minusSeconds(5);
        run("INSERT INTO events VALUES (0.5, 'x', 1), (1.5, 'y', 2)");

        assertThat(select("SELECT b, shard, seq, idx, attrs FROM events"))
                .containsExactly(
                        Row.of("x", "0", 0L, 0, Map.of()), Row.of("y", "0", 1L, 0, Map.of()));
        assertThat(select("SELECT a, written FROM events WHERE b = 'y'"))
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.getField(0)).isEqualTo(2L);
                            assertThat((Instant) row.getField(1))
                                    .isBetween(before, Instant.now().plusSeconds(5));
                        });
    }

    @Test
    void integersAndFloatsMayWiden() throws Exception {
        createTopic(1, "a:BIGINT", "f:DOUBLE");
        createTable("narrow", "a TINYINT, f FLOAT", "");
        run("INSERT INTO narrow VALUES (CAST(7 AS TINYINT), CAST(2.5 AS FLOAT))");
        createTable("wide", "a BIGINT, f DOUBLE", "");
        assertThat(select("SELECT * FROM wide")).containsExactly(Row.of(7L, 2.5));
    }

    @Test
    void aQueryThatUpdatesIsRefusedUnlessTheTableSaysHowToWriteChanges() {
        createTopic(1, "name:STRING", "total:BIGINT");
        createTable("totals", "name STRING, total BIGINT", "");
        assertThatThrownBy(
                        () ->
                                tables.executeSql(
                                        "INSERT INTO totals SELECT n, COUNT(*) FROM "
                                                + "(VALUES 'a', 'b', 'a') AS v(n) GROUP BY n"))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining(topic)
                .hasMessageContaining("'sink.changelog' = 'op-column'");
    }

    @Test
    void changesOfAKeyStandInOrderInOneShardWithTheirOperation() throws Exception {
        createTopic(4, "name:STRING", "total:BIGINT", "__op:STRING");
        createTable(
                "totals",
                "name STRING, total BIGINT, PRIMARY KEY (name) NOT ENFORCED",
                "'sink.changelog' = 'op-column'");
        run(
                "INSERT INTO totals SELECT n, COUNT(*) FROM "
                        + "(VALUES 'a', 'b', 'a', 'c', 'a', 'b') AS v(n) GROUP BY n");

        createTable(
                "history",
                "name STRING, total BIGINT, __op STRING, "
                        + "shard STRING METADATA FROM 'shard-id' VIRTUAL, "
                        + "seq BIGINT METADATA FROM 'sequence' VIRTUAL",
                "");
        List<Row> log = select("SELECT name, total, __op, shard, seq FROM history");
        Map<Object, List<Row>> byName =
                log.stream()
                        .sorted((x, y) -> Long.compare((long) x.getField(4), (long) y.getField(4)))
                        .collect(Collectors.groupingBy(row -> row.getField(0)));
        assertThat(byName).containsOnlyKeys("a", "b", "c");
        byName.forEach(
                (name, changes) ->
                        assertThat(changes.stream().map(row -> row.getField(3)).distinct())
                                .as("shards of %s", name)
                                .hasSize(1));
        assertThat(byName.get("a").stream().map(row -> row.getField(2) + ":" + row.getField(1)))
                .startsWith("+I:1")
                .endsWith("+U:3");
        assertThat(byName.get("c").stream().map(row -> row.getField(2) + ":" + row.getField(1)))
                .containsExactly("+I:1");
    }

    @Test
    void aRowTheTopicCannotHoldBecomesADeadLetterAndTheRestIsWritten(@TempDir Path letters)
            throws Exception {
        createTopic(2, "id:BIGINT!", "name:STRING!");
        createTable(
                "strict",
                "id BIGINT, name STRING",
                "'on-error' = 'dead-letter', 'dead-letter.type' = 'filesystem', "
                        + "'dead-letter.path' = '"
                        + letters.toUri()
                        + "'");
        run(
                "INSERT INTO strict VALUES (1, 'one'), (2, CAST(NULL AS STRING)), (3, 'three'), "
                        + "(CAST(NULL AS BIGINT), 'four')");

        assertThat(select("SELECT id FROM strict")).hasSize(2);
        List<DeadLetter> found = readLetters(letters);
        assertThat(found)
                .extracting(letter -> letter.error().code())
                .containsExactlyInAnyOrder("NullInNotNullColumn", "NullInNotNullColumn");
        assertThat(found)
                .extracting(letter -> new String(letter.value()))
                .containsExactlyInAnyOrder(
                        "{\"id\":2,\"name\":null}", "{\"id\":null,\"name\":\"four\"}");
    }

    @Test
    void withoutOnErrorSuchARowFailsTheJobAndNamesTheColumn() {
        createTopic(1, "id:BIGINT!");
        createTable("strict", "id BIGINT", "");
        assertThatThrownBy(() -> run("INSERT INTO strict SELECT CAST(NULL AS BIGINT)"))
                .hasStackTraceContaining("Column 'id' is NULL");
    }

    @Test
    void vvrNamesOfOptionsAreUnderstood() throws Exception {
        createTopic(1, "a:BIGINT");
        tables.executeSql(
                "CREATE TEMPORARY TABLE vvr (a BIGINT) WITH ('connector' = 'datahub', 'endPoint' = '"
                        + DATAHUB.hub().endpoint()
                        + "', 'project' = 'shop', 'topic' = '"
                        + topic
                        + "', 'accessId' = '"
                        + DATAHUB.hub().accessId()
                        + "', 'accessKey' = '"
                        + DATAHUB.hub().accessKeySecret()
                        + "', 'CompressType' = 'deflate', 'scan.bounded.mode' = 'latest')");
        run("INSERT INTO vvr VALUES (42)");
        assertThat(select("SELECT * FROM vvr")).containsExactly(Row.of(42L));
    }

    @Test
    void aWrongSecretIsToldWithTheServicesCodeAndRequestIdAndIsNotPrinted() {
        createTopic(1, "a:BIGINT");
        tables.executeSql(
                "CREATE TEMPORARY TABLE wrong (a BIGINT) WITH ('connector' = 'datahub', "
                        + "'endpoint' = '"
                        + DATAHUB.hub().endpoint()
                        + "', 'project' = 'shop', 'topic' = '"
                        + topic
                        + "', 'access-id' = '"
                        + DATAHUB.hub().accessId()
                        + "', 'access-key-secret' = 'not-the-secret-at-all')");
        assertThatThrownBy(() -> run("INSERT INTO wrong VALUES (1)"))
                .hasStackTraceContaining("Unauthorized")
                .hasStackTraceContaining("request id")
                .satisfies(e -> assertThat(trace(e)).doesNotContain("not-the-secret-at-all"));
    }

    @Test
    void aTopicThatDoesNotExistIsNamed() {
        topic = "no_such_topic";
        createTable("missing", "a BIGINT", "");
        assertThatThrownBy(() -> run("INSERT INTO missing VALUES (1)"))
                .hasStackTraceContaining("no_such_topic");
        assertThatThrownBy(() -> select("SELECT * FROM missing"))
                .hasStackTraceContaining("no_such_topic");
    }

    @Test
    void columnsThatDoNotFitTheTopicAreNamed() {
        createTopic(1, "a:BIGINT", "b:STRING!");
        createTable("strange", "z BIGINT, b STRING", "");
        assertThatThrownBy(() -> run("INSERT INTO strange VALUES (1, 'x')"))
                .hasStackTraceContaining("Column 'z' is not in topic shop." + topic);
        createTable("typed", "a STRING, b STRING", "");
        assertThatThrownBy(() -> run("INSERT INTO typed VALUES ('1', 'x')"))
                .hasStackTraceContaining("Column 'a' is STRING, but BIGINT in topic");
        createTable("parts", "a BIGINT", "");
        assertThatThrownBy(() -> run("INSERT INTO parts VALUES (1)"))
                .hasStackTraceContaining("requires a value for column 'b'");
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedWhenTheJobIsPlanned() {
        createTopic(1, "a:BIGINT");
        createTable("typo", "a BIGINT", "'sink.batch.max-row' = '10'");
        assertThatThrownBy(() -> tables.executeSql("INSERT INTO typo VALUES (1)"))
                .hasStackTraceContaining("sink.batch.max-row");
        createTable("batchy", "a BIGINT", "'sink.batch.max-rows' = '10001'");
        assertThatThrownBy(() -> tables.executeSql("INSERT INTO batchy VALUES (1)"))
                .hasStackTraceContaining("10000");
        createTable("letters", "a BIGINT", "'on-error' = 'dead-letter'");
        assertThatThrownBy(() -> tables.executeSql("INSERT INTO letters VALUES (1)"))
                .hasStackTraceContaining("dead-letter.type");
        createTable("hashed", "a BIGINT", "'sink.hash-fields' = 'nope'");
        assertThatThrownBy(() -> tables.executeSql("INSERT INTO hashed VALUES (1)"))
                .hasStackTraceContaining("'sink.hash-fields' names column 'nope'");
        createTable("begin_at", "a BIGINT", "'scan.startup.mode' = 'timestamp'");
        assertThatThrownBy(() -> tables.executeSql("SELECT * FROM begin_at"))
                .hasStackTraceContaining("scan.startup.timestamp-millis");
    }

    private void createTopic(int shards, String... columns) {
        DATAHUB.hub().createTopic("shop", topic, shards, LocalDataHub.tuple(columns));
    }

    private void createTable(String name, String columns, String options) {
        tables.executeSql(
                "CREATE TEMPORARY TABLE `"
                        + name
                        + "` ("
                        + columns
                        + ") WITH ('connector' = 'datahub', 'endpoint' = '"
                        + DATAHUB.hub().endpoint()
                        + "', 'project' = 'shop', 'topic' = '"
                        + topic
                        + "', 'access-id' = '"
                        + DATAHUB.hub().accessId()
                        + "', 'access-key-secret' = '"
                        + DATAHUB.hub().accessKeySecret()
                        + "', 'scan.bounded.mode' = 'latest'"
                        + (options.isEmpty() ? "" : ", " + options)
                        + ")");
    }

    private void run(String insert) throws Exception {
        tables.executeSql(insert).await();
    }

    private List<Row> select(String query) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> result = tables.executeSql(query).collect()) {
            result.forEachRemaining(rows::add);
        }
        return rows;
    }

    private static List<DeadLetter> readLetters(Path folder) throws IOException {
        List<DeadLetter> letters = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String line : Files.readAllLines(file)) {
                    letters.add(DeadLetterJson.parse(line.getBytes()));
                }
            }
        }
        return letters;
    }

    private static String trace(Throwable failure) {
        java.io.StringWriter text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
