/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.topic;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Topic;
import io.spillway.local.tdengine.query.Condition;
import io.spillway.local.tdengine.query.Cursor;
import io.spillway.local.tdengine.storage.LogRecord;
import io.spillway.local.tdengine.storage.SuperTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.annotation.Nullable;

/** Rows as they were written, of one super table or of all tables: the columns a write named. */
final class TableView implements TopicView {

    private static final Object[] NO_CELLS = {};

    @Nullable private final String superTable;
    private final Condition condition;

    /**
     * @param superTable null for all tables
     * @param condition on tags
     */
    TableView(@Nullable String superTable, Condition condition) {
        this.superTable = superTable;
        this.condition = condition;
    }

    @Override
    @Nullable
    public Topic.Block show(LogRecord.Rows rows) {
        if (!belongs(rows)) {
            return null;
        }
        int[] positions = rows.positions();
        int[] order = order(positions);
        List<ColumnSpec> columns = new ArrayList<>(order.length);
        for (int index : order) {
            columns.add(rows.schema().column(positions[index]).spec());
        }
        return new Topic.Block(
                rows.table().name(),
                rows.schema().version(),
                columns,
                isIdentity(order) ? rows.rows() : reordered(rows.rows(), order));
    }

    private boolean belongs(LogRecord.Rows rows) {
        if (superTable == null) {
            return true;
        }
        SuperTable of = rows.table().superTable();
        if (of == null || !of.name().equals(superTable)) {
            return false;
        }
        Cursor cursor = new Cursor();
        cursor.set(rows.table().name(), rows.tags(), NO_CELLS);
        return condition.allowsTable(cursor);
    }

    /** Cells in the order of the schema, whatever the order of the statement. */
    private static int[] order(int[] positions) {
        Integer[] indexes = new Integer[positions.length];
        Arrays.setAll(indexes, i -> i);
        Arrays.sort(indexes, (a, b) -> Integer.compare(positions[a], positions[b]));
        return Arrays.stream(indexes).mapToInt(Integer::intValue).toArray();
    }

    private static boolean isIdentity(int[] order) {
        for (int i = 0; i < order.length; i++) {
            if (order[i] != i) {
                return false;
            }
        }
        return true;
    }

    private static List<Object[]> reordered(List<Object[]> rows, int[] order) {
        List<Object[]> result = new ArrayList<>(rows.size());
        for (Object[] row : rows) {
            Object[] cells = new Object[order.length];
            for (int i = 0; i < order.length; i++) {
                cells[i] = row[order[i]];
            }
            result.add(cells);
        }
        return result;
    }

    @Override
    public boolean showsChangesOf(@Nullable String changed) {
        return superTable == null || superTable.equals(changed);
    }
}
