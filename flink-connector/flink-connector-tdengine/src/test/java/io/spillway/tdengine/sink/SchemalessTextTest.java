/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows in the schemaless protocols. */
class SchemalessTextTest {

    private static final RowLayout EVERY =
            EveryType.layout(
                    TimestampPrecision.MILLIS,
                    TDengineType.TIMESTAMP,
                    TDengineType.DECIMAL64,
                    TDengineType.DECIMAL128);
    private static final RowLayout ONE =
            new RowLayout(
                    Rows.target(
                            TimestampPrecision.MILLIS,
                            TargetColumn.of("ts", TDengineType.TIMESTAMP),
                            TargetColumn.of("v", TDengineType.DOUBLE),
                            TargetColumn.of("loc", TDengineType.NCHAR, 20).asTag()));
    private static final long TS = 1_700_000_000_123L;

    @Test
    void linesCarryTypesAndEscapes() throws Exception {
        SinkRow row = EveryType.row(EVERY, "d 1", TS, "a\"b\\c 中,=");
        assertThat(text(new LineText(EVERY, "tbname"), row))
                .isEqualTo(
                        "st,tbname=d\\ 1,gid=7,loc=a\"b\\\\c\\ 中\\,\\= "
                                + "b=true,ti=-128i8,si=-32768i16,i=-2147483648i32,"
                                + "bi=-9223372036854775807i64,f=1.5f32,d=-2.25E100f64,"
                                + "vc=\"a\\\"b\\\\c 中,=\",nc=L\"a\\\"b\\\\c 中,=\",uti=255u8,"
                                + "usi=65535u16,ui=4294967295u32,ubi=18446744073709551615u64,"
                                + "vb=B\"\\x0001ff275c\",g=G\"POINT(1.0 2.0)\" 1700000000123");
    }

    @Test
    void nullsAreLeftOutOfLinesButNotAllOfThem() throws Exception {
        RowEncoder out = encoder(EVERY);
        out.setLong(4, 3);
        assertThat(text(new LineText(EVERY, "tbname"), out.toRow(null)))
                .isEqualTo("st,tbname=d i=3i32 1700000000123");
        SinkRow nulls = EveryType.nulls(EVERY, "d", TS);
        refused(() -> text(new LineText(EVERY, "tbname"), nulls), "All values of the row are NULL");
    }

    @Test
    void whatWouldEndALineIsRefused() throws Exception {
        SinkRow row = EveryType.row(EVERY, "d", TS, "a\nb");
        refused(() -> text(new LineText(EVERY, "tbname"), row), "'loc' has a line feed");
    }

    @Test
    void timesThatMeanNowAreRefused() throws Exception {
        SinkRow row = EveryType.row(EVERY, "d", 0, "x");
        refused(() -> text(new LineText(EVERY, "tbname"), row), "before 1970 or at its begin");
    }

    @Test
    void telnetHasOneValue() throws Exception {
        assertThat(text(new TelnetText(ONE, "tbname"), one(-1.5, "north")))
                .isEqualTo("st 1700000000123 -1.5f64 tbname=d loc=north");
        assertThat(text(new TelnetText(ONE, "tbname"), one(1, null)))
                .isEqualTo("st 1700000000123 1.0f64 tbname=d");
        refused(() -> text(new TelnetText(ONE, "tbname"), one(1, "a b")), "'loc' has a space");
        refused(() -> text(new TelnetText(ONE, "tbname"), one(null, "a")), "'v' is NULL");
        assertThatThrownBy(() -> new TelnetText(EVERY, "tbname"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void jsonHasTypedPoints() throws Exception {
        JsonNode point =
                new ObjectMapper().readTree(text(new JsonPoints(ONE, "tbname"), one(2.5, "a\"b")));
        assertThat(point)
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        "{\"metric\":\"st\",\"timestamp\":{\"value\":1700000000123,"
                                                + "\"type\":\"ms\"},\"value\":{\"value\":2.5,"
                                                + "\"type\":\"double\"},\"tags\":{\"tbname\":\"d\","
                                                + "\"loc\":\"a\\\"b\"}}"));
        refused(() -> text(new JsonPoints(ONE, "tbname"), one(null, "a")), "'v' is NULL");
        refused(
                () -> text(new JsonPoints(ONE, "tbname"), one(Double.NaN, "a")),
                "'v' is NaN or infinite");
    }

    @Test
    void jsonNumbersMustFitADouble() throws Exception {
        RowLayout layout =
                new RowLayout(
                        Rows.target(
                                TimestampPrecision.MILLIS,
                                TargetColumn.of("ts", TDengineType.TIMESTAMP),
                                TargetColumn.of("v", TDengineType.BIGINT)));
        RowEncoder fits = encoder(layout);
        fits.setLong(1, 1L << 53);
        assertThat(text(new JsonPoints(layout, "tbname"), fits.toRow(null)))
                .contains("{\"value\":9007199254740992,\"type\":\"bigint\"}");
        for (long value : new long[] {(1L << 53) + 1, Long.MIN_VALUE}) {
            RowEncoder out = encoder(layout);
            out.setLong(1, value);
            SinkRow row = out.toRow(null);
            refused(() -> text(new JsonPoints(layout, "tbname"), row), "more digits");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TDengineType.class,
            names = {"TIMESTAMP", "DECIMAL64", "DECIMAL128", "BLOB"})
    void typesThatLinesDoNotHaveAreRefusedBeforeTheFirstRow(TDengineType type) {
        RowLayout layout =
                new RowLayout(
                        Rows.target(
                                TimestampPrecision.MILLIS,
                                TargetColumn.of("ts", TDengineType.TIMESTAMP),
                                TargetColumn.of("x", type)));
        assertThatThrownBy(() -> new LineText(layout, "tbname"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Column 'x' is " + type)
                .hasMessageContaining("stmt2");
    }

    @Test
    void rowsWithoutATableGetOneByTheirTags() throws Exception {
        RowEncoder encoder = new RowEncoder(ONE, new TagText(ONE));
        String north = unnamed(encoder, "north").table();
        assertThat(north).matches("t_[0-9a-f]{32}");
        assertThat(unnamed(encoder, "north").table()).isEqualTo(north);
        assertThat(unnamed(encoder, "south").table()).isNotEqualTo(north);
    }

    private static SinkRow unnamed(RowEncoder encoder, String loc) throws Exception {
        encoder.reset();
        encoder.setLong(0, TS);
        encoder.setString(2, loc);
        return encoder.toRow(null);
    }

    private static RowEncoder encoder(RowLayout layout) throws Exception {
        RowEncoder out = new RowEncoder(layout, null);
        out.reset();
        out.setTable("d");
        out.setLong(0, TS);
        return out;
    }

    private static SinkRow one(Number value, String loc) throws Exception {
        RowEncoder out = encoder(ONE);
        if (value != null) {
            out.setDouble(1, value.doubleValue());
        }
        if (loc != null) {
            out.setString(2, loc);
        }
        return out.toRow(null);
    }

    private static String text(SchemalessText text, SinkRow row) {
        StringBuilder out = new StringBuilder();
        text.append(row, out);
        return out.toString();
    }

    private static void refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .hasMessageContaining(message)
                .cause()
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.kind()).isEqualTo(FailureKind.RECORD));
    }
}
