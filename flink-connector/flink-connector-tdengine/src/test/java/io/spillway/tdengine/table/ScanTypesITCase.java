/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.tdengine.testing.Clusters;
import io.spillway.tdengine.testing.SqlTables;
import io.spillway.tdengine.testing.TestServer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of every type of TDengine, and NULLs, in databases of every precision. */
@Timeout(180)
class ScanTypesITCase {

    private static final long START = 1_700_000_000_000L;

    @RegisterExtension static final TestServer SERVER = new TestServer();
    @RegisterExtension static final MiniClusterExtension CLUSTER = Clusters.ofFourSlots();

    private SqlTables sql;

    @BeforeEach
    void environment() {
        sql = SqlTables.streaming(SERVER);
    }

    @Test
    void everyTypeIsReadAtItsLimitsAndAsNull() throws Exception {
        SERVER.execute(
                "CREATE STABLE %db%.types (ts TIMESTAMP, a BOOL, b TINYINT, c SMALLINT, d INT,"
                        + " e BIGINT, f TINYINT UNSIGNED, g SMALLINT UNSIGNED, h INT UNSIGNED,"
                        + " i BIGINT UNSIGNED, j FLOAT, k DOUBLE, l VARCHAR(20), m NCHAR(20),"
                        + " n TIMESTAMP, o VARBINARY(20), p GEOMETRY(100), q DECIMAL(10, 2),"
                        + " r DECIMAL(38, 10)) TAGS (t JSON)");
        SERVER.execute(
                "INSERT INTO %db%.types_1 USING %db%.types TAGS ('{\"k\":\"温\"}') VALUES"
                        + " (1700000000001, true, -128, -32768, -2147483648, -9223372036854775808, 255, 65535,"
                        + " 4294967295, 18446744073709551615, 1.5, -2.25, 'text 温', '温 nchar', 5,"
                        + " '\\x0102ff', 'POINT(1.0 2.0)', '12345678.90',"
                        + " '1234567890123456789012345678.0123456789')"
                        + " (1700000000002, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
                        + " NULL, NULL, NULL, NULL, NULL, NULL, NULL)"
                        + " (1700000000003, false, 127, 32767, 2147483647, 9223372036854775807, 0, 0, 0, 0,"
                        + " 0, 0, '', '', -1, '', NULL, '-0.01', '-0.0000000001')");
        sql.declare(
                "types",
                "ts TIMESTAMP_LTZ(3), a BOOLEAN, b TINYINT, c SMALLINT, d INT, e BIGINT, f SMALLINT,"
                        + " g INT, h BIGINT, i DECIMAL(20, 0), j FLOAT, k DOUBLE, l STRING,"
                        + " m STRING, n TIMESTAMP_LTZ(3), o BYTES, p BYTES, q DECIMAL(10, 2),"
                        + " r DECIMAL(38, 10), t STRING");
        List<Row> rows = sql.select("SELECT * FROM types ORDER BY ts LIMIT 3");
        assertThat(rows.get(0))
                .isEqualTo(
                        Row.of(
                                Instant.ofEpochMilli(START + 1),
                                true,
                                Byte.MIN_VALUE,
                                Short.MIN_VALUE,
                                Integer.MIN_VALUE,
                                Long.MIN_VALUE,
                                (short) 255,
                                65535,
                                4294967295L,
                                new BigDecimal("18446744073709551615"),
                                1.5f,
                                -2.25,
                                "text 温",
                                "温 nchar",
                                Instant.ofEpochMilli(5),
                                new byte[] {1, 2, (byte) 0xff},
                                HexFormat.of()
                                        .parseHex("0101000000000000000000f03f0000000000000040"),
                                new BigDecimal("12345678.90"),
                                new BigDecimal("1234567890123456789012345678.0123456789"),
                                "{\"k\":\"温\"}"));
        Row nulls = rows.get(1);
        assertThat(nulls.getField(0)).isEqualTo(Instant.ofEpochMilli(START + 2));
        for (int column = 1; column < nulls.getArity() - 1; column++) {
            assertThat(nulls.getField(column)).as("column %s", column).isNull();
        }
        assertThat(rows.get(2))
                .isEqualTo(
                        Row.of(
                                Instant.ofEpochMilli(START + 3),
                                false,
                                Byte.MAX_VALUE,
                                Short.MAX_VALUE,
                                Integer.MAX_VALUE,
                                Long.MAX_VALUE,
                                (short) 0,
                                0,
                                0L,
                                BigDecimal.ZERO,
                                0f,
                                0.0,
                                "",
                                "",
                                Instant.ofEpochMilli(-1),
                                new byte[0],
                                null,
                                new BigDecimal("-0.01"),
                                new BigDecimal("-0.0000000001"),
                                "{\"k\":\"温\"}"));
    }

