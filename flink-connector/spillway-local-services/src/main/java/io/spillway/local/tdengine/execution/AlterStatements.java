/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.query.Relations;
import io.spillway.local.tdengine.sql.Expr;
import io.spillway.local.tdengine.sql.Statement;
import io.spillway.local.tdengine.sql.Statement.Alteration;
import io.spillway.local.tdengine.storage.Database;
import io.spillway.local.tdengine.storage.LogRecord;
import io.spillway.local.tdengine.storage.SuperTable;
import io.spillway.local.tdengine.storage.Table;
import io.spillway.local.tdengine.storage.TableSchema;
import io.spillway.local.tdengine.topic.Topics;
import io.spillway.local.tdengine.value.TaosErrors;
import io.spillway.local.tdengine.value.ValueTypes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** ALTER TABLE and ALTER STABLE. */
final class AlterStatements {

    private final Relations relations;
    private final Topics topics;
    private final Clock clock;

    AlterStatements(Relations relations, Topics topics, Clock clock) {
        this.relations = relations;
        this.topics = topics;
        this.clock = clock;
    }

    void alter(Session session, Statement.AlterTable statement) throws TaosException {
        Database database = relations.database(session, statement.name().database());
        SuperTable superTable = database.superTable(statement.name().name());
        if (superTable != null) {
            alterSuper(database, superTable, statement.alteration());
            return;
        }
        Table table = database.table(statement.name().name());
        if (table == null) {
            throw TaosErrors.noTable();
        }
        if (statement.superTable()) {
            throw new TaosException(0x2649, "Table is not super table");
        }
        if (statement.alteration() instanceof Alteration.SetTags set) {
            setTags(session, database, table, set.values());
        } else if (table.superTable() == null) {
            alterNormal(table, statement.alteration());
        } else {
            throw TaosErrors.alterTable();
        }
    }

    private void setTags(Session session, Database database, Table table, Map<String, Expr> values)
            throws TaosException {
        SuperTable superTable = table.superTable();
        if (superTable == null) {
            throw new TaosException(0x2649, "Set tag value only available for child table");
        }
        TagLiterals literals = new TagLiterals(session, database, clock);
        Object[] tags = table.tags().clone();
        List<String> names = new ArrayList<>();
        List<Object> changed = new ArrayList<>();
        for (Map.Entry<String, Expr> entry : values.entrySet()) {
            int position = superTable.tags().position(entry.getKey());
            if (position < 0) {
                throw new TaosException(0x2649, "Invalid tag name: " + entry.getKey());
            }
            Object value =
                    literals.convert(entry.getValue(), superTable.tags().column(position).spec());
            tags[position] = value;
            names.add(entry.getKey());
            changed.add(value);
        }
        table.setTags(tags);
        String json =
                names.size() == 1
                        ? MetaJson.setTag(table.name(), names.get(0), changed.get(0))
                        : MetaJson.setTags(table.name(), names, changed);
        table.vgroup().wal().append(new LogRecord.Change(superTable.name(), json));
    }

    private void alterSuper(Database database, SuperTable table, Alteration alteration)
            throws TaosException {
        String json;
        String name = table.name();
        if (alteration instanceof Alteration.AddColumn add) {
            requireNew(table, add.column().name());
            table.addColumn(table.schema().add(add.column()));
            json = MetaJson.alter("super", name, MetaJson.ADD_COLUMN, add.column(), true);
        } else if (alteration instanceof Alteration.DropColumn drop) {
            int position = column(table.schema(), drop.name());
            if (position == 0) {
                throw new TaosException(0x03C2, "Invalid stable alter options");
            }
            requireNoKey(table.schema(), position);
            ColumnSpec dropped = table.schema().column(position).spec();
            requireTwoLeft(table.schema());
            topics.checkDropField(database, table, drop.name());
            table.dropColumn(position);
            json = MetaJson.alter("super", name, MetaJson.DROP_COLUMN, dropped, false);
        } else if (alteration instanceof Alteration.ModifyColumn modify) {
            table.addColumn(longer(table.schema(), modify.column()));
            json = MetaJson.alter("super", name, MetaJson.MODIFY_COLUMN, modify.column(), true);
        } else if (alteration instanceof Alteration.AddTag add) {
            requireNew(table, add.tag().name());
            table.addTag(table.tags().add(add.tag()));
            json = MetaJson.alter("super", name, MetaJson.ADD_TAG, add.tag(), true);
        } else if (alteration instanceof Alteration.DropTag drop) {
            int position = tag(table, drop.name());
            if (table.tags().size() == 1) {
                throw new TaosException(0x2649, "the only tag cannot be dropped");
            }
            topics.checkDropField(database, table, drop.name());
            ColumnSpec dropped = table.tags().column(position).spec();
            table.dropTag(position);
            json = MetaJson.alter("super", name, MetaJson.DROP_TAG, dropped, false);
        } else if (alteration instanceof Alteration.ModifyTag modify) {
            table.replaceTags(longer(table.tags(), modify.tag()));
            json = MetaJson.alter("super", name, MetaJson.MODIFY_TAG, modify.tag(), true);
        } else if (alteration instanceof Alteration.RenameTag rename) {
            int position = tag(table, rename.name());
            requireNew(table, rename.newName());
            table.replaceTags(renamed(table.tags(), position, rename.newName()));
            json =
                    MetaJson.rename(
                            "super", name, MetaJson.RENAME_TAG, rename.name(), rename.newName());
        } else if (alteration instanceof Alteration.SetTags) {
            throw new TaosException(0x2649, "Set tag value only available for child table");
        } else {
            throw TaosErrors.alterTable();
        }
        database.appendToAll(new LogRecord.Change(name, json));
    }

