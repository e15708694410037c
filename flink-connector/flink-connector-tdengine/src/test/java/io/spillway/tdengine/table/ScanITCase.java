/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.tdengine.testing.Clusters;
import io.spillway.tdengine.testing.SqlTables;
import io.spillway.tdengine.testing.TestServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables are read as the server has them: whole, in part, and with the server's help. */
@Timeout(180)
class ScanITCase {

    private static final int DEVICES = 20;
    private static final int ROWS = 30;
    private static final long START = 1_700_000_000_000L;
    private static final String COLUMNS =
            "ts TIMESTAMP_LTZ(3), temperature DOUBLE, message STRING, site INT, `label` STRING,"
                    + " tbname STRING";

    @RegisterExtension static final TestServer SERVER = new TestServer();
    @RegisterExtension static final MiniClusterExtension CLUSTER = Clusters.ofFourSlots();

    private SqlTables sql;

    @BeforeEach
    void declare() {
        sql = SqlTables.streaming(SERVER).declare("meters", COLUMNS);
    }

    /** 20 child tables of 30 rows; each fifth message is NULL. */
    @BeforeAll
    static void write() {
        SERVER.execute(
                "CREATE STABLE %db%.meters (ts TIMESTAMP, temperature DOUBLE, message VARCHAR(60))"
                        + " TAGS (site INT, `label` NCHAR(20))");
        for (int device = 0; device < DEVICES; device++) {
            StringBuilder insert =
                    new StringBuilder("INSERT INTO %db%.d" + device + " USING %db%.meters TAGS (")
                            .append(device % 4)
                            .append(", '")
                            .append(device == 3 ? "it\\'s 温" : "plain")
                            .append("') VALUES");
            for (int row = 0; row < ROWS; row++) {
                insert.append(" (")
                        .append(START + row * 60_000L)
                        .append(", ")
                        .append(device + row / 100.0)
                        .append(row % 5 == 0 ? ", NULL)" : ", 'say \\'" + row + "\\' \\\\')");
            }
            SERVER.execute(insert.toString());
        }
    }

