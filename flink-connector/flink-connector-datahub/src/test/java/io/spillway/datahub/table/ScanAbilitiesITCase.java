/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.local.datahub.LocalDataHubExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tables of connector {@code datahub} can read, and how little of it a query has to take. */
@Timeout(120)
class ScanAbilitiesITCase {

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    private static final String BOUNDED = "'scan.bounded.mode' = 'latest'";

    private TableFixture fixture;

    @BeforeAll
    static void createProject() {
        DATAHUB.hub().createProject("shop");
    }

    @BeforeEach
    void open() {
        fixture = new TableFixture(DATAHUB.hub());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void windowsOfSystemTimeCloseThoughOneShardIsIdle() throws Exception {
        fixture.createTopic(2, "a:BIGINT");
        fixture.createTable(
                "events",
                "a BIGINT, written TIMESTAMP_LTZ(3) METADATA FROM 'system-time' VIRTUAL, "
                        + "WATERMARK FOR written AS SOURCE_WATERMARK()",
                "'scan.watermark.idle-timeout' = '100 ms'");
        fixture.write("0", "1");

        String windows =
                "SELECT SUM(a) FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(written), "
                        + "INTERVAL '0.1' SECOND)) GROUP BY window_start, window_end";
        try (CloseableIterator<Row> sums = fixture.tables.executeSql(windows).collect()) {
            // shard 1 stays empty: without idleness no window would ever close
            Thread writing =
                    new Thread(
                            () -> {
                                while (!Thread.currentThread().isInterrupted()) {
                                    fixture.write("0", "1");
                                    java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                                }
                            });
            writing.start();
            try {
                assertThat(sums.next().<Long>getFieldAs(0)).isPositive();
            } finally {
                writing.interrupt();
                writing.join();
            }
        }
    }

    @Test
    void watermarksOfAColumnArePushedIntoTheScan() {
        fixture.createTopic(1, "a:BIGINT", "ts:TIMESTAMP");
        fixture.createTable(
                "events",
                "a BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND");
        assertThat(fixture.tables.explainSql("SELECT * FROM events"))
                .contains("events, watermark=[-(ts, 1000:INTERVAL SECOND)]")
                .doesNotContain("\nWatermarkAssigner");
    }

    @Test
    void limitEndsTheReadingOfATopicThatNeverEnds() throws Exception {
        fixture.createTopic(1, "a:BIGINT");
        IntStream.range(0, 50).forEach(i -> fixture.write("0", String.valueOf(i)));
        fixture.createTable("endless", "a BIGINT", "'scan.parallelism' = '1'");
        assertThat(fixture.tables.explainSql("SELECT * FROM endless LIMIT 3"))
                .contains("limit=[3]");
        assertThat(fixture.select("SELECT * FROM endless LIMIT 3")).hasSize(3);
    }

    @Test
    void aBatchJobReadsWhatIsThereAndEnds() throws Exception {
        try (TableFixture batch =
                new TableFixture(DATAHUB.hub(), EnvironmentSettings.inBatchMode())) {
            batch.createTopic(2, "a:BIGINT");
            batch.write("0", "1");
            batch.write("1", "2");
            batch.createTable("sums", "a BIGINT", BOUNDED);
            assertThat(batch.select("SELECT SUM(a) FROM sums")).containsExactly(Row.of(3L));
            assertThat(batch.select("SELECT * FROM sums LIMIT 1")).hasSize(1);
        }
    }

    @Test
    void keysOfARecordCanBeRead() throws Exception {
        fixture.createTopic(1, "a:BIGINT");
        fixture.gateway
                .putRecordsByShard(
                        fixture.topic,
                        "0",
                        List.of(
                                new RecordEntryWriter()
                                        .reset()
                                        .partitionKey("key-1")
                                        .addText("1")
                                        .toRecord()))
                .join();
        fixture.createTable(
                "keyed",
                "a BIGINT, pk STRING METADATA FROM 'partition-key' VIRTUAL, "
                        + "hk STRING METADATA FROM 'hash-key' VIRTUAL",
                BOUNDED);
        assertThat(fixture.select("SELECT a, hk FROM keyed")).containsExactly(Row.of(1L, null));
    }

    @Test
    void specificOffsetsAndNamedShards() throws Exception {
        fixture.createTopic(3, "a:BIGINT");
        for (String shard : List.of("0", "1", "2")) {
            fixture.writeAll(shard, new String[] {shard + "0"}, new String[] {shard + "1"});
        }
        fixture.createTable(
                "named",
                "a BIGINT",
                BOUNDED,
                "'scan.startup.mode' = 'specific-offsets'",
                "'scan.startup.specific-offsets' = 'shard:0,sequence:1'",
                "'scan.shards' = '0;2'");
        assertThat(fixture.select("SELECT a FROM named"))
                .containsExactlyInAnyOrder(Row.of(1L), Row.of(20L), Row.of(21L));
        fixture.createTable(
                "odd",
                "a BIGINT",
                "'scan.startup.mode' = 'specific-offsets'",
                "'scan.startup.specific-offsets' = 'shard:0,offset:1'");
        assertThatThrownBy(() -> fixture.select("SELECT a FROM odd"))
                .hasStackTraceContaining("is not understood at 'shard:0,offset:1'");
    }

    @Test
    void aBlobTopicIsASingleColumnOfBytes() throws Exception {
        fixture.createBlobTopic(1);
        fixture.write("0", "first");
        fixture.write("0", "zweites ü");
        fixture.createTable(
                "blobs", "content BYTES, seq BIGINT METADATA FROM 'sequence' VIRTUAL", BOUNDED);
        assertThat(fixture.select("SELECT seq, CAST(content AS STRING) FROM blobs"))
                .containsExactly(Row.of(0L, "first"), Row.of(1L, "zweites ü"));
        assertThat(fixture.select("SELECT seq FROM blobs")).hasSize(2);

        fixture.createTable("columns", "content STRING", BOUNDED);
        assertThatThrownBy(() -> fixture.select("SELECT * FROM columns"))
                .hasStackTraceContaining("is a BLOB topic");
    }

    @Test
    void aTupleTopicIsNoBlobAndSaysSo() {
        fixture.createTopic(1, "a:BIGINT");
        fixture.createTable("as_bytes", "a BYTES", BOUNDED);
        assertThatThrownBy(() -> fixture.select("SELECT * FROM as_bytes"))
                .hasStackTraceContaining("is a TUPLE topic");
    }

    @Test
    void anyFormatReadsABlobTopic() throws Exception {
        fixture.createBlobTopic(1);
        fixture.write("0", "{\"id\": 1, \"name\": \"one\", \"rest\": [1, 2]}");
        fixture.write("0", "no json at all");
        fixture.write("0", "{\"id\": 2, \"name\": null}");
        fixture.createTable(
                "docs",
                "id BIGINT, name STRING, seq BIGINT METADATA FROM 'sequence' VIRTUAL",
                BOUNDED,
                "'format' = 'json'",
                "'on-error' = 'ignore'");
        assertThat(fixture.select("SELECT * FROM docs"))
                .containsExactly(Row.of(1L, "one", 0L), Row.of(2L, null, 2L));
        assertThat(fixture.select("SELECT seq, name FROM docs"))
                .containsExactly(Row.of(0L, "one"), Row.of(2L, null));

        fixture.createTable("strict", "id BIGINT, name STRING", BOUNDED, "'format' = 'json'");
        assertThatThrownBy(() -> fixture.select("SELECT * FROM strict"))
                .hasStackTraceContaining("cannot be decoded by the table's format");

        fixture.createTable("texts", "line STRING", BOUNDED, "'format' = 'raw'");
        assertThat(fixture.select("SELECT * FROM texts")).contains(Row.of("no json at all"));
    }

    @Test
    void aChangelogFormatMakesChangesAndItsMetadata() throws Exception {
        fixture.createBlobTopic(1);
        String source = ", \"source\": {\"table\": \"users\"}, \"ts_ms\": 7000}";
        fixture.write(
                "0",
                "{\"before\": null, \"after\": {\"id\": 1, \"n\": \"a\"}, \"op\": \"c\"" + source);
        fixture.write(
                "0",
                "{\"before\": {\"id\": 1, \"n\": \"a\"}, \"after\": {\"id\": 1, \"n\": \"b\"}, "
                        + "\"op\": \"u\""
                        + source);
        fixture.write(
                "0",
                "{\"before\": {\"id\": 1, \"n\": \"b\"}, \"after\": null, \"op\": \"d\"" + source);
        fixture.createTable(
                "changes",
                "id BIGINT, n STRING, tab STRING METADATA FROM 'value.source.table' VIRTUAL, "
                        + "seq BIGINT METADATA FROM 'sequence' VIRTUAL",
                BOUNDED,
                "'format' = 'debezium-json'");
        assertThat(fixture.select("SELECT n, tab, seq FROM changes"))
                .containsExactly(
                        Row.ofKind(RowKind.INSERT, "a", "users", 0L),
                        Row.ofKind(RowKind.UPDATE_BEFORE, "a", "users", 1L),
                        Row.ofKind(RowKind.UPDATE_AFTER, "b", "users", 1L),
                        Row.ofKind(RowKind.DELETE, "b", "users", 2L));
    }

    @Test
    void dtsChangesOfBothNamingRulesBecomeAChangelog() throws Exception {
        fixture.createTopic(
                1,
                "dts_record_id:STRING",
                "dts_operation_flag:STRING",
                "dts_instance_id:STRING",
                "dts_db_name:STRING",
                "dts_table_name:STRING",
                "dts_utc_timestamp:STRING",
                "dts_before_flag:STRING",
                "dts_after_flag:STRING",
                "dts_id:BIGINT",
                "dts_name:STRING");
        dts("1", "I", "N", "Y", "1", "one");
        dts("2", "U", "Y", "N", "1", "one");
        dts("2", "U", "N", "Y", "1", "uno");
        dts("3", "D", "Y", "N", "1", "uno");
        fixture.createTable(
                "users",
                "id BIGINT, name STRING, dts_record_id STRING, dts_table_name STRING",
                BOUNDED,
                "'changelog.mode' = 'dts'");
        assertThat(fixture.select("SELECT id, name, dts_record_id, dts_table_name FROM users"))
                .containsExactly(
                        Row.ofKind(RowKind.INSERT, 1L, "one", "1", "users"),
                        Row.ofKind(RowKind.UPDATE_BEFORE, 1L, "one", "2", "users"),
                        Row.ofKind(RowKind.UPDATE_AFTER, 1L, "uno", "2", "users"),
                        Row.ofKind(RowKind.DELETE, 1L, "uno", "3", "users"));

        dts("4", "X", "N", "Y", "2", "two");
        assertThatThrownBy(() -> fixture.select("SELECT id FROM users"))
                .hasStackTraceContaining("'X', 'N' and 'Y' are no change that DTS writes");
        try (TableFixture other = new TableFixture(DATAHUB.hub())) {
            other.createTopic(
                    1,
                    "id:BIGINT",
                    "new_dts_sync_dts_operation_flag:STRING",
                    "new_dts_sync_dts_before_flag:STRING",
                    "new_dts_sync_dts_after_flag:STRING");
            other.write("0", "1", "I", "N", "Y");
            other.write("0", "1", "D", "Y", "N");
            other.createTable("users", "id BIGINT", BOUNDED, "'changelog.mode' = 'dts'");
            assertThat(other.select("SELECT id FROM users"))
                    .containsExactly(
                            Row.ofKind(RowKind.INSERT, 1L), Row.ofKind(RowKind.DELETE, 1L));
            other.write("0", "2", "I", "N", "Y");
            assertThat(other.select("SELECT COUNT(*) FROM users"))
                    .endsWith(Row.ofKind(RowKind.INSERT, 1L));
        }
    }

    @Test
    void dtsNeedsItsColumns() {
        fixture.createTopic(1, "id:BIGINT");
        fixture.createTable("plain", "id BIGINT", BOUNDED, "'changelog.mode' = 'dts'");
        assertThatThrownBy(() -> fixture.select("SELECT * FROM plain"))
                .hasStackTraceContaining("needs the columns dts_operation_flag");
    }

    @Test
    void columnsAppendedWhileReadingAreIgnoredAndTheOthersStayRight() throws Exception {
        fixture.createTopic(1, "a:BIGINT", "b:STRING");
        fixture.write("0", "1", "x");
        fixture.createTable("growing", "b STRING, a BIGINT");
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> result =
                fixture.tables.executeSql("SELECT a, b FROM growing").collect()) {
            rows.add(result.next());
            DATAHUB.hub().appendColumn("shop", fixture.topic.topic(), "c:STRING");
            fixture.write("0", "2", "y", "z");
            rows.add(result.next());
            fixture.write("0", "3", "y", "z");
            rows.add(result.next());
        }
        assertThat(rows).containsExactly(Row.of(1L, "x"), Row.of(2L, "y"), Row.of(3L, "y"));
    }

    private void dts(
            String id, String operation, String before, String after, String key, String name) {
        fixture.write(
                "0",
                id,
                operation,
                "server",
                "db",
                "users",
                "1700000000",
                before,
                after,
                key,
                name);
    }
}
