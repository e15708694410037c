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
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Writes the cells of one row after the other, and checks what the server would refuse. */
@Internal
final class RowEncoder implements RowOutput {

    private static final int WIRE_OVERHEAD_OF_VARIABLE = 4;

    private final RowLayout layout;
    private final TargetTable table;
    private final TargetColumn[] columns;
    private final ColumnLimits limits;
    private final int fixedWireBytes;
    @Nullable private final TagText names;

    private RowChunk chunk;
    private SinkRow row;
    @Nullable private String childTable;
    @Nullable private String checkedTable;

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
        chunk = new RowChunk(layout);
        row = chunk.begin();
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
        if (!chunk.hasRoom()) {
            chunk = chunk.next();
        }
        row = chunk.begin();
        childTable = null;
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
                target = names.tableName(row);
            } else if (target == null) {
                throw new RecordException(
                        "MissingTableName", "The name of the table the row goes to is NULL");
            }
        } else {
            target = table.name();
        }
        requireSet(table.timestamp());
        if (table.compositeKey() >= 0) {
            if (row.delete()) {
                // the server deletes by timestamp alone, which would take other rows too
                throw new IllegalStateException(
                        "Table "
                                + table
                                + " has a composite key, of whose rows single ones cannot be "
                                + "deleted; set 'sink.ignore-delete' to write without deletes");
            }
            requireSet(table.compositeKey());
        }
        return chunk.finish(target, fixedWireBytes + chunk.rowBytes() + target.length(), eventTime);
    }

    private void requireSet(int column) throws RecordException {
        if (row.isNull(column)) {
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
        chunk.setDelete();
    }

    @Override
    public void setNull(int column) {
        chunk.setNull(column);
    }

    @Override
    public void setBoolean(int column, boolean value) {
        if (columns[column].type() != TDengineType.BOOL) {
            throw unsuitable(column, "a truth value");
        }
        chunk.set(column, value ? 1 : 0);
    }

    @Override
    public void setLong(int column, long value) throws RecordException {
        if (layout.kind(column) != Cell.LONG) {
            throw unsuitable(column, "an integer");
        }
        limits.checkLong(columns[column], value);
        chunk.set(column, value);
    }

    @Override
    public void setDouble(int column, double value) throws RecordException {
        if (layout.kind(column) != Cell.DOUBLE) {
            throw unsuitable(column, "a floating-point number");
        }
        limits.checkDouble(columns[column], value);
        chunk.set(column, Double.doubleToRawLongBits(value));
    }

    @Override
    public void setDecimal(int column, BigDecimal value) throws RecordException {
        TargetColumn target = columns[column];
        switch (layout.kind(column)) {
            case LONG -> chunk.set(column, limits.toInteger(target, value));
            case SHORT_DECIMAL ->
                    chunk.set(
                            column, limits.scaled(target, value).unscaledValue().longValueExact());
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
        chunk.set(column, limits.toTimestamp(columns[column], epochMillis, nanosOfMilli));
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
        if (!chunk.hasRoomFor(length)) {
            chunk = chunk.nextWithRow(length);
            row = chunk.begun();
        }
        chunk.setBytes(column, value, offset, length);
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
