/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.query.Relations;
import io.spillway.local.tdengine.sql.Insert;
import io.spillway.local.tdengine.sql.TableName;
import io.spillway.local.tdengine.storage.Database;
import io.spillway.local.tdengine.storage.SuperTable;
import io.spillway.local.tdengine.storage.Table;
import io.spillway.local.tdengine.storage.TableSchema;
import io.spillway.local.tdengine.value.TaosErrors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * A target of an INSERT bound to its table.
 *
 * @param table null if rows name their tables, or if it is yet to be created or bound
 * @param superTable null for a normal table
 * @param tableName null if rows or parameters name the table
 * @param columns what each cell of a row is
 * @param tags positions of the values after TAGS
 */
record InsertTarget(
        Database database,
        @Nullable Table table,
        @Nullable SuperTable superTable,
        @Nullable String tableName,
        List<Slot> columns,
        int[] tags) {

    /** The name of a table as a bound field. */
    static final ColumnSpec TABLE_NAME = new ColumnSpec("tbname", ValueType.VARCHAR, 269, 0, 0);

    private static final int LONGEST_NAME = 192;

    /** What a cell of a row is. */
    enum Kind {
        COLUMN,
        TAG,
        TABLE_NAME
    }

    /** A cell: its kind, and its position among the columns or the tags. */
    record Slot(Kind kind, int position, ColumnSpec spec) {}

    static InsertTarget bind(Session session, Relations relations, Insert.Target target, String sql)
            throws TaosException {
        if (target.using() != null) {
            return using(session, relations, target, sql);
        }
        TableName name = target.table();
        requirePlain(name);
        if (name == null) {
            throw TaosErrors.insertSyntax("?", "? only used in stmt");
        }
        Database database = database(session, relations, name);
        Table table = database.table(name.name());
        if (table != null) {
            return new InsertTarget(
                    database,
                    table,
                    table.superTable(),
                    name.name(),
                    plainColumns(target.columns(), table.schema()),
                    new int[0]);
        }
        SuperTable superTable = database.superTable(name.name());
        if (superTable == null) {
            throw TaosErrors.noTable();
        }
        if (target.columns() == null) {
            int values = sql.toLowerCase(Locale.ROOT).indexOf(" values");
            throw TaosErrors.insertSyntax(
                    values < 0 ? sql : sql.substring(values),
                    "(...tbname, ts...) bounded cols is expected for supertable insertion");
        }
        return new InsertTarget(
                database,
                null,
                superTable,
                null,
                superColumns(target.columns(), superTable),
                new int[0]);
    }

    private static InsertTarget using(
            Session session, Relations relations, Insert.Target target, String sql)
            throws TaosException {
        TableName name = target.table();
        requirePlain(name);
        Database database = database(session, relations, name == null ? target.using() : name);
        Database usingDatabase = database(session, relations, target.using());
        SuperTable superTable = usingDatabase.superTable(target.using().name());
        if (superTable == null) {
            if (usingDatabase.table(target.using().name()) != null) {
                throw TaosErrors.invalidOperation("create table only from super table is allowed");
            }
            throw TaosErrors.noTable();
        }
        if (usingDatabase != database) {
            throw new TaosException(0x2618, "Corresponding super table not in this db");
        }
        return new InsertTarget(
                database,
                null,
                superTable,
                name == null ? null : name.name(),
                plainColumns(target.columns(), superTable.schema()),
                tagPositions(target, superTable, sql));
    }

    private static void requirePlain(@Nullable TableName name) throws TaosException {
        if (name != null && name.name().indexOf('.') >= 0) {
            throw new TaosException(0x2617, "The table name cannot contain '.'");
        }
    }

    private static Database database(Session session, Relations relations, TableName name)
            throws TaosException {
        if (name.database() == null && session.database() == null) {
            throw TaosErrors.invalidOperation("db is not specified");
        }
        return relations.database(session, name.database());
    }

    private static String afterTags(Insert.Target target, String sql) {
        int last = target.tagValues().get(target.tagValues().size() - 1).position();
        int close = sql.indexOf(')', last);
        return sql.substring(close < 0 ? last : close);
    }

    private static int[] tagPositions(Insert.Target target, SuperTable superTable, String sql)
            throws TaosException {
        int[] positions;
        if (target.tagNames() == null) {
            positions = new int[superTable.tags().size()];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = i;
            }
        } else {
            positions = new int[target.tagNames().size()];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = superTable.tags().position(target.tagNames().get(i));
                if (positions[i] < 0) {
                    throw TaosErrors.invalidColumn(target.tagNames().get(i));
                }
            }
        }
        if (target.tagValues().size() > positions.length) {
            throw TaosErrors.tagsNotMatched();
        }
        if (target.tagValues().size() < positions.length) {
            throw TaosErrors.insertSyntax(afterTags(target, sql), "invalid data or symbol");
        }
        return positions;
    }

    static List<Slot> plainColumns(@Nullable List<String> names, TableSchema schema)
            throws TaosException {
        List<Slot> slots = new ArrayList<>();
        if (names == null) {
            for (int i = 0; i < schema.size(); i++) {
                slots.add(new Slot(Kind.COLUMN, i, schema.column(i).spec()));
            }
            return slots;
        }
        checkDuplicates(names);
        for (String name : names) {
            int position = schema.position(name);
            if (position < 0) {
                throw TaosErrors.invalidColumn(name);
            }
            slots.add(new Slot(Kind.COLUMN, position, schema.column(position).spec()));
        }
        requireTime(slots);
        return slots;
    }

    private static List<Slot> superColumns(List<String> names, SuperTable superTable)
            throws TaosException {
        checkDuplicates(names);
        List<Slot> slots = new ArrayList<>();
        boolean named = false;
        for (String name : names) {
            int column = superTable.schema().position(name);
            int tag = superTable.tags().position(name);
            if (column >= 0) {
                slots.add(new Slot(Kind.COLUMN, column, superTable.schema().column(column).spec()));
            } else if (tag >= 0) {
                slots.add(new Slot(Kind.TAG, tag, superTable.tags().column(tag).spec()));
            } else if (name.equals("tbname")) {
                named = true;
                slots.add(new Slot(Kind.TABLE_NAME, 0, TABLE_NAME));
            } else {
                throw TaosErrors.invalidColumn(name);
            }
        }
        requireTime(slots);
        if (!named) {
            throw TaosErrors.invalidOperation("tbname column should not be null");
        }
        return slots;
    }

    private static void checkDuplicates(List<String> names) throws TaosException {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw TaosErrors.insertSyntax(name, "duplicated column name");
            }
        }
    }

    private static void requireTime(List<Slot> slots) throws TaosException {
        for (Slot slot : slots) {
            if (slot.kind() == Kind.COLUMN && slot.position() == 0) {
                return;
            }
        }
        throw TaosErrors.invalidOperation("Primary timestamp column should not be null");
    }

    /** Positions of the cells that are columns. */
    int[] positions() {
        return columns.stream()
                .filter(slot -> slot.kind() == Kind.COLUMN)
                .mapToInt(Slot::position)
                .toArray();
    }

    int count(Kind kind) {
        return (int) columns.stream().filter(slot -> slot.kind() == kind).count();
    }

    /** The limit of names, and no dots. */
    static String checkTableName(String name) throws TaosException {
        if (name.isEmpty()) {
            throw TaosErrors.invalidOperation("tbname can not be empty");
        }
        if (name.indexOf('.') >= 0) {
            throw TaosErrors.invalidOperation("tbname can not contain '.'");
        }
        if (BoundValues.utf8Length(name) > LONGEST_NAME) {
            throw TaosErrors.invalidOperation("tbname is too long");
        }
        return name;
    }
}
