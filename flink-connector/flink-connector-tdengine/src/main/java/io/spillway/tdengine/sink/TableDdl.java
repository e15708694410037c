/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.sql.SqlText;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/** Statements that make what is missing; they do nothing to what exists. */
@Internal
public final class TableDdl {

    private TableDdl() {}

    static String createDatabase(SinkTarget target) {
        return "CREATE DATABASE IF NOT EXISTS "
                + SqlText.name(target.database())
                + " PRECISION '"
                + target.createPrecision().symbol()
                + '\'';
    }

    static String createTable(SinkTarget target) {
        return createTable(
                target.database(), target.table(), target.superTable(), target.definition());
    }

    /**
     * @param columns and tags, the timestamp first
     */
    public static String createTable(
            String database, String table, boolean superTable, List<TargetColumn> columns) {
        return (superTable ? "CREATE STABLE IF NOT EXISTS " : "CREATE TABLE IF NOT EXISTS ")
                + SqlText.table(database, table)
                + ' '
                + definitions(columns.stream().filter(column -> !column.tag()).toList())
                + (superTable
                        ? " TAGS "
                                + definitions(columns.stream().filter(TargetColumn::tag).toList())
                        : "");
    }

    private static String definitions(List<TargetColumn> columns) {
        return columns.stream()
                .map(column -> SqlText.name(column.name()) + ' ' + type(column))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** The type as statements have it. */
    public static String type(TargetColumn column) {
        return switch (column.type()) {
            case UTINYINT -> "TINYINT UNSIGNED";
            case USMALLINT -> "SMALLINT UNSIGNED";
            case UINT -> "INT UNSIGNED";
            case UBIGINT -> "BIGINT UNSIGNED";
            case VARCHAR, NCHAR, VARBINARY, GEOMETRY -> column.type() + "(" + column.length() + ")";
            case DECIMAL64, DECIMAL128 ->
                    "DECIMAL(" + column.digits() + ", " + column.scale() + ")";
            default -> column.type().toString();
        };
    }
}
