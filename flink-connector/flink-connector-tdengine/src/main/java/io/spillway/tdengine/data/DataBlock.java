/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.data;

import java.math.BigDecimal;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/**
 * Rows of one schema as they came from the server, column by column, read in place. Immutable and
 * safe to read from several threads. Columns and rows count from 0; asking for one that does not
 * exist is an {@link IndexOutOfBoundsException}. Reading a NULL cell with a typed method gives an
 * unspecified value: ask {@link #isNull} first.
 */
@Experimental
public interface DataBlock {

    int rows();

    List<Field> fields();

    /** What the timestamps of this block count. */
    TimestampPrecision precision();

    boolean isNull(int column, int row);

    /**
     * A BOOL (0 or 1), any integer, or a TIMESTAMP in {@link #precision()}. Unsigned values are
     * zero-extended; UBIGINT gives its 64 bits.
     */
    long getLong(int column, int row);

    /** A FLOAT or DOUBLE. */
    double getDouble(int column, int row);

    /** The value of a DECIMAL64 or DECIMAL128 with the column's scale. */
    BigDecimal getDecimal(int column, int row);

    /**
     * A copy of the bytes of a VARCHAR (UTF-8), NCHAR (turned into UTF-8), JSON (UTF-8), VARBINARY,
     * GEOMETRY or BLOB.
     */
    byte[] getBytes(int column, int row);

    /**
     * What a function makes of the bytes that {@link #getBytes} would copy. It may keep them, which
     * keeps the block, but must not change them.
     */
    default <T> T mapBytes(int column, int row, BytesFunction<T> function) {
        byte[] bytes = getBytes(column, row);
        return function.apply(bytes, 0, bytes.length);
    }

    /** The text of a VARCHAR, NCHAR or JSON; null if the cell is NULL. */
    @Nullable
    String getString(int column, int row);

    /**
     * Whether a column is the same in all rows, as tags of one table are. May say no without having
     * looked.
     */
    default boolean isConstant(int column) {
        return false;
    }

    /** Bytes the block took on the wire. */
    int sizeInBytes();

    /**
     * Makes something of a part of an array.
     *
     * @param <T> what is made
     */
    @Experimental
    @FunctionalInterface
    interface BytesFunction<T> {
        T apply(byte[] bytes, int offset, int length);
    }
}
