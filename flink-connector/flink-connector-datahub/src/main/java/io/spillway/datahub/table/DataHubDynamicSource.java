/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static io.spillway.datahub.table.DataHubScanOptions.CHANGELOG_MODE;
import static io.spillway.datahub.table.DataHubScanOptions.SCAN_LENGTH_CHECK;

import io.spillway.datahub.source.config.ReadRange;
import io.spillway.datahub.table.DataHubScanOptions.ChangelogFormat;
import io.spillway.datahub.table.RowDataDeserializer.ScanFormat;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsLimitPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsSourceWatermark;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.RowKind;

/** Scans a topic as a table. */
@Internal
final class DataHubDynamicSource
        implements ScanTableSource,
                SupportsProjectionPushDown,
                SupportsReadingMetadata,
                SupportsLimitPushDown,
                SupportsWatermarkPushDown,
                SupportsSourceWatermark {

    private final DataHubTableConfig config;
    private final SourceWatermarks sourceWatermarks;
    private ScanProjection projection;
    private DataType producedType;
    private WatermarkStrategy<RowData> watermarks = WatermarkStrategy.noWatermarks();
    private long limit = ReadRange.NO_LIMIT;

    DataHubDynamicSource(
            DataHubTableConfig config,
            DataType physicalType,
            ScanProjection projection,
            SourceWatermarks sourceWatermarks) {
        this.config = config;
        this.producedType = physicalType;
        this.projection = projection;
        this.sourceWatermarks = sourceWatermarks;
        if (isDts()) {
            projection.requireTuple();
        }
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return projection.changelogMode(isDts());
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        return new DataHubScanProvider(
                config.newSource(
                        projection.deserializer(
                                context,
                                new TopicAccess(config.topic(), config.gatewayFactory()),
                                new ScanFormat(
                                        config.options().get(SCAN_LENGTH_CHECK),
                                        config.options().get(CHANGELOG_MODE)),
                                context.createTypeInformation(producedType)),
                        limit),
                watermarks,
                asSummaryString(),
                config.scanParallelism());
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType projectedType) {
        projection = projection.withColumns(projectedFields);
        producedType = projectedType;
    }

    @Override
    public Map<String, DataType> listReadableMetadata() {
        return projection.listMetadata();
    }

    @Override
    public void applyReadableMetadata(List<String> keys, DataType producedDataType) {
        projection = projection.withMetadata(keys);
        producedType = producedDataType;
    }

    @Override
    public void applyLimit(long newLimit) {
        // of changes the first ones are not the first rows
        if (newLimit > 0 && getChangelogMode().containsOnly(RowKind.INSERT)) {
            limit = newLimit;
        }
    }

    @Override
    public void applyWatermark(WatermarkStrategy<RowData> strategy) {
        watermarks = strategy;
    }

    @Override
    public void applySourceWatermark() {
        watermarks = sourceWatermarks.strategy();
    }

    @Override
    public DynamicTableSource copy() {
        DataHubDynamicSource copy =
                new DataHubDynamicSource(config, producedType, projection, sourceWatermarks);
        copy.watermarks = watermarks;
        copy.limit = limit;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return "DataHub topic " + config.topic();
    }

    private boolean isDts() {
        return config.options().get(CHANGELOG_MODE) == ChangelogFormat.DTS;
    }
}
