/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.source.tmq.testing.RowsBlock;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

class BlockRowsTest {

    private static final RowType TYPE =
            (RowType)
                    DataTypes.ROW(
                                    DataTypes.FIELD("text", DataTypes.STRING()),
                                    DataTypes.FIELD("ts", DataTypes.TIMESTAMP_LTZ(3)),
                                    DataTypes.FIELD("TbName", DataTypes.STRING()),
                                    DataTypes.FIELD("other", DataTypes.DOUBLE()),
                                    DataTypes.FIELD("n", DataTypes.INT().notNull()))
                            .getLogicalType();

    @Test
    void cellsAreFoundByTheNamesOfColumns() throws Exception {
        BlockRows rows = rows(block(List.of("a", 7), Arrays.asList(null, 8)), "d1", 42L);

        RowData first = rows.row(0, RowKind.INSERT);
        assertThat(first.getArity()).isEqualTo(6);
        assertThat(first.getString(0)).isEqualTo(StringData.fromString("a"));
        assertThat(first.getTimestamp(1, 3)).isEqualTo(TimestampData.fromEpochMillis(1_000));
        assertThat(first.getString(2)).isEqualTo(StringData.fromString("d1"));
        assertThat(first.isNullAt(3)).isTrue();
        assertThat(first.getInt(4)).isEqualTo(7);
        assertThat(first.getLong(5)).isEqualTo(42);
        RowData second = rows.row(1, RowKind.UPDATE_AFTER);
        assertThat(second.isNullAt(0)).isTrue();
        assertThat(second).hasToString("+U(null,1970-01-01T00:00:01.001,d1,null,8,42)");
    }

    @Test
    void rowsDoNotChangeWhenOthersAreRead() throws Exception {
        BlockRows rows = rows(block(List.of("a", 7), List.of("b", 8)), "d1", 42L);
        RowData first = rows.row(0, RowKind.INSERT);
        RowData second = rows.row(1, RowKind.INSERT);
        first.setRowKind(RowKind.DELETE);

        assertThat(first.getString(0)).hasToString("a");
        assertThat(second.getString(0)).hasToString("b");
        assertThat(second.getRowKind()).isEqualTo(RowKind.INSERT);
    }

    @Test
    void copiesOfFlinkHaveTheSameCells() throws Exception {
        BlockRows rows = rows(block(List.of("a", 7), Arrays.asList(null, 8)), null, 42L);
        RowDataSerializer serializer =
                new RowDataSerializer(
                        TYPE.getTypeAt(0),
                        TYPE.getTypeAt(1),
                        TYPE.getTypeAt(2),
                        TYPE.getTypeAt(3),
                        TYPE.getTypeAt(4),
                        DataTypes.BIGINT().getLogicalType());

        for (int row = 0; row < 2; row++) {
            RowData original = rows.row(row, RowKind.DELETE);
            assertThat(serializer.copy(original)).hasToString(original.toString());
            assertThat(serializer.copy(serializer.toBinaryRow(original)))
                    .isEqualTo(serializer.toBinaryRow(serializer.copy(original)));
        }
    }

    @Test
    void whatIsTheSameInAllRowsIsReadOnce() throws Exception {
        DataBlock block = new SameInAllRows(block(List.of("a", 7), List.of("never read", 8)));
        BlockRows rows = new RowColumns(TYPE, block, ZoneOffset.UTC).rows(block, "d1");

        RowData second = rows.row(1, RowKind.INSERT);
        assertThat(second).hasToString("+I(a,1970-01-01T00:00:01,d1,null,7)");
        assertThat(second.getInt(4)).isEqualTo(7);
        assertThat(second.getString(0)).isSameAs(rows.row(0, RowKind.INSERT).getString(0));
    }

    @Test
    void onlyTheRowWithoutAValueInANotNullColumnIsRefused() throws Exception {
        BlockRows rows = rows(block(Arrays.asList("a", null), List.of("b", 8)), "d1", 42L);

        assertThatThrownBy(() -> rows.row(0, RowKind.INSERT))
                .isInstanceOf(RecordException.class)
                .hasMessageContaining("'n' is NOT NULL");
        assertThat(rows.row(1, RowKind.INSERT).getInt(4)).isEqualTo(8);
    }

    @Test
    void aColumnTheBlockDoesNotHaveIsNoValueEither() {
        RowType type =
                (RowType)
                        DataTypes.ROW(DataTypes.FIELD("gone", DataTypes.INT().notNull()))
                                .getLogicalType();
        DataBlock block = block(List.of("a", 7));
        BlockRows rows = new RowColumns(type, block, ZoneOffset.UTC).rows(block, "d1");

        assertThatThrownBy(() -> rows.row(0, RowKind.INSERT))
                .isInstanceOf(RecordException.class)
                .hasMessageContaining("'gone'");
    }

    private static BlockRows rows(DataBlock block, String tableName, Object behind) {
        return new RowColumns(TYPE, block, ZoneOffset.UTC).rows(block, tableName, behind);
    }

    /** Of a time that counts up from 1,000, a text and a number. */
    @SafeVarargs
    private static DataBlock block(List<Object>... cells) {
        List<Field> fields =
                List.of(
                        new Field("ts", TDengineType.TIMESTAMP, 8, 0, 0),
                        new Field("text", TDengineType.VARCHAR, 100, 0, 0),
                        new Field("n", TDengineType.INT, 4, 0, 0));
        List<List<Object>> values = new ArrayList<>();
        for (List<Object> cell : cells) {
            values.add(Arrays.asList(1_000L + values.size(), cell.get(0), cell.get(1)));
        }
        return new RowsBlock(fields, TimestampPrecision.MILLIS, values);
    }

    /** Says of another block's columns that they are constant. */
    private record SameInAllRows(DataBlock block) implements DataBlock {

        @Override
        public boolean isConstant(int column) {
            return true;
        }

        @Override
        public int rows() {
            return block.rows();
        }

        @Override
        public List<Field> fields() {
            return block.fields();
        }

        @Override
        public TimestampPrecision precision() {
            return block.precision();
        }

        @Override
        public boolean isNull(int column, int row) {
            return block.isNull(column, row);
        }

        @Override
        public long getLong(int column, int row) {
            return block.getLong(column, row);
        }

        @Override
        public double getDouble(int column, int row) {
            return block.getDouble(column, row);
        }

        @Override
        public BigDecimal getDecimal(int column, int row) {
            return block.getDecimal(column, row);
        }

        @Override
        public byte[] getBytes(int column, int row) {
            return block.getBytes(column, row);
        }

        @Override
        public String getString(int column, int row) {
            return block.getString(column, row);
        }

        @Override
        public int sizeInBytes() {
            return block.sizeInBytes();
        }
    }
}
