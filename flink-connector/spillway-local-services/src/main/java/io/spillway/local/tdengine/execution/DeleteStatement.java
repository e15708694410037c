/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.query.Condition;
import io.spillway.local.tdengine.query.Cursor;
import io.spillway.local.tdengine.query.Relation;
import io.spillway.local.tdengine.query.Relations;
import io.spillway.local.tdengine.sql.Expr;
import io.spillway.local.tdengine.sql.Statement;
import io.spillway.local.tdengine.storage.LogRecord;
import io.spillway.local.tdengine.storage.Table;
import io.spillway.local.tdengine.storage.Vgroup;
import io.spillway.local.tdengine.value.TaosErrors;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;

/** DELETE: a span of time of a table, or of the tables of a super table that tags choose. */
final class DeleteStatement {

    private static final Object[] NO_CELLS = {};

    private final Relations relations;
    private final Clock clock;

    DeleteStatement(Relations relations, Clock clock) {
        this.relations = relations;
        this.clock = clock;
    }

    /**
     * @return rows deleted
     */
    int execute(Session session, Statement.Delete statement) throws TaosException {
        Relation relation = relations.find(session, statement.table(), null);
        if (relation.tables() == null) {
            throw TaosErrors.noTable();
        }
        if (namesTables(statement.where())) {
            throw TaosErrors.invalidTbname();
        }
        Condition condition = Condition.of(statement.where(), relation, session, clock, List.of());
        if (!condition.onlyTimes()) {
            throw new TaosException(
                    0x2655, "The DELETE statement must only have a definite time window range");
        }
        long from = condition.times().from();
        long to = condition.times().to();
        int deleted = 0;
        Set<Vgroup> told = new HashSet<>();
        Cursor cursor = new Cursor();
        for (Table table : relation.tables()) {
            cursor.set(table.name(), table.tags(), NO_CELLS);
            if (condition.allowsTable(cursor)) {
                deleted += table.rows().delete(from, to);
                String superTable = table.superTable() == null ? null : table.superTable().name();
                boolean whole = statement.table().name().equals(superTable);
                // of a super table each vgroup tells no more than its name
                if (!whole || told.add(table.vgroup())) {
                    String timeColumn = table.schema().column(0).name();
                    String name = whole ? superTable : table.name();
                    table.vgroup()
                            .wal()
                            .append(
                                    new LogRecord.Change(
                                            superTable,
                                            MetaJson.delete(name, timeColumn, from, to)));
                }
            }
        }
        return deleted;
    }

    private static boolean namesTables(@Nullable Expr expression) {
        if (expression instanceof Expr.ColumnName column) {
            return column.name().equals("tbname");
        }
        if (expression instanceof Expr.Binary binary) {
            return namesTables(binary.left()) || namesTables(binary.right());
        }
        if (expression instanceof Expr.Not not) {
            return namesTables(not.operand());
        }
        if (expression instanceof Expr.In in) {
            return namesTables(in.operand());
        }
        if (expression instanceof Expr.Like like) {
            return namesTables(like.operand());
        }
        if (expression instanceof Expr.Between between) {
            return namesTables(between.operand());
        }
        return expression instanceof Expr.IsNull isNull && namesTables(isNull.operand());
    }
}
