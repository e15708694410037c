/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.annotation.Nullable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a row takes, and what it refuses before the server has to. */
class RowEncoderTest {

    private static final String SECRET = "hush";

    @ParameterizedTest
    @CsvSource({
        "TINYINT,-128,127",
        "SMALLINT,-32768,32767",
        "INT,-2147483648,2147483647",
        "UTINYINT,0,255",
        "USMALLINT,0,65535",
        "UINT,0,4294967295",
        "BOOL,0,1"
    })
    void integersHaveTheRangeOfTheirType(TDengineType type, long least, long most)
            throws Exception {
        One one = new One(TargetColumn.of("c", type));
        for (long value : new long[] {least, most}) {
            one.encoder.setLong(1, value);
            assertThat(one.row().getLong(1)).isEqualTo(value);
        }
        refused(() -> one.encoder.setLong(1, least - 1), "ValueOutOfRange", "'c' is " + type);
        refused(() -> one.encoder.setLong(1, most + 1), "ValueOutOfRange", "'c' is " + type);
        refused(
                () -> one.encoder.setDecimal(1, BigDecimal.valueOf(most + 1)),
                "ValueOutOfRange",
                "'c' is " + type);
    }

    @Test
    void unsignedLongsComeAsDecimals() throws Exception {
        One one = new One(TargetColumn.of("c", TDengineType.UBIGINT));
        BigInteger most = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
        one.encoder.setDecimal(1, new BigDecimal(most));
        assertThat(Long.toUnsignedString(one.row().getLong(1))).isEqualTo(most.toString());
        BigDecimal tooMuch = new BigDecimal(most.add(BigInteger.ONE));
        refused(() -> one.encoder.setDecimal(1, tooMuch), "ValueOutOfRange", "UBIGINT");
        refused(
                () -> one.encoder.setDecimal(1, BigDecimal.ONE.negate()),
                "ValueOutOfRange",
                "UBIGINT");
        refused(
                () -> one.encoder.setDecimal(1, new BigDecimal("1.5")),
                "ValueOutOfRange",
                "digits after the point");
    }

    @ParameterizedTest
    @ValueSource(strings = {"98.76", "-98.76", "99999999.99", "0", "1E+2", "5"})
    void decimalsGetTheScaleOfTheirColumn(String value) throws Exception {
        for (int digits : new int[] {10, 38}) {
            One one = new One(TargetColumn.decimal("c", digits, 2));
            one.encoder.setDecimal(1, new BigDecimal(value));
            SinkRow row = one.toRow();
            assertThat(row.getDecimal(1)).isEqualTo(new BigDecimal(value).setScale(2));
        }
    }

    @Test
    void decimalsAreNeverRounded() {
        One one = new One(TargetColumn.decimal("c", 4, 2));
        for (String value : List.of("1.234", "100.00")) {
            refused(
                    () -> one.encoder.setDecimal(1, new BigDecimal(value)),
                    "ValueOutOfRange",
                    "'c' is DECIMAL(4, 2)");
        }
    }

    @Test
    void textsAreLimitedByBytesOrCharactersAsDeclared() throws Exception {
        One varchar = new One(TargetColumn.of("c", TDengineType.VARCHAR, 4));
        varchar.encoder.setString(1, "abcd");
        varchar.encoder.setString(1, "中");
        refused(
                () -> varchar.encoder.setString(1, SECRET + "!"),
                "ValueTooLong",
                "'c' takes at most 4 bytes, the value has 5");
        refused(() -> varchar.encoder.setString(1, "中国"), "ValueTooLong", "has 6");
        One nchar = new One(TargetColumn.of("c", TDengineType.NCHAR, 2));
        nchar.encoder.setString(1, "中😀");
        refused(
                () -> nchar.encoder.setString(1, "abc"),
                "ValueTooLong",
                "'c' takes at most 2 characters, the value has 3");
        One binary = new One(TargetColumn.of("c", TDengineType.VARBINARY, 3));
        binary.encoder.setBytes(1, new byte[3]);
        refused(() -> binary.encoder.setBytes(1, new byte[4]), "ValueTooLong", "4");
    }

