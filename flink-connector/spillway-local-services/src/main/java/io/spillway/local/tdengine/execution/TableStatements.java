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
import io.spillway.local.tdengine.sql.Expr;
import io.spillway.local.tdengine.sql.Statement;
import io.spillway.local.tdengine.storage.Column;
import io.spillway.local.tdengine.storage.Database;
import io.spillway.local.tdengine.storage.Databases;
import io.spillway.local.tdengine.storage.LogRecord;
import io.spillway.local.tdengine.storage.SuperTable;
import io.spillway.local.tdengine.storage.Table;
import io.spillway.local.tdengine.storage.TableSchema;
import io.spillway.local.tdengine.storage.Vgroup;
import io.spillway.local.tdengine.topic.Topics;
import io.spillway.local.tdengine.value.TaosErrors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** CREATE and DROP of tables and super tables. */
final class TableStatements {

    private static final int MOST_COLUMNS = 4096;
    private static final int MOST_TAGS = 128;

    private final Databases databases;
    private final Relations relations;
    private final Topics topics;

    TableStatements(Databases databases, Relations relations, Topics topics) {
        this.databases = databases;
        this.relations = relations;
        this.topics = topics;
    }

    void create(Session session, Statement.CreateSuperTable statement) throws TaosException {
        Database database = relations.database(session, statement.name().database());
        checkColumns(statement.columns(), statement.tags());
        String name = statement.name().name();
        if (database.superTable(name) != null) {
            if (statement.ifNotExists()) {
                return;
            }
            throw new TaosException(0x0360, "STable already exists");
        }
        if (database.table(name) != null) {
            throw TaosErrors.tableExists();
        }
        createSuper(database, name, statement.columns(), statement.tags());
    }

    SuperTable createSuper(
            Database database, String name, List<ColumnSpec> columns, List<ColumnSpec> tags) {
        SuperTable table =
                new SuperTable(
                        name,
                        databases.nextUid(),
                        databases.clock().millis(),
                        schema(columns, 1),
                        schema(tags, columns.size() + 1));
        database.superTables().put(name, table);
        database.appendToAll(new LogRecord.Change(name, MetaJson.createSuper(table)));
        return table;
    }

    private static TableSchema schema(List<ColumnSpec> specs, int firstId) {
        List<Column> columns = new ArrayList<>();
        for (ColumnSpec spec : specs) {
            columns.add(new Column(spec, firstId + columns.size()));
        }
        return new TableSchema(columns, 1, firstId + columns.size());
    }

    void create(Session session, Statement.CreateTable statement) throws TaosException {
        Database database = relations.database(session, statement.name().database());
        checkColumns(statement.columns(), List.of());
        String name = statement.name().name();
        if (database.table(name) != null || database.superTable(name) != null) {
            if (statement.ifNotExists() && database.table(name) != null) {
                return;
            }
            throw TaosErrors.tableExists();
        }
        Table table =
                Table.normal(
                        name,
                        databases.nextUid(),
                        databases.clock().millis(),
                        database.vgroupOf(name),
                        schema(statement.columns(), 1));
        table.setTtl(statement.ttl());
        database.add(table);
        table.vgroup().wal().append(new LogRecord.Change(null, MetaJson.createNormal(table)));
    }

    private static void checkColumns(List<ColumnSpec> columns, List<ColumnSpec> tags)
            throws TaosException {
        if (columns.get(0).type() != ValueType.TIMESTAMP) {
            throw new TaosException(0x2641, "First column must be timestamp");
        }
        if (columns.size() < 2) {
            throw TaosErrors.columnsNumber();
        }
        if (columns.size() + tags.size() > MOST_COLUMNS) {
            throw new TaosException(0x2640, "Too many columns");
        }
        if (tags.size() > MOST_TAGS) {
            throw new TaosException(0x2643, "Invalid number of tag columns");
        }
        checkKey(columns);
        Set<String> names = new HashSet<>();
        for (ColumnSpec column : columns) {
            if (column.type() == ValueType.JSON) {
                throw new TaosException(0x2652, "Only tag can be json type");
            }
            checkName(names, column);
        }
        for (ColumnSpec tag : tags) {
            if (tag.type() == ValueType.JSON && tags.size() > 1) {
                throw new TaosException(0x2633, "Only one tag if there is a json tag");
            }
            checkName(names, tag);
        }
    }

