/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.common.deadletter.RowDataJson;
import io.spillway.datahub.table.DataHubConnectorOptions.SinkChangelog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.connector.sink.abilities.SupportsWritingMetadata;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/** Writes the rows of a table to a topic. */
@Internal
final class DataHubDynamicSink implements DynamicTableSink, SupportsWritingMetadata {

    private final DataHubTableConfig config;
    private final TableShape shape;
    @Nullable private final EncodingFormat<SerializationSchema<RowData>> format;
    private List<String> metadataKeys = List.of();

    /**
     * What is declared of a table.
     *
     * @param type its columns without metadata
     * @param primaryKey indexes of the primary key's columns, empty without one
     */
    record TableShape(ObjectIdentifier name, DataType type, int[] primaryKey) {

        RowType rowType() {
            return (RowType) type.getLogicalType();
        }
    }

    /**
     * @param format how rows become records of a BLOB topic, null if the table has none
     */
    DataHubDynamicSink(
            DataHubTableConfig config,
            TableShape shape,
            @Nullable EncodingFormat<SerializationSchema<RowData>> format) {
        this.config = config;
        this.shape = shape;
        this.format = format;
        if (format != null && config.changelog() != SinkChangelog.NONE) {
            throw new ValidationException(
                    "'sink.changelog' is for TUPLE topics and cannot stand beside 'format': which "
                            + "changes are written is up to the format. Remove one of them.");
        }
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requested) {
        if (config.changelog() == SinkChangelog.OP_COLUMN) {
            // With a key, the row before an update says nothing new; asking for it would make the
            // planner keep every row in state to be able to tell it.
            return shape.primaryKey().length == 0 ? requested : ChangelogMode.upsert();
        }
        if (config.changelog() == SinkChangelog.DTS) {
            // its readers expect the row before an update
            return requested;
        }
        ChangelogMode taken =
                format == null ? ChangelogMode.insertOnly() : format.getChangelogMode();
        for (RowKind kind : requested.getContainedKinds()) {
            // a format that takes updates by their new value does without the old one
            if (!taken.contains(kind) && kind != RowKind.UPDATE_BEFORE) {
                throw new ValidationException(
                        "Topic "
                                + config.topic()
                                + " takes inserts only, but the query updates or deletes rows. "
                                + (format == null
                                        ? "Set 'sink.changelog' = 'op-column' or 'dts' to write "
                                                + "every change as a record with its operation."
                                        : "Choose a 'format' for changes, such as debezium-json."));
            }
        }
        return taken;
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        RowType rowType = shape.rowType();
        RowDataSerializer serializer =
                new RowDataSerializer(
                        contents(context, rowType),
                        RowMetadata.of(rowType.getFieldCount(), metadataKeys),
                        new RowRouting(rowType, routingColumns(rowType)),
                        new RowDataJson(
                                rowType,
                                config.changelog() == SinkChangelog.NONE
                                        ? null
                                        : config.opColumn()));
        return SinkV2Provider.of(config.newSink(serializer), config.sinkParallelism());
    }

    private RowContents contents(Context context, RowType rowType) {
        if (format != null) {
            return BlobContents.of(
                    format.createRuntimeEncoder(context, shape.type()),
                    rowType.getFieldCount(),
                    !metadataKeys.isEmpty());
        }
        for (LogicalType column : rowType.getChildren()) {
            if (column.is(LogicalTypeFamily.BINARY_STRING)) {
                if (rowType.getFieldCount() == 1 && config.changelog() == SinkChangelog.NONE) {
                    return BlobContents.ofBytes();
                }
                throw new ValidationException(
                        "A column of BYTES is for BLOB topics, where it must be the only one and "
                                + "'sink.changelog' not be set, unless 'format' says how rows are "
                                + "encoded; the table has "
                                + rowType.asSummaryString());
            }
        }
        ChangeColumns changes =
                switch (config.changelog()) {
                    case NONE -> ChangeColumns.NONE;
                    case OP_COLUMN -> new OperationColumn(config.opColumn());
                    case DTS ->
                            new DtsChangeColumns(
                                    shape.name().getDatabaseName(),
                                    shape.name().getObjectName(),
                                    new RowRouting(rowType, shape.primaryKey()));
                };
        return new TupleContents(rowType, changes, config.sinkTimeZone());
    }

    /** Indexes of the columns that choose the shard, empty if shards take turns. */
    private int[] routingColumns(RowType rowType) {
        List<String> names = config.hashFields();
        if (names == null) {
            return shape.primaryKey();
        }
        int[] columns = new int[names.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rowType.getFieldIndex(names.get(i));
            if (columns[i] < 0) {
                throw new ValidationException(
                        "'sink.hash-fields' names column '"
                                + names.get(i)
                                + "', which the table does not have: "
                                + rowType.getFieldNames());
            }
        }
        return columns;
    }

    @Override
    public Map<String, DataType> listWritableMetadata() {
        Map<String, DataType> writable = new LinkedHashMap<>();
        for (WritableMetadata metadata : WritableMetadata.values()) {
            writable.put(metadata.key(), metadata.dataType());
        }
        return writable;
    }

    @Override
    public void applyWritableMetadata(List<String> keys, DataType consumedDataType) {
        metadataKeys = List.copyOf(keys);
    }

    @Override
    public DynamicTableSink copy() {
        DataHubDynamicSink copy = new DataHubDynamicSink(config, shape, format);
        copy.metadataKeys = metadataKeys;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return "DataHub topic " + config.topic();
    }
}