    @Test
    void floatsThatAreTooLargeAreRefusedAndNotMadeInfinite() throws Exception {
        One one = new One(TargetColumn.of("c", TDengineType.FLOAT));
        one.encoder.setDouble(1, Double.POSITIVE_INFINITY);
        one.encoder.setDouble(1, Float.MAX_VALUE);
        refused(() -> one.encoder.setDouble(1, 1e39), "ValueOutOfRange", "FLOAT");
    }

    @ParameterizedTest
    @CsvSource({
        "MILLIS,1970-01-01T00:00:00.001999999Z,1",
        "MICROS,2024-02-01T00:00:00.123456789Z,1706745600123456",
        "NANOS,2024-02-01T00:00:00.123456789Z,1706745600123456789",
        "MILLIS,1969-12-31T23:59:59.999999999Z,-1",
        "MICROS,1969-12-31T23:59:59.999999999Z,-1",
        "NANOS,1969-12-31T23:59:59.999999999Z,-1"
    })
    void timestampsCountWhatTheDatabaseDoes(
            TimestampPrecision precision, Instant instant, long expected) throws Exception {
        RowLayout layout =
                new RowLayout(
                        Rows.target(precision, TargetColumn.of("ts", TDengineType.TIMESTAMP)));
        RowEncoder encoder = new RowEncoder(layout, null);
        encoder.reset();
        encoder.setTable("t");
        encoder.setTimestamp(0, instant);
        assertThat(encoder.toRow(null).timestamp()).isEqualTo(expected);
    }

    @Test
    void timesBeyondWhatNanosecondsReachAreRefused() {
        RowLayout layout =
                new RowLayout(
                        Rows.target(
                                TimestampPrecision.NANOS,
                                TargetColumn.of("ts", TDengineType.TIMESTAMP)));
        RowEncoder encoder = new RowEncoder(layout, null);
        refused(
                () -> encoder.setTimestamp(0, Instant.parse("2400-01-01T00:00:00Z")),
                "ValueOutOfRange",
                "'ts' counts ns");
    }

