/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vendor's driver over HTTP. */
class VendorRestITCase {

    @RegisterExtension static final VendorServer SERVER = new VendorServer();

    @ParameterizedTest
    @CsvSource({
        "ms, 2024-01-01T00:00:00.123Z",
        "us, 2024-01-01T00:00:00.123456Z",
        "ns, 2024-01-01T00:00:00.123456789Z"
    })
    void allTypesAndTheirNulls(String precision, Instant time) throws Exception {
        String database = SERVER.newDatabase(precision);
        try (Connection connection = SERVER.rest(database);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create stable allt(ts timestamp, b bool, t tinyint, s smallint, i int,"
                            + " l bigint, ut tinyint unsigned, us smallint unsigned,"
                            + " ui int unsigned, ul bigint unsigned, f float, d double,"
                            + " vc varchar(20), nc nchar(20), vb varbinary(20),"
                            + " d64 decimal(10,2)) tags(gid int)");
            assertThat(
                            statement.executeUpdate(
                                    "insert into a1 using allt tags(1) values('"
                                            + time
                                            + "',true,-1,-2,-3,-4,255,65535,4294967295,"
                                            + "18446744073709551615,1.5,2.25,'abc','中é😀',"
                                            + "'\\x0102ff','12345.67')"
                                            + "('2024-01-01T00:00:01Z',null,null,null,null,null,"
                                            + "null,null,null,null,null,null,null,null,null,null)"))
                    .isEqualTo(2);
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
                assertThat(row.getObject("ul")).hasToString("18446744073709551615");
                assertThat(row.getFloat("f")).isEqualTo(1.5f);
                assertThat(row.getDouble("d")).isEqualTo(2.25);
                assertThat(row.getString("vc")).isEqualTo("abc");
                assertThat(row.getString("nc")).isEqualTo("中é😀");
                // this way the driver does not turn digits into bytes
                assertThat(new String(row.getBytes("vb"), StandardCharsets.UTF_8))
                        .contains("0102ff");
                assertThat(row.getString("d64")).as("decimals are lost on this way").isNull();
                assertThat(row.next()).isTrue();
                for (int column = 2; column <= 16; column++) {
                    assertThat(row.getObject(column)).as("column %s", column).isNull();
                }
                assertThat(row.next()).isFalse();
            }
        }
    }

    @Test
    void statementsFilledInByTheDriver() throws Exception {
        String database = SERVER.newDatabase("ms");
        try (Connection connection = SERVER.rest(database);
                Statement statement = connection.createStatement()) {
            statement.execute("create table t(ts timestamp, v int, s nchar(20))");
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into t values(?,?,?)")) {
                for (int i = 0; i < 3; i++) {
                    insert.setTimestamp(1, new Timestamp(1_700_000_000_000L + i));
                    insert.setInt(2, i);
                    insert.setString(3, "it's " + i);
                    assertThat(insert.executeUpdate()).isEqualTo(1);
                }
            }
            try (PreparedStatement query =
                    connection.prepareStatement("select s from t where v = ?")) {
                query.setInt(1, 2);
                try (ResultSet rows = query.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).isEqualTo("it's 2");
                }
            }
        }
    }

    @Test
    void errorsKeepTheirCodes() throws Exception {
        String database = SERVER.newDatabase("ms");
        try (Connection connection = SERVER.rest(database);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("selec 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("2600");
            assertThatThrownBy(() -> statement.executeQuery("select * from nosuch"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("2603");
        }
    }
}
