/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.sink.RowLayout.Cell;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** A row on its way. Immutable once it is finished. */
@Internal
final class SinkRow {

    private final RowChunk chunk;
    private final int row;

    SinkRow(RowChunk chunk, int row) {
        this.chunk = chunk;
        this.row = row;
    }

    /** The table it goes to: the child table of a super table. */
    String table() {
        return chunk.table(row);
    }

    /** In the database's precision. */
    long timestamp() {
        return getLong(chunk.layout().table().timestamp());
    }

    /** Whether the row is deleted. */
    boolean delete() {
        return chunk.isDelete(row);
    }

    /** About what it takes on the wire. */
    int sizeInBytes() {
        return chunk.sizeInBytes(row);
    }

    /** The element's timestamp in milliseconds, null if it has none. */
    @Nullable
    Long eventTime() {
        return chunk.eventTime(row);
    }

    /** Whether any cell is NULL. */
    boolean hasNulls() {
        return chunk.hasNulls(row);
    }

    boolean isNull(int column) {
        return chunk.isNull(row, column);
    }

    long getLong(int column) {
        return chunk.getLong(row, column);
    }

    double getDouble(int column) {
        return Double.longBitsToDouble(getLong(column));
    }

    BigDecimal getDecimal(int column) {
        int scale = chunk.layout().table().columns().get(column).scale();
        return chunk.layout().kind(column) == Cell.SHORT_DECIMAL
                ? BigDecimal.valueOf(getLong(column), scale)
                : new BigDecimal(
                        new BigInteger(chunk.bytes(), offset(column), length(column)), scale);
    }

    /** The text of a cell that is one. */
    String getString(int column) {
        return new String(chunk.bytes(), offset(column), length(column), StandardCharsets.UTF_8);
    }

    byte[] getBytes(int column) {
        return chunk.copyOfBytes(offset(column), length(column));
    }

    /** Where the bytes of all cells stand; not to be changed. */
    byte[] bytes() {
        return chunk.bytes();
    }

    /** Where those of a cell begin. */
    int offset(int column) {
        return (int) (getLong(column) >>> Integer.SIZE);
    }

    int length(int column) {
        return (int) getLong(column);
    }
}
