/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.catalog;

import io.spillway.tdengine.row.RowColumns;
import io.spillway.tdengine.row.TypeMapping;
import io.spillway.tdengine.schema.TableSchema;
import io.spillway.tdengine.table.TDengineConnectorOptions;
import io.spillway.tdengine.table.TDengineDynamicTableFactory;
import io.spillway.tdengine.table.TDengineSinkOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;

/** Tables of a server as tables of Flink. */
@Internal
final class ServerTables {

    /** The comment of columns that are tags. */
    static final String TAG = "TAG";

    private ServerTables() {}

    /** The columns, the tags, and for a super table the name of the child table; a key of them. */
    static CatalogTable table(TableSchema table, String comment, String endpoints) {
        boolean superTable = table.kind() == TableSchema.Kind.SUPER_TABLE;
        boolean keyed = table.kind() != TableSchema.Kind.SYSTEM_TABLE;
        Schema.Builder schema = Schema.newBuilder();
        List<String> key = new ArrayList<>();
        for (TableSchema.Column column : table.columns()) {
            boolean ofKey = keyed && (column.equals(table.timeColumn()) || column.key());
            DataType type = TypeMapping.dataType(column.field(), table.precision());
            schema.column(column.name(), ofKey ? type.notNull() : type);
            if (ofKey) {
                key.add(column.name());
            }
            if (column.tag()) {
                schema.withComment(TAG);
            }
        }
        if (superTable) {
            schema.column(RowColumns.TABLE_NAME, DataTypes.STRING().notNull());
            schema.withComment("name of the child table");
            key.add(RowColumns.TABLE_NAME);
        }
        Map<String, String> options = options(table.database(), table.table(), endpoints);
        if (superTable) {
            options.put(
                    TDengineSinkOptions.SINK_TAGS.key(),
                    table.columns().stream()
                            .filter(TableSchema.Column::tag)
                            .map(TableSchema.Column::name)
                            .collect(Collectors.joining(";")));
        }
        if (keyed) {
            schema.primaryKey(key);
        }
        return CatalogTable.newBuilder()
                .schema(schema.build())
                .comment(comment)
                .options(options)
                .build();
    }

    /** The options every table of the catalog has. */
    static Map<String, String> options(String database, String table, String endpoints) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(FactoryUtil.CONNECTOR.key(), TDengineDynamicTableFactory.IDENTIFIER);
        options.put(TDengineConnectorOptions.ENDPOINTS.key(), endpoints);
        options.put(TDengineConnectorOptions.DATABASE.key(), database);
        options.put(TDengineConnectorOptions.TABLE_NAME.key(), table);
        return options;
    }
}
