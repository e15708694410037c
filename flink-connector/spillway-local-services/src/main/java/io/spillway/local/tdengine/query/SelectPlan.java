/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.query.Compiled.Scope;
import io.spillway.local.tdengine.sql.Expr;
import io.spillway.local.tdengine.sql.Select;
import io.spillway.local.tdengine.value.TaosErrors;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.annotation.Nullable;

/**
 * A query bound to its relation.
 *
 * @param keys by which rows are grouped
 * @param orders expressions by which the result is ordered
 */
record SelectPlan(
        Relation relation,
        List<ColumnSpec> columns,
        List<Compiled> items,
        AggregateSlots aggregates,
        List<Compiled> keys,
        @Nullable Compiled having,
        List<Compiled> orders) {

    private static final int LONGEST_NAME = 64;

    static SelectPlan of(
            Select select, Relation relation, Session session, Clock clock, List<Object> parameters)
            throws TaosException {
        AggregateSlots aggregates = new AggregateSlots(relation.primaryKey() != null);
        ExpressionCompiler plain =
                new ExpressionCompiler(relation, session, clock, parameters, null);
        ExpressionCompiler compiler =
                new ExpressionCompiler(relation, session, clock, parameters, aggregates);
        aggregates.setArguments(plain);
        List<Select.Item> expanded = expand(select.items(), relation);
        List<ColumnSpec> columns = new ArrayList<>();
        List<Compiled> items = new ArrayList<>();
        List<Boolean> loose = new ArrayList<>();
        for (Select.Item item : expanded) {
            int before = aggregates.slots().size();
            Compiled compiled = compiler.compile(item.expression());
            items.add(compiled);
            columns.add(ExpressionCompiler.named(compiled.type(), name(item)));
            loose.add(aggregates.slots().size() == before && !compiled.isConstant());
        }
        List<Compiled> keys = new ArrayList<>();
        for (Expr key : select.partitionBy()) {
            keys.add(plain.compile(key));
        }
        for (Expr key : select.groupBy()) {
            keys.add(plain.compile(key));
        }
        Compiled having = select.having() == null ? null : compiler.compile(select.having());
        List<Compiled> orders = new ArrayList<>();
        for (Select.Order order : select.orderBy()) {
            orders.add(order(order.expression(), expanded, items, compiler));
        }
        checkGrouping(select, expanded, loose, aggregates);
        return new SelectPlan(relation, columns, items, aggregates, keys, having, orders);
    }

    /** Columns beside aggregates must be keys, or belong to the row a selector chose. */
    private static void checkGrouping(
            Select select, List<Select.Item> items, List<Boolean> loose, AggregateSlots aggregates)
            throws TaosException {
        if (aggregates.isEmpty() && select.groupBy().isEmpty()) {
            return;
        }
        List<Expr> keys = new ArrayList<>(select.groupBy());
        keys.addAll(select.partitionBy());
        long selectors =
                aggregates.slots().stream()
                        .filter(slot -> AggregateSlots.isSelector(slot.function()))
                        .count();
        boolean chosen = selectors > 0 && selectors == aggregates.slots().size();
        for (int i = 0; i < items.size(); i++) {
            Expr expression = items.get(i).expression();
            if (loose.get(i)
                    && !chosen
                    && !keys.contains(expression)
                    && !isOfKey(expression, keys)) {
                if (select.groupBy().isEmpty()) {
                    throw new TaosException(0x260C, "Not a single-group group function");
                }
                throw new TaosException(0x260A, "Not a GROUP BY expression");
            }
        }
    }

    /** Tags and expressions of a partition by table name are the same for all its rows. */
    private static boolean isOfKey(Expr expression, List<Expr> keys) {
        if (expression instanceof Expr.ColumnName column) {
            for (Expr key : keys) {
                if (key instanceof Expr.ColumnName other && other.name().equals(column.name())) {
                    return true;
                }
            }
            return false;
        }
        if (expression instanceof Expr.JsonGet get) {
            return keys.contains(get.operand());
        }
        return !(expression instanceof Expr.Star);
    }

    private static String name(Select.Item item) {
        if (item.alias() != null) {
            return item.alias();
        }
        if (item.expression() instanceof Expr.ColumnName column) {
            return column.name();
        }
        String text =
                item.expression() instanceof Expr.Call
                        ? item.text().toLowerCase(Locale.ROOT)
                        : item.text();
        return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
    }

    /** Puts columns where stars stand. */
    private static List<Select.Item> expand(List<Select.Item> items, Relation relation)
            throws TaosException {
        List<Select.Item> expanded = new ArrayList<>();
        for (Select.Item item : items) {
            if (item.expression() instanceof Expr.Star star) {
                for (Relation.Field field : relation.fields()) {
                    if (relation.isShownByStar(field)) {
                        String name = field.spec().name();
                        expanded.add(
                                new Select.Item(
                                        new Expr.ColumnName(star.qualifier(), name), null, name));
                    }
                }
                if (relation.fields().isEmpty()) {
                    throw TaosErrors.syntax(item.text());
                }
            } else if (item.expression() instanceof Expr.Call call
                    && AggregateSlots.takesMany(call.name())) {
                expandCall(item, call, relation, expanded);
            } else {
                expanded.add(item);
            }
        }
        return expanded;
    }

    private static void expandCall(
            Select.Item item, Expr.Call call, Relation relation, List<Select.Item> expanded) {
        List<Expr> arguments = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            if (argument instanceof Expr.Star star) {
                for (Relation.Field field : relation.fields()) {
                    if (field.scope() == Scope.ROW) {
                        arguments.add(new Expr.ColumnName(star.qualifier(), field.spec().name()));
                    }
                }
            } else {
                arguments.add(argument);
            }
        }
        boolean one = arguments.size() == 1 && !(call.arguments().get(0) instanceof Expr.Star);
        for (Expr argument : arguments) {
            String text =
                    !one && argument instanceof Expr.ColumnName column
                            ? call.name() + "(" + column.name() + ")"
                            : item.text();
            expanded.add(
                    new Select.Item(
                            new Expr.Call(call.name(), List.of(argument)),
                            one ? item.alias() : null,
                            text));
        }
    }

    private static Compiled order(
            Expr expression,
            List<Select.Item> items,
            List<Compiled> compiled,
            ExpressionCompiler compiler)
            throws TaosException {
        if (expression instanceof Expr.IntLiteral number) {
            int index = number.value().intValue() - 1;
            if (index < 0 || index >= compiled.size()) {
                throw new TaosException(
                        0x2609,
                        "ORDER BY / GROUP BY item must be the number of a SELECT-list expression");
            }
            return compiled.get(index);
        }
        if (expression instanceof Expr.ColumnName column && column.qualifier() == null) {
            for (int i = 0; i < items.size(); i++) {
                if (column.name().equals(items.get(i).alias())) {
                    return compiled.get(i);
                }
            }
        }
        return compiler.compile(expression);
    }

    boolean groups(Select select) {
        return !aggregates.isEmpty() || !select.groupBy().isEmpty();
    }

    /** Whether nothing but tags and names of tables is asked for, once per table. */
    boolean readsTablesOnly(Select select) {
        return relation.tables() != null
                && (select.distinct() || select.tagsOnly())
                && aggregates.isEmpty()
                && items.stream().allMatch(item -> item.scope() != Scope.ROW);
    }

    /** Whether groups of tables show a count of zero too. */
    boolean countsEmptyTables(Condition condition) {
        return aggregates.counts()
                && relation.tables() != null
                && condition.onlyTimes()
                && keys.stream().allMatch(key -> key.scope() != Scope.ROW);
    }

    /** Whether rows can be given out as they are read. */
    boolean streams(Select select) {
        return !groups(select)
                && keys.isEmpty()
                && !select.distinct()
                && (orders.isEmpty() || comesInOrder(select))
                && having == null;
    }

    /** Whether rows come as they are asked for: those of one table come by its time. */
    private boolean comesInOrder(Select select) {
        Select.Order first = select.orderBy().get(0);
        return orders.size() == 1
                && !first.descending()
                && relation.tables() != null
                && relation.tables().size() == 1
                && first.expression() instanceof Expr.ColumnName column
                && relation.fields()
                        .get(0)
                        .equals(relation.field(column.qualifier(), column.name()))
                && select.items().stream().noneMatch(item -> column.name().equals(item.alias()));
    }

    static Object[] row(List<Compiled> items, Cursor cursor) {
        Object[] row = new Object[items.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = items.get(i).value().of(cursor);
        }
        return row;
    }
}
