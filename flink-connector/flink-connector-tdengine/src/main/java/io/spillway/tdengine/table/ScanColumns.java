/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.tdengine.row.RowColumns;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

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

    /**
     * How the server knows what a query calls by this name: by the same, or as {@code tbname}; null
     * for other metadata.
     */
    @Nullable
    String ofServer(String name) {
        if (((RowType) physicalType.getLogicalType()).getFieldIndex(name) >= 0) {
            return name;
        }
        // metadata stands behind the columns, by the names the table gives it
        List<String> produced = DataType.getFieldNames(producedType);
        int at = produced.indexOf(name) - (produced.size() - metadata.size());
        return at >= 0 && metadata.get(at) == ReadableMetadata.TABLE_NAME
                ? RowColumns.TABLE_NAME
                : null;
    }

    /**
     * The columns asked for, {@code tbname} as one where it is metadata.
     *
     * @throws ValidationException if there is other metadata, which rows have from a topic only
     */
    RowType lookedUp() {
        List<RowType.RowField> fields = new ArrayList<>(rowType().getFields());
        for (ReadableMetadata key : metadata) {
            if (key != ReadableMetadata.TABLE_NAME) {
                throw new ValidationException(
                        "Rows that are looked up have no metadata '"
                                + key.key()
                                + "'; only 'tbname' can be declared.");
            }
            fields.add(
                    new RowType.RowField(
                            RowColumns.TABLE_NAME, new VarCharType(true, VarCharType.MAX_LENGTH)));
        }
        return new RowType(false, fields);
    }

    RowDataDeserializer deserializer(
            DynamicTableSource.Context context,
            ZoneId zone,
            @Nullable RowDeletes deletes,
            @Nullable TopicTags tags) {
        TypeInformation<RowData> produced = context.createTypeInformation(producedType);
        return new RowDataDeserializer(rowType(), metadata, zone, produced, deletes, tags);
    }
}
