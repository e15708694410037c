/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.testing.SqlTables;
import io.spillway.tdengine.testing.TestServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables that follow a topic. */
@Timeout(180)
class SubscribeITCase {

    private static final long START = 1_700_000_000_000L;
    private static final String COLUMNS = "ts TIMESTAMP_LTZ(3), v INT";

    @RegisterExtension static final TestServer SERVER = new TestServer();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String superTable = "st_" + suffix;
    private final String topic = "topic_" + suffix;
    private SqlTables sql;

    @BeforeEach
    void createSuperTable() {
        sql = SqlTables.streaming(SERVER);
        SERVER.execute(
                "CREATE STABLE %db%." + superTable + " (ts TIMESTAMP, v INT) TAGS (gid INT)");
    }

    /**
     * A database that has topics cannot be dropped, nor a topic that has consumers: those of a
     * cancelled job go in their own time.
     */
    @AfterEach
    void dropTopic() {
        SERVER.dropTopic(topic);
    }

    @Test
    void rowsOfATopicComeWithTheirTableAndPosition() throws Exception {
        createTopic("AS STABLE %db%." + superTable);
        for (int table = 0; table < 8; table++) {
            insert(table, 0, table * 10);
            insert(table, 1, table * 10 + 1);
        }
        declare(
                COLUMNS
                        + ", tbname STRING, tab STRING METADATA FROM 'tbname',"
                        + " `topic` STRING METADATA, `vgroup-id` INT METADATA,"
                        + " `offset` BIGINT METADATA",
                "'scan.bounded.mode' = 'latest'");

        List<Row> rows = sql.select("SELECT v, tbname, tab, `topic`, ts FROM topical");
        List<Row> expected = new ArrayList<>();
        for (int table = 0; table < 8; table++) {
            for (int row = 0; row < 2; row++) {
                expected.add(
                        Row.of(
                                table * 10 + row,
                                name(table),
                                name(table),
                                topic,
                                Instant.ofEpochMilli(START + row)));
            }
        }
        assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(sql.select("SELECT DISTINCT `vgroup-id` FROM topical").size()).isGreaterThan(1);
        assertThat(sql.select("SELECT v FROM topical WHERE `offset` < 0 OR `offset` IS NULL"))
                .isEmpty();
    }

    @Test
    void aTableIsFollowedByItsTopicWithoutAGap() throws Exception {
        for (int table = 0; table < 4; table++) {
            insert(table, 0, table);
        }
        createTopic("AS STABLE %db%." + superTable);
        insert(0, 1, 100);
        declare(COLUMNS + ", tbname STRING", "'scan.startup.mode' = 'initial'");
        TableResult result = sql.environment().executeSql("SELECT v, tbname FROM topical");
        Map<Row, Integer> seen = new HashMap<>();
        try (CloseableIterator<Row> rows = result.collect()) {
            for (int i = 0; i < 5; i++) {
                seen.merge(rows.next(), 1, Integer::sum);
            }
            assertThat(seen.keySet())
                    .containsExactlyInAnyOrder(
                            Row.of(0, name(0)),
                            Row.of(1, name(1)),
                            Row.of(2, name(2)),
                            Row.of(3, name(3)),
                            Row.of(100, name(0)));
            for (int table = 0; table < 4; table++) {
                insert(table, 2, 200 + table);
            }
            while (seen.size() < 9) {
                seen.merge(rows.next(), 1, Integer::sum);
            }
        }
        assertThat(seen.keySet()).contains(Row.of(203, name(3)));
    }

