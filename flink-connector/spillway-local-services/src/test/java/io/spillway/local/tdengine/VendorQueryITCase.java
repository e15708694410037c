/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vendor's driver over WebSocket: tables, queries, types, metadata, errors. */
class VendorQueryITCase {

    @RegisterExtension static final VendorServer SERVER = new VendorServer();

    /** All digits of a time in milliseconds but the last. */
    private static final String T0 = "170000000000";

    private static final String ALL_TYPES =
            "create stable allt(ts timestamp, b bool, t tinyint, s smallint, i int, l bigint,"
                    + " ut tinyint unsigned, us smallint unsigned, ui int unsigned,"
                    + " ul bigint unsigned, f float, d double, vc varchar(20), nc nchar(20),"
                    + " vb varbinary(20), g geometry(100), d64 decimal(10,2), d128 decimal(30,5),"
                    + " ts2 timestamp) tags(gid int, loc varchar(20), j nchar(5))";

    @ParameterizedTest
    @CsvSource({
        "ms, 2024-01-01T00:00:00.123Z",
        "us, 2024-01-01T00:00:00.123456Z",
        "ns, 2024-01-01T00:00:00.123456789Z"
    })
    void allTypesAndTheirNulls(String precision, Instant time) throws Exception {
        String database = SERVER.newDatabase(precision);
        try (Connection connection = SERVER.webSocket(database);
                Statement statement = connection.createStatement()) {
            statement.execute(ALL_TYPES);
            String first = time.toString();
            int written =
                    statement.executeUpdate(
                            "insert into a1 using allt tags(1,'sz','中') values('"
                                    + first
                                    + "',true,-1,-2,-3,-4,255,65535,4294967295,"
                                    + "18446744073709551615,1.5,2.25,'abc','中é😀','\\x0102ff',"
                                    + "'POINT(1 2)','12345.67','1234567890123456789.12345','"
                                    + first
                                    + "')('2024-01-01T00:00:01Z',null,null,null,null,null,null,"
                                    + "null,null,null,null,null,null,null,null,null,null,null,null)");
            assertThat(written).isEqualTo(2);
            try (ResultSet row = statement.executeQuery("select * from allt order by ts")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getTimestamp("ts").toInstant()).isEqualTo(time);
                assertThat(row.getBoolean("b")).isTrue();
                assertThat(row.getByte("t")).isEqualTo((byte) -1);
                assertThat(row.getShort("s")).isEqualTo((short) -2);
                assertThat(row.getInt("i")).isEqualTo(-3);
                assertThat(row.getLong("l")).isEqualTo(-4);
                assertThat(row.getInt("ut")).isEqualTo(255);
                assertThat(row.getInt("us")).isEqualTo(65535);
                assertThat(row.getLong("ui")).isEqualTo(4294967295L);
                assertThat(row.getObject("ul")).isEqualTo(new BigInteger("18446744073709551615"));
                assertThat(row.getFloat("f")).isEqualTo(1.5f);
                assertThat(row.getDouble("d")).isEqualTo(2.25);
                assertThat(row.getString("vc")).isEqualTo("abc");
                assertThat(row.getString("nc")).isEqualTo("中é😀");
                assertThat(row.getBytes("vb")).containsExactly(1, 2, 0xff);
                assertThat(row.getBytes("g")).hasSize(21).startsWith(1, 1, 0, 0, 0);
                assertThat(row.getBigDecimal("d64")).isEqualTo(new BigDecimal("12345.67"));
                assertThat(row.getBigDecimal("d128"))
                        .isEqualTo(new BigDecimal("1234567890123456789.12345"));
                assertThat(row.getTimestamp("ts2").toInstant()).isEqualTo(time);
                assertThat(row.getInt("gid")).isEqualTo(1);
                assertThat(row.getString("loc")).isEqualTo("sz");
                assertThat(row.getString("j")).isEqualTo("中");
                assertThat(row.next()).isTrue();
                assertThat(row.getTimestamp(1).toInstant())
                        .isEqualTo(Instant.parse("2024-01-01T00:00:01Z"));
                for (int column = 2; column <= 19; column++) {
                    assertThat(row.getObject(column)).as("column %s", column).isNull();
                    assertThat(row.wasNull()).isTrue();
                }
                assertThat(row.next()).isFalse();
            }
        }
    }

    @Test
    void columnsAreDescribed() throws Exception {
        String database = SERVER.newDatabase("us");
        try (Connection connection = SERVER.webSocket(database);
                Statement statement = connection.createStatement()) {
            statement.execute(ALL_TYPES);
            try (ResultSet none = statement.executeQuery("select * from allt")) {
                ResultSetMetaData metadata = none.getMetaData();
                assertThat(metadata.getColumnCount()).isEqualTo(22);
                List<String> types = new ArrayList<>();
                for (int i = 1; i <= 22; i++) {
                    types.add(metadata.getColumnName(i) + " " + metadata.getColumnTypeName(i));
                }
                assertThat(types)
                        .startsWith("ts TIMESTAMP", "b BOOL", "t TINYINT", "s SMALLINT", "i INT")
                        .contains("ul BIGINT UNSIGNED", "nc NCHAR", "g GEOMETRY")
                        .endsWith("gid INT", "loc BINARY", "j NCHAR");
                assertThat(metadata.getPrecision(17)).isEqualTo(10);
                assertThat(metadata.getScale(17)).isEqualTo(2);
                assertThat(none.next()).isFalse();
            }
        }
    }

    @Test
    void describeNamesColumnsAndTags() throws Exception {
        String database = SERVER.newDatabase("ms");
        try (Connection connection = SERVER.webSocket(database);
                Statement statement = connection.createStatement()) {
            statement.execute("create stable st(ts timestamp, v int, n nchar(8)) tags(g int)");
            List<List<Object>> rows = VendorServer.rows(connection, "describe st");
            assertThat(rows)
                    .extracting(row -> text(row.get(0)) + " " + text(row.get(1)) + " " + row.get(2))
                    .containsExactly("ts TIMESTAMP 8", "v INT 4", "n NCHAR 8", "g INT 4");
            assertThat(text(rows.get(3).get(3))).isEqualTo("TAG");
        }
    }

    @Test
    void jsonTags() throws Exception {
        String database = SERVER.newDatabase("ms");
        try (Connection connection = SERVER.webSocket(database);
                Statement statement = connection.createStatement()) {
            statement.execute("create stable jt(ts timestamp, v int) tags(j json)");
            statement.execute(
                    "insert into j1 using jt tags('{\"k\":\"v\",\"n\":1}')"
                            + " values('2024-01-01 00:00:00.123',1)");
            try (ResultSet row = statement.executeQuery("select ts,v,j,j->'k' from jt")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(3)).isEqualTo("{\"k\":\"v\",\"n\":1}");
                assertThat(row.getString(4)).isEqualTo("\"v\"");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 20_000})
    void resultsOfAnySizeArriveWhole(int count) throws Exception {
        String database = SERVER.newDatabase("ms");
        try (Connection connection = SERVER.webSocket(database);
                Statement statement = connection.createStatement()) {
            statement.execute("create table t(ts timestamp, v int, s varchar(20))");
            for (int from = 0; from < count; from += 5000) {
                StringBuilder sql = new StringBuilder("insert into t values");
                for (int i = from; i < Math.min(count, from + 5000); i++) {
                    sql.append('(').append(1_700_000_000_000L + i).append(',').append(i);
                    sql.append(i % 7 == 0 ? ",null)" : ",'s" + i + "')");
                }
                assertThat(statement.executeUpdate(sql.toString()))
                        .isEqualTo(Math.min(5000, count - from));
            }
            try (ResultSet rows = statement.executeQuery("select * from t order by ts")) {
                for (int i = 0; i < count; i++) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getTimestamp(1))
                            .isEqualTo(new Timestamp(1_700_000_000_000L + i));
                    assertThat(rows.getInt(2)).isEqualTo(i);
                    assertThat(rows.getString(3)).isEqualTo(i % 7 == 0 ? null : "s" + i);
                }
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @Test
    void aResultClosedEarlyLeavesTheConnectionUsable() throws Exception {
        String database = SERVER.newDatabase("ms");
        try (Connection connection = SERVER.webSocket(database);
                Statement statement = connection.createStatement()) {
            statement.execute("create table t(ts timestamp, v int)");
            StringBuilder sql = new StringBuilder("insert into t values");
            for (int i = 0; i < 9000; i++) {
                sql.append('(').append(1_700_000_000_000L + i).append(",1)");
            }
            statement.execute(sql.toString());
            try (ResultSet rows = statement.executeQuery("select * from t")) {
                assertThat(rows.next()).isTrue();
            }
            assertThat(VendorServer.rows(connection, "select count(*) from t"))
                    .containsExactly(List.of(9000L));
        }
    }

    @Test
    void statementsTellWhatTheyChanged() throws Exception {
        String database = SERVER.newDatabase("ms");
        try (Connection connection = SERVER.webSocket(database);
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute("create stable st(ts timestamp, v int) tags(g int)"))
                    .isFalse();
            statement.execute("create table c1 using st tags(1)");
            assertThat(
                            statement.executeUpdate(
                                    "insert into c1 values("
                                            + T0
                                            + "1,1)("
                                            + T0
                                            + "2,2)("
                                            + T0
                                            + "3,3)"))
                    .isEqualTo(3);
            assertThat(statement.executeUpdate("insert into c1(ts,v) values(" + T0 + "1,null)"))
                    .isEqualTo(1);
            assertThat(VendorServer.rows(connection, "select v from c1 order by ts"))
                    .extracting(row -> row.get(0))
                    .containsExactly(null, 2, 3);
            assertThat(statement.executeUpdate("delete from c1 where ts = " + T0 + "2"))
                    .isEqualTo(1);
            statement.execute("alter table c1 set tag g = 7");
            assertThat(VendorServer.rows(connection, "select g, tbname from st order by ts"))
                    .extracting(row -> row.get(0) + text(row.get(1)))
                    .containsExactly("7c1", "7c1");
            statement.execute("alter stable st add column w double");
            assertThat(VendorServer.rows(connection, "select w from st limit 1"))
                    .extracting(row -> row.get(0))
                    .containsExactly((Object) null);
            statement.execute("drop table c1");
            assertThat(VendorServer.rows(connection, "select * from st")).isEmpty();
        }
    }

    @Test
    void errorsKeepTheirCodes() throws Exception {
        String database = SERVER.newDatabase("ms");
        try (Connection connection = SERVER.webSocket(database);
                Statement statement = connection.createStatement()) {
            statement.execute("create table t(ts timestamp, v varchar(3))");
            assertCode(statement, "selec 1", 0x2600);
            assertCode(statement, "select * from nosuch", 0x2603);
            assertCode(statement, "insert into nosuch values(now,1)", 0x2603);
            assertCode(statement, "select nosuch from t", 0x2602);
            assertCode(statement, "create table t(ts timestamp, x int)", 0x0603);
            assertCode(statement, "insert into t values(now,'abcd')", 0x2653);
            assertCode(statement, "use nosuch", 0x0388);
            assertThat(VendorServer.rows(connection, "select * from t")).isEmpty();
        }
        assertThatThrownBy(() -> SERVER.webSocket("nosuch").close())
                .isInstanceOf(SQLException.class);
    }

    private static void assertCode(Statement statement, String sql, int code) {
        assertThatThrownBy(() -> statement.execute(sql))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getErrorCode()).as("%s: %s", sql, e).isEqualTo(code));
    }

    @Test
    void theServerTellsAboutItself() throws Exception {
        String database = SERVER.newDatabase("ms");
        try (Connection connection = SERVER.webSocket(database);
                Statement statement = connection.createStatement()) {
            statement.execute("create stable st(ts timestamp, v int) tags(g int)");
            statement.execute("create table c1 using st tags(1)");
            statement.execute("create table n1(ts timestamp, v int)");
            DatabaseMetaData metadata = connection.getMetaData();
            assertThat(metadata.getDatabaseProductVersion()).startsWith("3.");
            assertThat(connection.isValid(5)).isTrue();
            assertThat(names(metadata.getCatalogs(), "TABLE_CAT")).contains(database);
            assertThat(names(metadata.getTables(database, "", "%", null), "TABLE_NAME"))
                    .contains("c1", "n1");
            assertThat(names(metadata.getColumns(database, "", "c1", "%"), "COLUMN_NAME"))
                    .containsExactly("ts", "v", "g");
            assertThat(VendorServer.rows(connection, "show cluster alive"))
                    .extracting(row -> row.get(0))
                    .isNotEmpty();
        }
    }

    private static List<String> names(ResultSet rows, String column) throws SQLException {
        try (rows) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(column));
            }
            return names;
        }
    }

    /** The driver has bytes where there are characters. */
    private static String text(Object value) {
        return value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : String.valueOf(value);
    }
}
