/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.query.Compiled.Scope;
import io.spillway.local.tdengine.storage.Column;
import io.spillway.local.tdengine.storage.SuperTable;
import io.spillway.local.tdengine.storage.Table;
import io.spillway.local.tdengine.storage.TableSchema;
import io.spillway.local.tdengine.value.TimePrecision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.annotation.Nullable;

/**
 * What a query reads: columns, and either tables or finished rows.
 *
 * @param name by which columns may be qualified, null without
 * @param hasTableName whether there is a tbname
 * @param showsTags whether a star shows tags
 * @param tables null if the rows are finished
 * @param finished rows of a sub-query or of one of the server's own tables
 */
public record Relation(
        @Nullable String name,
        @Nullable String alias,
        List<Field> fields,
        boolean hasTableName,
        boolean showsTags,
        TimePrecision precision,
        @Nullable Collection<Table> tables,
        List<Object[]> finished) {

    /** A column; a tag if its scope is TABLE. */
    public record Field(ColumnSpec spec, Scope scope, int index) {}

    public static Relation of(SuperTable table, @Nullable String alias, TimePrecision precision) {
        Relation bare = of(table.name(), table.schema(), table.tags(), alias, true, precision);
        return bare.with(List.copyOf(table.children().values()));
    }

    public static Relation of(Table table, @Nullable String alias, TimePrecision precision) {
        TableSchema tags = table.superTable() == null ? null : table.superTable().tags();
        Relation bare = of(table.name(), table.schema(), tags, alias, false, precision);
        return bare.with(List.of(table));
    }

    /**
     * The columns of a table, without rows.
     *
     * @param showsTags whether a star shows tags
     */
    public static Relation of(
            String name,
            TableSchema schema,
            @Nullable TableSchema tags,
            @Nullable String alias,
            boolean showsTags,
            TimePrecision precision) {
        List<Field> fields = fields(schema, Scope.ROW);
        if (tags != null) {
            fields.addAll(fields(tags, Scope.TABLE));
        }
        return new Relation(name, alias, fields, true, showsTags, precision, List.of(), List.of());
    }

    private Relation with(Collection<Table> found) {
        return new Relation(
                name, alias, fields, hasTableName, showsTags, precision, found, finished);
    }

    public static Relation finished(
            @Nullable String name,
            @Nullable String alias,
            List<ColumnSpec> columns,
            TimePrecision precision,
            List<Object[]> rows) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            fields.add(new Field(columns.get(i), Scope.ROW, i));
        }
        return new Relation(name, alias, fields, false, true, precision, null, rows);
    }

    private static List<Field> fields(TableSchema schema, Scope scope) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            Column column = schema.column(i);
            fields.add(new Field(column.spec(), scope, i));
        }
        return fields;
    }

    /** Whether {@code *} shows the field: tags only of super tables. */
    boolean isShownByStar(Field field) {
        return field.scope() != Scope.TABLE || showsTags;
    }

    @Nullable
    Field field(@Nullable String qualifier, String column) {
        if (qualifier != null && !qualifier.equals(name) && !qualifier.equals(alias)) {
            return null;
        }
        for (Field field : fields) {
            if (field.spec().name().equals(column)) {
                return field;
            }
        }
        return null;
    }

    /** The first column of tables, on which rows are ordered; null of other relations. */
    @Nullable
    Field primaryKey() {
        return tables == null ? null : fields.get(0);
    }
}
