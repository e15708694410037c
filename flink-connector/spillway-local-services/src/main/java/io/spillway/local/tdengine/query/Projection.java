/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.sql.Select;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;

/** The columns of a query that looks at one row at a time. */
public final class Projection {

    private final SelectPlan plan;
    private final Compiled.Value[] values;

    /** The columns that differ from row to row of a table. */
    private final int[] ofRow;

    private Projection(SelectPlan plan) {
        List<Compiled> items = plan.items();
        this.plan = plan;
        this.values = items.stream().map(Compiled::value).toArray(Compiled.Value[]::new);
        this.ofRow =
                IntStream.range(0, values.length)
                        .filter(i -> items.get(i).scope() == Compiled.Scope.ROW)
                        .toArray();
    }

    /** Binds the columns of a query to a relation. */
    public static Projection of(Select select, Relation relation, Session session, Clock clock)
            throws TaosException {
        return new Projection(SelectPlan.of(select, relation, session, clock, List.of()));
    }

    /** Whether the query needs more than one row for a row of its result. */
    public static boolean isPossible(Select select, Relation relation, Session session, Clock clock)
            throws TaosException {
        SelectPlan plan = SelectPlan.of(select, relation, session, clock, List.of());
        return plan.streams(select) && select.limit() < 0 && relation.tables() != null;
    }

    public List<ColumnSpec> columns() {
        return plan.columns();
    }

    /** A row of a table, to make its other rows of. */
    public Object[] ofTable(Cursor cursor) {
        Object[] row = new Object[values.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = values[i].of(cursor);
        }
        return row;
    }

    /**
     * @param ofTable of the row's table
     */
    public Object[] row(Object[] ofTable, Cursor cursor) {
        Object[] row = ofTable.clone();
        for (int column : ofRow) {
            row[column] = values[column].of(cursor);
        }
        return row;
    }
}
