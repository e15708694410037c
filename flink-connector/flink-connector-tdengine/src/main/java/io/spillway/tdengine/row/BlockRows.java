/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.row;

import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.data.DataBlock;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/**
 * The rows of one block as rows of a table, read where they lie: a cell becomes an object when it
 * is asked for, and no sooner. The rows keep their block in memory as long as they are referred to.
 */
@Internal
public final class BlockRows {

    private final RowColumns columns;
    private final DataBlock block;

    /** Where in the block each column is, {@link RowColumns#ABSENT} if it is a constant. */
    private final int[] positions;

    private final CellReader[] readers;

    /** What every row has. */
    private final Object[] constants;

    /**
     * @param constants for columns that are not in the block; owned from now on
     */
    BlockRows(RowColumns columns, DataBlock block, Object[] constants) {
        this.columns = columns;
        this.block = block;
        this.readers = columns.readers();
        this.constants = constants;
        this.positions = new int[constants.length];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = columns.position(i);
            // made once for all rows, unless it could be changed
            if (columns.isImmutable(i) && block.rows() > 0 && block.isConstant(positions[i])) {
                constants[i] =
                        block.isNull(positions[i], 0)
                                ? null
                                : readers[i].read(block, positions[i], 0);
                positions[i] = RowColumns.ABSENT;
            }
        }
    }

    /**
     * A row.
     *
     * @param row of the block, counted from 0
     * @throws RecordException if a column declared NOT NULL has no value
     */
    public RowData row(int row, RowKind kind) throws RecordException {
        for (int column : columns.required()) {
            if (isNull(column, row)) {
                throw columns.missing(column);
            }
        }
        return new BlockRow(this, row, kind);
    }

    int width() {
        return constants.length;
    }

    boolean isNull(int column, int row) {
        int position = positions[column];
        return position == RowColumns.ABSENT
                ? constants[column] == null
                : block.isNull(position, row);
    }

    boolean getBoolean(int column, int row) {
        int position = positions[column];
        return position == RowColumns.ABSENT
                ? (boolean) constants[column]
                : block.getLong(position, row) != 0;
    }

    long getLong(int column, int row) {
        int position = positions[column];
        return position == RowColumns.ABSENT
                ? ((Number) constants[column]).longValue()
                : block.getLong(position, row);
    }

    double getDouble(int column, int row) {
        int position = positions[column];
        return position == RowColumns.ABSENT
                ? ((Number) constants[column]).doubleValue()
                : block.getDouble(position, row);
    }

    Object get(int column, int row) {
        int position = positions[column];
        return position == RowColumns.ABSENT
                ? constants[column]
                : readers[column].read(block, position, row);
    }

    @Nullable
    Object getOrNull(int column, int row) {
        return isNull(column, row) ? null : get(column, row);
    }
}
