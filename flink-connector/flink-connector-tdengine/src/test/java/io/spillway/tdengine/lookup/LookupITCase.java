/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.tdengine.testing.Clusters;
import io.spillway.tdengine.testing.FragileLink;
import io.spillway.tdengine.testing.SqlTables;
import io.spillway.tdengine.testing.TestServer;
import java.time.Instant;
import java.util.List;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lookup joins: by what a table's rows are found, and what is found. */
@Timeout(120)
class LookupITCase {

    private static final long START = 1_700_000_000_000L;
    private static final String COLUMNS =
            "ts TIMESTAMP_LTZ(3), v INT, site STRING, `floor` INT, tbname STRING";

    @RegisterExtension static final TestServer SERVER = new TestServer();
    @RegisterExtension static final MiniClusterExtension CLUSTER = Clusters.ofFourSlots();

    private SqlTables sql;

    /** Three devices with three rows each; the newest value of the first is NULL. */
    @BeforeAll
    static void write() {
        SERVER.execute(
                "CREATE STABLE %db%.devices (ts TIMESTAMP, v INT)"
                        + " TAGS (site VARCHAR(20), `floor` INT)");
        for (int device = 0; device < 3; device++) {
            SERVER.execute(
                    "INSERT INTO %db%.`Dev "
                            + device
                            + "` USING %db%.devices TAGS ('it\\'s "
                            + device
                            + "', "
                            + (device == 2 ? "NULL" : device)
                            + ") VALUES ("
                            + START
                            + ", "
                            + device * 10
                            + ") ("
                            + (START + 1)
                            + ", "
                            + (device * 10 + 1)
                            + ") ("
                            + (START + 2)
                            + ", "
                            + (device == 0 ? "NULL" : device * 10 + 2)
                            + ")");
        }
    }

    @BeforeEach
    void probes() {
        sql = SqlTables.streaming(SERVER);
        sql.environment()
                .executeSql(
                        "CREATE TEMPORARY VIEW probes AS SELECT *, PROCTIME() AS at_ FROM (VALUES"
                                + " ('Dev 0', 'it''s 0', 0, TO_TIMESTAMP_LTZ(1700000000000, 3)),"
                                + " ('Dev 1', 'it''s 1', 1, TO_TIMESTAMP_LTZ(1700000000001, 3)),"
                                + " ('none', 'nowhere', CAST(NULL AS INT),"
                                + " TO_TIMESTAMP_LTZ(1700000000002, 3)))"
                                + " AS p (name, place, level, moment)");
    }

    @Test
    void byATagAllRowsOfItsTablesAreFound() throws Exception {
        sql.declare("devices", COLUMNS);
        assertThat(join("d.site = p.place", "p.name, d.v"))
                .containsExactlyInAnyOrder(
                        Row.of("Dev 0", 0),
                        Row.of("Dev 0", 1),
                        Row.of("Dev 0", null),
                        Row.of("Dev 1", 10),
                        Row.of("Dev 1", 11),
                        Row.of("Dev 1", 12));
        // NULL equals nothing
        assertThat(join("d.`floor` = p.level", "p.name")).hasSize(6);
    }

    @Test
    void byTheNameOfTheTableAndByTime() throws Exception {
        sql.declare("devices", COLUMNS);
        assertThat(join("d.tbname = p.name AND d.ts = p.moment", "p.name, d.v, d.site, d.`floor`"))
                .containsExactlyInAnyOrder(
                        Row.of("Dev 0", 0, "it's 0", 0), Row.of("Dev 1", 11, "it's 1", 1));
        assertThat(join("d.ts = p.moment", "d.tbname, d.v")).hasSize(9);
    }

    /** The first question is for the columns of the table, before any row is looked up. */
    @Test
    void aConnectionThatBreaksAtTheStartIsOpenedAnew() throws Exception {
        sql.declare("devices", COLUMNS);
        SERVER.local().faults().on("binary_query").closeBefore(2);
        assertThat(join("d.tbname = p.name AND d.ts = p.moment", "p.name, d.v"))
                .containsExactlyInAnyOrder(Row.of("Dev 0", 0), Row.of("Dev 1", 11));
    }

