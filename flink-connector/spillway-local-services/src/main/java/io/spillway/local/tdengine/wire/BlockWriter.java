/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.wire;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** Rows column by column, as all results travel. */
public final class BlockWriter {

    /** Version of blocks in answers to queries. */
    public static final int QUERY = 1;

    /** Version of blocks in messages of topics. */
    public static final int TOPIC = 2;

    private static final int HAS_COLUMN_SEGMENT = 0x8000_0000;
    private static final int LENGTH_AT = 4;

    private BlockWriter() {}

    /** Appends a block. */
    public static void write(
            Bytes out, int version, List<ColumnSpec> columns, List<Object[]> rows) {
        int start = out.size();
        out.putInt(version).putInt(0).putInt(rows.size()).putInt(columns.size());
        out.putInt(HAS_COLUMN_SEGMENT).putLong(0);
        for (ColumnSpec column : columns) {
            out.putByte(column.type().code()).putInt(typeBytes(column));
        }
        int lengths = out.reserve(4 * columns.size());
        for (int i = 0; i < columns.size(); i++) {
            out.setInt(lengths + 4 * i, writeColumn(out, columns.get(i), i, rows));
        }
        out.putByte(0);
        out.setInt(start + LENGTH_AT, out.size() - start);
    }

    /** The declared size of a type as block headers and fields of statements have it. */
    public static int typeBytes(ColumnSpec column) {
        return switch (column.type()) {
            case VARCHAR, VARBINARY, GEOMETRY -> column.length() + 2;
            case NCHAR -> column.length() * 4 + 2;
            case JSON -> 16_384;
            case BLOB -> column.length() + 4;
            case DECIMAL, DECIMAL64 ->
                    column.scale() | column.precision() << 8 | column.type().width() << 24;
            default -> column.type().width();
        };
    }

    /** Writes a column and tells the length of its data. */
    private static int writeColumn(Bytes out, ColumnSpec column, int index, List<Object[]> rows) {
        return column.type().width() == 0
                ? writeVariable(out, column.type(), index, rows)
                : writeFixed(out, column, index, rows);
    }

    private static int writeFixed(Bytes out, ColumnSpec column, int index, List<Object[]> rows) {
        int count = rows.size();
        int width = column.type().width();
        int nulls = out.reserve((count + 7) / 8);
        int at = out.reserve(Math.multiplyExact(count, width));
        for (int row = 0; row < count; row++, at += width) {
            Object value = rows.get(row)[index];
            if (value == null) {
                out.orByte(nulls + (row >> 3), 1 << (7 - (row & 7)));
            } else {
                setValue(out, at, column, value);
            }
        }
        return count * width;
    }

    private static void setValue(Bytes out, int at, ColumnSpec column, Object value) {
        switch (column.type()) {
            case BOOL -> out.setByte(at, (Boolean) value ? 1 : 0);
            case TINYINT, UTINYINT -> out.setByte(at, ((Number) value).intValue());
            case SMALLINT, USMALLINT -> out.setShort(at, ((Number) value).intValue());
            case INT, UINT -> out.setInt(at, ((Number) value).intValue());
            case BIGINT, UBIGINT, TIMESTAMP -> out.setLong(at, ((Number) value).longValue());
            case FLOAT -> out.setInt(at, Float.floatToRawIntBits((Float) value));
            case DOUBLE -> out.setLong(at, Double.doubleToRawLongBits((Double) value));
            case DECIMAL64 -> out.setLong(at, unscaled(column, value).longValue());
            case DECIMAL -> {
                BigInteger unscaled = unscaled(column, value);
                out.setLong(at, unscaled.longValue());
                out.setLong(at + 8, unscaled.shiftRight(64).longValue());
            }
            default -> throw new IllegalArgumentException("No fixed width: " + column.type());
        }
    }

    private static BigInteger unscaled(ColumnSpec column, Object value) {
        return ((BigDecimal) value).setScale(column.scale()).unscaledValue();
    }

    private static int writeVariable(Bytes out, ValueType type, int index, List<Object[]> rows) {
        int count = rows.size();
        int offsets = out.reserve(4 * count);
        int start = out.size();
        Object last = null;
        int lastAt = 0;
        int lastLength = 0;
        for (int row = 0; row < count; row++) {
            Object value = rows.get(row)[index];
            if (value == null && type == ValueType.JSON) {
                // a server spells it out
                value = "null";
            }
            if (value == null) {
                out.setInt(offsets + 4 * row, -1);
                continue;
            }
            int at = out.size();
            out.setInt(offsets + 4 * row, at - start);
            if (value == last) {
                // as names and tags of tables are
                out.putAgain(lastAt, lastLength);
            } else {
                putValue(out, type, value);
                last = value;
                lastAt = at;
                lastLength = out.size() - at;
            }
        }
        return out.size() - start;
    }

    private static void putValue(Bytes out, ValueType type, Object value) {
        switch (type) {
            case NCHAR -> putCodePoints(out, (String) value);
            case BLOB -> {
                byte[] bytes = (byte[]) value;
                out.putInt(bytes.length).put(bytes);
            }
            case VARBINARY, GEOMETRY -> putShortBytes(out, (byte[]) value);
            default -> {
                int length = out.reserve(2);
                out.putText((String) value);
                out.setShort(length, out.size() - length - 2);
            }
        }
    }

    private static void putShortBytes(Bytes out, byte[] bytes) {
        out.putShort(bytes.length).put(bytes);
    }

    private static void putCodePoints(Bytes out, String text) {
        int length = out.reserve(2);
        int start = out.size();
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            out.putInt(codePoint);
            i += Character.charCount(codePoint);
        }
        out.setShort(length, out.size() - start);
    }
}
