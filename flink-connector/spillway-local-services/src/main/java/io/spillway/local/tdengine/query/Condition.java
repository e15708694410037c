/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.query.Compiled.Scope;
import io.spillway.local.tdengine.sql.Expr;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/**
 * A WHERE taken apart: what chooses tables, which span of time, what is asked of every row.
 *
 * @param onlyTimes whether rows are chosen by the span alone
 */
public record Condition(
        List<Compiled> tables, TimeRange times, List<Compiled> rows, boolean onlyTimes) {

    public static final Condition NONE = new Condition(List.of(), TimeRange.ALL, List.of(), true);

    /** Binds a condition. */
    public static Condition of(
            @Nullable Expr where,
            Relation relation,
            Session session,
            Clock clock,
            List<Object> parameters)
            throws TaosException {
        if (where == null) {
            return NONE;
        }
        ExpressionCompiler compiler =
                new ExpressionCompiler(relation, session, clock, parameters, null);
        List<Compiled> tables = new ArrayList<>();
        List<Compiled> rows = new ArrayList<>();
        TimeRange times = TimeRange.ALL;
        for (Expr part : parts(where, new ArrayList<>())) {
            Compiled compiled = compiler.compile(part);
            TimeRange range = TimeRange.of(part, relation, compiler);
            if (range != null) {
                times = times.and(range);
            } else if (compiled.scope() == Scope.ROW) {
                rows.add(compiled);
            } else {
                tables.add(compiled);
            }
        }
        return new Condition(tables, times, rows, rows.isEmpty());
    }

    private static List<Expr> parts(Expr condition, List<Expr> into) {
        if (condition instanceof Expr.Binary binary && binary.operator().equals("and")) {
            parts(binary.left(), into);
            parts(binary.right(), into);
        } else {
            into.add(condition);
        }
        return into;
    }

    public boolean allowsTable(Cursor cursor) {
        return all(tables, cursor);
    }

    public boolean allowsRow(Cursor cursor) {
        return all(rows, cursor);
    }

    public boolean allowsTime(long time) {
        return time >= times.from() && time <= times.to();
    }

    private static boolean all(List<Compiled> conditions, Cursor cursor) {
        for (Compiled condition : conditions) {
            if (!condition.test(cursor)) {
                return false;
            }
        }
        return true;
    }
}
