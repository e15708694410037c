/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.sql.Select;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Results that need all rows before the first: groups, order, distinct. */
final class Collected {

    private final SelectPlan plan;
    private final Select select;
    private final Condition condition;

    private Collected(SelectPlan plan, Select select, Condition condition) {
        this.plan = plan;
        this.select = select;
        this.condition = condition;
    }

    /** A row of the result with what it is ordered by. */
    private record Row(Object[] cells, Object[] order) {}

    static List<Object[]> run(
            RowSource source, SelectPlan plan, Select select, Condition condition) {
        Collected collected = new Collected(plan, select, condition);
        List<Row> rows = new ArrayList<>();
        boolean sliced = !plan.keys().isEmpty();
        if (plan.groups(select)) {
            collected.group(source, rows);
            sliced = false;
        } else if (sliced) {
            for (List<Row> slice : collected.slices(source)) {
                slice.sort(collected.comparator());
                rows.addAll(page(slice, select.offset(), select.limit()));
            }
        } else {
            Cursor cursor = new Cursor();
            while (source.advance(cursor)) {
                rows.add(collected.row(cursor));
            }
        }
        if (select.distinct()) {
            distinct(rows);
        }
        if (!select.orderBy().isEmpty()) {
            rows.sort(collected.comparator());
        }
        List<Object[]> result = new ArrayList<>();
        for (Row row : sliced ? rows : page(rows, select.offset(), select.limit())) {
            result.add(row.cells());
        }
        return result;
    }

    private Row row(Cursor cursor) {
        return new Row(SelectPlan.row(plan.items(), cursor), SelectPlan.row(plan.orders(), cursor));
    }

    private List<List<Row>> slices(RowSource source) {
        Map<List<Object>, List<Row>> slices = new LinkedHashMap<>();
        Cursor cursor = new Cursor();
        while (source.advance(cursor)) {
            slices.computeIfAbsent(key(cursor), k -> new ArrayList<>()).add(row(cursor));
        }
        return page(new ArrayList<>(slices.values()), select.groupOffset(), select.groupLimit());
    }

    private List<Object> key(Cursor cursor) {
        return comparable(SelectPlan.row(plan.keys(), cursor));
    }

    private void group(RowSource source, List<Row> rows) {
        Map<List<Object>, Group> groups = new LinkedHashMap<>();
        Cursor cursor = new Cursor();
        boolean one = plan.keys().isEmpty();
        Group only = one ? new Group(plan.aggregates()) : null;
        boolean any = false;
        while (source.advance(cursor)) {
            any = true;
            Group group =
                    one
                            ? only
                            : groups.computeIfAbsent(
                                    key(cursor), k -> new Group(plan.aggregates()));
            group.add(cursor);
        }
        if (!one && plan.countsEmptyTables(condition)) {
            RowSource tables = RowSource.tables(plan.relation(), condition);
            while (tables.advance(cursor)) {
                groups.computeIfAbsent(key(cursor), k -> new Group(plan.aggregates()))
                        .represent(cursor);
            }
        }
        if (one && (any || plan.aggregates().counts())) {
            groups.put(List.of(), only);
        }
        for (Group group :
                page(new ArrayList<>(groups.values()), select.groupOffset(), select.groupLimit())) {
            Cursor result = group.result();
            if (plan.having() == null || plan.having().test(result)) {
                rows.add(row(result));
            }
        }
    }

    private Comparator<Row> comparator() {
        return (left, right) -> {
            for (int i = 0; i < left.order().length; i++) {
                int comparison = Comparisons.compareNullable(left.order()[i], right.order()[i]);
                if (comparison != 0) {
                    return select.orderBy().get(i).descending() ? -comparison : comparison;
                }
            }
            return 0;
        };
    }

    private static void distinct(List<Row> rows) {
        Set<List<Object>> seen = new HashSet<>();
        rows.removeIf(row -> !seen.add(comparable(row.cells())));
    }

    /** Arrays do not compare by content, buffers do. */
    private static List<Object> comparable(Object[] cells) {
        Object[] copy = cells.clone();
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] instanceof byte[] bytes) {
                copy[i] = ByteBuffer.wrap(bytes);
            }
        }
        return Arrays.asList(copy);
    }

    private static <T> List<T> page(List<T> all, long offset, long limit) {
        int from = (int) Math.min(offset, all.size());
        int to = limit < 0 ? all.size() : (int) Math.min(all.size(), from + limit);
        return all.subList(from, to);
    }

    /** The aggregates of one group, and the row that speaks for its other columns. */
    private static final class Group {

        private final List<AggregateSlots.Slot> slots;
        private final List<Accumulator> states = new ArrayList<>();
        private final Cursor representative = new Cursor();
        private boolean any;

        Group(AggregateSlots aggregates) {
            this.slots = aggregates.slots();
            for (AggregateSlots.Slot slot : slots) {
                states.add(slot.state().get());
            }
        }

        void add(Cursor cursor) {
            boolean chosen = !any;
            any = true;
            boolean decided = false;
            for (int i = 0; i < states.size(); i++) {
                AggregateSlots.Slot slot = slots.get(i);
                boolean selected = states.get(i).add(slot.argument().value().of(cursor), cursor);
                if (AggregateSlots.isSelector(slot.function()) && !decided) {
                    decided = true;
                    chosen |= selected;
                }
            }
            if (chosen) {
                representative.copyFrom(cursor);
            }
        }

        /** A table without rows, if no row speaks for the group yet. */
        void represent(Cursor cursor) {
            if (!any) {
                representative.copyFrom(cursor);
            }
        }

        Cursor result() {
            Object[] results = new Object[states.size()];
            for (int i = 0; i < results.length; i++) {
                results[i] = states.get(i).result();
            }
            representative.setAggregates(results);
            return representative;
        }
    }
}
