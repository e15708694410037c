/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.data.BindField;
import io.spillway.tdengine.data.BindRows;
import io.spillway.tdengine.sink.Batch.TableRows;
import io.spillway.tdengine.sql.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * The prepared INSERT into a table, and how rows are bound to it: the child table's name, the
 * columns, the tags.
 */
@Internal
final class RowBinder {

    private static final int GATHERED = 32;

    private final RowLayout layout;
    private final boolean named;
    private final int[] columns;
    private final int[] tags;

    /** Those that are bound next. */
    private final SinkRow[] gathered = new SinkRow[GATHERED];

    /** Bound as NULL, so that the server makes child tables; null if tags are written. */
    @Nullable private final TargetColumn spareTag;

    RowBinder(RowLayout layout) {
        this.layout = layout;
        named = layout.table().superTable();
        spareTag = named ? layout.table().spareTag() : null;
        List<TargetColumn> all = layout.table().columns();
        List<Integer> columnIndexes = new ArrayList<>();
        List<Integer> tagIndexes = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            (all.get(i).tag() ? tagIndexes : columnIndexes).add(i);
        }
        columns = columnIndexes.stream().mapToInt(Integer::intValue).toArray();
        tags = tagIndexes.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Such as {@code INSERT INTO `db`.`st`(tbname,`ts`,`v`,`tag`) VALUES(?,?,?,?)}. */
    String statement() {
        TargetTable table = layout.table();
        StringBuilder sql = new StringBuilder("INSERT INTO ");
        sql.append(SqlText.table(table.database(), table.name())).append('(');
        StringBuilder marks = new StringBuilder();
        if (named) {
            sql.append("tbname,");
            marks.append("?,");
        }
        for (int[] part : new int[][] {columns, tags}) {
            for (int column : part) {
                sql.append(SqlText.name(table.columns().get(column).name())).append(',');
                marks.append("?,");
            }
        }
        if (spareTag != null) {
            sql.append(SqlText.name(spareTag.name())).append(',');
            marks.append("?,");
        }
        sql.setLength(sql.length() - 1);
        marks.setLength(marks.length() - 1);
        return sql.append(") VALUES(").append(marks).append(')').toString();
    }

    /** Fails unless the server's fields are those of {@link #statement}, in its order. */
    void check(List<BindField> fields) {
        int expected = columns.length + tags.length + (named ? 1 : 0) + (spareTag == null ? 0 : 1);
        if (fields.size() != expected) {
            throw mismatch(expected + " fields expected, the server has " + fields.size());
        }
        int field = 0;
        if (named) {
            BindField first = fields.get(field++);
            if (first.kind() != BindField.Kind.TABLE_NAME) {
                throw mismatch("the table's name expected first, the server has " + first.name());
            }
        }
        for (int column : columns) {
            check(fields.get(field++), column, BindField.Kind.COLUMN);
        }
        for (int tag : tags) {
            check(fields.get(field++), tag, BindField.Kind.TAG);
        }
        if (spareTag != null) {
            check(fields.get(field), spareTag, BindField.Kind.TAG);
        }
    }

    private void check(BindField field, int column, BindField.Kind kind) {
        check(field, layout.table().columns().get(column), kind);
    }

    private void check(BindField field, TargetColumn expected, BindField.Kind kind) {
        if (field.kind() != kind || field.type() != expected.type()) {
            throw mismatch(
                    kind
                            + " "
                            + expected.name()
                            + " of type "
                            + expected.type()
                            + " expected, the server has "
                            + field.kind()
                            + " "
                            + field.name()
                            + " of type "
                            + field.type()
                            + "; was the table changed since the job started?");
        }
    }

    private CompletionException mismatch(String what) {
        return new CompletionException(PreparedInserter.unexpected(layout, what));
    }

    /**
     * @param tagRow the row that gives the table's tags
     */
    void bind(TableRows table, SinkRow tagRow, BindRows target) {
        target.startTable(table.table());
        int firstField = named ? 1 : 0;
        for (int i = 0; i < tags.length; i++) {
            if (!tagRow.isNull(tags[i])) {
                bindCell(tagRow, tags[i], firstField + columns.length + i, target);
            }
        }
        List<SinkRow> rows = table.rows();
        for (int from = 0; from < rows.size(); from += GATHERED) {
            int count = Math.min(GATHERED, rows.size() - from);
            boolean nulls = gather(rows, from, count);
            for (int i = 0; i < count; i++) {
                target.startRow();
                bindRow(gathered[i], firstField, nulls, target);
            }
        }
    }

    /**
     * Rows of a table come from all over a batch, so most of binding is waiting for memory: looking
     * at several rows first lets those waits overlap.
     *
     * @return whether any of the rows has a NULL
     */
    private boolean gather(List<SinkRow> rows, int from, int count) {
        boolean nulls = false;
        for (int i = 0; i < count; i++) {
            SinkRow row = rows.get(from + i);
            gathered[i] = row;
            nulls |= row.hasNulls();
        }
        return nulls;
    }

    private void bindRow(SinkRow row, int firstField, boolean nulls, BindRows target) {
        for (int i = 0; i < columns.length; i++) {
            // a cell that is not set is NULL
            if (!nulls || !row.isNull(columns[i])) {
                bindCell(row, columns[i], firstField + i, target);
            }
        }
    }

    private void bindCell(SinkRow row, int column, int field, BindRows target) {
        switch (layout.kind(column)) {
            case LONG -> target.setLong(field, row.getLong(column));
            case DOUBLE -> target.setDouble(field, row.getDouble(column));
            case SHORT_DECIMAL, LONG_DECIMAL -> target.setDecimal(field, row.getDecimal(column));
            case BYTES ->
                    target.setBytes(field, row.bytes(), row.offset(column), row.length(column));
        }
    }
}
