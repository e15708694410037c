/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.source.DataHubSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** Scans a topic as a table. */
@Internal
final class DataHubDynamicSource
        implements ScanTableSource, SupportsProjectionPushDown, SupportsReadingMetadata {

    private final DataHubTableConfig config;
    private DataType physicalType;
    private DataType producedType;
    private List<ReadableMetadata> metadata = List.of();

    DataHubDynamicSource(DataHubTableConfig config, DataType physicalType) {
        this.config = config;
        this.physicalType = physicalType;
        this.producedType = physicalType;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        TypeInformation<RowData> rowType = context.createTypeInformation(producedType);
        RowDataDeserializer deserializer =
                new RowDataDeserializer(
                        (RowType) physicalType.getLogicalType(),
                        metadata,
                        config.topic(),
                        config.gatewayFactory(),
                        rowType);
        DataHubSource<RowData> source = config.newSource(deserializer);
        return SourceProvider.of(source, config.scanParallelism());
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType projectedType) {
        physicalType = projectedType;
        producedType = projectedType;
    }

    @Override
    public Map<String, DataType> listReadableMetadata() {
        Map<String, DataType> readable = new LinkedHashMap<>();
        for (ReadableMetadata key : ReadableMetadata.values()) {
            readable.put(key.key(), key.dataType());
        }
        return readable;
    }

    @Override
    public void applyReadableMetadata(List<String> keys, DataType producedDataType) {
        metadata = keys.stream().map(ReadableMetadata::ofKey).toList();
        producedType = producedDataType;
    }

    @Override
    public DynamicTableSource copy() {
        DataHubDynamicSource copy = new DataHubDynamicSource(config, physicalType);
        copy.producedType = producedType;
        copy.metadata = metadata;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return "DataHub topic " + config.topic();
    }
}
