/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.common.deadletter.RowDataJson;
import io.spillway.tdengine.sink.RowOutput;
import io.spillway.tdengine.sink.TDengineSerializationSchema;
import io.spillway.tdengine.sink.TargetTable;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/** Writes the rows of a table; those of a changelog by the rows they stand for. */
@Internal
final class RowDataSerializer implements TDengineSerializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private final RowType rowType;
    private final int[] fields;
    @Nullable private final ChildTableName childTable;
    private final Changes changes;
    private final ZoneId zone;
    private final RowDataJson json;

    private transient CellWriter[] writers;
    private transient int timestamp;

    /**
     * What is done with changes.
     *
     * @param ignoreDelete whether rows stay when they are deleted
     * @param timestamp name of the column that the plan takes for the table's timestamp, null if
     *     the plan does not depend on it
     */
    record Changes(boolean ignoreDelete, @Nullable String timestamp)
            implements java.io.Serializable {}

    /**
     * @param rowType columns, and after them what metadata is written
     * @param fields indexes of those that are columns of the table
     * @param childTable null if all rows go to one table
     * @param zone of timestamps without one
     */
    RowDataSerializer(
            RowType rowType,
            int[] fields,
            @Nullable ChildTableName childTable,
            Changes changes,
            ZoneId zone) {
        this.rowType = rowType;
        this.fields = fields;
        this.childTable = childTable;
        this.changes = changes;
        this.zone = zone;
        json = new RowDataJson(rowType, null);
    }

    @Override
    public List<String> columns() {
        List<String> names = new ArrayList<>(fields.length);
        for (int field : fields) {
            names.add(rowType.getFieldNames().get(field));
        }
        return names;
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, TargetTable table) {
        writers = new CellWriter[fields.length];
        for (int i = 0; i < fields.length; i++) {
            writers[i] = CellWriter.of(rowType.getTypeAt(fields[i]), table.columns().get(i), zone);
        }
        timestamp = table.timestamp();
        String name = columns().get(timestamp);
        if (changes.timestamp() != null && !changes.timestamp().equals(name)) {
            throw new ValidationException(
                    "Rows of "
                            + table
                            + " are told apart by column '"
                            + name
                            + "', but '"
                            + changes.timestamp()
                            + "' is the first TIMESTAMP column of the table in Flink, by which "
                            + "updates were planned; declare '"
                            + name
                            + "' before it.");
        }
        if (childTable != null) {
            childTable.open();
        }
    }

    @Override
    public boolean serialize(RowData row, RowOutput output) throws IOException {
        RowKind kind = row.getRowKind();
        boolean delete = kind == RowKind.DELETE || kind == RowKind.UPDATE_BEFORE;
        if (delete && changes.ignoreDelete()) {
            return false;
        }
        if (childTable != null) {
            output.setTable(childTable.of(row));
        }
        if (delete) {
            // the rest of a deleted row does not matter, and may not even fit
            output.delete();
            write(row, timestamp, output);
            return true;
        }
        for (int i = 0; i < writers.length; i++) {
            write(row, i, output);
        }
        return true;
    }

    private void write(RowData row, int column, RowOutput output) throws IOException {
        int field = fields[column];
        if (!row.isNullAt(field)) {
            writers[column].write(row, field, output, column);
        }
    }

    @Override
    public byte[] describe(RowData row) {
        return json.write(row);
    }
}
