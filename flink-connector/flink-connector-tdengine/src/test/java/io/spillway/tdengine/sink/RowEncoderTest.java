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
import java.util.List;
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
            assertThat(one.row().getLong()).isEqualTo(value);
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
        assertThat(Long.toUnsignedString(one.row().getLong())).isEqualTo(most.toString());
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
            assertThat(one.layout.getDecimal(row.cells(), 1))
                    .isEqualTo(new BigDecimal(value).setScale(2));
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
        assertThat(Rows.LAYOUT.getString(first.cells(), 2)).isEqualTo("first");
        assertThat(second.delete()).isFalse();
        assertThat(second.eventTime()).isNull();
        for (int column = 1; column < 4; column++) {
            assertThat(Rows.LAYOUT.isNull(second.cells(), column)).isTrue();
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

        final RowLayout layout;
        final RowEncoder encoder;

        One(TargetColumn column) {
            layout =
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

        Value row() throws RecordException {
            return new Value(layout, toRow().cells());
        }

        record Value(RowLayout layout, byte[] cells) {
            long getLong() {
                return layout.getLong(cells, 1);
            }
        }
    }
}
