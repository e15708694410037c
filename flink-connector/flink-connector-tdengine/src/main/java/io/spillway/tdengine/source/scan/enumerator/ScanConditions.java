/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.enumerator;

import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.schema.TableSchema;
import io.spillway.tdengine.source.scan.config.ScanCondition;
import io.spillway.tdengine.source.scan.config.ScanTarget;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/**
 * The conditions of a scan, sorted by what they say something about: those on tags choose the child
 * tables, all others the rows of each.
 *
 * @param ofTables in SQL, null for none
 * @param ofRows in SQL, null for none
 */
record ScanConditions(@Nullable String ofTables, @Nullable String ofRows) {

    private static final String TABLE_NAME = "tbname";

    /** Conditions the server has no comparison for are left to whoever gave them. */
    static ScanConditions of(ScanTarget target, TableSchema schema) {
        boolean hasChildren = schema.kind() == TableSchema.Kind.SUPER_TABLE;
        List<String> ofTables = new ArrayList<>();
        List<String> ofRows = new ArrayList<>();
        for (ScanCondition given : target.conditions()) {
            ScanCondition condition = asSpelled(given, schema);
            if (condition.columns().stream().anyMatch(name -> !isComparable(schema, name))) {
                continue;
            }
            boolean tableOnly =
                    hasChildren
                            && condition.columns().stream()
                                    .allMatch(name -> isOfTable(schema, name));
            (tableOnly ? ofTables : ofRows).add("(" + condition.sql(schema.precision()) + ")");
        }
        return new ScanConditions(all(ofTables), all(ofRows));
    }

    /** A comparison of a time by the name the server has for the column. */
    private static ScanCondition asSpelled(ScanCondition given, TableSchema schema) {
        if (!(given instanceof ScanCondition.Time time)) {
            return given;
        }
        return schema.column(time.column())
                .<ScanCondition>map(
                        column ->
                                new ScanCondition.Time(
                                        column.name(), time.comparison(), time.instant()))
                .orElse(given);
    }

    /** Names in the text of a condition are quoted: their case counts. */
    private static boolean isComparable(TableSchema schema, String name) {
        return name.equalsIgnoreCase(TABLE_NAME)
                || schema.column(name)
                        .filter(column -> column.name().equals(name))
                        .filter(column -> column.field().type() != TDengineType.JSON)
                        .isPresent();
    }

    private static boolean isOfTable(TableSchema schema, String name) {
        return name.equalsIgnoreCase(TABLE_NAME)
                || schema.column(name).filter(TableSchema.Column::tag).isPresent();
    }

    @Nullable
    private static String all(List<String> conditions) {
        return conditions.isEmpty() ? null : String.join(" AND ", conditions);
    }
}
