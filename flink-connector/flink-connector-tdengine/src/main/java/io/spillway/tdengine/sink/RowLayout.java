/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.data.TDengineType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * Where the cells of a row stand in its byte array: a bit per cell that tells whether it is set,
 * eight bytes per cell with its value or with the place of its bytes, then the bytes. Immutable.
 */
@Internal
final class RowLayout {

    /** How a cell is kept. */
    enum Cell {
        LONG,
        DOUBLE,
        /** The unscaled value, as a long. */
        SHORT_DECIMAL,
        /** The unscaled value, as bytes. */
        LONG_DECIMAL,
        BYTES
    }

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SLOT = Long.BYTES;

    private final TargetTable table;
    private final Cell[] kinds;
    private final int slots;
    private final Comparator<SinkRow> byKey;

    RowLayout(TargetTable table) {
        this.table = table;
        List<TargetColumn> columns = table.columns();
        kinds = new Cell[columns.size()];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = kindOf(columns.get(i).type());
        }
        slots = (columns.size() + SLOT - 1) / SLOT;
        int key = table.compositeKey();
        Comparator<SinkRow> byTimestamp = (a, b) -> Long.compare(a.timestamp(), b.timestamp());
        byKey =
                key < 0
                        ? byTimestamp
                        : byTimestamp.thenComparing((a, b) -> compare(key, a.cells(), b.cells()));
    }

    private static Cell kindOf(TDengineType type) {
        return switch (type) {
            case FLOAT, DOUBLE -> Cell.DOUBLE;
            case DECIMAL64 -> Cell.SHORT_DECIMAL;
            case DECIMAL128 -> Cell.LONG_DECIMAL;
            default -> type.isVariable() ? Cell.BYTES : Cell.LONG;
        };
    }

    TargetTable table() {
        return table;
    }

    int columns() {
        return kinds.length;
    }

    Cell kind(int column) {
        return kinds[column];
    }

    /** Orders rows of one table; equal ones are the same row. */
    Comparator<SinkRow> byKey() {
        return byKey;
    }

    /** Bytes before those of the cells that differ in length. */
    int fixedSize() {
        return slots + kinds.length * SLOT;
    }

    boolean isNull(byte[] cells, int column) {
        return (cells[column >>> 3] & (1 << (column & 7))) == 0;
    }

    /** Whether any cell is NULL. */
    boolean hasNulls(byte[] cells) {
        int full = kinds.length >>> 3;
        for (int i = 0; i < full; i++) {
            if (cells[i] != -1) {
                return true;
            }
        }
        int rest = (1 << (kinds.length & 7)) - 1;
        return rest != 0 && (cells[full] & rest) != rest;
    }

    long getLong(byte[] cells, int column) {
        return (long) LONGS.get(cells, slots + column * SLOT);
    }

    double getDouble(byte[] cells, int column) {
        return Double.longBitsToDouble(getLong(cells, column));
    }

    BigDecimal getDecimal(byte[] cells, int column) {
        int scale = table.columns().get(column).scale();
        if (kinds[column] == Cell.SHORT_DECIMAL) {
            return BigDecimal.valueOf(getLong(cells, column), scale);
        }
        return new BigDecimal(
                new BigInteger(cells, offset(cells, column), length(cells, column)), scale);
    }

    int offset(byte[] cells, int column) {
        return (int) (getLong(cells, column) >>> Integer.SIZE);
    }

    int length(byte[] cells, int column) {
        return (int) getLong(cells, column);
    }

    /** The text of a cell that is one. */
    String getString(byte[] cells, int column) {
        return new String(
                cells, offset(cells, column), length(cells, column), StandardCharsets.UTF_8);
    }

    byte[] getBytes(byte[] cells, int column) {
        int offset = offset(cells, column);
        return Arrays.copyOfRange(cells, offset, offset + length(cells, column));
    }

    void putLong(byte[] cells, int column, long value) {
        LONGS.set(cells, slots + column * SLOT, value);
        cells[column >>> 3] |= (byte) (1 << (column & 7));
    }

    void putPlace(byte[] cells, int column, int offset, int length) {
        putLong(cells, column, (long) offset << Integer.SIZE | length);
    }

    void putNull(byte[] cells, int column) {
        cells[column >>> 3] &= (byte) ~(1 << (column & 7));
    }

    private int compare(int column, byte[] a, byte[] b) {
        if (kinds[column] != Cell.BYTES) {
            return Long.compare(getLong(a, column), getLong(b, column));
        }
        int inA = offset(a, column);
        int inB = offset(b, column);
        return Arrays.compareUnsigned(
                a, inA, inA + length(a, column), b, inB, inB + length(b, column));
    }
}
