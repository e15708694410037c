/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.row;

import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TimestampPrecision;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/** How the columns of blocks of one schema become the columns of rows, matched by name. */
@Internal
public final class RowColumns {

    /** The pseudo column every table has; messages of topics tell it beside their columns. */
    public static final String TABLE_NAME = "tbname";

    static final int ABSENT = -1;

    private final RowType rowType;
    private final int[] positions;
    private final CellReader[] readers;
    private final int[] required;
    private final int tableNameColumn;

    /** The columns that are not in the blocks, without that of the table's name. */
    private final int[] absent;

    /**
     * @param zone of times without one
     * @throws ValidationException if a column cannot be read as the type it is declared with
     */
    public RowColumns(RowType rowType, DataBlock block, ZoneId zone) {
        this.rowType = rowType;
        int columns = rowType.getFieldCount();
        this.positions = new int[columns];
        this.readers = new CellReader[columns];
        int tableName = ABSENT;
        for (int i = 0; i < columns; i++) {
            int position = position(rowType.getFieldNames().get(i), block.fields());
            positions[i] = position;
            if (position != ABSENT) {
                readers[i] = reader(i, block.fields().get(position), block, zone);
            } else if (isTableName(i)) {
                tableName = i;
            }
        }
        this.tableNameColumn = tableName;
        this.absent =
                IntStream.range(0, columns)
                        .filter(column -> positions[column] == ABSENT && !isTableName(column))
                        .toArray();
        this.required =
                IntStream.range(0, columns)
                        .filter(column -> !rowType.getTypeAt(column).isNullable())
                        .toArray();
    }

    /**
     * The rows of a block of this schema.
     *
     * @param tableName of all rows, null if the server does not say or the block has it
     * @param behind what every row has behind its columns
     */
    public BlockRows rows(DataBlock block, @Nullable String tableName, Object... behind) {
        return rows(block, tableName, null, behind);
    }

    /**
     * The rows of a block of this schema.
     *
     * @param tableName of all rows, null if the server does not say or the block has it
     * @param others what all rows have in columns the block does not have, by column; null if
     *     nothing
     * @param behind what every row has behind its columns
     */
    public BlockRows rows(
            DataBlock block,
            @Nullable String tableName,
            @Nullable Object[] others,
            Object[] behind) {
        Object[] constants = new Object[positions.length + behind.length];
        for (int column : absent) {
            constants[column] = others == null ? null : others[column];
        }
        if (tableNameColumn != ABSENT) {
            constants[tableNameColumn] = StringData.fromString(tableName);
        }
        System.arraycopy(behind, 0, constants, positions.length, behind.length);
        return new BlockRows(this, block, constants);
    }

    /** Whether there are columns that are not in the blocks, the name of the table aside. */
    public boolean lacksColumns() {
        return absent.length > 0;
    }

    /** What a row of a block has, by column; null in columns that are not in it. */
    public Object[] cells(DataBlock block, int row) {
        Object[] cells = new Object[positions.length];
        for (int column = 0; column < cells.length; column++) {
            int position = positions[column];
            if (position != ABSENT && !block.isNull(position, row)) {
                cells[column] = readers[column].read(block, position, row);
            }
        }
        return cells;
    }

    /** Where in a block a column is, {@link #ABSENT} if it is not. */
    int position(int column) {
        return column < positions.length ? positions[column] : ABSENT;
    }

    /** Whether a column is in the blocks, and its values cannot be changed. */
    boolean isImmutable(int column) {
        return position(column) != ABSENT
                && !rowType.getTypeAt(column).is(LogicalTypeFamily.BINARY_STRING);
    }

    CellReader[] readers() {
        return readers;
    }

    /** The columns that are NOT NULL. */
    int[] required() {
        return required;
    }

    RecordException missing(int column) {
        return new RecordException(
                "NullInNotNullColumn",
                "Column '"
                        + rowType.getFieldNames().get(column)
                        + "' is NOT NULL in the table but has no value in the row");
    }

    /** The column of this name, -1 if there is none. */
    public static int indexOf(RowType rowType, String name) {
        for (int i = 0; i < rowType.getFieldCount(); i++) {
            if (rowType.getFieldNames().get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return ABSENT;
    }

    /**
     * A count of a timestamp as a column of this type has it.
     *
     * @param zone of times without one
     */
    public static TimestampData time(
            long count, TimestampPrecision precision, LogicalType type, ZoneId zone) {
        TimestampData instant = CellReader.instant(count, precision);
        return type.is(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE)
                ? TimestampData.fromLocalDateTime(
                        LocalDateTime.ofInstant(instant.toInstant(), zone))
                : instant;
    }

    private boolean isTableName(int column) {
        return rowType.getFieldNames().get(column).equalsIgnoreCase(TABLE_NAME)
                && rowType.getTypeAt(column).is(LogicalTypeFamily.CHARACTER_STRING);
    }

    private CellReader reader(int column, Field field, DataBlock block, ZoneId zone) {
        LogicalType type = rowType.getTypeAt(column);
        if (!TypeMapping.readable(field, block.precision(), type)) {
            throw new ValidationException(
                    "Column '"
                            + rowType.getFieldNames().get(column)
                            + "' is declared as "
                            + type.asSummaryString()
                            + ", but TDengine has it as "
                            + field.type()
                            + "; declare it as "
                            + TypeMapping.dataType(field, block.precision())
                            + ".");
        }
        return CellReader.of(field, block.precision(), type, zone);
    }

    /** The server lower-cases names that were not quoted: case only matters among equals. */
    private static int position(String name, List<Field> fields) {
        int found = ABSENT;
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
            if (found == ABSENT && fields.get(i).name().equalsIgnoreCase(name)) {
                found = i;
            }
        }
        return found;
    }
}
