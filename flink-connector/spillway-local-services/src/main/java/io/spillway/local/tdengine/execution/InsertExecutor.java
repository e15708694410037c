/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.execution.InsertTarget.Kind;
import io.spillway.local.tdengine.execution.InsertTarget.Slot;
import io.spillway.local.tdengine.query.Relations;
import io.spillway.local.tdengine.sql.Insert;
import io.spillway.local.tdengine.storage.Databases;
import io.spillway.local.tdengine.storage.SuperTable;
import io.spillway.local.tdengine.value.TaosErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/** INSERT as text. */
final class InsertExecutor {

    private final Databases databases;
    private final Relations relations;

    InsertExecutor(Databases databases, Relations relations) {
        this.databases = databases;
        this.relations = relations;
    }

    /**
     * @return rows written
     */
    int execute(Session session, Insert insert) throws TaosException {
        WriteBatch batch = new WriteBatch(databases);
        for (Insert.Target target : insert.targets()) {
            InsertTarget bound = InsertTarget.bind(session, relations, target, insert.sql());
            Literals literals =
                    new Literals(
                            insert.sql(),
                            session.zone(),
                            bound.database().precision(),
                            databases.clock());
            if (bound.tableName() == null) {
                addBySuperTable(batch, bound, target, literals, insert.sql());
            } else {
                addToTable(batch, bound, target, literals, insert.sql());
            }
        }
        return batch.write();
    }

    private static void addToTable(
            WriteBatch batch,
            InsertTarget bound,
            Insert.Target target,
            Literals literals,
            String sql)
            throws TaosException {
        WriteBatch.Target table =
                bound.table() != null
                        ? batch.existing(bound.database(), bound.table())
                        : batch.child(
                                bound.database(),
                                InsertTarget.checkTableName(bound.tableName()),
                                bound.superTable(),
                                tags(bound, target.tagValues(), literals),
                                target.ttl());
        List<Object[]> rows = new ArrayList<>(target.rows().size());
        for (Insert.Cell[] cells : target.rows()) {
            checkCount(cells, bound.columns().size(), sql);
            Object[] row = new Object[cells.length];
            for (int i = 0; i < cells.length; i++) {
                row[i] = column(cells[i], bound.columns().get(i), literals, sql);
            }
            rows.add(row);
        }
        batch.add(table, bound.positions(), rows);
    }

    private static void addBySuperTable(
            WriteBatch batch,
            InsertTarget bound,
            Insert.Target target,
            Literals literals,
            String sql)
            throws TaosException {
        SuperTable superTable = bound.superTable();
        int columns = bound.count(Kind.COLUMN);
        Map<String, Object[]> tags = new LinkedHashMap<>();
        Map<String, List<Object[]>> rows = new LinkedHashMap<>();
        for (Insert.Cell[] cells : target.rows()) {
            checkCount(cells, bound.columns().size(), sql);
            Object[] row = new Object[columns];
            Object[] tagValues = new Object[superTable.tags().size()];
            String name = null;
            int column = 0;
            for (int i = 0; i < cells.length; i++) {
                Slot slot = bound.columns().get(i);
                switch (slot.kind()) {
                    case COLUMN -> row[column++] = column(cells[i], slot, literals, sql);
                    case TAG ->
                            tagValues[slot.position()] = literals.convert(cells[i], slot.spec());
                    default -> name = tableName(cells[i]);
                }
            }
            tags.putIfAbsent(name, tagValues);
            rows.computeIfAbsent(name, n -> new ArrayList<>()).add(row);
        }
        int[] positions = bound.positions();
        for (Map.Entry<String, List<Object[]>> entry : rows.entrySet()) {
            WriteBatch.Target table =
                    batch.child(
                            bound.database(),
                            entry.getKey(),
                            superTable,
                            tags.get(entry.getKey()),
                            target.ttl());
            batch.add(table, positions, entry.getValue());
        }
    }

    private static String tableName(Insert.Cell cell) throws TaosException {
        if (cell.kind() == Insert.Cell.Kind.NULL) {
            throw TaosErrors.invalidOperation("tbname can not be null value");
        }
        return InsertTarget.checkTableName(cell.text());
    }

    private static void checkCount(Insert.Cell[] cells, int wanted, String sql)
            throws TaosException {
        if (cells.length > wanted) {
            throw TaosErrors.columnsNumber();
        }
        if (cells.length < wanted) {
            int from = cells[cells.length - 1].position();
            int close = sql.indexOf(')', from);
            throw TaosErrors.insertSyntax(
                    close < 0 ? sql.substring(from) : sql.substring(close), ", expected");
        }
    }

    @Nullable
    private static Object column(Insert.Cell cell, Slot slot, Literals literals, String sql)
            throws TaosException {
        Object value = literals.convert(cell, slot.spec());
        if (value == null && slot.position() == 0) {
            throw TaosErrors.insertSyntax(
                    sql.substring(cell.position()), "Primary timestamp column should not be null");
        }
        return value;
    }

    static Object[] tags(InsertTarget bound, List<Insert.Cell> values, Literals literals)
            throws TaosException {
        SuperTable superTable = bound.superTable();
        Object[] tags = new Object[superTable.tags().size()];
        for (int i = 0; i < values.size(); i++) {
            int position = bound.tags()[i];
            tags[position] =
                    literals.convert(values.get(i), superTable.tags().column(position).spec());
        }
        return tags;
    }
}
