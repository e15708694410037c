/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import java.util.Arrays;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Rows that came one after the other, kept in the arrays of all of them: what a row takes is made
 * and collected for a thousand at once, and stands where the thread that lays rows out for the wire
 * finds it by reading on.
 *
 * <p>One thread fills a chunk; others may read the rows it has handed over to them. No array is
 * ever replaced or written twice where a finished row stands.
 */
@Internal
final class RowChunk {

    private static final int MAX_ROWS = 1024;

    /** What the cells of a chunk are bounded by: a table can have thousands of columns. */
    private static final int MAX_CELLS = 8192;

    private static final int MIN_BYTES = 1024;
    private static final int MAX_SPARE_BYTES = 1024 * 1024;

    /** What a row has if nothing is known of those before it. */
    private static final int FIRST_BYTES_PER_ROW = 64;

    private static final long NO_EVENT_TIME = Long.MIN_VALUE;

    private final RowLayout layout;
    private final int columns;

    /** Longs of a row: a bit per cell that tells whether it is set, and a long per cell. */
    private final int stride;

    /** Those among them that hold bits. */
    private final int flags;

    private final int capacity;
    private final SinkRow[] rows;

    /** Row by row, bits and then values or the places of bytes. */
    private final long[] cells;

    /** Of values that differ in length, in order of arrival. */
    private final byte[] bytes;

    private final String[] tables;
    private final boolean[] deletes;
    private final int[] sizes;
    private final long[] eventTimes;

    private int finished;
    private boolean begun;

    /** Where the bytes of the row that is being written begin, and where the next ones go. */
    private int rowStart;

    private int end;

    RowChunk(RowLayout layout) {
        this(layout, 0, FIRST_BYTES_PER_ROW);
    }

    private RowChunk(RowLayout layout, int firstRowBytes, int bytesPerRow) {
        this.layout = layout;
        columns = layout.columns();
        capacity = Math.max(1, Math.min(MAX_ROWS, MAX_CELLS / columns));
        flags = (columns + Long.SIZE - 1) / Long.SIZE;
        stride = flags + columns;
        cells = new long[capacity * stride];
        long spare = (long) bytesPerRow * capacity;
        bytes =
                new byte
                        [firstRowBytes
                                + (int) Math.max(MIN_BYTES, Math.min(MAX_SPARE_BYTES, spare))];
        tables = new String[capacity];
        deletes = new boolean[capacity];
        sizes = new int[capacity];
        eventTimes = new long[capacity];
        rows = new SinkRow[capacity];
        for (int i = 0; i < capacity; i++) {
            rows[i] = new SinkRow(this, i);
        }
    }

    // writing

    /** Begins a row, or begins it again; the chunk must have room. */
    SinkRow begin() {
        if (begun) {
            Arrays.fill(cells, finished * stride, finished * stride + flags, 0);
            deletes[finished] = false;
            end = rowStart;
        }
        begun = true;
        return rows[finished];
    }

    /** The row that was begun. */
    SinkRow begun() {
        return rows[finished];
    }

    /** Whether another row can begin. */
    boolean hasRoom() {
        return finished < capacity;
    }

    /** Whether the row can get so many bytes more. */
    boolean hasRoomFor(int length) {
        return length <= bytes.length - end;
    }

    /** An empty chunk for the rows to come. */
    RowChunk next() {
        return new RowChunk(layout, 0, bytesPerRow());
    }

    /** A chunk that goes on with the row begun here, and has room for so many bytes more of it. */
    RowChunk nextWithRow(int length) {
        int used = end - rowStart;
        RowChunk next = new RowChunk(layout, Math.addExact(used, length), bytesPerRow());
        next.begun = true;
        next.deletes[0] = deletes[finished];
        System.arraycopy(bytes, rowStart, next.bytes, 0, used);
        next.end = used;
        for (int column = 0; column < columns; column++) {
            if (!isNull(finished, column)) {
                long value = getLong(finished, column);
                boolean isPlace = layout.kind(column).isBytes();
                next.set(column, isPlace ? value - ((long) rowStart << Integer.SIZE) : value);
            }
        }
        return next;
    }

    void set(int column, long value) {
        int row = finished * stride;
        cells[row + flags + column] = value;
        cells[row + (column >>> 6)] |= 1L << column;
    }

    /** There must be room. */
    void setBytes(int column, byte[] value, int offset, int length) {
        System.arraycopy(value, offset, bytes, end, length);
        set(column, (long) end << Integer.SIZE | length);
        end += length;
    }

    void setNull(int column) {
        cells[finished * stride + (column >>> 6)] &= ~(1L << column);
    }

    void setDelete() {
        deletes[finished] = true;
    }

    /** Bytes of the row so far. */
    int rowBytes() {
        return end - rowStart;
    }

    /** Ends the row; it does not change any more. */
    SinkRow finish(String table, int size, @Nullable Long eventTime) {
        tables[finished] = table;
        sizes[finished] = size;
        eventTimes[finished] = eventTime == null ? NO_EVENT_TIME : eventTime;
        begun = false;
        rowStart = end;
        return rows[finished++];
    }

    private int bytesPerRow() {
        return finished == 0 ? FIRST_BYTES_PER_ROW : rowStart / finished * 5 / 4 + 1;
    }

    // reading

    RowLayout layout() {
        return layout;
    }

    String table(int row) {
        return tables[row];
    }

    boolean isDelete(int row) {
        return deletes[row];
    }

    int sizeInBytes(int row) {
        return sizes[row];
    }

    @Nullable
    Long eventTime(int row) {
        return eventTimes[row] == NO_EVENT_TIME ? null : (Long) eventTimes[row];
    }

    /** Whether any cell is NULL. */
    boolean hasNulls(int row) {
        int first = row * stride;
        int left = columns;
        for (int i = first; left > 0; i++, left -= Long.SIZE) {
            if (cells[i] != (left >= Long.SIZE ? -1L : (1L << left) - 1)) {
                return true;
            }
        }
        return false;
    }

    boolean isNull(int row, int column) {
        return (cells[row * stride + (column >>> 6)] & (1L << column)) == 0;
    }

    long getLong(int row, int column) {
        return cells[row * stride + flags + column];
    }

    /** Holds what has a length of its own. */
    byte[] bytes() {
        return bytes;
    }

    byte[] copyOfBytes(int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }
}
