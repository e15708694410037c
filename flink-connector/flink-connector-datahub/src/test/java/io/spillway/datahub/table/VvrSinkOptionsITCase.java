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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options by the names, units and values they have in Alibaba's own connector. */
class VvrSinkOptionsITCase {

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

    @AfterEach
    void recover() {
        DATAHUB.hub().faults().clear();
    }

    @Test
    void endPointAccessIdAndAccessKeyReachTheService() throws Exception {
        tables.tuple(1, "id:BIGINT");
        tables.sql.executeSql(
                "CREATE TEMPORARY TABLE t (id BIGINT) WITH ('connector' = 'datahub', 'endPoint' = '"
                        + DATAHUB.hub().endpoint()
                        + "', 'project' = '"
                        + WrittenTables.PROJECT
                        + "', 'topic' = '"
                        + tables.topic
                        + "', 'accessId' = '"
                        + DATAHUB.hub().accessId()
                        + "', 'accessKey' = '"
                        + DATAHUB.hub().accessKeySecret()
                        + "')");
        tables.run("INSERT INTO t VALUES (1)");
        assertThat(tables.values()).containsExactly(List.of("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lz4", "deflate"})
    void compressType(String value) throws Exception {
        tables.tuple(1, "id:BIGINT");
        tables.table("t", "id BIGINT", "'CompressType' = '" + value + "'");
        tables.run("INSERT INTO t VALUES (1)");
        assertThat(tables.values()).containsExactly(List.of("1"));
    }

    @Test
    void hashFieldsAreSeparatedByCommas() throws Exception {
        tables.tuple(8, "a:BIGINT", "b:STRING", "c:BIGINT");
        tables.table("t", "a BIGINT, b STRING, c BIGINT", "'hashFields' = 'a, b'");
        tables.run(
                "INSERT INTO t VALUES "
                        + java.util.stream.IntStream.range(0, 60)
                                .mapToObj(i -> "(" + i % 3 + ", 'b" + i % 2 + "', " + i + ")")
                                .collect(Collectors.joining(", ")));
        Map<String, List<String>> shards =
                tables.records().stream()
                        .collect(
                                Collectors.groupingBy(
                                        r -> r.values().get(0) + r.values().get(1),
                                        Collectors.mapping(
                                                StoredRecord::shardId, Collectors.toList())));
        assertThat(shards).hasSize(6);
        assertThat(shards.values())
                .allSatisfy(of -> assertThat(of).hasSize(10).containsOnly(of.get(0)));
        assertThat(tables.records()).extracting(StoredRecord::shardId).containsAnyOf("0", "1", "2");
        tables.table("wrong", "a BIGINT", "'hashFields' = 'a,nope'");
        assertThatThrownBy(() -> tables.run("INSERT INTO wrong VALUES (1)"))
                .hasMessageContaining("names column 'nope'");
    }

    @Test
    void timeZoneIsThatOfTimestampsWithoutOne() throws Exception {
        tables.tuple(1, "at:TIMESTAMP", "instant:TIMESTAMP");
        tables.table(
                "t", "`at` TIMESTAMP(6), instant TIMESTAMP_LTZ(6)", "'timeZone' = 'Asia/Shanghai'");
        tables.run(
                "INSERT INTO t SELECT TIMESTAMP '1970-01-01 08:00:00.000001', "
                        + "TO_TIMESTAMP_LTZ(1000, 3)");
        assertThat(tables.values()).containsExactly(List.of("1", "1000000"));
        tables.table("wrong", "`at` TIMESTAMP(6)", "'timeZone' = 'Middle/Earth'");
        assertThatThrownBy(() -> tables.run("INSERT INTO wrong SELECT LOCALTIMESTAMP"))
                .hasStackTraceContaining("'sink.time-zone' is 'Middle/Earth'");
    }

    @Test
    void retryTimeoutEndsRetriesAfterMillisecondsHoweverManyTheyWere() {
        tables.tuple(1, "id:BIGINT");
        tables.table("t", "id BIGINT", "'retryTimeout' = '1500', 'retryInterval' = '20'");
        DATAHUB.hub().faults().failNextPuts(1_000_000, "InternalServerError");
        long begin = System.nanoTime();
        assertThatThrownBy(() -> tables.run("INSERT INTO t VALUES (1)"))
                .hasStackTraceContaining("Gave up writing");
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThan(Duration.ofMillis(1500));
    }

    @Test
    void unitsWithoutANameAreMillisecondsAndBytes() {
        Configuration options =
                Configuration.fromMap(
                        Map.of(
                                "retryTimeout", "1800000",
                                "retryInterval", "1000",
                                "flushInterval", "5000",
                                "batchCount", "500",
                                "batchSize", "512000"));
        assertThat(options.get(DataHubConnectorOptions.SINK_RETRY_TIMEOUT)).hasMinutes(30);
        assertThat(options.get(DataHubConnectorOptions.SINK_RETRY_INITIAL_DELAY)).hasSeconds(1);
        assertThat(options.get(DataHubConnectorOptions.SINK_FLUSH_INTERVAL)).hasSeconds(5);
        assertThat(options.get(DataHubConnectorOptions.SINK_BATCH_MAX_ROWS)).isEqualTo(500);
        assertThat(options.get(DataHubConnectorOptions.SINK_BATCH_MAX_BYTES))
                .isEqualTo(new MemorySize(512_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'batchCount' = '7'",
                "'batchSize' = '512000'",
                "'flushInterval' = '5000'",
                "'retryInterval' = '1000'"
            })
    void batchesAndIntervals(String option) throws Exception {
        tables.tuple(2, "id:BIGINT");
        tables.table("t", "id BIGINT", option);
        tables.run("INSERT INTO t VALUES (1), (2), (3), (4), (5), (6), (7), (8)");
        assertThat(tables.values()).hasSize(8);
    }

    @Test
    void schemaVersionIsThatOfTheTopic() throws Exception {
        tables.tuple(1, "id:BIGINT");
        tables.table("t", "id BIGINT", "'schemaVersion' = '-1'");
        tables.run("INSERT INTO t VALUES (1)");
        assertThat(tables.values()).containsExactly(List.of("1"));
        tables.table("older", "id BIGINT", "'schemaVersion' = '3'");
        assertThatThrownBy(() -> tables.run("INSERT INTO older VALUES (1)"))
                .hasStackTraceContaining("'sink.schema-version' is 3");
    }

    @Test
    void aBatchCountTheServiceDoesNotTakeIsRefused() {
        tables.tuple(1, "id:BIGINT");
        tables.table("t", "id BIGINT", "'batchCount' = '10001'");
        assertThatThrownBy(() -> tables.run("INSERT INTO t VALUES (1)"))
                .hasStackTraceContaining("10000");
    }
}
