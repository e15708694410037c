/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.sql.Select;
import io.spillway.local.tdengine.value.TimePrecision;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Runs queries. The caller holds the engine's lock until the result is there. */
public final class SelectExecutor {

    private static final Object[] NO_CELLS = {};

    private final Relations relations;
    private final Clock clock;

    public SelectExecutor(Relations relations, Clock clock) {
        this.relations = relations;
        this.clock = clock;
    }

    /**
     * @param parameters values of the question marks
     */
    public SqlResult execute(Session session, Select select, List<Object> parameters)
            throws TaosException {
        Relation relation = relation(session, select, parameters);
        SelectPlan plan = SelectPlan.of(select, relation, session, clock, parameters);
        Condition condition = Condition.of(select.where(), relation, session, clock, parameters);
        RowSource source =
                plan.readsTablesOnly(select)
                        ? RowSource.tables(relation, condition)
                        : RowSource.open(relation, condition);
        Iterator<Object[]> rows;
        if (plan.streams(select)) {
            rows = new Stream(source, plan.items(), select.offset(), select.limit());
        } else {
            rows = Collected.run(source, plan, select, condition).iterator();
        }
        return SqlResult.queried(plan.columns(), relation.precision().code(), rows);
    }

    /** What a query would give, without running it. */
    public List<ColumnSpec> describe(Session session, Select select) throws TaosException {
        Relation relation = relation(session, select, List.of());
        return SelectPlan.of(select, relation, session, clock, List.of()).columns();
    }

    private Relation relation(Session session, Select select, List<Object> parameters)
            throws TaosException {
        if (select.source() == null) {
            return Relation.finished(
                    null, null, List.of(), TimePrecision.MILLI, List.<Object[]>of(NO_CELLS));
        }
        if (select.source() instanceof Select.Source.Sub sub) {
            SqlResult inner = execute(session, sub.query(), parameters);
            List<Object[]> rows = new ArrayList<>();
            inner.rows().forEachRemaining(rows::add);
            return Relation.finished(
                    null,
                    sub.alias(),
                    inner.columns(),
                    TimePrecision.values()[inner.precision()],
                    rows);
        }
        Select.Source.Named named = (Select.Source.Named) select.source();
        return relations.find(session, named.table(), named.alias());
    }

    /** Rows computed as they are asked for. */
    private static final class Stream implements Iterator<Object[]> {

        private final RowSource source;
        private final List<Compiled> items;
        private final Cursor cursor = new Cursor();
        private long left;
        private boolean ready;
        private boolean ended;

        Stream(RowSource source, List<Compiled> items, long offset, long limit) {
            this.source = source;
            this.items = items;
            this.left = limit < 0 ? Long.MAX_VALUE : limit;
            for (long skipped = 0; skipped < offset && !ended; skipped++) {
                ended = !source.advance(cursor);
            }
        }

        @Override
        public boolean hasNext() {
            if (!ready && !ended) {
                ready = left > 0 && source.advance(cursor);
                ended = !ready;
            }
            return ready;
        }

        @Override
        public Object[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ready = false;
            left--;
            return SelectPlan.row(items, cursor);
        }
    }
}