    @Test
    void aRowNeedsATimestampAndATable() throws Exception {
        RowEncoder encoder = new RowEncoder(Rows.LAYOUT, null);
        encoder.reset();
        encoder.setLong(0, 1);
        refused(() -> encoder.toRow(null), "MissingTableName", "NULL");
        encoder.reset();
        encoder.setTable("t");
        refused(() -> encoder.toRow(null), "NullNotAllowed", "'ts'");
        encoder.reset();
        encoder.setTable("t");
        encoder.setLong(0, 1);
        encoder.setNull(0);
        refused(() -> encoder.toRow(null), "NullNotAllowed", "'ts'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"d1", "Dev 1 x", "设备-1", "a'b\"c", "tab/le?", "_", "1"})
    void oddNamesPass(String name) throws Exception {
        assertThat(Rows.row(name, 1, 1, "").table()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "Dev.1 x`y,contains a dot",
        "x`y,contains a back-quote",
        "\"x\",begins with a quote",
        "'''x',begins with a quote",
        "'',is empty"
    })
    void namesTheServerTakesForOthersAreRefused(String name, String why) {
        RowEncoder encoder = new RowEncoder(Rows.LAYOUT, null);
        refused(() -> encoder.setTable(name), "InvalidTableName", why);
    }

    @Test
    void namesHave192BytesAtMost() throws Exception {
        RowEncoder encoder = new RowEncoder(Rows.LAYOUT, null);
        encoder.setTable("x".repeat(192));
        encoder.setTable("中".repeat(64));
        refused(
                () -> encoder.setTable("x".repeat(193)),
                "InvalidTableName",
                "takes 193 bytes, at most 192");
        refused(() -> encoder.setTable("中".repeat(65)), "InvalidTableName", "195");
        refused(() -> encoder.setTable("a\nb"), "InvalidTableName", "control");
    }

    @Test
    void nothingOfTheRowBeforeIsLeft() throws Exception {
        RowEncoder encoder = new RowEncoder(Rows.LAYOUT, null);
        encoder.reset();
        encoder.setTable("t");
        encoder.setLong(0, 1);
        encoder.setString(2, "first");
        encoder.setLong(3, 9);
        encoder.delete();
        SinkRow first = encoder.toRow(5L);
        encoder.reset();
        encoder.setTable("t");
        encoder.setLong(0, 2);
        SinkRow second = encoder.toRow(null);
        assertThat(first.delete()).isTrue();
        assertThat(first.getString(2)).isEqualTo("first");
        assertThat(second.delete()).isFalse();
        assertThat(second.eventTime()).isNull();
        for (int column = 1; column < 4; column++) {
            assertThat(second.isNull(column)).isTrue();
        }
    }

    @Test
    void nothingOfARefusedRowIsLeft() throws Exception {
        RowEncoder encoder = new RowEncoder(Rows.LAYOUT, null);
        SinkRow before = row(encoder, 1, "before");
        encoder.reset();
        encoder.setTable("refused");
        encoder.setString(2, "refused");
        encoder.delete();
        refused(() -> encoder.toRow(null), "NullNotAllowed", "'ts'");
        encoder.reset();
        encoder.setTable("t");
        encoder.setLong(0, 2);
        SinkRow after = encoder.toRow(null);
        assertThat(before.getString(2)).isEqualTo("before");
        assertThat(after.delete()).isFalse();
        assertThat(after.isNull(2)).isTrue();
        assertThat(after.sizeInBytes()).isEqualTo(before.sizeInBytes() - "before".length());
    }

    @Test
    void rowsStayAsTheyWereHoweverManyFollow() throws Exception {
        RowEncoder encoder = new RowEncoder(Rows.LAYOUT, null);
        List<SinkRow> rows = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            rows.add(row(encoder, i, i % 3 == 0 ? null : "note " + i));
        }
        for (int i = 0; i < rows.size(); i++) {
            SinkRow row = rows.get(i);
            assertThat(row.table()).isEqualTo("t");
            assertThat(row.timestamp()).isEqualTo(i);
            assertThat(row.eventTime()).isEqualTo(i);
            assertThat(row.isNull(1)).isTrue();
            assertThat(row.isNull(2)).isEqualTo(i % 3 == 0);
            if (i % 3 != 0) {
                assertThat(row.getString(2)).isEqualTo("note " + i);
            }
        }
    }

    @Test
    void rowsOfAnyLengthStayTogether() throws Exception {
        RowLayout layout =
                new RowLayout(
                        Rows.target(
                                TimestampPrecision.MILLIS,
                                TargetColumn.of("ts", TDengineType.TIMESTAMP),
                                TargetColumn.of("a", TDengineType.VARCHAR, 16_000),
                                TargetColumn.decimal("d", 38, 2),
                                TargetColumn.of("n", TDengineType.BIGINT),
                                TargetColumn.of("b", TDengineType.BLOB, 0)));
        RowEncoder encoder = new RowEncoder(layout, null);
        List<SinkRow> rows = new ArrayList<>();
        int[] lengths = {0, 1, 1_000, 60_000, 2_000_000, 10, 70_000, 3_000_000, 5};
        for (int i = 0; i < 900; i++) {
            int length = lengths[i % lengths.length] / (i < 100 ? 1 : 100);
            encoder.reset();
            encoder.setTable("t");
            encoder.setLong(0, i);
            encoder.setString(1, "text of row " + i);
            encoder.setDecimal(2, new BigDecimal(i + ".25"));
            encoder.setLong(3, -i);
            encoder.setBytes(4, bytes(i, length));
            rows.add(encoder.toRow(null));
        }
        for (int i = 0; i < rows.size(); i++) {
            int length = lengths[i % lengths.length] / (i < 100 ? 1 : 100);
            SinkRow row = rows.get(i);
            assertThat(row.timestamp()).isEqualTo(i);
            assertThat(row.getString(1)).isEqualTo("text of row " + i);
            assertThat(row.getDecimal(2)).isEqualTo(new BigDecimal(i + ".25"));
            assertThat(row.getLong(3)).isEqualTo(-i);
            assertThat(row.getBytes(4)).isEqualTo(bytes(i, length));
            assertThat(row.sizeInBytes()).isBetween(length, length + 200);
        }
    }

    @Test
    void tablesCanHaveThousandsOfColumns() throws Exception {
        TargetColumn[] columns = new TargetColumn[4_000];
        columns[0] = TargetColumn.of("ts", TDengineType.TIMESTAMP);
        for (int i = 1; i < columns.length; i++) {
            columns[i] = TargetColumn.of("c" + i, TDengineType.VARCHAR, 8);
        }
        RowEncoder encoder =
                new RowEncoder(
                        new RowLayout(Rows.target(TimestampPrecision.MILLIS, columns)), null);
        List<SinkRow> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            encoder.reset();
            encoder.setTable("t");
            encoder.setLong(0, i);
            for (int c = 1; c < columns.length; c++) {
                encoder.setString(c, i + "." + c);
            }
            rows.add(encoder.toRow(null));
        }
        for (int i = 0; i < rows.size(); i++) {
            for (int c = 1; c < columns.length; c++) {
                assertThat(rows.get(i).getString(c)).isEqualTo(i + "." + c);
            }
        }
    }

