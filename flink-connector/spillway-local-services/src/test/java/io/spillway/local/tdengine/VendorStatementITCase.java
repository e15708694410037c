/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prepared statements of the vendor's driver. */
class VendorStatementITCase {

    @RegisterExtension static final VendorServer SERVER = new VendorServer();

    private static final long T0 = 1_700_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        "ms, 2024-01-01T00:00:00.123Z",
        "us, 2024-01-01T00:00:00.123456Z",
        "ns, 2024-01-01T00:00:00.123456789Z"
    })
    void everyTypeThatCanBeSet(String precision, Instant time) throws Exception {
        String database = SERVER.newDatabase(precision);
        byte[] point = {1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xf0, 63, 0, 0, 0, 0, 0, 0, 0, 64};
        try (Connection connection = SERVER.webSocket(database);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create stable st(ts timestamp, b bool, t tinyint, s smallint, i int, l bigint,"
                            + " ut tinyint unsigned, us smallint unsigned, ui int unsigned,"
                            + " ul bigint unsigned, f float, d double, vc varchar(20),"
                            + " nc nchar(20), vb varbinary(20), g geometry(100), ts2 timestamp)"
                            + " tags(gid int, loc nchar(20))");
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "insert into st(ts,b,t,s,i,l,ut,us,ui,ul,f,d,vc,nc,vb,g,ts2,tbname,gid,loc)"
                                    + " values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
                insert.setTimestamp(1, Timestamp.from(time));
                insert.setBoolean(2, true);
                insert.setByte(3, (byte) -1);
                insert.setShort(4, (short) -2);
                insert.setInt(5, -3);
                insert.setLong(6, -4);
                insert.setShort(7, (short) 255);
                insert.setInt(8, 65535);
                insert.setLong(9, 4294967295L);
                insert.setObject(10, new BigInteger("18446744073709551615"));
                insert.setFloat(11, 1.5f);
                insert.setDouble(12, 2.25);
                insert.setString(13, "abc");
                insert.setNString(14, "中é😀");
                insert.setBytes(15, new byte[] {1, 2, -1});
                insert.setBytes(16, point);
                insert.setTimestamp(17, Timestamp.from(time));
                insert.setString(18, "d1");
                insert.setInt(19, 7);
                insert.setNString(20, "中");
                insert.addBatch();
                insert.setTimestamp(1, Timestamp.from(time.plusSeconds(1)));
                int[] types = {
                    Types.BOOLEAN, Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT,
                    Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.BIGINT, Types.FLOAT,
                    Types.DOUBLE, Types.VARCHAR, Types.NCHAR, Types.VARBINARY, Types.BINARY,
                    Types.TIMESTAMP
                };
                for (int i = 0; i < types.length; i++) {
                    insert.setNull(i + 2, types[i]);
                }
                insert.setString(18, "d1");
                insert.setInt(19, 7);
                insert.setNString(20, "中");
                insert.addBatch();
                assertThat(insert.executeBatch()).hasSize(2);
            }
            try (ResultSet row = statement.executeQuery("select * from st order by ts")) {
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
                assertThat(row.getBytes("g")).isEqualTo(point);
                assertThat(row.getTimestamp("ts2").toInstant()).isEqualTo(time);
                assertThat(row.getInt("gid")).isEqualTo(7);
                assertThat(row.getString("loc")).isEqualTo("中");
                assertThat(row.next()).isTrue();
                for (int column = 2; column <= 17; column++) {
                    assertThat(row.getObject(column)).as("column %s", column).isNull();
                }
                assertThat(row.next()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1000, 10_000})
    void batchesOverManyTables(int rows) throws Exception {
        String database = SERVER.newDatabase("ms");
        try (Connection connection = SERVER.webSocket(database);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create stable st(ts timestamp, v double, s nchar(20)) tags(g int, l varchar(9))");
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "insert into st(ts, tbname, v, s, g, l) values(?,?,?,?,?,?)")) {
                for (int batch = 0; batch < 2; batch++) {
                    for (int i = 0; i < rows; i++) {
                        insert.setTimestamp(1, new Timestamp(T0 + batch * rows + i));
                        insert.setString(2, "d" + i % 7);
                        insert.setDouble(3, i);
                        insert.setNString(4, i % 5 == 0 ? null : "温" + i);
                        insert.setInt(5, i % 7);
                        insert.setString(6, "l" + i % 7);
                        insert.addBatch();
                    }
                    assertThat(insert.executeBatch()).hasSize(rows);
                }
            }
            assertThat(VendorServer.rows(connection, "select count(*), count(s) from st"))
                    .containsExactly(List.of(2L * rows, 2L * (rows - (rows + 4) / 5)));
            assertThat(VendorServer.rows(connection, "select distinct tbname from st"))
                    .hasSize(Math.min(7, rows));
            assertThat(VendorServer.rows(connection, "select ts from d0 where g <> 0")).isEmpty();
        }
    }

    @Test
    void theUsingForm() throws Exception {
        String database = SERVER.newDatabase("ms");
        try (Connection connection = SERVER.webSocket(database);
                Statement statement = connection.createStatement()) {
            statement.execute("create stable st(ts timestamp, v int) tags(g int, l varchar(9))");
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into ? using st tags(?,?) values(?,?)")) {
                for (int i = 0; i < 6; i++) {
                    insert.setString(1, "u" + i % 2);
                    insert.setInt(2, i % 2);
                    insert.setString(3, "l" + i % 2);
                    insert.setTimestamp(4, new Timestamp(T0 + i));
                    insert.setInt(5, i);
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(6);
            }
            assertThat(
                            VendorServer.rows(
                                    connection, "select v, g from st where l = 'l1' order by ts"))
                    .containsExactly(List.of(1, 1), List.of(3, 1), List.of(5, 1));
        }
    }

    @Test
    void aTableOfItsOwnAndQueriesOfIt() throws Exception {
        String database = SERVER.newDatabase("ms");
        try (Connection connection = SERVER.webSocket(database);
                Statement statement = connection.createStatement()) {
            statement.execute("create table nt(ts timestamp, v int, s varchar(9))");
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into nt values(?,?,?)")) {
                for (int i = 0; i < 3; i++) {
                    insert.setTimestamp(1, new Timestamp(T0 + i));
                    insert.setInt(2, i);
                    insert.setString(3, "s" + i);
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(3);
            }
            try (PreparedStatement query =
                    connection.prepareStatement("select ts, v from nt where v > ? and ts >= ?")) {
                for (int least = 0; least < 3; least++) {
                    query.setInt(1, least);
                    query.setTimestamp(2, new Timestamp(T0));
                    try (ResultSet rows = query.executeQuery()) {
                        for (int i = least + 1; i < 3; i++) {
                            assertThat(rows.next()).isTrue();
                            assertThat(rows.getInt(2)).isEqualTo(i);
                        }
                        assertThat(rows.next()).isFalse();
                    }
                }
            }
            try (PreparedStatement query =
                    connection.prepareStatement("select v from nt where s = ?")) {
                query.setString(1, "s1");
                try (ResultSet rows = query.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt(1)).isEqualTo(1);
                }
            }
        }
    }

    /** Of a super table a NULL leaves the value before it, of a table of its own it does not. */
    @ParameterizedTest
    @CsvSource({
        "'insert into nt(ts, v, w) values(?,?,?)', false, 0",
        "'insert into st(ts, v, w, tbname, g) values(?,?,?,?,?)', true, 1"
    })
    void sameTimesInABatchAreOneRow(String sql, boolean ofSuperTable, int w) throws Exception {
        String database = SERVER.newDatabase("ms");
        try (Connection connection = SERVER.webSocket(database);
                Statement statement = connection.createStatement()) {
            statement.execute("create table nt(ts timestamp, v int, w int)");
            statement.execute("create stable st(ts timestamp, v int, w int) tags(g int)");
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                for (int i = 1; i <= 2; i++) {
                    insert.setTimestamp(1, new Timestamp(T0));
                    insert.setInt(2, i);
                    if (i == 1) {
                        insert.setInt(3, 1);
                    } else {
                        insert.setNull(3, Types.INTEGER);
                    }
                    if (ofSuperTable) {
                        insert.setString(4, "c1");
                        insert.setInt(5, 1);
                    }
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            List<List<Object>> rows =
                    VendorServer.rows(
                            connection, "select v, w from " + (ofSuperTable ? "st" : "nt"));
            assertThat(rows).containsExactly(Arrays.asList(2, w == 0 ? null : (Object) w));
        }
    }

    @Test
    void whatCannotBePreparedOrWritten() throws Exception {
        String database = SERVER.newDatabase("ms");
        try (Connection connection = SERVER.webSocket(database);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> connection.prepareStatement("insert into nosuch values(?,?)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Table does not exist");
            statement.execute("create table nt(ts timestamp, s varchar(3))");
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into nt values(?,?)")) {
                insert.setTimestamp(1, new Timestamp(T0));
                insert.setString(2, "toolong");
                insert.addBatch();
                assertThatThrownBy(insert::executeBatch)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("2653");
            }
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into nt values(?,?)")) {
                insert.setTimestamp(1, new Timestamp(1));
                insert.setString(2, "old");
                insert.addBatch();
                assertThatThrownBy(insert::executeBatch)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("60b");
            }
            assertThat(VendorServer.rows(connection, "select * from nt")).isEmpty();
        }
    }
}
