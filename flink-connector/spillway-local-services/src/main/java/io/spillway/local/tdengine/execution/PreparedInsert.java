/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Engine;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.execution.InsertTarget.Slot;
import io.spillway.local.tdengine.query.Relations;
import io.spillway.local.tdengine.sql.Insert;
import io.spillway.local.tdengine.sql.Insert.Cell;
import io.spillway.local.tdengine.storage.Databases;
import io.spillway.local.tdengine.value.TaosErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;

/** An INSERT whose values come later. */
final class PreparedInsert implements Engine.Prepared {

    private static final int COLUMN = 1;
    private static final int TAG = 2;
    private static final int TABLE = 4;

    private final Session session;
    private final Databases databases;
    private final Relations relations;
    private final Lock lock;
    private final Insert insert;
    private final Insert.Target target;
    private final List<Engine.BoundField> fields = new ArrayList<>();
    private final int parameters;

    PreparedInsert(
            Session session,
            Databases databases,
            Relations relations,
            ReadWriteLock lock,
            Insert insert,
            int parameters)
            throws TaosException {
        this.session = session;
        this.databases = databases;
        this.relations = relations;
        this.lock = lock.writeLock();
        this.insert = insert;
        this.parameters = parameters;
        if (insert.targets().size() != 1) {
            throw TaosErrors.invalidOperation("single table allowed in one stmt");
        }
        this.target = insert.targets().get(0);
        if (target.rows().size() != 1) {
            throw TaosErrors.invalidOperation("not expected row value");
        }
        if (target.table() == null && target.using() == null) {
            // without a table there are no fields to tell
            throw new TaosException(StatementErrors.TABLE_NAME, "Table does not exist");
        }
        if (target.table() == null) {
            fields.add(new Engine.BoundField(InsertTarget.TABLE_NAME, 0, TABLE));
        }
        try {
            addFields(bind());
        } catch (TaosException refused) {
            throw StatementErrors.of(refused);
        }
    }

    private InsertTarget bind() throws TaosException {
        return InsertTarget.bind(session, relations, target, insert.sql());
    }

    private void addFields(InsertTarget bound) throws TaosException {
        for (int i = 0; i < target.tagValues().size(); i++) {
            if (isParameter(target.tagValues().get(i))) {
                ColumnSpec tag = bound.superTable().tags().column(bound.tags()[i]).spec();
                fields.add(field(bound, tag, TAG));
            }
        }
        Cell[] cells = target.rows().get(0);
        if (cells.length != bound.columns().size()) {
            throw TaosErrors.columnsNumber();
        }
        for (int i = 0; i < cells.length; i++) {
            Slot slot = bound.columns().get(i);
            if (slot.kind() == InsertTarget.Kind.TABLE_NAME && !isParameter(cells[i])) {
                throw TaosErrors.columnsNumber();
            }
            if (isParameter(cells[i])) {
                fields.add(
                        switch (slot.kind()) {
                            case COLUMN -> field(bound, slot.spec(), COLUMN);
                            case TAG -> field(bound, slot.spec(), TAG);
                            default -> new Engine.BoundField(slot.spec(), 0, TABLE);
                        });
            }
        }
    }

    private static boolean isParameter(Cell cell) {
        return cell.kind() == Cell.Kind.PARAMETER;
    }

    private static Engine.BoundField field(InsertTarget bound, ColumnSpec spec, int bindType) {
        boolean time = spec.type() == ValueType.TIMESTAMP;
        return new Engine.BoundField(
                spec, time ? bound.database().precision().code() : 0, bindType);
    }

    @Override
    public boolean isInsert() {
        return true;
    }

    @Override
    public List<Engine.BoundField> fields() {
        return fields;
    }

    @Override
    public int parameters() {
        return parameters;
    }

    @Override
    public SqlResult query(List<Object> values) throws TaosException {
        throw new TaosException(0x022A, "Stmt API usage error");
    }

    @Override
    public int insert(List<Engine.BoundTable> tables) throws TaosException {
        lock.lock();
        try {
            WriteBatch batch = new WriteBatch(databases);
            for (Engine.BoundTable table : tables) {
                add(batch, table);
            }
            return batch.write();
        } catch (TaosException refused) {
            throw StatementErrors.of(refused);
        } finally {
            lock.unlock();
        }
    }

    private void add(WriteBatch batch, Engine.BoundTable table) throws TaosException {
        InsertTarget bound = bind();
        RowTemplate template =
                new RowTemplate(
                        bound,
                        target.rows().get(0),
                        new Literals(
                                insert.sql(),
                                session.zone(),
                                bound.database().precision(),
                                databases.clock()));
        List<Object[]> rows = template.rows(table.rows());
        // rows bound to the table the statement names replace each other, as the server has it
        boolean replacing = table.table() == null;
        batch.add(tableOf(batch, bound, table, template), bound.positions(), rows, replacing);
    }

    private WriteBatch.Target tableOf(
            WriteBatch batch, InsertTarget bound, Engine.BoundTable table, RowTemplate template)
            throws TaosException {
        if (bound.table() != null) {
            return batch.existing(bound.database(), bound.table());
        }
        String name = bound.tableName();
        if (name == null) {
            name = requireName(table);
            StatementErrors.checkTableName(name);
            InsertTarget.checkTableName(name);
            if (bindsNoTags(bound) && bound.database().table(name) == null) {
                // a statement as text makes the table, with tags that are NULL
                throw TaosErrors.noTable();
            }
        }
        Object[] tags = template.tags(target.tagValues(), table.tags());
        return batch.child(bound.database(), name, bound.superTable(), tags, target.ttl());
    }

    private boolean bindsNoTags(InsertTarget bound) {
        return target.using() == null
                && bound.columns().stream().noneMatch(slot -> slot.kind() == InsertTarget.Kind.TAG);
    }

    private static String requireName(Engine.BoundTable table) throws TaosException {
        if (table.table() == null) {
            throw new TaosException(0x022B, "Stmt table name not set correctly");
        }
        return table.table();
    }
}
