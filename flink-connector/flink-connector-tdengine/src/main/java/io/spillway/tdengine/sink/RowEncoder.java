/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.sink.RowLayout.Cell;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Lays the cells of one row after the other out, and checks what the server would refuse. */
@Internal
final class RowEncoder implements RowOutput {

    private static final int WIRE_OVERHEAD_OF_VARIABLE = 4;

    private final RowLayout layout;
    private final TargetTable table;
    private final TargetColumn[] columns;
    private final ColumnLimits limits;
    private final int fixedWireBytes;
    @Nullable private final TagText names;

    private byte[] cells;
    private int end;
    @Nullable private String childTable;
    @Nullable private String checkedTable;
    private boolean delete;

    /**
     * @param names gives a child table its name if the row does not, null if it must
     */
    RowEncoder(RowLayout layout, @Nullable TagText names) {
        this.layout = layout;
        this.names = names;
        table = layout.table();
        List<TargetColumn> all = table.columns();
        columns = all.toArray(new TargetColumn[0]);
        limits = new ColumnLimits(table.precision());
        cells = new byte[layout.fixedSize() + 64 * columns.length];
        int wire = 0;
        for (TargetColumn column : all) {
            wire +=
                    1
                            + (column.type().isVariable()
                                    ? WIRE_OVERHEAD_OF_VARIABLE
                                    : column.type().width());
        }
        fixedWireBytes = wire;
    }

    /** Forgets the row before. */
    void reset() {
        Arrays.fill(cells, 0, layout.fixedSize(), (byte) 0);
        end = layout.fixedSize();
        childTable = null;
        delete = false;
    }

    /**
     * The row as it was set.
     *
     * @throws RecordException if it lacks what every row must have
     */
    SinkRow toRow(@Nullable Long eventTime) throws RecordException {
        String target = childTable;
        if (table.superTable()) {
            if (target == null && names != null) {
                target = names.tableName(cells);
            } else if (target == null) {
                throw new RecordException(
                        "MissingTableName", "The name of the table the row goes to is NULL");
            }
        } else {
            target = table.name();
        }
        requireSet(table.timestamp());
        if (table.compositeKey() >= 0) {
            if (delete) {
                // the server deletes by timestamp alone, which would take other rows too
                throw new IllegalStateException(
                        "Table "
                                + table
                                + " has a composite key, of whose rows single ones cannot be "
                                + "deleted; set 'sink.ignore-delete' to write without deletes");
            }
            requireSet(table.compositeKey());
        }
        return new SinkRow(
                target,
                layout.getLong(cells, table.timestamp()),
                delete,
                Arrays.copyOf(cells, end),
                fixedWireBytes + end - layout.fixedSize() + target.length(),
                eventTime);
    }

    private void requireSet(int column) throws RecordException {
        if (layout.isNull(cells, column)) {
            throw new RecordException(
                    "NullNotAllowed",
                    "Column '" + columns[column].name() + "' is part of the key and is NULL");
        }
    }

    @Override
    public void setTable(String name) throws RecordException {
        if (!table.superTable()) {
            throw new IllegalStateException(
                    "Rows go to the one table " + table + ", they cannot choose another");
        }
        if (!name.equals(checkedTable)) {
            TableName.check(name);
            checkedTable = name;
        }
        // rows of one table in a row then share their name
        childTable = checkedTable;
    }

    @Override
    public void delete() {
        delete = true;
    }

    @Override
    public void setNull(int column) {
        layout.putNull(cells, column);
    }

    @Override
    public void setBoolean(int column, boolean value) {
        if (columns[column].type() != TDengineType.BOOL) {
            throw unsuitable(column, "a truth value");
        }
        layout.putLong(cells, column, value ? 1 : 0);
    }

    @Override
    public void setLong(int column, long value) throws RecordException {
        if (layout.kind(column) != Cell.LONG) {
            throw unsuitable(column, "an integer");
        }
        limits.checkLong(columns[column], value);
        layout.putLong(cells, column, value);
    }

    @Override
    public void setDouble(int column, double value) throws RecordException {
        if (layout.kind(column) != Cell.DOUBLE) {
            throw unsuitable(column, "a floating-point number");
        }
        limits.checkDouble(columns[column], value);
        layout.putLong(cells, column, Double.doubleToRawLongBits(value));
    }

    @Override
    public void setDecimal(int column, BigDecimal value) throws RecordException {
        TargetColumn target = columns[column];
        switch (layout.kind(column)) {
            case LONG -> layout.putLong(cells, column, limits.toInteger(target, value));
            case SHORT_DECIMAL ->
                    layout.putLong(
                            cells,
                            column,
                            limits.scaled(target, value).unscaledValue().longValueExact());
            case LONG_DECIMAL -> {
                byte[] unscaled = limits.scaled(target, value).unscaledValue().toByteArray();
                append(column, unscaled, 0, unscaled.length);
            }
            default -> throw unsuitable(column, "a decimal");
        }
    }

    @Override
    public void setTimestamp(int column, long epochMillis, int nanosOfMilli)
            throws RecordException {
        if (columns[column].type() != TDengineType.TIMESTAMP) {
            throw unsuitable(column, "a timestamp");
        }
        layout.putLong(
                cells, column, limits.toTimestamp(columns[column], epochMillis, nanosOfMilli));
    }

    @Override
    public void setString(int column, String value) throws RecordException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        setBytes(column, bytes, 0, bytes.length);
    }

    @Override
    public void setBytes(int column, byte[] value, int offset, int length) throws RecordException {
        if (layout.kind(column) != Cell.BYTES) {
            throw unsuitable(column, "text or bytes");
        }
        limits.checkLength(columns[column], value, offset, length);
        append(column, value, offset, length);
    }

    private void append(int column, byte[] value, int offset, int length) {
        if (end + length > cells.length) {
            cells = Arrays.copyOf(cells, Math.max(cells.length * 2, end + length));
        }
        System.arraycopy(value, offset, cells, end, length);
        layout.putPlace(cells, column, end, length);
        end += length;
    }

    private IllegalArgumentException unsuitable(int column, String what) {
        return new IllegalArgumentException(
                "Column '"
                        + columns[column].name()
                        + "' of "
                        + table
                        + " is "
                        + columns[column].type()
                        + " and does not take "
                        + what);
    }
}
