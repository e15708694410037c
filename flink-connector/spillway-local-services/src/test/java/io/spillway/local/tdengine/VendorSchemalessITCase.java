/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.taosdata.jdbc.AbstractConnection;
import com.taosdata.jdbc.enums.SchemalessProtocolType;
import com.taosdata.jdbc.enums.SchemalessTimestampType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Writes without a schema, by the vendor's driver, in all three protocols. */
class VendorSchemalessITCase {

    @RegisterExtension static final VendorServer SERVER = new VendorServer();

    @Test
    void lines() throws Exception {
        try (Connection connection = SERVER.webSocket(SERVER.newDatabase("ms"))) {
            AbstractConnection writer = connection.unwrap(AbstractConnection.class);
            writer.write(
                    new String[] {
                        "meters,location=bj,gid=2 current=10.3,voltage=219i32,phase=0.31f64,s=\"abc\""
                                + " 1704067200000",
                        "meters,location=sh,gid=3 current=10.4,voltage=220i32 1704067200001"
                    },
                    SchemalessProtocolType.LINE,
                    SchemalessTimestampType.MILLI_SECONDS);
            writer.writeRaw(
                    "meters,location=bj,gid=2 current=11 1704067200002\n"
                            + "meters,location=bj,gid=2 current=12 1704067200003",
                    SchemalessProtocolType.LINE,
                    SchemalessTimestampType.MILLI_SECONDS);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select * from meters order by _ts")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getTimestamp("_ts").getTime()).isEqualTo(1704067200000L);
                assertThat(row.getDouble("current")).isEqualTo(10.3);
                assertThat(row.getInt("voltage")).isEqualTo(219);
                assertThat(row.getDouble("phase")).isEqualTo(0.31);
                assertThat(row.getString("s")).isEqualTo("abc");
                assertThat(row.getString("location")).isEqualTo("bj");
                assertThat(row.getString("gid")).isEqualTo("2");
                assertThat(row.next()).isTrue();
                assertThat(row.getString("s")).isNull();
                assertThat(row.next()).isTrue();
                assertThat(row.next()).isTrue();
                assertThat(row.next()).isFalse();
            }
            assertThat(VendorServer.rows(connection, "select distinct tbname from meters"))
                    .hasSize(2);
        }
    }

    @Test
    void telnet() throws Exception {
        try (Connection connection = SERVER.webSocket(SERVER.newDatabase("ms"))) {
            connection
                    .unwrap(AbstractConnection.class)
                    .write(
                            new String[] {"tel_metric 1704067200 3.3 host=h1 dc=x"},
                            SchemalessProtocolType.TELNET,
                            SchemalessTimestampType.SECONDS);
            assertThat(
                            VendorServer.rows(
                                    connection,
                                    "select cast(_ts as bigint), _value, `host`, dc from tel_metric"))
                    .containsExactly(List.of(1704067200000L, 3.3, "h1", "x"));
        }
    }

    @Test
    void json() throws Exception {
        try (Connection connection = SERVER.webSocket(SERVER.newDatabase("ms"))) {
            connection
                    .unwrap(AbstractConnection.class)
                    .write(
                            new String[] {
                                "[{\"metric\":\"jsm\",\"timestamp\":1704067200,\"value\":10.3,"
                                        + "\"tags\":{\"id\":\"d1\"}}]"
                            },
                            SchemalessProtocolType.JSON,
                            SchemalessTimestampType.SECONDS);
            assertThat(VendorServer.rows(connection, "select cast(_ts as bigint), _value from jsm"))
                    .containsExactly(List.of(1704067200000L, 10.3));
        }
    }

    @Test
    void linesThatCannotBeWritten() throws Exception {
        try (Connection connection = SERVER.webSocket(SERVER.newDatabase("ms"))) {
            AbstractConnection writer = connection.unwrap(AbstractConnection.class);
            assertRefused(writer, "garbage");
            writer.write(
                    new String[] {"m,t=a v=1.5 1704067200000"},
                    SchemalessProtocolType.LINE,
                    SchemalessTimestampType.MILLI_SECONDS);
            assertRefused(writer, "m,t=a v=\"text\" 1704067200001");
            assertThat(VendorServer.rows(connection, "select count(*) from m"))
                    .containsExactly(List.of(1L));
        }
    }

    private static void assertRefused(AbstractConnection writer, String line) {
        assertThatThrownBy(
                        () ->
                                writer.write(
                                        new String[] {line},
                                        SchemalessProtocolType.LINE,
                                        SchemalessTimestampType.MILLI_SECONDS))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("3002");
    }
}
