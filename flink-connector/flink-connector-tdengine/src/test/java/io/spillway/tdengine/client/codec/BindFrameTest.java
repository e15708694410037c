/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.tdengine.client.RecordedFrames;
import io.spillway.tdengine.client.RecordedFrames.Frame;
import io.spillway.tdengine.data.BindField;
import io.spillway.tdengine.data.BindField.Kind;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BindFrameTest {

    private static final List<Frame> RECORDED =
            RecordedFrames.read(RecordedFrames.STATEMENTS).stream()
                    .filter(f -> f.fromClient() && !f.isText() && f.action() == 9)
                    .toList();

    private static final BindField TABLE = field("tbname", TDengineType.VARCHAR, Kind.TABLE_NAME);
    private static final BindField GID = field("gid", TDengineType.INT, Kind.TAG);
    private static final BindField LOC = field("loc", TDengineType.VARCHAR, Kind.TAG);
    private static final BindField TS = field("ts", TDengineType.TIMESTAMP, Kind.COLUMN);
    private static final BindField V = field("v", TDengineType.DOUBLE, Kind.COLUMN);
    private static final BindField S = field("s", TDengineType.NCHAR, Kind.COLUMN);

    @Test
    void twoTablesWithTagsAreBoundAsRecorded() {
        Frame recorded = RECORDED.get(0);
        BindBuffer rows = new BindBuffer(List.of(TABLE, GID, LOC, TS, V, S));
        for (int table = 0; table < 2; table++) {
            rows.startTable("sa" + table);
            rows.setLong(1, table);
            set(rows, 2, "loc" + table);
            for (int row = 0; row < 3; row++) {
                rows.startRow();
                rows.setLong(3, 1704067200000L + row);
                rows.setDouble(4, row);
                if (row != 1) {
                    set(rows, 5, "r" + row);
                }
            }
        }

        byte[] frame = BindFrame.write(recorded.number(0), 1, rows);

        assertThat(frame).isEqualTo(recorded.bytes());
        // estimated without the 58 bytes of the two heads
        assertThat(rows.sizeInBytes()).isBetween(frame.length - 100, frame.length + 100);
    }

    @Test
    void fieldsInAnotherOrderAreBoundAsRecorded() {
        Frame recorded = RECORDED.get(1);
        BindBuffer rows = new BindBuffer(List.of(TABLE, TS, V, S, GID, LOC));
        bindOddAndEven(rows);

        assertThat(BindFrame.write(recorded.number(0), 2, rows)).isEqualTo(recorded.bytes());
    }

    @Test
    void aPlainTableIsBoundAsRecorded() {
        Frame recorded = RECORDED.get(2);
        BindBuffer rows = new BindBuffer(List.of(TS, field("v", TDengineType.INT, Kind.COLUMN)));
        bindPlain(rows);

        assertThat(BindFrame.write(recorded.number(0), 3, rows)).isEqualTo(recorded.bytes());
    }

    @Test
    void clearedRowsLeaveNoTrace() {
        Frame recorded = RECORDED.get(1);
        BindBuffer rows = new BindBuffer(List.of(TABLE, TS, V, S, GID, LOC));
        rows.startTable("other");
        rows.setLong(4, 77);
        for (int row = 0; row < 1000; row++) {
            rows.startRow();
            rows.setLong(1, -row);
            rows.setDouble(2, 7.5);
            set(rows, 3, "left over " + row);
        }
        rows.clear();
        assertThat(rows.rows()).isZero();
        assertThat(rows.sizeInBytes()).isZero();

        bindOddAndEven(rows);

        assertThat(BindFrame.write(recorded.number(0), 2, rows)).isEqualTo(recorded.bytes());
    }

    @Test
    void theLastValueSetInACellCounts() {
        Frame recorded = RECORDED.get(2);
        BindBuffer rows = new BindBuffer(List.of(TS, field("v", TDengineType.INT, Kind.COLUMN)));
        for (int row = 0; row < 3; row++) {
            rows.startTable("ignored");
            rows.startRow();
            rows.setLong(0, 1);
            rows.setNull(0);
            rows.setLong(0, 1704067200000L + row);
            rows.setLong(1, 99);
            rows.setLong(1, row);
        }

        assertThat(BindFrame.write(recorded.number(0), 3, rows)).isEqualTo(recorded.bytes());

        BindBuffer texts = new BindBuffer(List.of(TS, S));
        BindBuffer once = new BindBuffer(List.of(TS, S));
        texts.startTable("t");
        once.startTable("t");
        for (String text : List.of("a", "bcd", "")) {
            texts.startRow();
            set(texts, 1, "something longer");
            texts.setNull(1);
            set(texts, 1, "x");
            set(texts, 1, text);
            once.startRow();
            set(once, 1, text);
        }
        assertThat(BindFrame.write(1, 1, texts)).isEqualTo(BindFrame.write(1, 1, once));
    }

    @Test
    void tablesWithoutRowsAreLeftOut() {
        BindBuffer with = new BindBuffer(List.of(TABLE, GID, LOC, TS));
        BindBuffer without = new BindBuffer(List.of(TABLE, GID, LOC, TS));
        with.startTable("empty");
        set(with, 2, "nowhere");
        for (BindBuffer rows : List.of(with, without)) {
            rows.startTable("full");
            rows.setLong(1, 5);
            set(rows, 2, "here");
            rows.startRow();
            rows.setLong(3, 1);
        }
        with.startTable("empty too");

        assertThat(BindFrame.write(1, 1, with)).isEqualTo(BindFrame.write(1, 1, without));
    }

    @Test
    void decimalsKeepASlotForEachNull() {
        BindField small =
                new BindField(
                        "d",
                        TDengineType.DECIMAL64,
                        Kind.COLUMN,
                        TimestampPrecision.MILLIS,
                        10,
                        2,
                        8);
        BindField large =
                new BindField(
                        "e",
                        TDengineType.DECIMAL128,
                        Kind.COLUMN,
                        TimestampPrecision.MILLIS,
                        30,
                        5,
                        16);
        BindBuffer rows = new BindBuffer(List.of(TS, small, large));
        rows.startTable("t");
        for (String text : new String[] {"-0.01", null, "12.3"}) {
            rows.startRow();
            rows.setLong(0, 1);
            if (text != null) {
                rows.setDecimal(1, new BigDecimal(text));
                rows.setDecimal(2, new BigDecimal(text));
            }
        }

        byte[] frame = BindFrame.write(1, 1, rows);

        String hex = java.util.HexFormat.of().formatHex(frame);
        assertThat(hex)
                .contains(
                        "03000000"
                                + "000100"
                                + "00"
                                + "18000000"
                                + "ffffffffffffffff"
                                + "0000000000000000"
                                + "ce04000000000000")
                .contains(
                        "03000000"
                                + "000100"
                                + "00"
                                + "30000000"
                                + "18fcffffffffffffffffffffffffffff"
                                + "00000000000000000000000000000000"
                                + "b0c41200000000000000000000000000");
    }

    @Test
    void valuesThatDoNotFitAreRefusedWithoutQuotingThem() {
        BindField small =
                new BindField(
                        "d",
                        TDengineType.DECIMAL64,
                        Kind.COLUMN,
                        TimestampPrecision.MILLIS,
                        4,
                        2,
                        8);
        BindField tiny = field("t", TDengineType.UTINYINT, Kind.COLUMN);
        BindField single = field("f", TDengineType.FLOAT, Kind.COLUMN);
        BindBuffer rows = new BindBuffer(List.of(TS, small, tiny, single, S));
        rows.startTable("t");
        rows.startRow();

        assertThatThrownBy(() -> rows.setDecimal(1, new BigDecimal("777.77")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the value for column 'd' of type DECIMAL(4,2) has too many digits");
        assertThatThrownBy(() -> rows.setDecimal(1, new BigDecimal("7.777")))
                .hasMessageContaining("more digits after the point");
        assertThatThrownBy(() -> rows.setLong(2, 256))
                .hasMessage("the value for column 't' of type UTINYINT is out of the type's range");
        assertThatThrownBy(() -> rows.setLong(2, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rows.setDouble(3, 1e300))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rows.setLong(4, 1))
                .hasMessage("column 's' of type NCHAR does not take an integer");
        assertThatThrownBy(() -> set(rows, 0, "text")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTableCannotBeStartedTwice() {
        BindBuffer rows = new BindBuffer(List.of(TABLE, TS));
        rows.startTable("secret device");
        assertThatThrownBy(() -> rows.startTable("secret device"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        rows.clear();
        rows.startTable("secret device");
    }

    @Test
    void nothingCanBeBoundOutOfOrder() {
        BindBuffer rows = new BindBuffer(List.of(TABLE, GID, TS));
        assertThatThrownBy(rows::startRow).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> rows.setLong(1, 1)).isInstanceOf(IllegalStateException.class);
        rows.startTable("t");
        assertThatThrownBy(() -> rows.setLong(2, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> BindFrame.write(1, 1, rows))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void bindOddAndEven(BindBuffer rows) {
        for (int table = 1; table >= 0; table--) {
            rows.startTable("sb" + table);
            rows.setLong(4, table);
            set(rows, 5, "l");
            for (int row = table; row < 5; row += 2) {
                rows.startRow();
                rows.setLong(1, 1704067300000L + row);
                rows.setDouble(2, row);
                if (row != 2) {
                    set(rows, 3, "B" + row);
                }
            }
        }
    }

    private static void bindPlain(BindBuffer rows) {
        rows.startTable("nt");
        for (int row = 0; row < 3; row++) {
            rows.startRow();
            rows.setLong(0, 1704067200000L + row);
            rows.setLong(1, row);
        }
    }

    private static void set(BindBuffer rows, int field, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        rows.setBytes(field, bytes, 0, bytes.length);
    }

    private static BindField field(String name, TDengineType type, Kind kind) {
        return new BindField(name, type, kind, TimestampPrecision.MILLIS, 0, 0, 8);
    }
}
