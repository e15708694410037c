/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.lookup;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.row.RowColumns;
import io.spillway.tdengine.schema.TableSchema;
import io.spillway.tdengine.sql.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;

/** The query of a lookup; only the values of the keys differ from one to the next. */
final class LookupStatement {

    private final String select;
    private final String end;
    private final List<String> keyNames = new ArrayList<>();
    private final List<KeyLiteral> keys = new ArrayList<>();

    /**
     * @throws ServiceException if the table does not have a column
     */
    LookupStatement(LookupSettings settings, TableSchema schema) throws ServiceException {
        boolean partitioned = settings.lastRow() && schema.kind() == TableSchema.Kind.SUPER_TABLE;
        List<String> items = new ArrayList<>();
        Set<String> ofTable = new LinkedHashSet<>();
        for (String column : settings.rowType().getFieldNames()) {
            String name = name(column, schema);
            boolean tag = isOfTable(column, schema);
            if (tag) {
                ofTable.add(name);
            }
            items.add(
                    settings.lastRow() && !tag
                            ? "LAST_ROW(" + name + ") AS " + SqlText.name(column)
                            : name);
        }
        this.select =
                "SELECT "
                        + String.join(",", items)
                        + " FROM "
                        + SqlText.table(settings.database(), settings.table())
                        + " WHERE ";
        if (partitioned) {
            ofTable.add(RowColumns.TABLE_NAME);
        }
        this.end =
                (partitioned ? " PARTITION BY " + String.join(",", ofTable) : "")
                        + " LIMIT "
                        + (settings.limit() + 1L);
        for (int i = 0; i < settings.keyType().getFieldCount(); i++) {
            String column = settings.keyType().getFieldNames().get(i);
            keyNames.add(name(column, schema));
            keys.add(
                    KeyLiteral.of(
                            settings.keyType().getTypeAt(i), schema.precision(), settings.zone()));
        }
    }

    /** The query for these values; null if no row can have them. */
    @Nullable
    String of(RowData key) {
        StringBuilder sql = new StringBuilder(select);
        for (int i = 0; i < keys.size(); i++) {
            String literal = key.isNullAt(i) ? null : keys.get(i).of(key, i);
            if (literal == null) {
                return null;
            }
            sql.append(i == 0 ? "" : " AND ").append(keyNames.get(i)).append(" = ").append(literal);
        }
        return sql.append(end).toString();
    }

    private static boolean isOfTable(String column, TableSchema schema) {
        return column.equalsIgnoreCase(RowColumns.TABLE_NAME)
                || schema.column(column).filter(TableSchema.Column::tag).isPresent();
    }

    private static String name(String column, TableSchema schema) throws ServiceException {
        if (column.equalsIgnoreCase(RowColumns.TABLE_NAME)) {
            return RowColumns.TABLE_NAME;
        }
        TableSchema.Column found =
                schema.column(column)
                        .orElseThrow(
                                () ->
                                        new ServiceException(
                                                FailureKind.FATAL,
                                                "0x2602",
                                                0,
                                                null,
                                                "Table "
                                                        + schema.database()
                                                        + "."
                                                        + schema.table()
                                                        + " has no column or tag '"
                                                        + column
                                                        + "'",
                                                null));
        return SqlText.name(found.name());
    }
}
