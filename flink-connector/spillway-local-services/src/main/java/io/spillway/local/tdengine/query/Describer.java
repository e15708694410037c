/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.query.Compiled.Scope;
import io.spillway.local.tdengine.sql.Statement;
import io.spillway.local.tdengine.sql.TableName;
import io.spillway.local.tdengine.storage.Column;
import io.spillway.local.tdengine.storage.Database;
import io.spillway.local.tdengine.storage.DatabaseOptions;
import io.spillway.local.tdengine.storage.SuperTable;
import io.spillway.local.tdengine.storage.Table;
import io.spillway.local.tdengine.storage.TableSchema;
import io.spillway.local.tdengine.value.TagText;
import io.spillway.local.tdengine.value.TaosErrors;
import io.spillway.local.tdengine.value.ValueTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** DESCRIBE and SHOW CREATE. */
public final class Describer {

    private static final String COMPOSITE_KEY = "COMPOSITE KEY";
    private static final int NAME = 193;
    private static final int TABLE_TEXT = 3145726;
    private static final int DATABASE_TEXT = 65517;
    private static final int DATABASE_NAME = 63;
    private static final long MINUTES_PER_DAY = 24 * 60;

    private final Relations relations;

    public Describer(Relations relations) {
        this.relations = relations;
    }

    public SqlResult describe(Session session, TableName name) throws TaosException {
        Relation relation = relations.find(session, name, null);
        List<Object[]> rows = new ArrayList<>();
        boolean system = relation.tables() == null;
        for (Relation.Field field : relation.fields()) {
            ColumnSpec spec = field.spec();
            boolean tag = field.scope() == Scope.TABLE;
            Object[] row = {
                spec.name(),
                type(spec),
                spec.length(),
                tag ? "TAG" : spec.key() ? COMPOSITE_KEY : "",
                tag ? "disabled" : ValueTypes.encoding(spec.type()),
                tag ? "disabled" : ValueTypes.compression(spec.type()),
                tag ? "disabled" : "medium"
            };
            rows.add(system ? Arrays.copyOf(row, 4) : row);
        }
        return SqlResult.queried(
                system ? SystemSchema.DESCRIBE_SYSTEM : SystemSchema.DESCRIBE,
                relation.precision().code(),
                rows.iterator());
    }

    private static String type(ColumnSpec spec) {
        return ValueTypes.isDecimal(spec.type())
                ? "DECIMAL(" + spec.precision() + ", " + spec.scale() + ")"
                : ValueTypes.name(spec.type());
    }

    public SqlResult showCreate(Session session, Statement.ShowCreate statement)
            throws TaosException {
        TableName name = statement.name();
        if (statement.kind() == Statement.ShowCreate.Kind.DATABASE) {
            Database database = relations.database(session, name.name());
            return one("Database", DATABASE_NAME, DATABASE_TEXT, database.name(), create(database));
        }
        Database database = relations.database(session, name.database());
        SuperTable superTable = database.superTable(name.name());
        if (superTable != null) {
            return one(
                    "Table",
                    NAME,
                    TABLE_TEXT,
                    superTable.name(),
                    "CREATE STABLE "
                            + quoted(superTable.name())
                            + " ("
                            + columns(superTable.schema())
                            + ") TAGS ("
                            + columns(superTable.tags())
                            + ")");
        }
        Table table = database.table(name.name());
        if (table == null) {
            throw TaosErrors.noTable();
        }
        if (statement.kind() == Statement.ShowCreate.Kind.STABLE) {
            throw new TaosException(0x022F, "Table is not a super table");
        }
        return one("Table", NAME, TABLE_TEXT, table.name(), create(table));
    }

    private static SqlResult one(
            String kind, int nameLength, int textLength, String name, String text) {
        return SqlResult.queried(
                List.of(
                        new ColumnSpec(kind, ValueType.VARCHAR, nameLength, 0, 0),
                        new ColumnSpec("Create " + kind, ValueType.VARCHAR, textLength, 0, 0)),
                0,
                List.<Object[]>of(new Object[] {name, text}).iterator());
    }

    private static String create(Table table) {
        SuperTable superTable = table.superTable();
        if (superTable == null) {
            return "CREATE TABLE " + quoted(table.name()) + " (" + columns(table.schema()) + ")";
        }
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < superTable.tags().size(); i++) {
            names.add(quoted(superTable.tags().column(i).name()));
            Object value = table.tags()[i];
            values.add(value == null ? "NULL" : TagText.literal(value));
        }
        return "CREATE TABLE "
                + quoted(table.name())
                + " USING "
                + quoted(superTable.name())
                + " ("
                + String.join(", ", names)
                + ") TAGS ("
                + String.join(", ", values)
                + ")";
    }

    private static String columns(TableSchema schema) {
        List<String> columns = new ArrayList<>();
        for (Column column : schema.columns()) {
            columns.add(
                    quoted(column.name())
                            + " "
                            + ValueTypes.declaration(column.spec())
                            + (column.spec().key() ? " " + COMPOSITE_KEY : ""));
        }
        return String.join(", ", columns);
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String create(Database database) {
        DatabaseOptions options = database.options();
        String days = options.keepMinutes() / MINUTES_PER_DAY + "d";
        return "CREATE DATABASE "
                + quoted(database.name())
                + " BUFFER 256 CACHESIZE 1 CACHEMODEL 'none' COMP 2 DURATION 10d WAL_FSYNC_PERIOD"
                + " 3000 MAXROWS 4096 MINROWS 100 STT_TRIGGER 2 KEEP "
                + days
                + ","
                + days
                + ","
                + days
                + " PAGES 256 PAGESIZE 4 PRECISION '"
                + options.precision().text()
                + "' REPLICA 1 WAL_LEVEL 1 VGROUPS "
                + database.vgroups().size()
                + " SINGLE_STABLE "
                + (options.singleStable() ? 1 : 0)
                + " TABLE_PREFIX 0 TABLE_SUFFIX 0 TSDB_PAGESIZE 4 WAL_RETENTION_PERIOD "
                + options.walRetentionSeconds()
                + " WAL_RETENTION_SIZE "
                + options.walRetentionKilobytes()
                + " KEEP_TIME_OFFSET 0 ENCRYPT_ALGORITHM 'none' SS_CHUNKPAGES 131072"
                + " SS_KEEPLOCAL 525600m SS_COMPACT 1 COMPACT_INTERVAL 0d COMPACT_TIME_RANGE"
                + " 0d,0d COMPACT_TIME_OFFSET 0h";
    }
}
