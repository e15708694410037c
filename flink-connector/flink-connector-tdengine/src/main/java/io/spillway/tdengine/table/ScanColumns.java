/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.tdengine.row.RowColumns;
import java.time.ZoneId;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Which columns of a table a query asks for. Immutable.
 *
 * @param physicalType the columns the table declares
 * @param projection which of them, null for all
 * @param metadata what follows them in each row
 * @param producedType the type of the rows
 */
record ScanColumns(
        DataType physicalType,
        @Nullable int[][] projection,
        List<ReadableMetadata> metadata,
        DataType producedType) {

    static ScanColumns all(DataType physicalType) {
        return new ScanColumns(physicalType, null, List.of(), physicalType);
    }

    ScanColumns projected(int[][] fields, DataType newProducedType) {
        return new ScanColumns(physicalType, fields, metadata, newProducedType);
    }

    ScanColumns withMetadata(List<String> keys, DataType newProducedType) {
        return new ScanColumns(
                physicalType,
                projection,
                keys.stream().map(ReadableMetadata::ofKey).toList(),
                newProducedType);
    }

    /** The columns asked for, without metadata. */
    RowType rowType() {
        DataType type =
                projection == null ? physicalType : Projection.of(projection).project(physicalType);
        return (RowType) type.getLogicalType();
    }

    /**
     * Names to ask the server for; if the query needs none, the one every table has, since an empty
     * list stands for all.
     */
    List<String> names() {
        List<String> names = rowType().getFieldNames();
        return names.isEmpty() ? List.of(RowColumns.TABLE_NAME) : names;
    }

    RowDataDeserializer deserializer(
            DynamicTableSource.Context context, ZoneId zone, @Nullable RowDeletes deletes) {
        TypeInformation<RowData> produced = context.createTypeInformation(producedType);
        return new RowDataDeserializer(rowType(), metadata, zone, produced, deletes);
    }
}
