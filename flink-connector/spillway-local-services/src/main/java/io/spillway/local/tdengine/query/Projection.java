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

/** The columns of a query that looks at one row at a time. */
public final class Projection {

    private final SelectPlan plan;

    private Projection(SelectPlan plan) {
        this.plan = plan;
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

    public Object[] row(Cursor cursor) {
        return SelectPlan.row(plan.items(), cursor);
    }
}