    /**
     * Rows are seen once a checkpoint has them: after the first one the job stands in the topic.
     */
    @Test
    void aTableFollowedByItsTopicComesBackInTheTopic() throws Exception {
        insert(0, 0, 0);
        createTopic("AS STABLE %db%." + superTable);
        sql.environment().getConfig().set("restart-strategy.type", "fixed-delay");
        sql.environment().getConfig().set("restart-strategy.fixed-delay.attempts", "50");
        sql.environment().getConfig().set("restart-strategy.fixed-delay.delay", "100 ms");
        sql.environment().getConfig().set("execution.checkpointing.interval", "200 ms");
        declare(COLUMNS + ", tbname STRING", "'scan.startup.mode' = 'initial'");
        List<Integer> seen = new ArrayList<>();
        try (CloseableIterator<Row> rows =
                sql.environment().executeSql("SELECT v FROM topical").collect()) {
            seen.add((Integer) rows.next().getField(0));
            for (int round = 1; round <= 3; round++) {
                for (int table = 0; table < 4; table++) {
                    insert(table, round, 10 * round + table);
                }
                for (int table = 0; table < 4; table++) {
                    seen.add((Integer) rows.next().getField(0));
                }
                SERVER.local().faults().on("poll").closeBefore(1);
            }
            insert(3, 9, 99);
            seen.add((Integer) rows.next().getField(0));
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(0, 10, 11, 12, 13, 20, 21, 22, 23, 30, 31, 32, 33, 99);
    }

    @Test
    void underUpsertRowsReplaceOneAnotherAndDeletesDelete() throws Exception {
        createTopic("WITH META AS STABLE %db%." + superTable);
        insert(0, 0, 1);
        insert(0, 1, 2);
        insert(1, 0, 3);
        insert(0, 1, 22);
        SERVER.execute("DELETE FROM %db%." + name(0) + " WHERE ts = " + START);
        declare(
                COLUMNS + ", tbname STRING, PRIMARY KEY (ts, tbname) NOT ENFORCED",
                "'scan.changelog' = 'upsert'",
                "'scan.bounded.mode' = 'latest'");
        Map<Row, Integer> table = new HashMap<>();
        for (Row row : sql.select("SELECT ts, tbname, v FROM topical")) {
            Row key = Row.of(row.getField(0), row.getField(1));
            if (row.getKind() == RowKind.DELETE || row.getKind() == RowKind.UPDATE_BEFORE) {
                table.remove(key);
            } else {
                table.put(key, (Integer) row.getField(2));
            }
        }
        assertThat(table)
                .containsOnly(
                        Map.entry(Row.of(Instant.ofEpochMilli(START + 1), name(0)), 22),
                        Map.entry(Row.of(Instant.ofEpochMilli(START), name(1)), 3));
    }

    /** The server tells the super table's name alone, not the tables it deleted rows of. */
    @Test
    void underUpsertADeleteByTheSuperTableIsNotTakenForOneOfARow() throws Exception {
        createTopic("WITH META AS STABLE %db%." + superTable);
        insert(0, 0, 1);
        insert(1, 0, 2);
        SERVER.execute("DELETE FROM %db%." + superTable + " WHERE ts = " + START);
        declare(
                COLUMNS + ", tbname STRING, PRIMARY KEY (ts, tbname) NOT ENFORCED",
                "'scan.changelog' = 'upsert'",
                "'scan.bounded.mode' = 'latest'");
        sql.environment().getConfig().set("restart-strategy.type", "none");
        assertThatThrownBy(() -> sql.select("SELECT ts, tbname, v FROM topical"))
                .rootCause()
                .isInstanceOf(RecordException.class)
                .hasMessageContaining("super table '" + superTable + "'")
                .hasMessageContaining("delete from the child tables instead");
    }

    @Test
    void tagsThatATopicComesWithoutAreThoseOfTheTable() throws Exception {
        insert(0, 0, 10);
        insert(1, 0, 11);
        createTopic("AS STABLE %db%." + superTable);
        declare("gid BIGINT, " + COLUMNS + ", tbname STRING", "'scan.startup.mode' = 'initial'");
        Set<Row> seen = new HashSet<>();
        try (CloseableIterator<Row> rows =
                sql.environment().executeSql("SELECT v, gid, tbname FROM topical").collect()) {
            while (seen.size() < 2) {
                seen.add(rows.next());
            }
            insert(1, 1, 21);
            while (seen.size() < 3) {
                seen.add(rows.next());
            }
            // a table made since the tags were read
            insert(2, 1, 22);
            while (seen.size() < 4) {
                seen.add(rows.next());
            }
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        Row.of(10, 0L, name(0)),
                        Row.of(11, 1L, name(1)),
                        Row.of(21, 1L, name(1)),
                        Row.of(22, 2L, name(2)));
    }

    @Test
    void changesOfTheSchemaAndDeletesCanBeRead() throws Exception {
        createTopic("WITH META AS STABLE %db%." + superTable);
        insert(0, 0, 1);
        SERVER.execute(
                "DELETE FROM %db%." + name(0) + " WHERE ts >= " + START + " AND ts < " + START + 9);
        declare(COLUMNS + ", meta STRING METADATA", "'scan.bounded.mode' = 'latest'");
        List<Row> metas = sql.select("SELECT meta FROM topical WHERE meta IS NOT NULL");
        assertThat(metas).anyMatch(row -> row.toString().contains("delete from"));
        assertThat(sql.select("SELECT v FROM topical WHERE meta IS NULL"))
                .containsExactly(Row.of(1));
    }

    @Test
    void optionsThatDoNotFitAreNamed() {
        assertThatThrownBy(() -> explain(COLUMNS, "'scan.changelog' = 'upsert'"))
                .rootCause()
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("'scan.changelog' = 'upsert' needs a PRIMARY KEY");
        assertThatThrownBy(
                        () ->
                                explain(
                                        COLUMNS,
                                        "'scan.startup.mode' = 'specific-offsets'",
                                        "'scan.startup.specific-offsets' = 'vgroup:x'"))
                .rootCause()
                .hasMessageContaining("'scan.startup.specific-offsets' = 'vgroup:x'");
        assertThatThrownBy(() -> explain(COLUMNS, "'auto.offset.reset' = 'latest'"))
                .rootCause()
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("'auto.offset.reset' = 'latest' is no option")
                .hasMessageContaining("set 'scan.startup.mode' = 'committed-or-latest'");
        assertThatThrownBy(() -> explain(COLUMNS, "'token' = 'x'"))
                .rootCause()
                .hasMessageContaining("'token' and 'password' are both set");
        assertThatThrownBy(
                        () ->
                                explain(
                                        COLUMNS,
                                        "'scan.startup.mode' = 'initial'",
                                        "'scan.bounded.mode' = 'latest'"))
                .rootCause()
                .hasMessageContaining("'scan.mode' = 'query'");
        assertThatThrownBy(
                        () ->
                                explain(
                                        COLUMNS,
                                        "'scan.startup.mode' = 'initial'",
                                        "'scan.split.interval' = '0 s'"))
                .hasStackTraceContaining("'scan.split.interval' must be at least 1 s");
    }

    private void explain(String columns, String... options) {
        sql = SqlTables.streaming(SERVER);
        declare(columns, options);
        sql.explain("SELECT * FROM topical");
    }

    private void declare(String columns, String... options) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "'scan.mode' = 'subscribe'",
                                "'topic' = '" + topic + "'",
                                "'group-id' = 'group_" + suffix + "'",
                                "'table-name' = '" + superTable + "'"));
        all.addAll(List.of(options));
        sql.declare("topical", columns, all.toArray(String[]::new));
    }

    private void createTopic(String definition) {
        SERVER.execute("CREATE TOPIC " + topic + " " + definition);
    }

    private String name(int table) {
        return "d" + table + "_" + suffix;
    }

    private void insert(int table, int row, int value) {
        SERVER.execute(
                "INSERT INTO %db%."
                        + name(table)
                        + " USING %db%."
                        + superTable
                        + " TAGS ("
                        + table
                        + ") VALUES ("
                        + (START + row)
                        + ", "
                        + value
                        + ")");
    }
}
