/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.source.deserialization.DataHubDeserializationSchema;
import io.spillway.datahub.table.RowDataDeserializer.ScanFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.ProjectableDecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/**
 * Which columns of a table a query asks for, and what decodes records into them. Immutable but for
 * the format, which the planner's copies share.
 */
final class ScanProjection {

    /** Before the keys of metadata that the format knows, as with Flink's own connectors. */
    private static final String FORMAT_METADATA = "value.";

    private final DataType physicalType;
    @Nullable private final DecodingFormat<DeserializationSchema<RowData>> format;
    @Nullable private final int[][] columns;
    private final List<ReadableMetadata> metadata;
    private final List<String> formatMetadata;

    /**
     * @param format decodes the records of a BLOB topic, null for a topic with columns, or a single
     *     column of bytes
     */
    ScanProjection(
            DataType physicalType,
            @Nullable DecodingFormat<DeserializationSchema<RowData>> format) {
        this(physicalType, format, null, List.of(), List.of());
    }

    private ScanProjection(
            DataType physicalType,
            @Nullable DecodingFormat<DeserializationSchema<RowData>> format,
            @Nullable int[][] columns,
            List<ReadableMetadata> metadata,
            List<String> formatMetadata) {
        this.physicalType = physicalType;
        this.format = format;
        this.columns = columns;
        this.metadata = metadata;
        this.formatMetadata = formatMetadata;
    }

    /** Only some columns, by their indexes. */
    ScanProjection withColumns(int[][] projected) {
        return new ScanProjection(physicalType, format, projected, metadata, formatMetadata);
    }

    /** With metadata behind the columns. */
    ScanProjection withMetadata(List<String> keys) {
        List<ReadableMetadata> own = new ArrayList<>();
        List<String> ofFormat = new ArrayList<>();
        for (String key : keys) {
            if (format != null && key.startsWith(FORMAT_METADATA)) {
                ofFormat.add(key.substring(FORMAT_METADATA.length()));
            } else {
                own.add(ReadableMetadata.ofKey(key));
            }
        }
        if (!ofFormat.isEmpty()) {
            format.applyReadableMetadata(ofFormat);
        }
        return new ScanProjection(physicalType, format, columns, own, ofFormat);
    }

    /** Metadata that can be asked for; that of the format comes first, as do its columns. */
    Map<String, DataType> listMetadata() {
        Map<String, DataType> readable = new LinkedHashMap<>();
        if (format != null) {
            format.listReadableMetadata()
                    .forEach((key, type) -> readable.put(FORMAT_METADATA + key, type));
        }
        for (ReadableMetadata key : ReadableMetadata.values()) {
            readable.put(key.key(), key.dataType());
        }
        return readable;
    }

    /** The changes a scan makes. */
    ChangelogMode changelogMode(boolean dts) {
        if (format != null) {
            return format.getChangelogMode();
        }
        return dts ? ChangelogMode.all() : ChangelogMode.insertOnly();
    }

    /**
     * @throws ValidationException if the table is of a BLOB topic, whose records are no DTS changes
     */
    void requireTuple() {
        if (isBlob()) {
            throw new ValidationException(
                    "'changelog.mode' = 'dts' is for TUPLE topics, but the table is of a BLOB topic;"
                            + " remove the option, or use a changelog format.");
        }
    }

    DataHubDeserializationSchema<RowData> deserializer(
            DynamicTableSource.Context context,
            TopicAccess topic,
            ScanFormat scanFormat,
            TypeInformation<RowData> producedType) {
        RecordMetadata recordMetadata = new RecordMetadata(metadata);
        if (isBlob()) {
            return new BlobDeserializer(
                    topic, decoder(context), columnsOfDecoded(), recordMetadata, producedType);
        }
        DataType projected =
                columns == null ? physicalType : Projection.of(columns).project(physicalType);
        return new RowDataDeserializer(
                (RowType) projected.getLogicalType(),
                recordMetadata,
                topic,
                scanFormat,
                producedType);
    }

    /** A topic's columns are never bytes: a table of a single such column is of a BLOB topic. */
    private boolean isBlob() {
        RowType row = (RowType) physicalType.getLogicalType();
        return format != null
                || (row.getFieldCount() == 1 && row.getTypeAt(0).is(LogicalTypeRoot.VARBINARY));
    }

    @Nullable
    private DeserializationSchema<RowData> decoder(DynamicTableSource.Context context) {
        if (format == null) {
            return null;
        }
        return columns != null
                        && format
                                instanceof
                                ProjectableDecodingFormat<DeserializationSchema<RowData>>
                                        projectable
                ? projectable.createRuntimeDecoder(context, physicalType, columns)
                : format.createRuntimeDecoder(context, physicalType);
    }

    /** What to take of a decoded row, null for all of it. */
    @Nullable
    private int[] columnsOfDecoded() {
        if (columns == null || format instanceof ProjectableDecodingFormat) {
            return null;
        }
        int physicalCount = ((RowType) physicalType.getLogicalType()).getFieldCount();
        return IntStream.concat(
                        Arrays.stream(columns).mapToInt(path -> path[0]),
                        IntStream.range(physicalCount, physicalCount + formatMetadata.size()))
                .toArray();
    }
}
