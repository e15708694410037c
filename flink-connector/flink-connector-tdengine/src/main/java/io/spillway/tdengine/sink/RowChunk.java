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
 * Rows that came one after the other, kept column by column: an entry then costs no objects of its
 * own, and whoever lays rows out for the wire finds what he needs in few places.
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
    private final int capacity;
    private final SinkRow[] rows;

    /** Of all columns: those of the first column first. */
    private final boolean[] present;

    /** As {@link #present}: values, or the places of bytes. */
    private final long[] values;

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
        int columns = layout.columns();
        capacity = Math.max(1, Math.min(MAX_ROWS, MAX_CELLS / columns));
        present = new boolean[capacity * columns];
        values = new long[capacity * columns];
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
            for (int i = finished; i < present.length; i += capacity) {
                present[i] = false;
            }
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
        for (int column = 0; column < layout.columns(); column++) {
            int from = column * capacity + finished;
            if (present[from]) {
                long value = values[from];
                boolean isPlace = layout.kind(column).isBytes();
                next.set(column, isPlace ? value - ((long) rowStart << Integer.SIZE) : value);
            }
        }
        return next;
    }

    void set(int column, long value) {
        int cell = column * capacity + finished;
        values[cell] = value;
        present[cell] = true;
    }

    /** There must be room. */
    void setBytes(int column, byte[] value, int offset, int length) {
        System.arraycopy(value, offset, bytes, end, length);
        set(column, (long) end << Integer.SIZE | length);
        end += length;
    }

    void setNull(int column) {
        present[column * capacity + finished] = false;
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

    boolean isNull(int row, int column) {
        return !present[column * capacity + row];
    }

    long getLong(int row, int column) {
        return values[column * capacity + row];
    }

    /** Holds what has a length of its own. */
    byte[] bytes() {
        return bytes;
    }

    byte[] copyOfBytes(int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }
}
