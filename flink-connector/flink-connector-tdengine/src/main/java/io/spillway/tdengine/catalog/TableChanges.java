/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.catalog;

import static io.spillway.tdengine.table.TDengineSinkOptions.SINK_CREATE_TABLE_TEXT_LENGTH;

import io.spillway.tdengine.row.RowColumns;
import io.spillway.tdengine.row.TypeMapping;
import io.spillway.tdengine.schema.TableSchema;
import io.spillway.tdengine.sink.TableDdl;
import io.spillway.tdengine.sql.SqlText;
import io.spillway.tdengine.table.SinkDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.types.logical.LogicalType;

/** What may be changed of a table: columns are added behind the last one. */
@Internal
final class TableChanges {

    private TableChanges() {}

    /**
     * @throws ValidationException if something else is changed
     */
    static List<String> statements(TableSchema known, ResolvedCatalogTable changed) {
        boolean superTable = known.kind() == TableSchema.Kind.SUPER_TABLE;
        Set<String> kept = new HashSet<>();
        List<String> statements = new ArrayList<>();
        for (Column column : changed.getResolvedSchema().getColumns()) {
            String name = column.getName();
            LogicalType type = column.getDataType().getLogicalType();
            TableSchema.Column before =
                    known.columns().stream()
                            .filter(existing -> existing.name().equals(name))
                            .findFirst()
                            .orElse(null);
            if (before != null) {
                kept.add(name);
                LogicalType was =
                        TypeMapping.dataType(before.field(), known.precision()).getLogicalType();
                require(
                        was.copy(true).equals(type.copy(true)),
                        known,
                        "column '" + name + "' stays " + was.asSummaryString());
            } else if (!name.equalsIgnoreCase(RowColumns.TABLE_NAME)) {
                require(
                        column.isPhysical(),
                        known,
                        "column '" + name + "' is computed or metadata, the server keeps none");
                int textLength =
                        Configuration.fromMap(changed.getOptions())
                                .get(SINK_CREATE_TABLE_TEXT_LENGTH);
                statements.add(
                        (superTable ? "ALTER STABLE " : "ALTER TABLE ")
                                + SqlText.table(known.database(), known.table())
                                + " ADD COLUMN "
                                + SqlText.name(name)
                                + ' '
                                + TableDdl.type(SinkDefinition.column(name, type, textLength)));
            }
        }
        for (TableSchema.Column column : known.columns()) {
            require(
                    kept.contains(column.name()),
                    known,
                    "column '" + column.name() + "' must stay");
        }
        require(
                !statements.isEmpty(),
                known,
                "only columns can be added; options go to the catalog or into hints");
        return statements;
    }

    private static void require(boolean condition, TableSchema table, String problem) {
        if (!condition) {
            throw new ValidationException(
                    "Table "
                            + table.database()
                            + "."
                            + table.table()
                            + " cannot be changed: "
                            + problem
                            + ".");
        }
    }
}
