/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import io.spillway.common.binary.LittleEndian;
import io.spillway.tdengine.data.BindField;
import io.spillway.tdengine.data.TDengineType;
import java.util.Arrays;
import org.apache.flink.annotation.Internal;

/**
 * The cells of one question mark, over all rows (or, for a tag, all tables), as the wire wants
 * them. What is not set is NULL; a cell may be set again as long as no later one is.
 */
@Internal
final class BindColumn {

    private static final int FIRST_CELLS = 64;

    /** Bytes of a column besides its cells. */
    private static final int FIXED_PART = 4 + 4 + 4 + 1 + 4;

    private final int typeCode;
    private final int width;
    private final boolean hasLengths;

    /**
     * Whether empty values need a byte behind them: the server takes values of no bytes at all for
     * missing ones, and refuses to convert them.
     */
    private final boolean padsEmpty;

    /** 1 where the cell is NULL; always 1 beyond the last cell set. */
    private byte[] nulls = new byte[0];

    /** Lengths in the wire's layout, where the column has any. */
    private byte[] lengths = new byte[0];

    /** Values of fixed width stand at their row, zero where NULL; others one after the other. */
    private byte[] values = new byte[0];

    private int size;

    BindColumn(BindField field) {
        TDengineType type = field.type();
        this.typeCode = type.code();
        this.width = type.width();
        this.hasLengths = type.isVariable();
        this.padsEmpty = type == TDengineType.NCHAR;
    }

    void setNull(int cell) {
        ensureCell(cell);
        forget(cell);
        nulls[cell] = 1;
    }

    void setLong(int cell, long value) {
        ensureCell(cell);
        nulls[cell] = 0;
        switch (width) {
            case 1 -> values[cell] = (byte) value;
            case 2 -> LittleEndian.putShort(values, 2 * cell, (int) value);
            case 4 -> LittleEndian.putInt(values, 4 * cell, (int) value);
            default -> LittleEndian.putLong(values, 8 * cell, value);
        }
    }

    /** The two halves of a value of 16 bytes. */
    void setWide(int cell, long low, long high) {
        ensureCell(cell);
        nulls[cell] = 0;
        LittleEndian.putLong(values, 16 * cell, low);
        LittleEndian.putLong(values, 16 * cell + 8, high);
    }

    /** For columns that have lengths. */
    void setBytes(int cell, byte[] bytes, int offset, int length) {
        ensureCell(cell);
        forget(cell);
        if (length > values.length - size) {
            values = Arrays.copyOf(values, grown(size, length));
        }
        System.arraycopy(bytes, offset, values, size, length);
        size += length;
        nulls[cell] = 0;
        LittleEndian.putInt(lengths, 4 * cell, length);
    }

    /** Makes room for the cells up to {@code cells}, for rows that set nothing. */
    void ensureCells(int cells) {
        if (cells > nulls.length) {
            ensureCell(cells - 1);
        }
    }

    /** Where the values of the cell after the last one set begin. */
    int valuesEnd() {
        return size;
    }

    /** Bytes that the cells take on the wire; values of lengths of their own not counted. */
    int bytesPerCell() {
        return 1 + width(hasLengths);
    }

    /** What {@link #write} takes. */
    int wireSize(int cell, int cells, int valuesFrom, int valuesTo) {
        return hasLengths
                ? FIXED_PART
                        + 5 * cells
                        + (valuesTo - valuesFrom)
                        + padding(cell, cells, valuesFrom, valuesTo)
                : FIXED_PART + (1 + width) * cells;
    }

    private int padding(int cell, int cells, int valuesFrom, int valuesTo) {
        if (padsEmpty && valuesFrom == valuesTo) {
            for (int i = cell; i < cell + cells; i++) {
                if (nulls[i] == 0) {
                    return 1;
                }
            }
        }
        return 0;
    }

    /** Writes some cells; the range of the values counts only where they have lengths. */
    int write(byte[] target, int at, int cell, int cells, int valuesFrom, int valuesTo) {
        int total = wireSize(cell, cells, valuesFrom, valuesTo);
        LittleEndian.putInt(target, at, total);
        LittleEndian.putInt(target, at + 4, typeCode);
        LittleEndian.putInt(target, at + 8, cells);
        int next = at + 12;
        System.arraycopy(nulls, cell, target, next, cells);
        next += cells;
        target[next++] = (byte) (hasLengths ? 1 : 0);
        int from = valuesFrom;
        int length = valuesTo - valuesFrom;
        if (hasLengths) {
            System.arraycopy(lengths, 4 * cell, target, next, 4 * cells);
            next += 4 * cells;
            LittleEndian.putInt(target, next, at + total - next - 4);
        } else {
            from = width * cell;
            length = width * cells;
            LittleEndian.putInt(target, next, length);
        }
        System.arraycopy(values, from, target, next + 4, length);
        return at + total;
    }

    /**
     * @param cells how many there may be at most
     */
    void clear(int cells) {
        int used = Math.min(cells, nulls.length);
        Arrays.fill(nulls, 0, used, (byte) 1);
        if (hasLengths) {
            Arrays.fill(lengths, 0, 4 * used, (byte) 0);
        } else {
            Arrays.fill(values, 0, width * used, (byte) 0);
        }
        size = 0;
    }

    private int width(boolean withLength) {
        return withLength ? 4 : width;
    }

    private void forget(int cell) {
        if (nulls[cell] != 0) {
            return;
        }
        if (hasLengths) {
            size -= LittleEndian.getInt(lengths, 4 * cell);
            LittleEndian.putInt(lengths, 4 * cell, 0);
        } else {
            Arrays.fill(values, width * cell, width * (cell + 1), (byte) 0);
        }
    }

    private void ensureCell(int cell) {
        int have = nulls.length;
        if (cell < have) {
            return;
        }
        int cells = grown(have, Math.max(FIRST_CELLS, cell + 1 - have));
        nulls = Arrays.copyOf(nulls, cells);
        Arrays.fill(nulls, have, cells, (byte) 1);
        if (hasLengths) {
            lengths = Arrays.copyOf(lengths, Math.multiplyExact(4, cells));
        } else {
            values = Arrays.copyOf(values, Math.multiplyExact(width, cells));
        }
    }

    private static int grown(int size, int more) {
        long wanted = Math.max(size + (long) more, size + (size >> 1));
        if (size + (long) more > Integer.MAX_VALUE - 16) {
            throw new IllegalStateException("the rows of one statement exceed 2 GiB");
        }
        return (int) Math.min(wanted, Integer.MAX_VALUE - 16);
    }
}
