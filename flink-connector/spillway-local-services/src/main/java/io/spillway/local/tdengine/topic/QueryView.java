/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.topic;

import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.Topic;
import io.spillway.local.tdengine.query.Condition;
import io.spillway.local.tdengine.query.Cursor;
import io.spillway.local.tdengine.query.Projection;
import io.spillway.local.tdengine.query.Relation;
import io.spillway.local.tdengine.sql.Select;
import io.spillway.local.tdengine.storage.LogRecord;
import io.spillway.local.tdengine.storage.SuperTable;
import io.spillway.local.tdengine.storage.TableSchema;
import io.spillway.local.tdengine.value.TimePrecision;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/** Rows through a query: chosen, and with its columns. Columns a write left out are NULL. */
final class QueryView implements TopicView {

    private final Session session;
    private final Clock clock;
    private final Select query;
    private final String table;
    private final boolean superTable;
    private final TimePrecision precision;
    @Nullable private Bound bound;

    /**
     * @param superTable whether the table is one
     */
    QueryView(
            Session session,
            Clock clock,
            Select query,
            String table,
            boolean superTable,
            TimePrecision precision) {
        this.session = session;
        this.clock = clock;
        this.query = query;
        this.table = table;
        this.superTable = superTable;
        this.precision = precision;
    }

    /** The query bound to one version of its table. */
    private record Bound(
            TableSchema schema,
            @Nullable TableSchema tags,
            Projection projection,
            Condition condition) {}

    @Override
    @Nullable
    public Topic.Block show(LogRecord.Rows rows) {
        SuperTable of = rows.table().superTable();
        String name = superTable ? (of == null ? null : of.name()) : rows.table().name();
        if (!table.equals(name)) {
            return null;
        }
        Bound current = bind(rows, of);
        Cursor cursor = new Cursor();
        List<Object[]> shown = new ArrayList<>(rows.rows().size());
        Object[] cells = new Object[rows.schema().size()];
        Object[] ofTable = null;
        for (Object[] row : rows.rows()) {
            for (int i = 0; i < row.length; i++) {
                cells[rows.positions()[i]] = row[i];
            }
            cursor.set(rows.table().name(), rows.tags(), cells);
            if (current.condition().allowsTime((Long) cells[0])
                    && current.condition().allowsTable(cursor)
                    && current.condition().allowsRow(cursor)) {
                if (ofTable == null) {
                    ofTable = current.projection().ofTable(cursor);
                }
                shown.add(current.projection().row(ofTable, cursor));
            }
        }
        return shown.isEmpty()
                ? null
                : new Topic.Block(null, 0, current.projection().columns(), shown);
    }

    private synchronized Bound bind(LogRecord.Rows rows, @Nullable SuperTable of) {
        TableSchema tags = of == null ? null : of.tags();
        if (bound != null && bound.schema() == rows.schema() && bound.tags() == tags) {
            return bound;
        }
        Relation relation = Relation.of(table, rows.schema(), tags, alias(), superTable, precision);
        try {
            bound =
                    new Bound(
                            rows.schema(),
                            tags,
                            Projection.of(query, relation, session, clock),
                            Condition.of(query.where(), relation, session, clock, List.of()));
            return bound;
        } catch (TaosException impossible) {
            // columns of a topic cannot be dropped
            throw new IllegalStateException(
                    "the query of a topic no longer fits its table", impossible);
        }
    }

    @Nullable
    private String alias() {
        return query.source() == null ? null : query.source().alias();
    }

    @Override
    public boolean showsChangesOf(@Nullable String changed) {
        return superTable && table.equals(changed);
    }
}