    @Test
    void aMethodThatDoesNotSuitTheTypeFailsTheJob() {
        One one = new One(TargetColumn.of("c", TDengineType.INT));
        assertThatThrownBy(() -> one.encoder.setString(1, SECRET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Column 'c' of db.st is INT and does not take text or bytes");
        assertThatThrownBy(() -> one.encoder.setDouble(1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> one.encoder.setBoolean(1, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> one.encoder.setTimestamp(1, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lettersShowTheCellsByName() throws Exception {
        SinkRow row = Rows.row("d1", 1_700_000_000_123L, 7, null);
        assertThat(new String(new RowContents(Rows.LAYOUT).json(row), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"tbname\":\"d1\",\"ts\":\"2023-11-14T22:13:20.123Z\",\"v\":7,"
                                + "\"note\":null,\"gid\":1}");
    }

    private static SinkRow row(RowEncoder encoder, long ts, @Nullable String note)
            throws RecordException {
        encoder.reset();
        encoder.setTable("t");
        encoder.setLong(0, ts);
        if (note != null) {
            encoder.setString(2, note);
        }
        return encoder.toRow(ts);
    }

    private static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) seed);
        return bytes;
    }

    private static void refused(ThrowingCallable call, String code, String message) {
        assertThatExceptionOfType(RecordException.class)
                .isThrownBy(call)
                .satisfies(
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(code);
                            assertThat(refusal).hasMessageContaining(message);
                            assertThat(refusal.getMessage()).doesNotContain(SECRET);
                        });
    }

    /** An encoder for a timestamp and one more column. */
    private static final class One {

        final RowEncoder encoder;

        One(TargetColumn column) {
            RowLayout layout =
                    new RowLayout(
                            Rows.target(
                                    TimestampPrecision.MILLIS,
                                    TargetColumn.of("ts", TDengineType.TIMESTAMP),
                                    column));
            encoder = new RowEncoder(layout, null);
            encoder.reset();
        }

        SinkRow toRow() throws RecordException {
            encoder.setTable("t");
            encoder.setLong(0, 1);
            return encoder.toRow(null);
        }

        SinkRow row() throws RecordException {
            return toRow();
        }
    }
}