    @Test
    void theNameOfTheTableMayBeMetadata() throws Exception {
        sql.declare("devices", "device STRING METADATA FROM 'tbname', v INT, ts TIMESTAMP_LTZ(3)");
        assertThat(join("d.device = p.name AND d.ts = p.moment", "p.name, d.v, d.device"))
                .containsExactlyInAnyOrder(
                        Row.of("Dev 0", 0, "Dev 0"), Row.of("Dev 1", 11, "Dev 1"));
        assertThat(join("d.ts = p.moment", "d.device, d.v")).hasSize(9);
        sql.environment().executeSql("DROP TEMPORARY TABLE devices");
        sql.declare("devices", "place BIGINT METADATA FROM 'offset', v INT, ts TIMESTAMP_LTZ(3)");
        assertThatThrownBy(() -> join("d.ts = p.moment", "d.place, d.v"))
                .hasStackTraceContaining("have no metadata 'offset'; only 'tbname'");
    }

    @Test
    void whatIsNotFoundIsNullInALeftJoin() throws Exception {
        sql.declare("devices", COLUMNS);
        assertThat(
                        sql.select(
                                "SELECT p.name, d.v FROM probes AS p LEFT JOIN devices FOR"
                                        + " SYSTEM_TIME AS OF p.at_ AS d ON d.tbname = p.name AND"
                                        + " d.ts = p.moment"))
                .contains(Row.of("none", null));
    }

    @Test
    void theLastRowIsTheNewestOneWithItsNulls() throws Exception {
        sql.declare("devices", COLUMNS, "'lookup.mode' = 'last-row'");
        assertThat(join("d.site = p.place", "p.name, d.ts, d.v, d.`floor`, d.tbname"))
                .containsExactlyInAnyOrder(
                        Row.of("Dev 0", Instant.ofEpochMilli(START + 2), null, 0, "Dev 0"),
                        Row.of("Dev 1", Instant.ofEpochMilli(START + 2), 12, 1, "Dev 1"));
        assertThat(join("d.tbname = p.name", "d.v"))
                .containsExactlyInAnyOrder(Row.of((Object) null), Row.of(12));
        sql.declare(
                "single_device", COLUMNS, "'table-name' = 'Dev 1'", "'lookup.mode' = 'last-row'");
        assertThat(
                        sql.select(
                                "SELECT d.v FROM probes AS p JOIN single_device FOR SYSTEM_TIME AS OF p.at_"
                                        + " AS d ON d.site = p.place"))
                .containsExactly(Row.of(12));
    }

    @Test
    void answersAreCachedIfAskedTo() throws Exception {
        sql.declare(
                "devices",
                COLUMNS,
                "'lookup.cache' = 'PARTIAL'",
                "'lookup.partial-cache.max-rows' = '100'",
                "'lookup.mode' = 'last-row'");
        assertThat(
                        sql.select(
                                "SELECT d.v FROM (SELECT 'Dev 1' AS name, PROCTIME() AS at_ FROM"
                                        + " (VALUES (1), (2), (3))) AS p JOIN devices FOR"
                                        + " SYSTEM_TIME AS OF p.at_ AS d ON d.tbname = p.name"))
                .containsExactly(Row.of(12), Row.of(12), Row.of(12));
    }

    @Test
    void aBrokenConnectionIsOpenedAnewAndTheLookupTriedAgain() throws Exception {
        try (FragileLink link = new FragileLink(SERVER.endpoint())) {
            sql.declare(
                    "devices",
                    COLUMNS,
                    "'endpoints' = '" + link.endpoint() + "'",
                    "'lookup.max-retries' = '5'");
            link.cutAfter(2_500);
            assertThat(
                            sql.select(
                                    "SELECT d.v FROM (SELECT 'Dev 1' AS name, PROCTIME() AS at_ FROM"
                                            + " UNNEST(ARRAY[1, 2, 3, 4, 5, 6, 7, 8, 9, 10])) AS p"
                                            + " JOIN devices FOR SYSTEM_TIME AS OF p.at_ AS d ON"
                                            + " d.tbname = p.name"))
                    .hasSize(30);
            assertThat(link.cuts()).isEqualTo(1);
        }
    }

    @Test
    void tooManyRowsFailTheJobAndSayWhatToDo() {
        sql.declare("devices", COLUMNS, "'lookup.max-rows' = '2'");
        assertThatThrownBy(() -> join("d.site = p.place", "d.v"))
                .hasStackTraceContaining("found more than 2 rows ('lookup.max-rows')");
    }

    private List<Row> join(String on, String columns) throws Exception {
        return sql.select(
                "SELECT "
                        + columns
                        + " FROM probes AS p JOIN devices FOR SYSTEM_TIME AS OF p.at_ AS d ON "
                        + on);
    }
}
