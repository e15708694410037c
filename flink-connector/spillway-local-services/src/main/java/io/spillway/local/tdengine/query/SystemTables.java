/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.storage.Column;
import io.spillway.local.tdengine.storage.Database;
import io.spillway.local.tdengine.storage.Databases;
import io.spillway.local.tdengine.storage.SuperTable;
import io.spillway.local.tdengine.storage.Table;
import io.spillway.local.tdengine.storage.TableSchema;
import io.spillway.local.tdengine.storage.Vgroup;
import io.spillway.local.tdengine.value.TagText;
import io.spillway.local.tdengine.value.TimePrecision;
import io.spillway.local.tdengine.value.ValueTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.annotation.Nullable;

/** The tables of {@code information_schema} and {@code performance_schema}. */
public final class SystemTables {

    private static final String INFORMATION = "information_schema";
    private static final String PERFORMANCE = "performance_schema";
    private static final long MINUTES_PER_DAY = 24 * 60;

    private final Databases databases;
    private final Supplier<List<Object[]>> topics;
    private final Supplier<List<Object[]>> subscriptions;
    private final Supplier<List<Object[]>> consumers;

    /**
     * @param topics rows of ins_topics
     * @param subscriptions rows of ins_subscriptions
     * @param consumers rows of perf_consumers
     */
    public SystemTables(
            Databases databases,
            Supplier<List<Object[]>> topics,
            Supplier<List<Object[]>> subscriptions,
            Supplier<List<Object[]>> consumers) {
        this.databases = databases;
        this.topics = topics;
        this.subscriptions = subscriptions;
        this.consumers = consumers;
    }

    public static boolean isSystem(String database) {
        return database.equals(INFORMATION) || database.equals(PERFORMANCE);
    }

    /** Null if there is no such table. */
    @Nullable
    public Relation relation(String database, String table, @Nullable String alias) {
        return switch (database + "." + table) {
            case "information_schema.ins_databases" ->
                    finished(table, alias, SystemSchema.DATABASES, databaseRows());
            case "information_schema.ins_tables" ->
                    finished(table, alias, SystemSchema.TABLES, tableRows());
            case "information_schema.ins_stables" ->
                    finished(table, alias, SystemSchema.STABLES, stableRows());
            case "information_schema.ins_vgroups" ->
                    finished(table, alias, SystemSchema.VGROUPS, vgroupRows());
            case "information_schema.ins_columns" ->
                    finished(table, alias, SystemSchema.COLUMNS, columnRows());
            case "information_schema.ins_tags" ->
                    finished(table, alias, SystemSchema.TAGS, tagRows());
            case "information_schema.ins_topics" ->
                    finished(table, alias, SystemSchema.TOPICS, topics.get());
            // there are none, but drivers that list tables ask for them
            case "information_schema.ins_views" ->
                    finished(table, alias, SystemSchema.VIEWS, List.of());
            case "information_schema.ins_subscriptions" ->
                    finished(table, alias, SystemSchema.SUBSCRIPTIONS, subscriptions.get());
            case "performance_schema.perf_consumers" ->
                    finished(table, alias, SystemSchema.CONSUMERS, consumers.get());
            default -> null;
        };
    }

    private static Relation finished(
            String name, @Nullable String alias, List<ColumnSpec> columns, List<Object[]> rows) {
        return Relation.finished(name, alias, columns, TimePrecision.MILLI, rows);
    }

    private List<Object[]> databaseRows() {
        List<Object[]> rows = new ArrayList<>();
        for (String system : List.of(INFORMATION, PERFORMANCE)) {
            Object[] row = new Object[SystemSchema.DATABASES.size()];
            row[0] = system;
            row[3] = 0L;
            row[15] = "ready";
            rows.add(row);
        }
        for (Database database : databases.all()) {
            String days = database.options().keepMinutes() / MINUTES_PER_DAY + "d";
            rows.add(
                    new Object[] {
                        database.name(),
                        database.createTime(),
                        database.vgroups().size(),
                        (long) database.tables().size(),
                        (byte) 1,
                        "on",
                        "10d",
                        days + "," + days + "," + days,
                        256,
                        4,
                        256,
                        100,
                        4096,
                        (byte) 2,
                        database.precision().text(),
                        "ready",
                        null,
                        database.options().singleStable(),
                        "none",
                        1,
                        (byte) 1,
                        3000,
                        (int) database.options().walRetentionSeconds(),
                        database.options().walRetentionKilobytes(),
                        (short) 2,
                        (short) 0,
                        (short) 0,
                        4,
                        0,
                        131072,
                        "525600m",
                        (byte) 1,
                        (byte) 0,
                        "none",
                        "0d",
                        "0d,0d",
                        "0h"
                    });
        }
        return rows;
    }

