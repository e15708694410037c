/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.storage.Database;
import io.spillway.local.tdengine.storage.Databases;
import io.spillway.local.tdengine.storage.LogRecord;
import io.spillway.local.tdengine.storage.RowStore;
import io.spillway.local.tdengine.storage.SuperTable;
import io.spillway.local.tdengine.storage.Table;
import io.spillway.local.tdengine.storage.TableSchema;
import io.spillway.local.tdengine.storage.Vgroup;
import io.spillway.local.tdengine.value.TaosErrors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/** The rows of one statement: collected and checked first, written all or none. */
final class WriteBatch {

    private final Databases databases;
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Target> targets = new HashMap<>();

    WriteBatch(Databases databases) {
        this.databases = databases;
    }

    /** A table that is there, or will be when the batch is written. */
    static final class Target {

        private final Database database;
        private final String name;
        @Nullable private final SuperTable superTable;
        private final Object[] tags;
        private final int ttl;
        @Nullable private Table table;

        private Target(
                Database database,
                String name,
                @Nullable SuperTable superTable,
                Object[] tags,
                int ttl,
                @Nullable Table table) {
            this.database = database;
            this.name = name;
            this.superTable = superTable;
            this.tags = tags;
            this.ttl = ttl;
            this.table = table;
        }

        private TableSchema schema() {
            return table != null ? table.schema() : superTable.schema();
        }
    }

    private record Part(Target target, int[] positions, int timeIndex, List<Object[]> rows) {

        boolean isLike(Target other, int[] otherPositions) {
            return target == other && Arrays.equals(positions, otherPositions);
        }
    }

    Target existing(Database database, Table table) {
        return targets.computeIfAbsent(
                database.name() + '.' + table.name(),
                key ->
                        new Target(
                                database,
                                table.name(),
                                table.superTable(),
                                table.tags(),
                                0,
                                table));
    }

    /**
     * A child table, which is created if there is none of the name.
     *
     * @param tags ignored if the table is there
     */
    Target child(Database database, String name, SuperTable superTable, Object[] tags, int ttl)
            throws TaosException {
        Table table = database.table(name);
        if (table != null) {
            if (table.superTable() != superTable) {
                throw new TaosException(0x061D, "Table already exists in other stables");
            }
            return existing(database, table);
        }
        if (database.superTable(name) != null) {
            throw TaosErrors.tableExists();
        }
        return targets.computeIfAbsent(
                database.name() + '.' + name,
                key -> new Target(database, name, superTable, tags, ttl, null));
    }

    /**
     * @param positions in the table's schema, of each cell of the rows
     * @param rows checked cells; the batch keeps them
     */
    void add(Target target, int[] positions, List<Object[]> rows) throws TaosException {
        add(target, positions, rows, false);
    }

    /**
     * @param replacing whether of rows with the same time the last is taken as it is
     */
    void add(Target target, int[] positions, List<Object[]> rows, boolean replacing)
            throws TaosException {
        int timeIndex = indexOf(0, positions);
        int keyIndex = keyIndex(target, positions, rows);
        long oldest = target.database.oldest();
        boolean ascending = true;
        long previous = Long.MIN_VALUE;
        for (Object[] row : rows) {
            long time = (Long) row[timeIndex];
            if (time < oldest) {
                throw TaosErrors.outOfRange();
            }
            ascending &= time > previous;
            previous = time;
        }
        Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
        if (last != null && last.isLike(target, positions)) {
            List<Object[]> all = new ArrayList<>(last.rows());
            all.addAll(rows);
            parts.set(
                    parts.size() - 1,
                    new Part(
                            target,
                            positions,
                            timeIndex,
                            merged(all, timeIndex, keyIndex, replacing)));
            return;
        }
        parts.add(
                new Part(
                        target,
                        positions,
                        timeIndex,
                        ascending ? rows : merged(rows, timeIndex, keyIndex, replacing)));
    }

    /** -1 if the table has no composite key. */
    private static int keyIndex(Target target, int[] positions, List<Object[]> rows)
            throws TaosException {
        if (!target.schema().hasCompositeKey()) {
            return -1;
        }
        int keyIndex = indexOf(TableSchema.KEY, positions);
        if (keyIndex < 0) {
            throw TaosErrors.invalidOperation("Primary key column should not be none");
        }
        for (Object[] row : rows) {
            if (row[keyIndex] == null) {
                throw TaosErrors.keyIsNull();
            }
        }
        return keyIndex;
    }

    private static int indexOf(int position, int[] positions) {
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] == position) {
                return i;
            }
        }
        return -1;
    }

    /**
     * In the order of time and key; of rows with the same ones each cell is the last that is not
     * NULL, or the last.
     */
    private static List<Object[]> merged(
            List<Object[]> rows, int timeIndex, int keyIndex, boolean replacing) {
        Comparator<Object[]> order = Comparator.comparingLong(row -> (Long) row[timeIndex]);
        if (keyIndex >= 0) {
            order =
                    order.thenComparing(
                            (left, right) -> RowStore.compareKeys(left[keyIndex], right[keyIndex]));
        }
        List<Object[]> sorted = new ArrayList<>(rows);
        sorted.sort(order);
        List<Object[]> merged = new ArrayList<>(sorted.size());
        for (Object[] row : sorted) {
            Object[] last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last == null || order.compare(last, row) != 0) {
                merged.add(row.clone());
                continue;
            }
            for (int i = 0; i < row.length; i++) {
                if (replacing || row[i] != null) {
                    last[i] = row[i];
                }
            }
        }
        return merged;
    }

    /**
     * @return rows written
     */
    int write() {
        Map<Vgroup, List<Table>> created = new LinkedHashMap<>();
        Map<Vgroup, List<LogRecord.Rows>> submits = new LinkedHashMap<>();
        int written = 0;
        for (Part part : parts) {
            Target target = part.target();
            if (target.table == null) {
                target.table = create(target);
                created.computeIfAbsent(target.table.vgroup(), v -> new ArrayList<>())
                        .add(target.table);
            }
            TableSchema schema = target.schema();
            Table table = target.table;
            for (Object[] row : part.rows()) {
                table.rows()
                        .write((Long) row[part.timeIndex()], part.positions(), row, schema.size());
            }
            written += part.rows().size();
            submits.computeIfAbsent(table.vgroup(), v -> new ArrayList<>())
                    .add(
                            new LogRecord.Rows(
                                    table, schema, part.positions(), table.tags(), part.rows()));
        }
        submits.forEach(
                (vgroup, rows) -> {
                    List<Table> tables = created.getOrDefault(vgroup, List.of());
                    vgroup.wal().append(new LogRecord.Submit(rows, changes(tables)));
                });
        return written;
    }

    private static List<LogRecord.Change> changes(List<Table> created) {
        Map<String, List<Table>> bySuperTable = new LinkedHashMap<>();
        for (Table table : created) {
            bySuperTable
                    .computeIfAbsent(table.superTable().name(), name -> new ArrayList<>())
                    .add(table);
        }
        List<LogRecord.Change> changes = new ArrayList<>();
        bySuperTable.forEach(
                (name, tables) ->
                        changes.add(new LogRecord.Change(name, MetaJson.createChildren(tables))));
        return changes;
    }

    private Table create(Target target) {
        Table table =
                Table.child(
                        target.name,
                        databases.nextUid(),
                        databases.clock().millis(),
                        target.database.vgroupOf(target.name),
                        target.superTable,
                        target.tags);
        table.setTtl(target.ttl);
        target.database.add(table);
        return table;
    }
}
