/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.storage.Table;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Rows one after another. What it gives was fixed when it was opened. */
abstract class RowSource {

    private static final Object[] NO_CELLS = {};

    /** Puts the next row under the cursor, or returns false after the last. */
    abstract boolean advance(Cursor cursor);

    /** The rows a condition lets through. */
    static RowSource open(Relation relation, Condition condition) {
        if (relation.tables() == null) {
            return new Finished(relation.finished().iterator(), condition);
        }
        List<TableRows> tables = new ArrayList<>();
        Cursor cursor = new Cursor();
        for (Table table : relation.tables()) {
            cursor.set(table.name(), table.tags(), NO_CELLS);
            if (condition.allowsTable(cursor)) {
                List<Object[]> rows =
                        table.rows().range(condition.times().from(), condition.times().to());
                if (!rows.isEmpty()) {
                    tables.add(new TableRows(table.name(), table.tags(), rows));
                }
            }
        }
        return new Tables(tables, condition);
    }

    /** The tables a condition lets through, one row without cells each. */
    static RowSource tables(Relation relation, Condition condition) {
        List<TableRows> tables = new ArrayList<>();
        for (Table table : relation.tables()) {
            tables.add(new TableRows(table.name(), table.tags(), List.<Object[]>of(NO_CELLS)));
        }
        List<Compiled> both = new ArrayList<>(condition.tables());
        both.addAll(condition.rows());
        return new Tables(
                tables, new Condition(List.of(), condition.times(), both, both.isEmpty()));
    }

    private record TableRows(String name, Object[] tags, List<Object[]> rows) {}

    private static final class Finished extends RowSource {

        private final Iterator<Object[]> rows;
        private final Condition condition;

        Finished(Iterator<Object[]> rows, Condition condition) {
            this.rows = rows;
            this.condition = condition;
        }

        @Override
        boolean advance(Cursor cursor) {
            while (rows.hasNext()) {
                cursor.set(rows.next());
                if (condition.allowsTable(cursor) && condition.allowsRow(cursor)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static final class Tables extends RowSource {

        private final Iterator<TableRows> tables;
        private final Condition condition;
        private TableRows table = new TableRows("", NO_CELLS, List.of());
        private int next;

        Tables(List<TableRows> tables, Condition condition) {
            this.tables = tables.iterator();
            this.condition = condition;
        }

        @Override
        boolean advance(Cursor cursor) {
            while (true) {
                while (next < table.rows().size()) {
                    cursor.set(table.name(), table.tags(), table.rows().get(next++));
                    if (condition.allowsRow(cursor)) {
                        return true;
                    }
                }
                if (!tables.hasNext()) {
                    return false;
                }
                table = tables.next();
                next = 0;
            }
        }
    }
}
