/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.data.TDengineType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** How the cells of a table's rows are kept, and which rows are the same. Immutable. */
@Internal
final class RowLayout {

    /** How a cell is kept. */
    enum Cell {
        LONG,
        DOUBLE,
        /** The unscaled value, as a long. */
        SHORT_DECIMAL,
        /** The unscaled value, as bytes. */
        LONG_DECIMAL,
        BYTES;

        /** Whether values differ in length. */
        boolean isBytes() {
            return this == BYTES || this == LONG_DECIMAL;
        }
    }

    private final TargetTable table;
    private final Cell[] kinds;
    private final Comparator<SinkRow> byKey;

    RowLayout(TargetTable table) {
        this.table = table;
        List<TargetColumn> columns = table.columns();
        kinds = new Cell[columns.size()];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = kindOf(columns.get(i).type());
        }
        int key = table.compositeKey();
        Comparator<SinkRow> byTimestamp = (a, b) -> Long.compare(a.timestamp(), b.timestamp());
        byKey = key < 0 ? byTimestamp : byTimestamp.thenComparing((a, b) -> compare(key, a, b));
    }

    private static Cell kindOf(TDengineType type) {
        return switch (type) {
            case FLOAT, DOUBLE -> Cell.DOUBLE;
            case DECIMAL64 -> Cell.SHORT_DECIMAL;
            case DECIMAL128 -> Cell.LONG_DECIMAL;
            default -> type.isVariable() ? Cell.BYTES : Cell.LONG;
        };
    }

    TargetTable table() {
        return table;
    }

    int columns() {
        return kinds.length;
    }

    Cell kind(int column) {
        return kinds[column];
    }

    /** Orders rows of one table; equal ones are the same row. */
    Comparator<SinkRow> byKey() {
        return byKey;
    }

    private int compare(int column, SinkRow a, SinkRow b) {
        if (kinds[column] != Cell.BYTES) {
            return Long.compare(a.getLong(column), b.getLong(column));
        }
        int inA = a.offset(column);
        int inB = b.offset(column);
        return Arrays.compareUnsigned(
                a.bytes(), inA, inA + a.length(column), b.bytes(), inB, inB + b.length(column));
    }
}