    @Test
    void blobsAreReadAsBytes() throws Exception {
        SERVER.execute("CREATE TABLE %db%.blobs (ts TIMESTAMP, data BLOB)");
        SERVER.execute(
                "INSERT INTO %db%.blobs VALUES (1700000000001, '\\x00ff10') (1700000000002, NULL)");
        sql.declare("blobs", "ts TIMESTAMP_LTZ(3), data BYTES");
        assertThat(sql.select("SELECT data FROM blobs"))
                .containsExactly(
                        Row.of((Object) new byte[] {0, (byte) 0xff, 0x10}), Row.of((Object) null));
    }

    @ParameterizedTest
    @CsvSource({"ms, 3, 123000000", "us, 6, 123456000", "ns, 9, 123456789"})
    void timesAreThoseOfTheDatabaseWhateverItsPrecision(String precision, int digits, int nanos)
            throws Exception {
        String database = SERVER.createDatabase("PRECISION '" + precision + "' VGROUPS 2");
        Instant time = Instant.ofEpochSecond(1_706_745_600L, nanos);
        long count =
                Math.round(Math.pow(10, digits)) * 1_706_745_600L
                        + nanos / Math.round(Math.pow(10, 9 - digits));
        SERVER.execute(
                "CREATE STABLE `" + database + "`.st (ts TIMESTAMP, v TIMESTAMP) TAGS (g INT)");
        SERVER.execute(
                "INSERT INTO `"
                        + database
                        + "`.c1 USING `"
                        + database
                        + "`.st TAGS (1) VALUES ("
                        + count
                        + ", "
                        + (count - 1)
                        + ") ("
                        + (count + 1)
                        + ", NULL)");
        String type = "TIMESTAMP_LTZ(" + digits + ")";
        sql.declare(
                "st",
                "ts " + type + ", v " + type + ", g INT",
                "'database' = '" + database + "'",
                "'scan.split.interval' = '1 min'");
        long unit = Math.round(Math.pow(10, 9 - digits));
        assertThat(sql.select("SELECT ts, v FROM st"))
                .containsExactlyInAnyOrder(
                        Row.of(time, time.minusNanos(unit)), Row.of(time.plusNanos(unit), null));
        sql.declare(
                "local_times",
                "ts TIMESTAMP(" + digits + ")",
                "'database' = '" + database + "'",
                "'table-name' = 'st'",
                "'time-zone' = 'Asia/Shanghai'");
        assertThat(sql.select("SELECT ts FROM local_times"))
                .contains(Row.of(LocalDateTime.of(2024, 2, 1, 8, 0, 0, nanos)));
        if (digits > 3) {
            sql.declare(
                    "too_coarse",
                    "ts TIMESTAMP_LTZ(3)",
                    "'database' = '" + database + "'",
                    "'table-name' = 'st'");
            Assertions.assertThatThrownBy(() -> sql.select("SELECT * FROM too_coarse"))
                    .hasStackTraceContaining("declare it as TIMESTAMP_LTZ(" + digits + ")")
                    .hasStackTraceContaining(ValidationException.class.getSimpleName());
        }
    }
}