    private static void alterNormal(Table table, Alteration alteration) throws TaosException {
        TableSchema schema = table.schema();
        String json;
        String name = table.name();
        if (alteration instanceof Alteration.AddColumn add) {
            if (schema.position(add.column().name()) >= 0) {
                throw TaosErrors.duplicatedColumn();
            }
            table.setSchema(schema.add(add.column()));
            json = MetaJson.alter("normal", name, MetaJson.ADD_COLUMN, add.column(), true);
        } else if (alteration instanceof Alteration.DropColumn drop) {
            requireTwoLeft(schema);
            int position = column(schema, drop.name());
            if (position == 0) {
                throw new TaosException(0x264A, "Primary timestamp column cannot be dropped");
            }
            requireNoKey(schema, position);
            json =
                    MetaJson.alter(
                            "normal",
                            name,
                            MetaJson.DROP_COLUMN,
                            schema.column(position).spec(),
                            false);
            table.setSchema(schema.drop(position));
            table.rows().dropColumn(position);
        } else if (alteration instanceof Alteration.ModifyColumn modify) {
            table.setSchema(longer(schema, modify.column()));
            json = MetaJson.alter("normal", name, MetaJson.MODIFY_COLUMN, modify.column(), true);
        } else if (alteration instanceof Alteration.RenameColumn rename) {
            int position = column(schema, rename.name());
            requireNoKey(schema, position);
            if (schema.position(rename.newName()) >= 0) {
                throw TaosErrors.duplicatedColumn();
            }
            table.setSchema(renamed(schema, position, rename.newName()));
            json =
                    MetaJson.rename(
                            "normal",
                            name,
                            MetaJson.RENAME_COLUMN,
                            rename.name(),
                            rename.newName());
        } else {
            throw TaosErrors.alterTable();
        }
        table.vgroup().wal().append(new LogRecord.Change(null, json));
    }

    private static void requireTwoLeft(TableSchema schema) throws TaosException {
        if (schema.size() == 2) {
            throw new TaosException(0x2651, "No columns can be dropped");
        }
    }

    private static void requireNoKey(TableSchema schema, int position) throws TaosException {
        if (schema.column(position).spec().key()) {
            throw TaosErrors.keyChanged();
        }
    }

    private static void requireNew(SuperTable table, String name) throws TaosException {
        if (table.schema().position(name) >= 0) {
            throw new TaosException(0x036B, "Column already exists");
        }
        if (table.tags().position(name) >= 0) {
            throw new TaosException(0x0369, "Tag already exists");
        }
    }

    private static int column(TableSchema schema, String name) throws TaosException {
        int position = schema.position(name);
        if (position < 0) {
            throw TaosErrors.invalidColumn(name);
        }
        return position;
    }

    private static int tag(SuperTable table, String name) throws TaosException {
        int position = table.tags().position(name);
        if (position < 0) {
            throw TaosErrors.invalidTag(name);
        }
        return position;
    }

    private static TableSchema longer(TableSchema schema, ColumnSpec changed) throws TaosException {
        int position = column(schema, changed.name());
        requireNoKey(schema, position);
        ColumnSpec old = schema.column(position).spec();
        if (old.type() != changed.type()
                || !ValueTypes.isVariable(old.type())
                || changed.length() <= old.length()) {
            throw new TaosException(
                    0x264B,
                    "Only varbinary/binary/nchar/geometry column length could be modified, and"
                            + " the length can only be increased, not decreased");
        }
        return schema.replace(position, changed);
    }

    private static TableSchema renamed(TableSchema schema, int position, String name) {
        ColumnSpec old = schema.column(position).spec();
        return schema.replace(
                position,
                new ColumnSpec(name, old.type(), old.length(), old.precision(), old.scale()));
    }
}
