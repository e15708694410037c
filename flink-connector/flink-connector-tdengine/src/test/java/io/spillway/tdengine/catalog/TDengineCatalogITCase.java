/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.tdengine.testing.Clusters;
import io.spillway.tdengine.testing.SqlTables;
import io.spillway.tdengine.testing.TestServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class TDengineCatalogITCase {

    private static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_000L);

    @RegisterExtension static final TestServer SERVER = new TestServer();
    @RegisterExtension static final MiniClusterExtension CLUSTER = Clusters.ofFourSlots();

    private SqlTables tables;
    private TableEnvironment sql;
    private String database;

    @BeforeEach
    void createCatalog() {
        tables = SqlTables.streaming(SERVER);
        sql = tables.environment();
        database = SERVER.createDatabase("PRECISION 'us' VGROUPS 2");
        sql.executeSql(create("td", TestServer.PASSWORD, database));
        sql.executeSql("USE CATALOG td");
    }

    @Test
    void tablesOfTheServerAreReadAndWrittenWithoutAnyDdl() throws Exception {
        server("CREATE STABLE %s.meters (ts TIMESTAMP, v DOUBLE) TAGS (site INT)");
        server("CREATE TABLE %s.d1 USING %1$s.meters TAGS (1)");
        server("CREATE TABLE %s.events (ts TIMESTAMP, what NCHAR(20))");
        assertThat(tables.select("SHOW TABLES"))
                .containsExactlyInAnyOrder(Row.of("meters"), Row.of("events"));
        assertThat(described("meters"))
                .containsExactly(
                        "ts TIMESTAMP_LTZ(6) false",
                        "v DOUBLE true",
                        "site INT true TAG",
                        "tbname STRING false name of the child table");
        assertThat(described("d1"))
                .containsExactly("ts TIMESTAMP_LTZ(6) false", "v DOUBLE true", "site INT true TAG");
        assertThat(tables.select("SHOW CREATE TABLE meters").toString())
                .contains("(`ts`, `tbname`) NOT ENFORCED")
                .contains("'sink.tags' = 'site'");

        sql.executeSql(
                        "INSERT INTO meters VALUES (TO_TIMESTAMP_LTZ(1700000000000, 3), 1.5, 7,"
                                + " 'd2'), (TO_TIMESTAMP_LTZ(1700000000000, 3), 2.5, 1, 'd1')")
                .await();
        sql.executeSql("INSERT INTO events VALUES (TO_TIMESTAMP_LTZ(1700000000000, 3), 'start')")
                .await();
        assertThat(tables.select("SELECT * FROM meters"))
                .containsExactlyInAnyOrder(Row.of(TIME, 1.5, 7, "d2"), Row.of(TIME, 2.5, 1, "d1"));
        assertThat(tables.select("SELECT v, site FROM d1")).containsExactly(Row.of(2.5, 1));
        assertThat(tables.select("SELECT what FROM events")).containsExactly(Row.of("start"));
    }

    @Test
    void aTableThatIsCreatedIsASuperTableOrANormalOne() throws Exception {
        sql.executeSql(
                "CREATE TABLE meters (ts TIMESTAMP_LTZ(6) NOT NULL, v DECIMAL(10, 2), note"
                        + " VARCHAR(20), bin BYTES, site INT, place STRING, tbname STRING NOT NULL,"
                        + " PRIMARY KEY (ts, tbname) NOT ENFORCED) COMMENT 'all meters'"
                        + " PARTITIONED BY (site, place)"
                        + " WITH ('sink.create-table.text-length' = '100')");
        assertThat(SERVER.query("DESCRIBE `" + database + "`.meters"))
                .extracting(
                        column ->
                                column.get(0)
                                        + " "
                                        + column.get(1).replace(" ", "")
                                        + " "
                                        + column.get(3))
                .containsExactly(
                        "ts TIMESTAMP ",
                        "v DECIMAL(10,2) ",
                        "note NCHAR ",
                        "bin VARBINARY ",
                        "site INT TAG",
                        "place VARCHAR TAG");
        if (!SERVER.isLocal()) {
            assertThat(tables.select("SHOW CREATE TABLE meters").toString())
                    .contains("COMMENT 'all meters'");
        }
        sql.executeSql("CREATE TABLE IF NOT EXISTS meters (ts TIMESTAMP_LTZ(6), x INT)");
        assertThatThrownBy(() -> sql.executeSql("CREATE TABLE meters (ts TIMESTAMP_LTZ(6), x INT)"))
                .hasStackTraceContaining("already exist");
        sql.executeSql(
                "CREATE TABLE by_option (ts TIMESTAMP_LTZ(3), v INT, g INT)"
                        + " WITH ('sink.tags' = 'g')");
        sql.executeSql("CREATE TABLE plain (ts TIMESTAMP(6), v INT)");
        assertThat(described("by_option")).contains("g INT true TAG").hasSize(4);
        assertThat(described("plain")).containsExactly("ts TIMESTAMP_LTZ(6) false", "v INT true");
        sql.executeSql("ALTER TABLE plain ADD (w BIGINT)");
        assertThat(described("plain")).contains("w BIGINT true");
        assertThatThrownBy(() -> sql.executeSql("ALTER TABLE plain DROP (v)"))
                .hasStackTraceContaining("column 'v' must stay");
        sql.executeSql("DROP TABLE meters");
        sql.executeSql("DROP TABLE plain");
        assertThat(tables.select("SHOW TABLES")).containsExactly(Row.of("by_option"));
        sql.executeSql("DROP TABLE IF EXISTS meters");
        assertThatThrownBy(() -> sql.executeSql("DROP TABLE meters"))
                .hasMessageContaining("not exist");
    }

    @Test
    void rowsOfOneTimeAreToldApartByASecondColumnOfTheKey() throws Exception {
        sql.executeSql(
                "CREATE TABLE events (ts TIMESTAMP(3), seq INT, v DOUBLE,"
                        + " PRIMARY KEY (ts, seq) NOT ENFORCED)");
        sql.executeSql(
                "CREATE TABLE meters (ts TIMESTAMP_LTZ(6), kind STRING, v DOUBLE, site INT,"
                        + " tbname STRING, PRIMARY KEY (tbname, ts, kind) NOT ENFORCED)"
                        + " PARTITIONED BY (site) WITH ('sink.create-table.text-length' = '16')");
        assertThat(notes("events")).containsExactly("ts ", "seq COMPOSITE KEY", "v ");
        assertThat(notes("meters")).containsExactly("ts ", "kind COMPOSITE KEY", "v ", "site TAG");
        assertThat(tables.select("SHOW CREATE TABLE events").toString())
                .contains("PRIMARY KEY (`ts`, `seq`) NOT ENFORCED");
        assertThat(tables.select("SHOW CREATE TABLE meters").toString())
                .contains("PRIMARY KEY (`ts`, `kind`, `tbname`) NOT ENFORCED");

        String time = "TO_TIMESTAMP_LTZ(1700000000000, 3)";
        sql.executeSql(
                        "INSERT INTO events VALUES "
                                + String.format("(%1$s, 2, 0.5), (%1$s, 1, 1.5)", time))
                .await();
        sql.executeSql("INSERT INTO events VALUES (" + time + ", 2, 2.5)").await();
        sql.executeSql(
                        "INSERT INTO meters VALUES "
                                + String.format(
                                        "(%1$s, 'b', 2.5, 7, 'd1'), (%1$s, 'a', 1.5, 7, 'd1'),"
                                                + " (%1$s, 'a', 3.5, 8, 'd2')",
                                        time))
                .await();
        assertThat(tables.select("SELECT * FROM events"))
                .containsExactlyInAnyOrder(Row.of(TIME, 1, 1.5), Row.of(TIME, 2, 2.5));
        assertThat(tables.select("SELECT * FROM meters"))
                .containsExactlyInAnyOrder(
                        Row.of(TIME, "a", 1.5, 7, "d1"),
                        Row.of(TIME, "b", 2.5, 7, "d1"),
                        Row.of(TIME, "a", 3.5, 8, "d2"));

        sql.executeSql("CREATE TABLE others LIKE meters");
        assertThat(notes("others")).isEqualTo(notes("meters"));
    }

    @Test
    void keysOfTheServerAreThoseOfTheTable() throws Exception {
        server("CREATE TABLE %s.a (ts TIMESTAMP, seq BIGINT UNSIGNED COMPOSITE KEY, v INT)");
        server("CREATE STABLE %s.s (ts TIMESTAMP, k INT UNSIGNED PRIMARY KEY) TAGS (g INT)");
        server("CREATE TABLE %s.c USING %1$s.s TAGS (1)");
        assertThat(described("a"))
                .containsExactly(
                        "ts TIMESTAMP_LTZ(6) false", "seq DECIMAL(20, 0) false", "v INT true");
        assertThat(tables.select("SHOW CREATE TABLE s").toString())
                .contains("PRIMARY KEY (`ts`, `k`, `tbname`) NOT ENFORCED");
        assertThat(tables.select("SHOW CREATE TABLE c").toString())
                .contains("PRIMARY KEY (`ts`, `k`) NOT ENFORCED");
        assertThatThrownBy(() -> sql.executeSql("ALTER TABLE a DROP (seq)"))
                .hasStackTraceContaining("seq");
        sql.executeSql("ALTER TABLE a ADD (w BIGINT)");
        assertThat(notes("a")).containsExactly("ts ", "seq COMPOSITE KEY", "v ", "w ");
    }

    @Test
    void keysThatTheServerCannotHaveAreRefused() {
        assertRefused(
                "(ts TIMESTAMP_LTZ(6), a INT, b INT, PRIMARY KEY (ts, a, b) NOT ENFORCED)",
                "its PRIMARY KEY is [ts, a, b], but beside [ts] only one column can tell rows"
                        + " apart");
        assertRefused(
                "(ts TIMESTAMP_LTZ(6), v DOUBLE, seq INT, PRIMARY KEY (ts, seq) NOT ENFORCED)",
                "column 'seq', which is not the second one: TDengine wants it right behind 'ts'");
        assertRefused(
                "(ts TIMESTAMP_LTZ(6), seq SMALLINT, PRIMARY KEY (ts, seq) NOT ENFORCED)",
                "which is SMALLINT in TDengine: beside the time a key has a column of INT, BIGINT"
                        + " or STRING");
        assertRefused(
                "(ts TIMESTAMP_LTZ(6), seq VARCHAR(9), PRIMARY KEY (ts, seq) NOT ENFORCED)",
                "which is NCHAR in TDengine");
        assertRefused(
                "(ts TIMESTAMP_LTZ(6), v INT, g INT, PRIMARY KEY (ts, g) NOT ENFORCED)"
                        + " PARTITIONED BY (g)",
                "column 'g', which is a tag");
        assertRefused(
                "(ts TIMESTAMP_LTZ(6), v INT, g INT, tbname STRING,"
                        + " PRIMARY KEY (ts, v) NOT ENFORCED) PARTITIONED BY (g)",
                "rows are told apart by [ts, tbname]");
    }

    @Test
    void aTableLikeAnotherHasItsColumnsAndTags() throws Exception {
        server("CREATE STABLE %s.meters (ts TIMESTAMP, v DOUBLE) TAGS (site INT)");
        sql.executeSql("CREATE TABLE others LIKE meters");
        assertThat(described("others")).isEqualTo(described("meters"));
        assertThatThrownBy(
                        () ->
                                sql.executeSql(
                                        "CREATE TABLE x (ts TIMESTAMP_LTZ(6), v INT)"
                                                + " WITH ('table-name' = 'y')"))
                .hasStackTraceContaining("option 'table-name' is 'x' here; leave it out");
        sql.executeSql(
                "CREATE TEMPORARY TABLE mine WITH ('password' = '"
                        + TestServer.PASSWORD
                        + "') LIKE meters");
        sql.executeSql("INSERT INTO mine VALUES (TO_TIMESTAMP_LTZ(1700000000000, 3), 1.5, 7, 'd')")
                .await();
        assertThat(tables.select("SELECT v, site FROM meters")).containsExactly(Row.of(1.5, 7));
    }

    /** They have no time to read them by, nor to go on from. */
    @Test
    void whatTheServerTellsOfItselfCanBeRead() throws Exception {
        server("CREATE STABLE %s.meters (ts TIMESTAMP, v DOUBLE) TAGS (site INT)");
        server("CREATE TABLE %s.d1 USING %1$s.meters TAGS (1)");
        server("CREATE TABLE %s.d2 USING %1$s.meters TAGS (2)");
        if (!SERVER.isLocal()) {
            assertThat(tables.select("SHOW TABLES FROM information_schema"))
                    .contains(Row.of("ins_tables"), Row.of("ins_databases"));
        }
        assertThat(
                        tables.select(
                                "SELECT table_name, type, `columns` FROM"
                                        + " information_schema.ins_tables WHERE db_name = '"
                                        + database
                                        + "' AND stable_name = 'meters'"))
                .containsExactlyInAnyOrder(
                        Row.of("d1", "CHILD_TABLE", 2), Row.of("d2", "CHILD_TABLE", 2));
        assertThat(
                        tables.select(
                                "SELECT `precision` FROM information_schema.ins_databases WHERE"
                                        + " name LIKE '"
                                        + database
                                        + "'"))
                .containsExactly(Row.of("us"));
        assertThatThrownBy(
                        () ->
                                tables.select(
                                        "SELECT name FROM information_schema.ins_databases /*+"
                                                + " OPTIONS('scan.time.start' = '2024-01-01') */"))
                .hasStackTraceContaining("have no time: leave 'scan.time.start'");
    }

    @Test
    void virtualTablesAreTables() throws Exception {
        SERVER.assumeExternal();
        server("CREATE TABLE %s.origin (ts TIMESTAMP, v INT)");
        server("INSERT INTO %s.origin VALUES (1700000000000000, 7)");
        server("CREATE VTABLE %s.alone (ts TIMESTAMP, w INT FROM %1$s.origin.v)");
        server("CREATE STABLE %s.many (ts TIMESTAMP, w INT) TAGS (g INT) VIRTUAL 1");
        server("CREATE VTABLE %s.one (w FROM %1$s.origin.v) USING %1$s.many TAGS (3)");
        assertThat(tables.select("SHOW TABLES"))
                .containsExactlyInAnyOrder(Row.of("origin"), Row.of("alone"), Row.of("many"));
        assertThat(tables.select("SELECT * FROM alone")).containsExactly(Row.of(TIME, 7));
        assertThat(tables.select("SELECT * FROM many")).containsExactly(Row.of(TIME, 7, 3, "one"));
    }

    @Test
    void whatATableCannotKeepIsRefused() {
        assertRefused("(a INT)", "begins with a timestamp");
        assertRefused("(ts TIMESTAMP_LTZ(6), a ARRAY<INT>)", "no column of TDengine holds");
        assertRefused("(ts TIMESTAMP_LTZ(9))", "declare it as TIMESTAMP_LTZ(6)");
        assertRefused(
                "(ts TIMESTAMP_LTZ(6), v INT, tbname STRING)",
                "say by PARTITIONED BY which columns");
        assertRefused(
                "(ts TIMESTAMP_LTZ(6), v INT NOT NULL, PRIMARY KEY (v) NOT ENFORCED)",
                "rows are told apart by [ts]");
        assertRefused("(ts TIMESTAMP_LTZ(3), v INT, WATERMARK FOR ts AS ts)", "keeps no WATERMARK");
        assertRefused(
                "(ts TIMESTAMP_LTZ(6), v INT) WITH ('sink.mode' = 'sql')",
                "option 'sink.mode' cannot be kept by the server");
    }

    @Test
    void databasesHaveTheOptionsOfTheServer() throws Exception {
        String other = SERVER.newDatabaseName();
        sql.executeSql(
                "CREATE DATABASE "
                        + other
                        + " WITH ('precision' = 'ns', 'vgroups' = '1', 'keep' = '100d',"
                        + " 'buffer' = '16', 'pages' = '64', 'wal-retention-period' = '3600')");
        assertThat(tables.select("SHOW DATABASES")).contains(Row.of(database), Row.of(other));
        assertThat(catalog().getDatabase(other).getProperties())
                .containsEntry("precision", "ns")
                .containsEntry("vgroups", "1");
        sql.executeSql("CREATE DATABASE IF NOT EXISTS " + other);
        assertThatThrownBy(() -> sql.executeSql("CREATE DATABASE " + other))
                .hasStackTraceContaining("already exists");
        sql.executeSql("CREATE TABLE " + other + ".t (ts TIMESTAMP_LTZ(9), v INT)");
        assertThatThrownBy(() -> sql.executeSql("DROP DATABASE " + other))
                .hasStackTraceContaining("is not empty");
        sql.executeSql("DROP DATABASE " + other + " CASCADE");
        assertThat(catalog().databaseExists(other)).isFalse();
        assertThatThrownBy(() -> sql.executeSql("CREATE TABLE " + other + ".t (ts TIMESTAMP(3))"))
                .hasStackTraceContaining(other);
        assertThatThrownBy(() -> sql.executeSql("CREATE DATABASE nope WITH ('precison' = 'ms')"))
                .hasStackTraceContaining("did you mean 'precision'?");
        assertThatThrownBy(
                        () ->
                                sql.executeSql(
                                        "CREATE DATABASE nope WITH ('keep' = '1; DROP DATABASE"
                                                + " x')"))
                .hasStackTraceContaining("Property 'keep' is '1; DROP DATABASE x'");
        assertThat(catalog().databaseExists("nope")).isFalse();
    }

    @Test
    void noTablePlanOrFailurePrintsTheSecret() throws Exception {
        server("CREATE TABLE %s.events (ts TIMESTAMP, v INT)");
        List<String> printed = new ArrayList<>();
        for (String statement :
                List.of(
                        "SHOW CREATE TABLE events",
                        "EXPLAIN SELECT * FROM events",
                        "EXPLAIN INSERT INTO events SELECT * FROM events")) {
            printed.add(tables.select(statement).toString());
        }
        printed.add(catalog().toString());
        printed.add(catalog().getTable(new ObjectPath(database, "events")).getOptions().toString());
        sql.executeSql(create("wrong", TestServer.PASSWORD + "-not", database));
        try {
            tables.select("SHOW TABLES FROM wrong." + database);
            printed.add("no failure");
        } catch (Exception e) {
            printed.add(ExceptionUtils.stringifyException(e));
        }
        assertThat(printed)
                .noneMatch(text -> text.contains(TestServer.PASSWORD))
                .doesNotContain("no failure");
    }

    private void server(String statement) {
        SERVER.execute(String.format(statement, '`' + database + '`'));
    }

    /** Names and notes of the columns, as the server tells them. */
    private List<String> notes(String table) {
        return SERVER.query("DESCRIBE `" + database + "`." + table).stream()
                .map(column -> column.get(0) + " " + column.get(3))
                .toList();
    }

    private void assertRefused(String definition, String message) {
        assertThatThrownBy(() -> sql.executeSql("CREATE TABLE refused " + definition))
                .hasStackTraceContaining(message);
    }

    private List<String> described(String table) throws Exception {
        return tables.select("DESCRIBE " + table).stream()
                .map(
                        row ->
                                row.getField(0)
                                        + " "
                                        + row.getField(1)
                                        + " "
                                        + row.getField(2)
                                        + (row.getArity() > 6 && row.getField(6) != null
                                                ? " " + row.getField(6)
                                                : ""))
                .toList();
    }

    private Catalog catalog() {
        return sql.getCatalog("td").orElseThrow();
    }

    private static String create(String name, String password, String database) {
        return "CREATE CATALOG "
                + name
                + " WITH ('type' = 'tdengine', 'endpoints' = '"
                + SERVER.endpoint()
                + "', 'username' = '"
                + TestServer.USER
                + "', 'password' = '"
                + password
                + "', 'default-database' = '"
                + database
                + "')";
    }
}
