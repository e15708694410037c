/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.schemaless.Point;
import io.spillway.local.tdengine.schemaless.PointErrors;
import io.spillway.local.tdengine.schemaless.PointValue;
import io.spillway.local.tdengine.storage.Database;
import io.spillway.local.tdengine.storage.LogRecord;
import io.spillway.local.tdengine.storage.SuperTable;
import io.spillway.local.tdengine.storage.TableSchema;
import io.spillway.local.tdengine.value.TaosErrors;
import io.spillway.local.tdengine.value.ValueTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;

/** Super tables as points need them: created, widened, given more columns and tags. */
final class PointSchemas {

    private static final String TIME = "_ts";
    private static final String NO_TAG = "_tag_null";
    private static final int NOT_SAME_TYPE = 0x3004;
    private static final int LONGEST_TEXT = 65517;
    private static final int LONGEST_NCHAR = 16379;

    private final TableStatements tables;

    PointSchemas(TableStatements tables) {
        this.tables = tables;
    }

    /** The server allows no dots in names it makes. */
    static String tableName(String measure) {
        return measure.replace('.', '_');
    }

    /** What the points of one measure need. */
    private record Needs(Map<String, PointValue> tags, Map<String, PointValue> fields) {}

    /** Checks all before anything is changed. */
    void prepare(Database database, List<Point> points, @Nullable String tableNameTag)
            throws TaosException {
        Map<String, Needs> needs = new LinkedHashMap<>();
        for (Point point : points) {
            Needs of =
                    needs.computeIfAbsent(
                            tableName(point.measure()),
                            name -> new Needs(new LinkedHashMap<>(), new LinkedHashMap<>()));
            for (PointValue tag : point.tags()) {
                if (!tag.key().equals(tableNameTag)) {
                    merge(of.tags(), tag);
                }
            }
            Set<String> seen = new HashSet<>();
            for (PointValue field : point.fields()) {
                if (!seen.add(field.key())) {
                    throw TaosErrors.duplicatedColumn();
                }
                merge(of.fields(), field);
            }
        }
        for (Map.Entry<String, Needs> entry : needs.entrySet()) {
            SuperTable table = database.superTable(entry.getKey());
            if (table != null) {
                checkTypes(table.tags(), entry.getValue().tags());
                checkTypes(table.schema(), entry.getValue().fields());
            } else if (database.table(entry.getKey()) != null) {
                throw TaosErrors.tableExists();
            }
        }
        for (Map.Entry<String, Needs> entry : needs.entrySet()) {
            apply(database, entry.getKey(), entry.getValue());
        }
    }

    private static void merge(Map<String, PointValue> values, PointValue value)
            throws TaosException {
        PointValue known = values.get(value.key());
        if (known == null) {
            values.put(value.key(), value);
        } else if (known.type() != value.type()) {
            throw PointErrors.of(
                    NOT_SAME_TYPE, "the type is not the same like before", value.near());
        } else if (known.length() < value.length()) {
            values.put(value.key(), value);
        }
    }

    private static void checkTypes(TableSchema schema, Map<String, PointValue> values)
            throws TaosException {
        for (PointValue value : values.values()) {
            int position = schema.position(value.key());
            if (position >= 0 && schema.column(position).type() != value.type()) {
                throw PointErrors.invalid(
                        "SML:0x4, smlGenerateSchemaAction point type and db type mismatch, db"
                                + " type:"
                                + ValueTypes.name(schema.column(position).type())
                                + ", point type:"
                                + ValueTypes.name(value.type())
                                + ", key",
                        value.near());
            }
        }
    }

    private void apply(Database database, String name, Needs needs) {
        SuperTable table = database.superTable(name);
        if (table == null) {
            List<ColumnSpec> columns = new ArrayList<>();
            columns.add(new ColumnSpec(TIME, ValueType.TIMESTAMP, 8, 0, 0));
            needs.fields().values().forEach(field -> columns.add(spec(field)));
            List<ColumnSpec> tags = new ArrayList<>();
            needs.tags().values().forEach(tag -> tags.add(spec(tag)));
            if (tags.isEmpty()) {
                tags.add(new ColumnSpec(NO_TAG, ValueType.NCHAR, 1, 0, 0));
            }
            tables.createSuper(database, name, columns, tags);
            return;
        }
        for (PointValue tag : needs.tags().values()) {
            TableSchema schema = table.tags();
            int position = schema.position(tag.key());
            if (position < 0) {
                table.addTag(schema.add(spec(tag)));
                log(database, table, MetaJson.ADD_TAG, spec(tag));
            } else if (isTooShort(schema.column(position).spec(), tag)) {
                table.replaceTags(schema.replace(position, spec(tag)));
                log(database, table, MetaJson.MODIFY_TAG, spec(tag));
            }
        }
        for (PointValue field : needs.fields().values()) {
            TableSchema schema = table.schema();
            int position = schema.position(field.key());
            if (position < 0) {
                table.addColumn(schema.add(spec(field)));
                log(database, table, MetaJson.ADD_COLUMN, spec(field));
            } else if (isTooShort(schema.column(position).spec(), field)) {
                table.addColumn(schema.replace(position, spec(field)));
                log(database, table, MetaJson.MODIFY_COLUMN, spec(field));
            }
        }
    }

    private static void log(Database database, SuperTable table, int change, ColumnSpec spec) {
        database.appendToAll(
                new LogRecord.Change(
                        table.name(), MetaJson.alter("super", table.name(), change, spec, true)));
    }

    private static boolean isTooShort(ColumnSpec column, PointValue value) {
        return ValueTypes.isVariable(column.type()) && column.length() < value.length();
    }

    /** Text gets the next power of two above its length. */
    private static ColumnSpec spec(PointValue value) {
        int length = value.type().width();
        if (ValueTypes.isVariable(value.type())) {
            length = 1;
            while (length <= value.length()) {
                length <<= 1;
            }
            length =
                    Math.min(
                            length, value.type() == ValueType.NCHAR ? LONGEST_NCHAR : LONGEST_TEXT);
        }
        return new ColumnSpec(value.key(), value.type(), length, 0, 0);
    }
}