    private List<Object[]> tableRows() {
        List<Object[]> rows = new ArrayList<>();
        for (Database database : databases.all()) {
            for (Table table : database.tables().values()) {
                rows.add(
                        new Object[] {
                            table.name(),
                            database.name(),
                            table.createTime(),
                            table.schema().size(),
                            table.superTable() == null ? null : table.superTable().name(),
                            table.uid(),
                            table.vgroup().id(),
                            table.ttl(),
                            null,
                            type(table)
                        });
            }
        }
        return rows;
    }

    private static String type(Table table) {
        return table.superTable() == null ? "NORMAL_TABLE" : "CHILD_TABLE";
    }

    private List<Object[]> stableRows() {
        List<Object[]> rows = new ArrayList<>();
        for (Database database : databases.all()) {
            for (SuperTable table : database.superTables().values()) {
                rows.add(
                        new Object[] {
                            table.name(),
                            database.name(),
                            table.createTime(),
                            table.schema().size(),
                            table.tags().size(),
                            table.createTime(),
                            null,
                            "5000a,5000a",
                            "-1a,-1a",
                            "",
                            table.uid(),
                            false,
                            -1L
                        });
            }
        }
        return rows;
    }

    private List<Object[]> vgroupRows() {
        List<Object[]> rows = new ArrayList<>();
        for (Database database : databases.all()) {
            for (Vgroup vgroup : database.vgroups()) {
                Object[] row = new Object[SystemSchema.VGROUPS.size()];
                row[0] = vgroup.id();
                row[1] = database.name();
                row[2] =
                        (int)
                                database.tables().values().stream()
                                        .filter(table -> table.vgroup() == vgroup)
                                        .count();
                row[3] = (short) 1;
                row[4] = "leader";
                row[5] = vgroup.wal().end() + "/" + vgroup.wal().end();
                row[15] = 0;
                row[16] = 0;
                row[17] = (byte) 0;
                row[18] = 0;
                rows.add(row);
            }
        }
        return rows;
    }

    private List<Object[]> columnRows() {
        List<Object[]> rows = new ArrayList<>();
        for (Database database : databases.all()) {
            for (SuperTable table : database.superTables().values()) {
                addColumns(rows, database, table.name(), "SUPER_TABLE", table.schema());
            }
            for (Table table : database.tables().values()) {
                addColumns(rows, database, table.name(), type(table), table.schema());
            }
        }
        return rows;
    }

    private static void addColumns(
            List<Object[]> rows, Database database, String table, String type, TableSchema schema) {
        for (Column column : schema.columns()) {
            ValueType valueType = column.type();
            rows.add(
                    new Object[] {
                        table,
                        database.name(),
                        type,
                        column.name(),
                        valueType == ValueType.VARBINARY || valueType == ValueType.GEOMETRY
                                ? ValueTypes.name(valueType)
                                : ValueTypes.declaration(column.spec()),
                        column.rowBytes(),
                        null,
                        null,
                        null,
                        null,
                        (short) column.id()
                    });
        }
    }

    private List<Object[]> tagRows() {
        List<Object[]> rows = new ArrayList<>();
        for (Database database : databases.all()) {
            for (SuperTable superTable : database.superTables().values()) {
                for (Table table : superTable.children().values()) {
                    rows.addAll(tagRows(database, superTable, table));
                }
            }
        }
        return rows;
    }

    /** The tags of one table as ins_tags shows them. */
    private static List<Object[]> tagRows(Database database, SuperTable superTable, Table table) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < superTable.tags().size(); i++) {
            Column tag = superTable.tags().column(i);
            Object value = table.tags()[i];
            rows.add(
                    new Object[] {
                        table.name(),
                        database.name(),
                        superTable.name(),
                        tag.name(),
                        ValueTypes.declaration(tag.spec()),
                        value == null ? null : TagText.plain(value)
                    });
        }
        return rows;
    }
}
