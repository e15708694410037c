/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.tdengine.testing.TestServer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL that writes to TDengine. */
class SinkTableITCase {

    @RegisterExtension static final TestServer SERVER = new TestServer();

    private static final String T0 = "TO_TIMESTAMP_LTZ(1700000000000, 3)";

    private final StreamExecutionEnvironment streams =
            StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(1);
    private final StreamTableEnvironment env = StreamTableEnvironment.create(streams);
    private String database;

    @BeforeEach
    void newDatabase() {
        env.getConfig().setLocalTimeZone(java.time.ZoneId.of("Asia/Shanghai"));
        database = SERVER.createDatabase("PRECISION 'us' VGROUPS 1");
        SERVER.execute(
                "CREATE STABLE "
                        + database
                        + ".meters (ts TIMESTAMP, amount DECIMAL(10, 2), n BIGINT UNSIGNED,"
                        + " note NCHAR(8)) TAGS (device VARCHAR(16), gid INT)");
    }

    @AfterEach
    void dropDatabases() {
        SERVER.dropFurtherDatabases();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stmt2", "sql"})
    void defectD13DecimalsAndATemplateOfTheChildTable(String mode) throws Exception {
        table(
                "device STRING, gid INT, note STRING, amount DECIMAL(10, 2), n DECIMAL(20, 0),"
                        + " ts TIMESTAMP_LTZ(6)",
                "'sink.child-table' = 'd_${device}_${gid}', 'sink.mode' = '" + mode + "'");
        insert(
                "('x', 1, '中文', 98.76, CAST('18446744073709551615' AS DECIMAL(20, 0)),"
                        + " TO_TIMESTAMP_LTZ(1706745600123, 3)),"
                        + " ('y', 2, CAST(NULL AS STRING), CAST(NULL AS DECIMAL(10, 2)),"
                        + " CAST(NULL AS DECIMAL(20, 0)), TO_TIMESTAMP_LTZ(1706745600124, 3))");
        assertThat(
                        SERVER.values(
                                "SELECT tbname, ts, amount, n, note, device, gid FROM "
                                        + database
                                        + ".meters ORDER BY ts"))
                .containsExactly(
                        new Object[] {
                            "d_x_1",
                            1706745600123000L,
                            new BigDecimal("98.76"),
                            new java.math.BigInteger("18446744073709551615"),
                            "中文",
                            "x",
                            1
                        },
                        new Object[] {"d_y_2", 1706745600124000L, null, null, null, "y", 2});
    }

    @Test
    void theChildTableComesFromAColumnOrFromMetadata() throws Exception {
        table("tbname STRING, ts TIMESTAMP_LTZ(3), gid INT", "'sink.connections' = '3'");
        insert("('Dev 1', " + T0 + ", 1)");
        env.executeSql("DROP TABLE meters");
        table("ts TIMESTAMP_LTZ(3), gid INT, name STRING METADATA FROM 'tbname'", "");
        insert("(" + T0 + ", 2, 'Dev 2')");
        assertThat(SERVER.values("SELECT tbname, gid FROM " + database + ".meters ORDER BY gid"))
                .containsExactly(new Object[] {"Dev 1", 1}, new Object[] {"Dev 2", 2});
    }

    @Test
    void timesWithoutAZoneAreThoseOfTheTablesZone() throws Exception {
        table("tbname STRING, ts TIMESTAMP(6)", "");
        insert("('d', TIMESTAMP '2024-02-01 08:00:00.123456')");
        assertThat(SERVER.values("SELECT ts FROM " + database + ".meters"))
                .containsExactly(new Object[] {1706745600123456L});
    }

    @Test
    void updatesReplaceAndDeletesDelete() throws Exception {
        changes(
                schema(true),
                change(RowKind.DELETE, "c", 1, "stays"),
                change(RowKind.INSERT, "c", 9, "moved"));
        table(
                "tbname STRING, ts TIMESTAMP_LTZ(3), gid INT, note STRING,"
                        + " PRIMARY KEY (tbname, ts) NOT ENFORCED",
                "");
        insertChanges();
        assertThat(
                        SERVER.values(
                                "SELECT tbname, note FROM " + database + ".meters ORDER BY tbname"))
                .containsExactly(new Object[] {"a", "new"}, new Object[] {"c", "moved"});
    }

    @Test
    void withoutAKeyTheRowBeforeAnUpdateIsDeleted() throws Exception {
        changes(
                schema(false),
                change(RowKind.UPDATE_BEFORE, "c", 1, "stays"),
                change(RowKind.UPDATE_AFTER, "c", 9, "moved"));
        table("tbname STRING, ts TIMESTAMP_LTZ(3), gid INT, note STRING", "");
        insertChanges();
        assertThat(SERVER.values("SELECT tbname, ts FROM " + database + ".meters ORDER BY tbname"))
                .containsExactly(
                        new Object[] {"a", 1700000000001000L},
                        new Object[] {"c", 1700000000009000L});
    }

    @Test
    void deletesAreIgnoredIfAskedTo() throws Exception {
        changes(
                schema(false),
                change(RowKind.UPDATE_BEFORE, "c", 1, "stays"),
                change(RowKind.UPDATE_AFTER, "c", 9, "moved"));
        table(
                "tbname STRING, ts TIMESTAMP_LTZ(3), gid INT, note STRING",
                "'sink.ignore-delete' = 'true'");
        insertChanges();
        assertThat(SERVER.values("SELECT ts FROM " + database + ".meters")).hasSize(4);
    }

    @Test
    void columnsThatAreNotNamedKeepWhatTheyHave() throws Exception {
        table(
                "tbname STRING, ts TIMESTAMP_LTZ(3), gid INT, note STRING, amount DECIMAL(10, 2)",
                "");
        insert("('a', " + T0 + ", 1, 'x', 5)");
        env.executeSql("INSERT INTO meters (tbname, ts, amount) VALUES ('a', " + T0 + ", 6)")
                .await();
        assertThat(SERVER.values("SELECT note, amount FROM " + database + ".meters"))
                .containsExactly(new Object[] {"x", new BigDecimal("6.00")});
    }

    /** The planner counts them when it says which columns are written. */
    @Test
    void computedColumnsAndMetadataDoNotCountAmongThoseWritten() throws Exception {
        table(
                "loud AS UPPER(note), device STRING METADATA FROM 'tbname', ts TIMESTAMP_LTZ(3),"
                        + " other AS gid + 1, note STRING, gid INT",
                "");
        env.executeSql(
                        "INSERT INTO meters (device, ts, note, gid) VALUES ('d', "
                                + T0
                                + ", 'old', 1), ('e', "
                                + T0
                                + ", 'stays', 2)")
                .await();
        env.executeSql("INSERT INTO meters (gid, device, ts) VALUES (1, 'e', " + T0 + ")").await();
        env.executeSql("INSERT INTO meters (ts, device, note) VALUES (" + T0 + ", 'd', 'new')")
                .await();
        assertThat(
                        SERVER.values(
                                "SELECT tbname, note, gid FROM "
                                        + database
                                        + ".meters ORDER BY tbname"))
                .containsExactly(new Object[] {"d", "new", 1}, new Object[] {"e", "stays", 2});
    }

    @Test
    void superTableAndDatabaseAreMadeFromTheDeclaredColumns() throws Exception {
        String made = database + "_made";
        SERVER.dropInTheEnd(made);
        env.executeSql(
                ddl(
                        "made",
                        made,
                        "st",
                        "device STRING, ts TIMESTAMP_LTZ(9), v DOUBLE, name VARCHAR(5)",
                        "'sink.create-table' = 'true', 'sink.tags' = 'device',"
                                + " 'sink.child-table' = 't_${device}'"));
        env.executeSql("INSERT INTO made VALUES ('x', " + T0 + ", 1.5, '中文中文中')").await();
        assertThat(SERVER.values("SELECT ts, v, name, device FROM " + made + ".st"))
                .containsExactly(new Object[] {1_700_000_000_000_000_000L, 1.5, "中文中文中", "x"});
    }

    @Test
    void aFixedTableTakesAllRows() throws Exception {
        SERVER.execute("CREATE TABLE " + database + ".plain (ts TIMESTAMP, v INT)");
        env.executeSql(ddl("plain", database, "plain", "v INT, ts TIMESTAMP_LTZ(3)", ""));
        env.executeSql("INSERT INTO plain VALUES (7, " + T0 + ")").await();
        assertThat(SERVER.values("SELECT v FROM " + database + ".plain"))
                .containsExactly(new Object[] {7});
    }

    @ParameterizedTest
    @ValueSource(strings = {"stmt2", "sql"})
    void valuesTheServerCannotReadArePassedOver(String mode) throws Exception {
        SERVER.execute(
                "CREATE STABLE "
                        + database
                        + ".shapes (ts TIMESTAMP, v INT, shape GEOMETRY(64)) TAGS (about JSON)");
        env.executeSql(
                ddl(
                        "shapes",
                        database,
                        "shapes",
                        "tbname STRING, ts TIMESTAMP_LTZ(3), v INT, shape BYTES, about STRING",
                        "'on-error' = 'ignore', 'sink.mode' = '" + mode + "'"));
        String point = "x'0101000000000000000000f03f0000000000000040'";
        env.executeSql(
                        "INSERT INTO shapes VALUES "
                                + row("good", 1, point, "{\"k\":1}")
                                + ", "
                                + row("bad_json", 2, point, "no json")
                                + ", "
                                + row("list", 3, point, "{\"k\":[1]}")
                                + ", "
                                + row("bad_shape", 4, "x'0102'", "{\"k\":1}")
                                + ", "
                                + row("good too", 5, point, "{\"k\":2}"))
                .await();
        assertThat(SERVER.values("SELECT v FROM " + database + ".shapes ORDER BY v"))
                .containsExactly(new Object[] {1}, new Object[] {5});
    }

    /** Prepared statements are told so by a code of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"stmt2", "sql"})
    void rowsForATableOfAnotherSuperTableArePassedOver(String mode) throws Exception {
        SERVER.execute("CREATE STABLE " + database + ".others (ts TIMESTAMP, v INT) TAGS (g INT)");
        SERVER.execute(
                "CREATE TABLE " + database + ".taken USING " + database + ".others TAGS (1)");
        table(
                "tbname STRING, ts TIMESTAMP_LTZ(3), gid INT",
                "'on-error' = 'ignore', 'sink.mode' = '" + mode + "'");
        insert("('own', " + T0 + ", 1), ('taken', " + T0 + ", 2), ('own too', " + T0 + ", 3)");
        assertThat(SERVER.values("SELECT gid FROM " + database + ".meters ORDER BY gid"))
                .containsExactly(new Object[] {1}, new Object[] {3});
    }

    private static String row(String table, int v, String shape, String about) {
        return "('" + table + "', " + T0 + ", " + v + ", " + shape + ", '" + about + "')";
    }

    @Test
    void restWritesSql() throws Exception {
        table(
                "tbname STRING, ts TIMESTAMP_LTZ(3), gid INT",
                "'transport' = 'rest', 'sink.mode' = 'sql'");
        insert("('r', " + T0 + ", 1)");
        assertThat(SERVER.values("SELECT tbname FROM " + database + ".meters"))
                .containsExactly(new Object[] {"r"});
    }

    @Test
    void whatDoesNotFitIsToldWhenItIsPlannedOrBeforeTheFirstRow() {
        table("tbname STRING, ts TIMESTAMP_LTZ(3)", "'sink.child-table' = 'd_${x}'");
        refused("names the child table too", "('a', " + T0 + ")");
        env.executeSql("DROP TABLE meters");
        table("device STRING, ts TIMESTAMP_LTZ(3)", "'sink.child-table' = 'd_${x}'");
        refused("names column 'x', which the table does not have", "('a', " + T0 + ")");
        env.executeSql("DROP TABLE meters");
        table("device STRING, ts TIMESTAMP_LTZ(3)", "");
        refused("is a super table: rows must name the child table", "('a', " + T0 + ")");
        env.executeSql("DROP TABLE meters");
        table("tbname STRING, ts TIMESTAMP_LTZ(3), amount STRING", "");
        refused(
                "Column 'amount' is DECIMAL64 in TDengine and cannot take STRING",
                "('a', " + T0 + ", 'x')");
        env.executeSql("DROP TABLE meters");
        table(
                "tbname STRING, ts TIMESTAMP_LTZ(3)",
                "'sink.schemaless.ttl' = '5 h', 'sink.mode' = 'schemaless'");
        refused("'sink.schemaless.ttl' is PT5H", "('a', " + T0 + ")");
        env.executeSql("DROP TABLE meters");
        table(
                "tbname STRING, ts TIMESTAMP_LTZ(3), gid INT, n INT,"
                        + " PRIMARY KEY (tbname, ts, gid, n) NOT ENFORCED",
                "'sink.create-table' = 'true', 'sink.tags' = 'gid'");
        refused(
                "the PRIMARY KEY has column 'n' beside the time, and such a table is not made by"
                        + " writing",
                "('a', " + T0 + ", 1, 2)");
    }

    /** Table a is updated, b deleted, and the row of c moves to another time. */
    private void changes(Schema schema, Row... movement) {
        List<Row> rows =
                new ArrayList<>(
                        List.of(
                                change(RowKind.INSERT, "a", 1, "old"),
                                change(RowKind.INSERT, "b", 1, "gone"),
                                change(RowKind.INSERT, "c", 1, "stays"),
                                change(RowKind.UPDATE_BEFORE, "a", 1, "old"),
                                change(RowKind.UPDATE_AFTER, "a", 1, "new"),
                                change(RowKind.DELETE, "b", 1, "gone")));
        rows.addAll(List.of(movement));
        env.createTemporaryView(
                "changes",
                env.fromChangelogStream(
                        streams.fromData(
                                rows,
                                Types.ROW_NAMED(
                                        new String[] {"device", "ts", "note"},
                                        Types.STRING,
                                        Types.INSTANT,
                                        Types.STRING)),
                        schema));
    }

    @Test
    void limitsThatDoNotFitAreNamedAsOptions() {
        String[][] refused = {
            {"'sink.batch.max-rows' = '0'", "'sink.batch.max-rows' must be at least 1, is 0"},
            {"'sink.batch.max-bytes' = '1g'", "'sink.batch.max-bytes' must be at most 67108864"},
            {"'sink.buffer.max-rows' = '10'", "'sink.buffer.max-rows' must hold at least one batch"}
        };
        for (String[] each : refused) {
            env.executeSql("DROP TABLE IF EXISTS meters");
            table("ts TIMESTAMP_LTZ(3), v INT", each[0]);
            refused(each[1], "(TO_TIMESTAMP_LTZ(1, 3), 1)");
        }
    }

    private static Row change(RowKind kind, String device, int ts, String note) {
        return Row.ofKind(kind, device, Instant.ofEpochMilli(1_700_000_000_000L + ts), note);
    }

    private void insertChanges() throws Exception {
        env.executeSql("INSERT INTO meters SELECT device, ts, 1, note FROM changes").await();
    }

    private static Schema schema(boolean keyed) {
        Schema.Builder schema =
                Schema.newBuilder()
                        .column("device", "STRING NOT NULL")
                        .column("ts", "TIMESTAMP_LTZ(3) NOT NULL")
                        .column("note", "STRING");
        return (keyed ? schema.primaryKey("device", "ts") : schema).build();
    }

    private void refused(String message, String values) {
        assertThatThrownBy(() -> insert(values))
                .satisfies(e -> assertThat(ExceptionUtils.stringifyException(e)).contains(message));
    }

    private void insert(String values) throws Exception {
        env.executeSql("INSERT INTO meters VALUES " + values).await();
    }

    private void table(String columns, String options) {
        env.executeSql(ddl("meters", database, "meters", columns, options));
    }

    private static String ddl(
            String name, String database, String table, String columns, String options) {
        return "CREATE TABLE "
                + name
                + " ("
                + columns
                + ") WITH ('connector' = 'tdengine', 'endpoints' = '"
                + SERVER.endpoint()
                + "', 'username' = '"
                + TestServer.USER
                + "', 'password' = '"
                + TestServer.PASSWORD
                + "', 'database' = '"
                + database
                + "', 'table-name' = '"
                + table
                + "'"
                + (options.isEmpty() ? "" : ", " + options)
                + ")";
    }
}