    @Test
    void aSuperTableIsReadOverItsVgroupsWithTagsAndTheNamesOfItsTables() throws Exception {
        List<Row> expected = new ArrayList<>();
        for (int device = 0; device < DEVICES; device++) {
            for (int row = 0; row < ROWS; row++) {
                expected.add(
                        Row.of(
                                Instant.ofEpochMilli(START + row * 60_000L),
                                device + row / 100.0,
                                row % 5 == 0 ? null : "say '" + row + "' \\",
                                device % 4,
                                device == 3 ? "it's 温" : "plain",
                                "d" + device));
            }
        }
        assertThat(vgroups()).as("vgroups that have tables").isGreaterThan(1);
        assertThat(sql.select("SELECT * FROM meters"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void rowsCanBePassedOnWithoutCopiesFromTheSourceToTheSink() throws Exception {
        sql.declare(
                "copies",
                COLUMNS,
                "'sink.create-table' = 'true'",
                "'sink.tags' = 'site;label'",
                "'sink.batch.max-rows' = '7'");
        sql.environment().getConfig().set("pipeline.object-reuse", "true");
        sql.environment()
                .executeSql(
                        "INSERT INTO copies SELECT ts, temperature, message, site, `label`,"
                                + " 'copy_of_' || tbname FROM meters")
                .await();
        List<Row> expected = new ArrayList<>();
        for (Row row : sql.select("SELECT * FROM meters")) {
            row.setField(5, "copy_of_" + row.getField(5));
            expected.add(row);
        }
        assertThat(expected).hasSize(DEVICES * ROWS);
        assertThat(sql.select("SELECT * FROM copies"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aTableMadeOfTagsAndItsNameOnlyHasARowForEachRow() throws Exception {
        assertThat(sql.select("SELECT tbname FROM meters WHERE site = 2"))
                .hasSize(5 * ROWS)
                .contains(Row.of("d2"), Row.of("d18"));
        assertThat(sql.select("SELECT 1 FROM meters")).hasSize(DEVICES * ROWS);
    }

    @Test
    void aChildTableIsATableOfItsOwn() throws Exception {
        sql.declare("d3", "ts TIMESTAMP_LTZ(3), temperature DOUBLE, `label` STRING, tbname STRING");
        assertThat(sql.select("SELECT * FROM d3 WHERE temperature < 3.015"))
                .containsExactly(
                        Row.of(Instant.ofEpochMilli(START), 3.0, "it's 温", "d3"),
                        Row.of(Instant.ofEpochMilli(START + 60_000L), 3.01, "it's 温", "d3"));
    }

    @Test
    void filtersOfTimesTagsNamesAndTextsGoToTheServer() throws Exception {
        assertThat(count("ts < TO_TIMESTAMP_LTZ(" + (START + 60_000L) + ", 3)")).isEqualTo(DEVICES);
        assertThat(count("ts > TO_TIMESTAMP_LTZ(" + (START + 60_000L) + ", 3)"))
                .isEqualTo(DEVICES * (ROWS - 2L));
        assertThat(
                        count(
                                "ts BETWEEN TO_TIMESTAMP_LTZ("
                                        + START
                                        + ", 3) AND TO_TIMESTAMP_LTZ("
                                        + (START + 60_000L)
                                        + ", 3)"))
                .isEqualTo(DEVICES * 2L);
        assertThat(count("site = 1")).isEqualTo(5L * ROWS);
        assertThat(count("site IN (1, 3)")).isEqualTo(10L * ROWS);
        assertThat(count("site > 1 AND site <> 3")).isEqualTo(5L * ROWS);
        assertThat(count("tbname = 'd7'")).isEqualTo(ROWS);
        assertThat(count("tbname IN ('d7', 'd8', 'nobody')")).isEqualTo(2L * ROWS);
        assertThat(count("`label` = 'it''s 温'")).isEqualTo(ROWS);
        assertThat(count("message = 'say ''7'' \\'")).isEqualTo(DEVICES);
        assertThat(count("message = '''; DROP TABLE meters; --'")).isZero();
        assertThat(count("message IS NULL")).isEqualTo(DEVICES * 6L);
        assertThat(count("message IS NOT NULL")).isEqualTo(DEVICES * 24L);
        assertThat(count("site = 1 OR message IS NULL")).isEqualTo(5L * ROWS + 15L * 6);
        assertThat(count("tbname = 'd7' OR (site = 1 AND message IS NULL)"))
                .isEqualTo(ROWS + 5L * 6);
        assertThat(count("temperature >= 19.2")).isEqualTo(10);
        assertThat(count("message LIKE 'say ''1%'")).isEqualTo(DEVICES * 9L);
    }

    /** The server compares names to the letter, and has no names for metadata. */
    @Test
    void filtersOfColumnsUnderOtherNamesAreRightToo() throws Exception {
        sql.declare(
                "renamed",
                "device STRING METADATA FROM 'tbname', `group` INT METADATA FROM 'vgroup-id',"
                        + " TS TIMESTAMP_LTZ(3), loud AS UPPER(MESSAGE), MESSAGE STRING, Site INT",
                "'table-name' = 'meters'");
        assertThat(sql.select("SELECT device FROM renamed WHERE device = 'd7'")).hasSize(ROWS);
        assertThat(sql.select("SELECT Site FROM renamed WHERE device IN ('d7', 'd8') AND Site = 3"))
                .hasSize(ROWS);
        assertThat(sql.select("SELECT loud FROM renamed WHERE MESSAGE = 'say ''7'' \\'"))
                .hasSize(DEVICES)
                .contains(Row.of("SAY '7' \\"));
        assertThat(sql.select("SELECT device FROM renamed WHERE `group` IS NULL AND Site = 1"))
                .hasSize(5 * ROWS);
        assertThat(
                        sql.select(
                                "SELECT device FROM renamed WHERE TS < TO_TIMESTAMP_LTZ("
                                        + (START + 60_000L)
                                        + ", 3)"))
                .hasSize(DEVICES);
    }

    @Test
    void onlyTheColumnsAskedForAreRead() throws Exception {
        assertThat(sql.explain("SELECT message FROM meters WHERE site = 1"))
                .contains("fields=[message")
                .doesNotContain("temperature]");
        assertThat(sql.select("SELECT `label`, temperature FROM meters WHERE tbname = 'd3'"))
                .hasSize(ROWS)
                .contains(Row.of("it's 温", 3.29));
    }

    @Test
    void aLimitEndsReadersEarly() throws Exception {
        SqlTables batch = SqlTables.batch(SERVER).declare("meters", COLUMNS);
        assertThat(batch.select("SELECT ts, tbname FROM meters LIMIT 7")).hasSize(7);
        assertThat(batch.explain("SELECT ts FROM meters LIMIT 7")).contains("limit=[7]");
    }

    @Test
    void theServerCountsTheRows() throws Exception {
        SqlTables batch = SqlTables.batch(SERVER).declare("meters", COLUMNS);
        assertThat(batch.select("SELECT COUNT(*) FROM meters"))
                .containsExactly(Row.of((long) DEVICES * ROWS));
        assertThat(batch.explain("SELECT COUNT(*) FROM meters")).contains("aggregates=[");
        SERVER.execute(
                "CREATE STABLE IF NOT EXISTS %db%.nothing (ts TIMESTAMP, v INT) TAGS (t INT)");
        batch.declare("nothing", "ts TIMESTAMP_LTZ(3), v INT");
        assertThat(batch.select("SELECT COUNT(*) FROM nothing")).containsExactly(Row.of(0L));
        assertThat(batch.select("SELECT * FROM nothing")).isEmpty();
        assertThat(batch.select("SELECT COUNT(message), COUNT(*) FROM meters WHERE site = 0"))
                .containsExactly(Row.of(5L * 24, 5L * ROWS));
    }

    @Test
    void timesAreSplitWithoutLossOrOverlap() throws Exception {
        sql.declare(
                "by_time", COLUMNS, "'table-name' = 'meters'", "'scan.split.interval' = '7 min'");
        assertThat(sql.select("SELECT tbname, ts FROM by_time"))
                .doesNotHaveDuplicates()
                .hasSize(DEVICES * ROWS);
        sql.declare(
                "a_day",
                COLUMNS,
                "'table-name' = 'meters'",
                "'scan.split.interval' = '2 min'",
                "'scan.time.start' = '2023-11-14 22:14:20'",
                "'scan.time.end' = '2023-11-14T22:23:20Z'");
        assertThat(sql.select("SELECT tbname, ts FROM a_day"))
                .doesNotHaveDuplicates()
                .hasSize(DEVICES * 9);
    }

    @Test
    void theResultOfAQueryOfTheServerIsRead() throws Exception {
        sql.declare(
                "hot",
                "tbname STRING, most DOUBLE, n BIGINT",
                "'scan.query' = 'SELECT tbname, MAX(temperature) AS most, COUNT(*) AS n FROM "
                        + SERVER.database()
                        + ".meters WHERE `label` <> ''x'' PARTITION BY tbname'");
        assertThat(sql.select("SELECT * FROM hot WHERE most > 18"))
                .containsExactlyInAnyOrder(
                        Row.of("d18", 18.29, (long) ROWS), Row.of("d19", 19.29, (long) ROWS));
    }

    @Test
    void watermarksFollowTheTimeOfTheRows() throws Exception {
        sql.declare(
                "timed",
                "ts TIMESTAMP_LTZ(3), temperature DOUBLE, tbname STRING,"
                        + " WATERMARK FOR ts AS ts - INTERVAL '1' HOUR",
                "'table-name' = 'meters'");
        assertThat(
                        sql.select(
                                "SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE timed,"
                                        + " DESCRIPTOR(ts), INTERVAL '10' MINUTES))"
                                        + " GROUP BY window_start, window_end"))
                .extracting(row -> row.getField(1))
                .containsExactlyInAnyOrder(
                        7L * DEVICES, 10L * DEVICES, 10L * DEVICES, 3L * DEVICES);
    }

    @Test
    void oddNamesAreQuoted() throws Exception {
        SERVER.execute(
                "CREATE STABLE %db%.`Odd Table-1` (`Ts` TIMESTAMP, `select` INT, `mixed Case` INT)"
                        + " TAGS (`from` VARCHAR(10))");
        SERVER.execute(
                "INSERT INTO %db%.`Dev-1 x'y` USING %db%.`Odd Table-1` TAGS ('a') VALUES"
                        + " (1700000000001, 10, 100) (1700000000002, 20, 200)");
        sql.declare(
                "odd",
                "`Ts` TIMESTAMP_LTZ(3), `select` INT, `mixed Case` INT, `from` STRING,"
                        + " tbname STRING",
                "'table-name' = 'Odd Table-1'");
        assertThat(
                        sql.select(
                                "SELECT `select`, `mixed Case`, tbname FROM odd"
                                        + " WHERE tbname = 'Dev-1 x''y' AND `select` > 10"
                                        + " AND `from` = 'a'"))
                .containsExactly(Row.of(20, 200, "Dev-1 x'y"));
        sql.declare(
                "odd_child", "`Ts` TIMESTAMP_LTZ(3), `select` INT", "'table-name' = 'Dev-1 x''y'");
        assertThat(sql.select("SELECT `select` FROM odd_child"))
                .containsExactly(Row.of(10), Row.of(20));
    }

    @Test
    void aMissingTableAColumnAndAWrongTypeAreToldInOneLine() {
        sql.declare("absent", "ts TIMESTAMP_LTZ(3)");
        assertThatThrownBy(() -> sql.select("SELECT * FROM absent"))
                .hasStackTraceContaining("absent");
        sql.declare("wrong_column", "ts TIMESTAMP_LTZ(3), nope INT", "'table-name' = 'meters'");
        assertThatThrownBy(() -> sql.select("SELECT * FROM wrong_column"))
                .hasStackTraceContaining("has no column or tag 'nope', it has [ts, temperature");
        sql.declare(
                "wrong_type", "ts TIMESTAMP_LTZ(3), temperature INT", "'table-name' = 'meters'");
        assertThatThrownBy(() -> sql.select("SELECT * FROM wrong_type"))
                .hasStackTraceContaining("is declared as INT, but TDengine has it as DOUBLE");
        sql.declare(
                "wrong_database",
                "ts TIMESTAMP_LTZ(3)",
                "'database' = 'nowhere_at_all'",
                "'table-name' = 'meters'");
        assertThatThrownBy(() -> sql.select("SELECT * FROM wrong_database"))
                .hasStackTraceContaining("Cannot plan the scan of nowhere_at_all.meters")
                .hasStackTraceContaining("0x0388");
    }

    private long count(String condition) throws Exception {
        return sql.select("SELECT ts, tbname FROM meters WHERE " + condition).size();
    }

    private static long vgroups() {
        return IntStream.range(0, DEVICES)
                .mapToObj(
                        device ->
                                SERVER.query(
                                                "SELECT vgroup_id FROM information_schema.ins_tables"
                                                        + " WHERE db_name = '"
                                                        + SERVER.database()
                                                        + "' AND table_name = 'd"
                                                        + device
                                                        + "'")
                                        .get(0)
                                        .get(0))
                .distinct()
                .count();
    }
}
