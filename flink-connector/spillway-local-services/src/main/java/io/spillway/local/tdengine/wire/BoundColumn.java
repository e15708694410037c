/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.wire;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Engine.BoundField;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** The values bound to one question mark. */
final class BoundColumn {

    private final ByteBuffer in;
    private final Texts texts;
    private final int length;
    private final ValueType type;
    private final int count;
    private final int nullsAt;
    private final int lengthsAt;
    private final int bufferAt;
    private int scale;

    /**
     * @param in little-endian, over an array from its start on
     * @param texts of the same array
     */
    BoundColumn(ByteBuffer in, int at, Texts texts) throws TaosException {
        this.in = in;
        this.texts = texts;
        this.length = in.getInt(at);
        this.type = ValueType.ofCode(in.getInt(at + 4));
        this.count = in.getInt(at + 8);
        this.nullsAt = at + 12;
        int afterNulls = nullsAt + count;
        boolean haveLength = in.get(afterNulls) != 0;
        this.lengthsAt = haveLength ? afterNulls + 1 : -1;
        this.bufferAt = afterNulls + 1 + (haveLength ? 4 * count : 0) + 4;
        if (type == null || length < bufferAt - at || !haveLength && type.width() == 0) {
            throw new TaosException(0xffff, "invalid bind data: a column cannot be read");
        }
    }

    /** In bytes. */
    int length() {
        return length;
    }

    int count() {
        return count;
    }

    void requireType(BoundField field) throws TaosException {
        ColumnSpec column = field.column();
        if (column.type() != type) {
            throw new TaosException(0x0200, "column type mis-match with buffer type");
        }
        if (type == ValueType.NCHAR && in.getInt(bufferAt - 4) == 0 && hasValues()) {
            // a server takes values of no bytes at all for missing ones when it converts them
            throw new TaosException(0x0216, "syntax error near 'Unknown error -2147483368'");
        }
        scale = column.scale();
    }

    private boolean hasValues() {
        for (int row = 0; row < count; row++) {
            if (in.get(nullsAt + row) == 0) {
                return true;
            }
        }
        return false;
    }

    Object[] values() throws TaosException {
        Object[][] cells = new Object[count][1];
        readInto(Arrays.asList(cells), 0);
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = cells[i][0];
        }
        return values;
    }

    /** Puts each value into a cell of its row. */
    void readInto(List<Object[]> rows, int cell) {
        int at = bufferAt;
        for (int row = 0; row < count; row++) {
            // a fixed-width NULL has its place among the values, another one takes none
            boolean isNull = in.get(nullsAt + row) != 0;
            int size = lengthsAt < 0 ? type.width() : isNull ? 0 : in.getInt(lengthsAt + 4 * row);
            if (!isNull) {
                rows.get(row)[cell] = value(at, size);
            }
            at += size;
        }
    }

    private Object value(int at, int size) {
        return switch (type) {
            case BOOL -> in.get(at) != 0;
            case TINYINT -> in.get(at);
            case UTINYINT -> (short) (in.get(at) & 0xff);
            case SMALLINT -> in.getShort(at);
            case USMALLINT -> in.getShort(at) & 0xffff;
            case INT -> in.getInt(at);
            case UINT -> in.getInt(at) & 0xffff_ffffL;
            case BIGINT, TIMESTAMP -> in.getLong(at);
            case UBIGINT -> unsigned(in.getLong(at));
            case FLOAT -> in.getFloat(at);
            case DOUBLE -> in.getDouble(at);
            case VARCHAR, NCHAR, JSON -> texts.read(in.array(), at, size);
            case VARBINARY, GEOMETRY, BLOB -> Arrays.copyOfRange(in.array(), at, at + size);
            case DECIMAL, DECIMAL64 -> decimal(at, size);
        };
    }

    private static BigInteger unsigned(long value) {
        return value >= 0
                ? BigInteger.valueOf(value)
                : BigInteger.valueOf(value).and(BigInteger.valueOf(-1).shiftLeft(64).not());
    }

    /**
     * The server takes the bytes for the unscaled number whatever they are: a decimal written as
     * text becomes another number.
     */
    private BigDecimal decimal(int at, int size) {
        byte[] bigEndian = new byte[type.width()];
        for (int i = 0; i < Math.min(size, bigEndian.length); i++) {
            bigEndian[bigEndian.length - 1 - i] = in.get(at + i);
        }
        return new BigDecimal(new BigInteger(bigEndian), scale);
    }
}
