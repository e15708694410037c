/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.row;

import java.util.StringJoiner;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RawValueData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.types.RowKind;
import org.apache.flink.types.variant.Variant;

/** One of {@link BlockRows}. */
@Internal
final class BlockRow implements RowData {

    private final BlockRows rows;
    private final int row;
    private RowKind kind;

    BlockRow(BlockRows rows, int row, RowKind kind) {
        this.rows = rows;
        this.row = row;
        this.kind = kind;
    }

    @Override
    public int getArity() {
        return rows.width();
    }

    @Override
    public RowKind getRowKind() {
        return kind;
    }

    @Override
    public void setRowKind(RowKind newKind) {
        kind = newKind;
    }

    @Override
    public boolean isNullAt(int column) {
        return rows.isNull(column, row);
    }

    @Override
    public boolean getBoolean(int column) {
        return rows.getBoolean(column, row);
    }

    @Override
    public byte getByte(int column) {
        return (byte) rows.getLong(column, row);
    }

    @Override
    public short getShort(int column) {
        return (short) rows.getLong(column, row);
    }

    @Override
    public int getInt(int column) {
        return (int) rows.getLong(column, row);
    }

    @Override
    public long getLong(int column) {
        return rows.getLong(column, row);
    }

    @Override
    public float getFloat(int column) {
        return (float) rows.getDouble(column, row);
    }

    @Override
    public double getDouble(int column) {
        return rows.getDouble(column, row);
    }

    @Override
    public StringData getString(int column) {
        return (StringData) rows.get(column, row);
    }

    /** Columns are read with the digits they are declared with. */
    @Override
    public DecimalData getDecimal(int column, int precision, int scale) {
        return (DecimalData) rows.get(column, row);
    }

    @Override
    public TimestampData getTimestamp(int column, int precision) {
        return (TimestampData) rows.get(column, row);
    }

    @Override
    public byte[] getBinary(int column) {
        return (byte[]) rows.get(column, row);
    }

    @Override
    public <T> RawValueData<T> getRawValue(int column) {
        throw unknownType();
    }

    @Override
    public ArrayData getArray(int column) {
        throw unknownType();
    }

    @Override
    public MapData getMap(int column) {
        throw unknownType();
    }

    @Override
    public RowData getRow(int column, int fields) {
        throw unknownType();
    }

    @Override
    public Variant getVariant(int column) {
        throw unknownType();
    }

    @Override
    public String toString() {
        StringJoiner cells = new StringJoiner(",", kind.shortString() + "(", ")");
        for (int column = 0; column < rows.width(); column++) {
            cells.add(String.valueOf(rows.getOrNull(column, row)));
        }
        return cells.toString();
    }

    private static UnsupportedOperationException unknownType() {
        return new UnsupportedOperationException("TDengine has no columns of this type");
    }
}