    private static void checkKey(List<ColumnSpec> columns) throws TaosException {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).key() && i != TableSchema.KEY) {
                throw TaosErrors.keyNotSecond();
            }
        }
        ColumnSpec second = columns.get(TableSchema.KEY);
        if (second.key()) {
            switch (second.type()) {
                case INT, UINT, BIGINT, UBIGINT, VARCHAR -> {
                    // what keys can be
                }
                default -> throw TaosErrors.keyType();
            }
        }
    }

    private static void checkName(Set<String> names, ColumnSpec column) throws TaosException {
        if (!names.add(column.name())) {
            throw TaosErrors.duplicatedColumn();
        }
    }

    void create(Session session, Statement.CreateChildTables statement) throws TaosException {
        List<Table> tables = new ArrayList<>();
        Map<Table, Database> owners = new LinkedHashMap<>();
        for (Statement.Child child : statement.children()) {
            Database database = relations.database(session, child.name().database());
            Table table = child(session, database, child);
            if (table != null) {
                tables.add(table);
                owners.put(table, database);
            }
        }
        Map<Vgroup, List<Table>> byVgroup = new LinkedHashMap<>();
        for (Table table : tables) {
            owners.get(table).add(table);
            byVgroup.computeIfAbsent(table.vgroup(), v -> new ArrayList<>()).add(table);
        }
        byVgroup.forEach(
                (vgroup, created) ->
                        vgroup.wal()
                                .append(
                                        new LogRecord.Change(
                                                created.get(0).superTable().name(),
                                                MetaJson.createChildren(created))));
    }

    private Table child(Session session, Database database, Statement.Child child)
            throws TaosException {
        SuperTable superTable = database.superTable(child.using().name());
        if (superTable == null) {
            throw TaosErrors.noTable();
        }
        Object[] tags = tags(session, database, superTable, child);
        String name = InsertTarget.checkTableName(child.name().name());
        if (database.table(name) != null || database.superTable(name) != null) {
            if (child.ifNotExists()) {
                return null;
            }
            throw TaosErrors.tableExists();
        }
        Table table =
                Table.child(
                        name,
                        databases.nextUid(),
                        databases.clock().millis(),
                        database.vgroupOf(name),
                        superTable,
                        tags);
        table.setTtl(child.ttl());
        return table;
    }

    private Object[] tags(
            Session session, Database database, SuperTable superTable, Statement.Child child)
            throws TaosException {
        TagLiterals literals = new TagLiterals(session, database, databases.clock());
        Object[] tags = new Object[superTable.tags().size()];
        List<Expr> values = child.tagValues();
        int wanted = child.tagNames() == null ? tags.length : child.tagNames().size();
        if (values.size() != wanted) {
            throw TaosErrors.tagsNotMatched();
        }
        for (int i = 0; i < values.size(); i++) {
            int position =
                    child.tagNames() == null
                            ? i
                            : superTable.tags().position(child.tagNames().get(i));
            if (position < 0) {
                throw TaosErrors.invalidTag(child.tagNames().get(i));
            }
            tags[position] =
                    literals.convert(values.get(i), superTable.tags().column(position).spec());
        }
        return tags;
    }

    void drop(Session session, Statement.DropTables statement) throws TaosException {
        Map<Table, Database> tables = new LinkedHashMap<>();
        for (Statement.Dropped dropped : statement.tables()) {
            Database database = relations.database(session, dropped.name().database());
            Table table = database.table(dropped.name().name());
            SuperTable superTable = database.superTable(dropped.name().name());
            if (table != null) {
                tables.put(table, database);
            } else if (superTable != null && statement.tables().size() == 1) {
                dropSuper(database, superTable);
                return;
            } else if (superTable != null) {
                throw new TaosException(0x263A, "Cannot drop super table in batch");
            } else if (!dropped.ifExists()) {
                throw TaosErrors.noTable();
            }
        }
        Map<Vgroup, List<Table>> byVgroup = new LinkedHashMap<>();
        tables.forEach(
                (table, database) -> {
                    database.remove(table);
                    byVgroup.computeIfAbsent(table.vgroup(), v -> new ArrayList<>()).add(table);
                });
        byVgroup.forEach(
                (vgroup, dropped) ->
                        vgroup.wal()
                                .append(
                                        new LogRecord.Change(
                                                superTableName(dropped.get(0)),
                                                MetaJson.dropTables(
                                                        dropped.stream()
                                                                .map(Table::name)
                                                                .toList()))));
    }

    private static String superTableName(Table table) {
        return table.superTable() == null ? null : table.superTable().name();
    }

    void drop(Session session, Statement.DropSuperTable statement) throws TaosException {
        Database database = relations.database(session, statement.name().database());
        SuperTable table = database.superTable(statement.name().name());
        if (table == null) {
            if (statement.ifExists()) {
                return;
            }
            throw TaosErrors.noStable();
        }
        dropSuper(database, table);
    }

    private void dropSuper(Database database, SuperTable table) throws TaosException {
        topics.checkDropSuperTable(database, table);
        database.remove(table);
        database.appendToAll(new LogRecord.Change(table.name(), MetaJson.dropSuper(table.name())));
    }
}
