/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import io.spillway.common.binary.LittleEndian;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * A block in the server's own layout, read where it lies in its message. Everything in it has been
 * checked by {@link RawBlockReader}, so no read can leave the message.
 */
@Internal
final class RawBlock implements DataBlock {

    private static final int HIGH_BIT = 0x80;

    private final byte[] bytes;
    private final int rows;
    private final List<Field> fields;
    private final TDengineType[] types;
    private final TimestampPrecision precision;

    /** Where each column's bitmap of NULLs or array of offsets begins. */
    private final int[] heads;

    /** Where each column's values begin. */
    private final int[] values;

    /** Which columns may have NULLs. */
    private final boolean[] nulls;

    private final int sizeInBytes;

    RawBlock(
            byte[] bytes,
            int rows,
            List<Field> fields,
            TimestampPrecision precision,
            int[] heads,
            int[] values,
            boolean[] nulls,
            int sizeInBytes) {
        this.bytes = bytes;
        this.rows = rows;
        this.fields = fields;
        this.types = new TDengineType[fields.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = fields.get(i).type();
        }
        this.precision = precision;
        this.heads = heads;
        this.values = values;
        this.nulls = nulls;
        this.sizeInBytes = sizeInBytes;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public TimestampPrecision precision() {
        return precision;
    }

    @Override
    public boolean isNull(int column, int row) {
        checkRow(row);
        if (!nulls[column]) {
            return false;
        }
        return types[column].isVariable()
                ? LittleEndian.getInt(bytes, heads[column] + 4 * row) < 0
                : (bytes[heads[column] + (row >> 3)] & (HIGH_BIT >>> (row & 7))) != 0;
    }

    @Override
    public long getLong(int column, int row) {
        checkRow(row);
        int base = values[column];
        return switch (types[column]) {
            case BOOL, TINYINT -> bytes[base + row];
            case UTINYINT -> bytes[base + row] & 0xffL;
            case SMALLINT -> LittleEndian.getShort(bytes, base + 2 * row);
            case USMALLINT -> LittleEndian.getShort(bytes, base + 2 * row) & 0xffffL;
            case INT -> LittleEndian.getInt(bytes, base + 4 * row);
            case UINT -> LittleEndian.getInt(bytes, base + 4 * row) & 0xffff_ffffL;
            case BIGINT, UBIGINT, TIMESTAMP -> LittleEndian.getLong(bytes, base + 8 * row);
            default -> throw wrongType(column, "an integer");
        };
    }

    @Override
    public double getDouble(int column, int row) {
        checkRow(row);
        int base = values[column];
        return switch (types[column]) {
            case FLOAT -> Float.intBitsToFloat(LittleEndian.getInt(bytes, base + 4 * row));
            case DOUBLE -> Double.longBitsToDouble(LittleEndian.getLong(bytes, base + 8 * row));
            default -> throw wrongType(column, "a floating-point number");
        };
    }

    @Override
    public BigDecimal getDecimal(int column, int row) {
        checkRow(row);
        int scale = fields.get(column).scale();
        int base = values[column];
        return switch (types[column]) {
            case DECIMAL64 ->
                    BigDecimal.valueOf(LittleEndian.getLong(bytes, base + 8 * row), scale);
            case DECIMAL128 -> decimal128(base + 16 * row, scale);
            default -> throw wrongType(column, "a decimal");
        };
    }

    @Override
    public byte[] getBytes(int column, int row) {
        checkRow(row);
        int at = cell(column, row);
        if (at < 0) {
            return new byte[0];
        }
        int length = length(column, at);
        int from = at + lengthSize(column);
        return types[column] == TDengineType.NCHAR
                ? Utf32.toUtf8(bytes, from, length)
                : Arrays.copyOfRange(bytes, from, from + length);
    }

    @Override
    public boolean isConstant(int column) {
        // to compare numbers would not be cheaper than to read them
        if (!types[column].isVariable() || nulls[column]) {
            return false;
        }
        for (int row = 1; row < rows; row++) {
            if (!sameBytes(column, cell(column, row - 1), cell(column, row))) {
                return false;
            }
        }
        return true;
    }

    private boolean sameBytes(int column, int at, int otherAt) {
        int prefix = lengthSize(column);
        return at == otherAt
                || Arrays.equals(
                        bytes,
                        at,
                        at + prefix + length(column, at),
                        bytes,
                        otherAt,
                        otherAt + prefix + length(column, otherAt));
    }

    @Override
    public <T> T mapBytes(int column, int row, BytesFunction<T> function) {
        checkRow(row);
        int at = cell(column, row);
        if (at < 0 || types[column] == TDengineType.NCHAR) {
            return DataBlock.super.mapBytes(column, row, function);
        }
        return function.apply(bytes, at + lengthSize(column), length(column, at));
    }

    @Override
    @Nullable
    public String getString(int column, int row) {
        checkRow(row);
        TDengineType type = types[column];
        if (type != TDengineType.VARCHAR
                && type != TDengineType.NCHAR
                && type != TDengineType.JSON) {
            throw wrongType(column, "text");
        }
        int at = cell(column, row);
        if (at < 0) {
            return null;
        }
        int length = length(column, at);
        return type == TDengineType.NCHAR
                ? Utf32.toText(bytes, at + 2, length)
                : new String(bytes, at + 2, length, StandardCharsets.UTF_8);
    }

    @Override
    public int sizeInBytes() {
        return sizeInBytes;
    }

    /** Where a cell of variable length begins, -1 if it is NULL. */
    private int cell(int column, int row) {
        if (!types[column].isVariable()) {
            throw wrongType(column, "bytes");
        }
        int offset = LittleEndian.getInt(bytes, heads[column] + 4 * row);
        return offset < 0 ? -1 : values[column] + offset;
    }

    private int length(int column, int at) {
        return types[column] == TDengineType.BLOB
                ? LittleEndian.getInt(bytes, at)
                : LittleEndian.getShort(bytes, at) & 0xffff;
    }

    private int lengthSize(int column) {
        return types[column] == TDengineType.BLOB ? 4 : 2;
    }

    private BigDecimal decimal128(int at, int scale) {
        long low = LittleEndian.getLong(bytes, at);
        long high = LittleEndian.getLong(bytes, at + 8);
        if (high == low >> 63) {
            return BigDecimal.valueOf(low, scale);
        }
        byte[] bigEndian = new byte[16];
        for (int i = 0; i < 16; i++) {
            bigEndian[i] = bytes[at + 15 - i];
        }
        return new BigDecimal(new BigInteger(bigEndian), scale);
    }

    private void checkRow(int row) {
        if (row < 0 || row >= rows) {
            throw new IndexOutOfBoundsException("row " + row + " of " + rows);
        }
    }

    private IllegalStateException wrongType(int column, String wanted) {
        Field field = fields.get(column);
        return new IllegalStateException(
                "column '" + field.name() + "' of type " + field.type() + " is not " + wanted);
    }
}
