/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.route;

import io.spillway.debezium.Change;
import io.spillway.debezium.convert.ChangeRowConverter;
import io.spillway.debezium.convert.Column;
import io.spillway.debezium.convert.ConversionException;
import io.spillway.debezium.convert.ConversionOptions;
import io.spillway.jobs.config.ColumnConfig;
import io.spillway.jobs.config.RouteConfig;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.types.Row;

/** Makes the rows of one route: columns of the source row and facts about the change. */
@Internal
final class RouteConverter implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ColumnConfig[] columns;
    private final ChangeRowConverter converter;
    private final TypeInformation<Row> rowType;

    /** Per column of the route, its index in the converted row, or -1 for metadata. */
    private final int[] sourceIndexes;

    private final int[] keyIndexes;
    private final boolean plain;

    /**
     * @throws IllegalArgumentException naming the column, if a type is not supported
     */
    RouteConverter(RouteConfig route, ConversionOptions options) {
        columns = route.columns().toArray(new ColumnConfig[0]);
        sourceIndexes = new int[columns.length];
        List<Column> sourceColumns = new ArrayList<>();
        List<Column> allColumns = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            Column column = new Column(columns[i].name(), columns[i].type());
            allColumns.add(column);
            sourceIndexes[i] = columns[i].metadata() == null ? sourceColumns.size() : -1;
            if (columns[i].metadata() == null) {
                sourceColumns.add(column);
            }
        }
        converter = new ChangeRowConverter(sourceColumns, options);
        plain = sourceColumns.size() == columns.length;
        rowType = plain ? converter.rowType() : rowType(columns, converter.rowType());
        keyIndexes =
                route.primaryKey().stream()
                        .mapToInt(
                                name ->
                                        sourceColumns.stream()
                                                .map(Column::name)
                                                .toList()
                                                .indexOf(name))
                        .toArray();
    }

    TypeInformation<Row> rowType() {
        return rowType;
    }

    Row toRow(Change change) throws ConversionException {
        Row row = converter.toRow(change);
        for (int key : keyIndexes) {
            if (row.getField(key) == null) {
                throw new ConversionException(
                        ConversionException.Code.MISSING_KEY,
                        null,
                        "The change of table "
                                + change.table()
                                + " has no value for a column of the route's primary key; is the"
                                + " route's key the table's?");
            }
        }
        return plain ? row : withMetadata(row, change);
    }

    private Row withMetadata(Row source, Change change) {
        Row row = Row.withPositions(source.getKind(), columns.length);
        for (int i = 0; i < columns.length; i++) {
            row.setField(
                    i,
                    sourceIndexes[i] < 0
                            ? columns[i].metadata().valueOf(change, columns[i].type())
                            : source.getField(sourceIndexes[i]));
        }
        return row;
    }

    private static TypeInformation<Row> rowType(
            ColumnConfig[] columns, TypeInformation<Row> sourceType) {
        String[] names = new String[columns.length];
        TypeInformation<?>[] types = new TypeInformation<?>[columns.length];
        var fields = ((org.apache.flink.api.java.typeutils.RowTypeInfo) sourceType).getFieldTypes();
        int next = 0;
        for (int i = 0; i < columns.length; i++) {
            names[i] = columns[i].name();
            types[i] = columns[i].metadata() == null ? fields[next++] : metadataType(columns[i]);
        }
        return Types.ROW_NAMED(names, types);
    }

    private static TypeInformation<?> metadataType(ColumnConfig column) {
        return switch (column.type().getTypeRoot()) {
            case VARCHAR -> Types.STRING;
            case BIGINT -> Types.LONG;
            case INTEGER -> Types.INT;
            case BOOLEAN -> Types.BOOLEAN;
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Types.INSTANT;
            default -> throw new IllegalArgumentException("No fact has type " + column.type());
        };
    }
}
