/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import io.spillway.common.binary.LittleEndian;
import org.apache.flink.annotation.Internal;

/** Writes the message that binds rows to a prepared statement. */
@Internal
public final class BindFrame {

    private static final int ACTION = 9;
    private static final int HEADER = 30;
    private static final int DATA_HEADER = 28;

    private BindFrame() {}

    /**
     * Tables without rows are left out.
     *
     * @throws IllegalArgumentException if there are no rows,
     * @throws ArithmeticException if the message would exceed 2 GiB
     */
    public static byte[] write(long requestId, long statementId, BindBuffer rows) {
        if (rows.rows() == 0) {
            throw new IllegalArgumentException("there are no rows to bind");
        }
        return new Layout(rows).write(requestId, statementId);
    }

    /** Measures every part, then writes them all into an array of the right size. */
    private static final class Layout {

        private final BindColumn[] tags;
        private final BindColumn[] columns;
        private final TableStarts tables;
        private final boolean named;
        private final int rows;
        private final int[] tagSizes;
        private final int[] columnSizes;

        private final int tableCount;

        private int filled;
        private int nameSize;
        private int tagSize;
        private int columnSize;

        Layout(BindBuffer buffer) {
            tags = buffer.tags();
            columns = buffer.columns();
            tables = buffer.tables();
            named = buffer.hasTableName();
            rows = buffer.rows();
            tableCount = tables.count();
            tagSizes = new int[tableCount];
            columnSizes = new int[tableCount];
            for (BindColumn tag : tags) {
                tag.ensureCells(tableCount);
            }
            for (BindColumn column : columns) {
                column.ensureCells(rows);
            }
            measure();
        }

        private void measure() {
            for (int table = 0; table < tableCount; table++) {
                if (rowsOf(table) == 0) {
                    continue;
                }
                filled++;
                nameSize = Math.addExact(nameSize, 2 + tables.name(table).length + 1);
                for (int i = 0; i < columns.length; i++) {
                    int size =
                            columns[i].wireSize(
                                    tables.firstRow(table),
                                    rowsOf(table),
                                    firstValue(table, i),
                                    firstValue(table + 1, i));
                    columnSizes[table] = Math.addExact(columnSizes[table], size);
                }
                columnSize = Math.addExact(columnSize, 4 + columnSizes[table]);
                for (int i = 0; i < tags.length; i++) {
                    int size =
                            tags[i].wireSize(table, 1, firstTag(table, i), firstTag(table + 1, i));
                    tagSizes[table] = Math.addExact(tagSizes[table], size);
                }
                tagSize = Math.addExact(tagSize, 4 + tagSizes[table]);
            }
            nameSize = named ? nameSize : 0;
            tagSize = tags.length > 0 ? tagSize : 0;
        }

        byte[] write(long requestId, long statementId) {
            int names = DATA_HEADER;
            int tagsAt = names + nameSize;
            int columnsAt = tagsAt + tagSize;
            int total = Math.addExact(columnsAt, columnSize);
            byte[] frame = new byte[Math.addExact(HEADER, total)];
            LittleEndian.putLong(frame, 0, requestId);
            LittleEndian.putLong(frame, 8, statementId);
            LittleEndian.putLong(frame, 16, ACTION);
            LittleEndian.putShort(frame, 24, 1);
            LittleEndian.putInt(frame, 26, -1);
            LittleEndian.putInt(frame, HEADER, total);
            LittleEndian.putInt(frame, HEADER + 4, filled);
            LittleEndian.putInt(frame, HEADER + 8, tags.length);
            LittleEndian.putInt(frame, HEADER + 12, columns.length);
            LittleEndian.putInt(frame, HEADER + 16, named ? names : 0);
            LittleEndian.putInt(frame, HEADER + 20, tags.length > 0 ? tagsAt : 0);
            LittleEndian.putInt(frame, HEADER + 24, columnsAt);
            if (named) {
                writeNames(frame, HEADER + names);
            }
            if (tags.length > 0) {
                writeTags(frame, HEADER + tagsAt);
            }
            writeColumns(frame, HEADER + columnsAt);
            return frame;
        }

        private void writeNames(byte[] frame, int start) {
            int length = start;
            int at = start + 2 * filled;
            for (int table = 0; table < tableCount; table++) {
                if (rowsOf(table) > 0) {
                    byte[] name = tables.name(table);
                    LittleEndian.putShort(frame, length, name.length + 1);
                    System.arraycopy(name, 0, frame, at, name.length);
                    length += 2;
                    at += name.length + 1;
                }
            }
        }

        private void writeTags(byte[] frame, int start) {
            int length = start;
            int at = start + 4 * filled;
            for (int table = 0; table < tableCount; table++) {
                if (rowsOf(table) > 0) {
                    LittleEndian.putInt(frame, length, tagSizes[table]);
                    length += 4;
                    for (int i = 0; i < tags.length; i++) {
                        int from = firstTag(table, i);
                        at = tags[i].write(frame, at, table, 1, from, firstTag(table + 1, i));
                    }
                }
            }
        }

        private void writeColumns(byte[] frame, int start) {
            int length = start;
            int at = start + 4 * filled;
            for (int table = 0; table < tableCount; table++) {
                int count = rowsOf(table);
                if (count == 0) {
                    continue;
                }
                LittleEndian.putInt(frame, length, columnSizes[table]);
                length += 4;
                for (int i = 0; i < columns.length; i++) {
                    at =
                            columns[i].write(
                                    frame,
                                    at,
                                    tables.firstRow(table),
                                    count,
                                    firstValue(table, i),
                                    firstValue(table + 1, i));
                }
            }
        }

        private int rowsOf(int table) {
            int end = table + 1 < tableCount ? tables.firstRow(table + 1) : rows;
            return end - tables.firstRow(table);
        }

        private int firstTag(int table, int tag) {
            return table < tableCount ? tables.firstValue(table, tag) : tags[tag].valuesEnd();
        }

        private int firstValue(int table, int column) {
            return table < tableCount
                    ? tables.firstValue(table, tags.length + column)
                    : columns[column].valuesEnd();
        }
    }
}
