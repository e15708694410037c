/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import java.util.Arrays;
import org.apache.flink.annotation.Internal;

/** Where the rows and the values of each table begin among those of all tables. */
@Internal
final class TableStarts {

    private static final int FIRST_TABLES = 16;

    private final BindColumn[] columns;
    private byte[][] names = new byte[FIRST_TABLES][];
    private int[] rows = new int[FIRST_TABLES];

    /** Per table, where the values of each tag and each column begin. */
    private int[] values;

    private int count;
    private int nameBytes;

    TableStarts(BindColumn[] tags, BindColumn[] others) {
        columns = Arrays.copyOf(tags, tags.length + others.length);
        System.arraycopy(others, 0, columns, tags.length, others.length);
        values = new int[FIRST_TABLES * columns.length];
    }

    void add(byte[] name, int firstRow) {
        if (count == names.length) {
            names = Arrays.copyOf(names, 2 * count);
            rows = Arrays.copyOf(rows, 2 * count);
            values = Arrays.copyOf(values, 2 * count * columns.length);
        }
        names[count] = name;
        rows[count] = firstRow;
        for (int i = 0; i < columns.length; i++) {
            values[count * columns.length + i] = columns[i].valuesEnd();
        }
        count++;
        nameBytes += name.length + 3;
    }

    int count() {
        return count;
    }

    /** Bytes of all names with their lengths and ends. */
    int nameBytes() {
        return nameBytes;
    }

    byte[] name(int table) {
        return names[table];
    }

    int firstRow(int table) {
        return rows[table];
    }

    /**
     * @param column the tags come first
     */
    int firstValue(int table, int column) {
        return values[table * columns.length + column];
    }

    void clear() {
        Arrays.fill(names, 0, count, null);
        count = 0;
        nameBytes = 0;
    }
}
