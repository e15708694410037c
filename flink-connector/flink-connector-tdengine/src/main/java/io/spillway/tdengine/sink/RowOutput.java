/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.failure.RecordException;
import java.math.BigDecimal;
import java.time.Instant;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Takes one row, cell by cell in any order. Columns count from 0 in the order of {@link
 * TDengineSerializationSchema#columns}; a cell that is not set is written as NULL. Used by the task
 * thread only, and not beyond {@link TDengineSerializationSchema#serialize}.
 *
 * <p>What the column cannot hold is refused at once with a {@link RecordException} that names the
 * column and not the value. A method that does not suit the column's type at all is an {@link
 * IllegalArgumentException}, which fails the job.
 */
@PublicEvolving
public interface RowOutput {

    /**
     * The child table, as it is: without quotes, upper and lower case told apart. Must be set if
     * rows go to a super table, and only then.
     *
     * @throws RecordException if no table can have this name
     */
    void setTable(String childTable) throws RecordException;

    /** Deletes the row of this table and timestamp instead of writing it. */
    void delete();

    void setNull(int column);

    /** BOOL. */
    void setBoolean(int column, boolean value);

    /** Any integer, UBIGINT by its 64 bits; also TIMESTAMP, counted in the database's precision. */
    void setLong(int column, long value) throws RecordException;

    /** FLOAT or DOUBLE. */
    void setDouble(int column, double value) throws RecordException;

    /** DECIMAL, or any integer, which is how UBIGINT takes values beyond a long. */
    void setDecimal(int column, BigDecimal value) throws RecordException;

    /**
     * TIMESTAMP. Digits finer than the database's precision are cut off, towards the past.
     *
     * @param nanosOfMilli 0 to 999,999
     */
    void setTimestamp(int column, long epochMillis, int nanosOfMilli) throws RecordException;

    /** TIMESTAMP; as the other one. */
    default void setTimestamp(int column, Instant value) throws RecordException {
        final int perMilli = 1_000_000;
        setTimestamp(column, value.toEpochMilli(), value.getNano() % perMilli);
    }

    /** VARCHAR, NCHAR or JSON. */
    void setString(int column, String value) throws RecordException;

    /**
     * VARCHAR, NCHAR or JSON in UTF-8; VARBINARY, GEOMETRY (well-known binary) or BLOB as they are.
     */
    void setBytes(int column, byte[] value, int offset, int length) throws RecordException;

    /** As the other one, with all of the array. */
    default void setBytes(int column, byte[] value) throws RecordException {
        setBytes(column, value, 0, value.length);
    }
}
