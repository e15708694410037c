/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.split;

import io.spillway.tdengine.data.DataBlock;
import java.io.Serializable;
import org.apache.flink.annotation.Internal;

/**
 * How far a split was read. Within a table rows come by time: the next row is the one after {@code
 * rows} rows of time {@code time}. In the result of a text, it is the one after {@code rows} rows.
 *
 * @param table index of the table being read
 * @param time of the last row in the database's precision; {@link #NO_TIME} before the first row,
 *     and in the result of a text
 * @param rows rows passed, of that time if there is one
 */
@Internal
public record ScanPosition(int table, long time, long rows) implements Serializable {

    /** No time: a timestamp cannot be the least of all numbers. */
    public static final long NO_TIME = Long.MIN_VALUE;

    public static final ScanPosition START = new ScanPosition(0, NO_TIME, 0);

    public boolean hasTime() {
        return time != NO_TIME;
    }

    /** The position after rows of a text's result. */
    public ScanPosition afterResultRows(int count) {
        return new ScanPosition(table, NO_TIME, rows + count);
    }

    /**
     * The position after rows of a table.
     *
     * @param block times in the first column, ascending
     * @param from first row passed
     * @param to row behind the last one passed, greater than {@code from}
     */
    public ScanPosition afterTableRows(int ofTable, DataBlock block, int from, int to) {
        long last = block.getLong(0, to - 1);
        int first = to - 1;
        while (first > from && block.getLong(0, first - 1) == last) {
            first--;
        }
        boolean goesOn = first == from && ofTable == table && time == last;
        return new ScanPosition(ofTable, last, (goesOn ? rows : 0) + to - first);
    }
}
