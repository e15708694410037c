/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.data;

import java.math.BigDecimal;
import org.apache.flink.annotation.Experimental;

/**
 * Rows to bind to a prepared INSERT, table by table, written cell by cell into growing buffers of
 * the wire's layout. Reusable; not thread-safe.
 *
 * <p>For each table: {@link #startTable}, then every tag by a {@code set} method, then for each row
 * {@link #startRow} and every column. A cell that is not set is NULL. Fields count from 0 in the
 * order of {@link BindField}s the rows were made for. A {@code set} method that does not fit the
 * field's type, or a value out of the type's range, is an {@link IllegalArgumentException} that
 * names the field and not the value.
 */
@Experimental
public interface BindRows {

    /**
     * @param tableName the child table, unquoted; ignored if the statement has no field for it
     */
    void startTable(String tableName);

    void startRow();

    void setNull(int field);

    /**
     * BOOL (0 or 1), any integer (UBIGINT by its 64 bits), or TIMESTAMP in the field's precision.
     */
    void setLong(int field, long value);

    /** FLOAT or DOUBLE. */
    void setDouble(int field, double value);

    /**
     * DECIMAL64 or DECIMAL128; the value must fit the field's digits and scale without rounding.
     * Where the field has no digits, because the server did not tell them, the value must have the
     * scale of its column.
     */
    void setDecimal(int field, BigDecimal value);

    /** VARCHAR, NCHAR or JSON in UTF-8; VARBINARY, GEOMETRY or BLOB as they are. */
    void setBytes(int field, byte[] bytes, int offset, int length);

    /** Rows of all tables. */
    int rows();

    /** About the bytes the rows take on the wire. */
    int sizeInBytes();

    /** Forgets all rows and keeps the buffers. */
    void clear();
}
