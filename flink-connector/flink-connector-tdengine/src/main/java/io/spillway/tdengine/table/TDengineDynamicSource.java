/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.common.failure.RetryPolicy;
import io.spillway.tdengine.lookup.LookupSettings;
import io.spillway.tdengine.lookup.TDengineLookupFunction;
import io.spillway.tdengine.source.initial.TDengineInitialSource;
import io.spillway.tdengine.source.scan.config.ScanConfig;
import io.spillway.tdengine.source.scan.config.ScanTarget;
import io.spillway.tdengine.source.tmq.TDengineTmqSource;
import io.spillway.tdengine.sql.SqlText;
import io.spillway.tdengine.table.TDengineScanOptions.ChangelogFormat;
import io.spillway.tdengine.table.TDengineScanOptions.LookupMode;
import io.spillway.tdengine.table.TDengineScanOptions.ScanMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsAggregatePushDown;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsLimitPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.connector.source.lookup.AsyncLookupFunctionProvider;
import org.apache.flink.table.connector.source.lookup.LookupOptions;
import org.apache.flink.table.connector.source.lookup.PartialCachingAsyncLookupProvider;
import org.apache.flink.table.connector.source.lookup.cache.DefaultLookupCache;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.AggregateExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** Reads a table: what it holds, what is written to its topic, or single rows by their keys. */
@Internal
final class TDengineDynamicSource
        implements ScanTableSource,
                LookupTableSource,
                SupportsProjectionPushDown,
                SupportsFilterPushDown,
                SupportsLimitPushDown,
                SupportsAggregatePushDown,
                SupportsReadingMetadata,
                SupportsWatermarkPushDown {

    private final TDengineTableConfig config;
    private final ScanMode mode;
    private ScanColumns columns;

    /** Null if only a topic is read. */
    @Nullable private ScanTarget target;

    private WatermarkStrategy<RowData> watermarks = WatermarkStrategy.noWatermarks();
    private long limit = ScanConfig.NO_LIMIT;

    /** The name a count of rows is asked for by, null if rows are asked for. */
    @Nullable private String count;

    private TDengineDynamicSource(
            TDengineTableConfig config, ScanColumns columns, ScanTarget target) {
        this.config = config;
        this.mode = config.options().get(TDengineScanOptions.SCAN_MODE);
        this.columns = columns;
        this.target = target;
    }

    /**
     * @throws ValidationException naming the option, the value and the mend
     */
    static TDengineDynamicSource of(
            TDengineTableConfig config, DataType physicalType, boolean hasPrimaryKey) {
        ScanMode mode = config.options().get(TDengineScanOptions.SCAN_MODE);
        boolean upsert =
                config.options().get(TDengineScanOptions.SCAN_CHANGELOG) == ChangelogFormat.UPSERT;
        ScanTarget target = null;
        if (mode == ScanMode.QUERY) {
            if (upsert) {
                throw new ValidationException(
                        "'scan.changelog' = 'upsert' is for 'scan.mode' = 'subscribe'; remove one of"
                                + " them.");
            }
            target = new ScanSettings(config).target();
        } else {
            SubscribeSettings subscribe = new SubscribeSettings(config);
            subscribe.topic();
            subscribe.start();
            if (upsert && !hasPrimaryKey) {
                throw new ValidationException(
                        "'scan.changelog' = 'upsert' needs a PRIMARY KEY (...) NOT ENFORCED of the"
                                + " time and, if the topic has several tables, tbname; declare it.");
            }
            if (subscribe.beginsWithTable()) {
                target = new ScanSettings(config).target();
            }
        }
        return new TDengineDynamicSource(config, ScanColumns.all(physicalType), target);
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return isUpsert() ? ChangelogMode.upsert() : ChangelogMode.insertOnly();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        SubscribeSettings subscribe = new SubscribeSettings(config);
        RowDeletes deletes =
                isUpsert()
                        ? new RowDeletes(
                                config.gateways(),
                                subscribe.topic(),
                                columns.rowType(),
                                config.zone())
                        : null;
        TopicTags tags = mode == ScanMode.SUBSCRIBE ? subscribe.tags(columns.rowType()) : null;
        RowDataDeserializer deserializer =
                columns.deserializer(context, config.zone(), deletes, tags);
        Source<RowData, ?, ?> source =
                mode == ScanMode.QUERY
                        ? new ScanSettings(config).source(scanned(), deserializer, limit, null)
                        : subscribed(subscribe, deserializer);
        return new TDengineScanProvider(
                source,
                deserializer.getProducedType(),
                watermarks,
                asSummaryString(),
                config.options().get(FactoryUtil.SOURCE_PARALLELISM));
    }

    @Override
    public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
        TDengineLookupFunction function = new TDengineLookupFunction(lookup(context));
        if (config.options().get(LookupOptions.CACHE_TYPE)
                == LookupOptions.LookupCacheType.PARTIAL) {
            return PartialCachingAsyncLookupProvider.of(
                    function, DefaultLookupCache.fromConfig(config.options()));
        }
        return AsyncLookupFunctionProvider.of(function);
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        columns = columns.projected(projectedFields, producedDataType);
    }

    /** All filters stay with the planner: what the server cannot compare is decided later. */
    @Override
    public Result applyFilters(List<ResolvedExpression> filters) {
        if (mode == ScanMode.QUERY && !target.isQuery()) {
            target = target.withConditions(new ScanFilters(columns::ofServer).translate(filters));
        }
        return Result.of(filters, filters);
    }

    @Override
    public void applyLimit(long newLimit) {
        if (newLimit > 0 && mode == ScanMode.QUERY) {
            limit = newLimit;
        }
    }

    /** Takes {@code COUNT(*)} of a whole table. */
    @Override
    public boolean applyAggregates(
            List<int[]> groupingSets,
            List<AggregateExpression> aggregates,
            DataType producedDataType) {
        boolean wholeTable =
                mode == ScanMode.QUERY
                        && !target.isQuery()
                        && target.conditions().isEmpty()
                        && target.from() == null
                        && target.to() == null;
        boolean countsRows =
                groupingSets.size() == 1
                        && groupingSets.get(0).length == 0
                        && aggregates.size() == 1
                        && isCount(aggregates.get(0).getFunctionDefinition())
                        && aggregates.get(0).getArgs().isEmpty()
                        && !aggregates.get(0).isDistinct()
                        && aggregates.get(0).getFilterExpression().isEmpty();
        if (!wholeTable || !countsRows) {
            return false;
        }
        count = DataType.getFieldNames(producedDataType).get(0);
        columns = ScanColumns.all(producedDataType);
        return true;
    }

    /** The planner hands over its own function, of a class that connectors do not see. */
    private static boolean isCount(FunctionDefinition function) {
        return function == BuiltInFunctionDefinitions.COUNT
                || function.getClass().getSimpleName().equals("Count1AggFunction");
    }

    @Override
    public Map<String, DataType> listReadableMetadata() {
        Map<String, DataType> readable = new LinkedHashMap<>();
        for (ReadableMetadata metadata : ReadableMetadata.values()) {
            readable.put(metadata.key(), metadata.dataType());
        }
        return readable;
    }

    @Override
    public void applyReadableMetadata(List<String> keys, DataType producedDataType) {
        columns = columns.withMetadata(keys, producedDataType);
    }

    @Override
    public void applyWatermark(WatermarkStrategy<RowData> strategy) {
        watermarks = strategy;
    }

    @Override
    public DynamicTableSource copy() {
        TDengineDynamicSource copy = new TDengineDynamicSource(config, columns, target);
        copy.watermarks = watermarks;
        copy.limit = limit;
        copy.count = count;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return config.toString();
    }

    private Source<RowData, ?, ?> subscribed(
            SubscribeSettings subscribe, RowDataDeserializer deserializer) {
        boolean withMeta = isUpsert() || columns.metadata().contains(ReadableMetadata.META);
        TDengineTmqSource<RowData> topic =
                subscribe.source(subscribe.start(), deserializer, withMeta);
        if (!subscribe.beginsWithTable()) {
            return topic;
        }
        return TDengineInitialSource.of(
                new ScanSettings(config)
                        .source(scanned(), deserializer, ScanConfig.NO_LIMIT, subscribe.topic()),
                topic);
    }

    private boolean isUpsert() {
        return config.options().get(TDengineScanOptions.SCAN_CHANGELOG) == ChangelogFormat.UPSERT;
    }

    private ScanTarget scanned() {
        if (count != null) {
            return ScanTarget.query(
                    "SELECT COUNT(*) AS "
                            + SqlText.name(count)
                            + " FROM "
                            + SqlText.table(target.database(), target.name()));
        }
        return target.isQuery() ? target : target.withColumns(columns.names());
    }

    private LookupSettings lookup(LookupContext context) {
        if (mode != ScanMode.QUERY || target.isQuery()) {
            throw new ValidationException(
                    "A lookup join needs a table: set 'table-name' and leave 'scan.query' and"
                            + " 'scan.mode' = 'subscribe' out.");
        }
        RowType rowType = columns.lookedUp();
        List<RowType.RowField> keys = new ArrayList<>();
        for (int[] key : context.getKeys()) {
            keys.add(rowType.getFields().get(key[0]));
        }
        RetryPolicy standard = RetryPolicy.DEFAULT;
        return new LookupSettings(
                config.gateways(),
                target.database(),
                target.name(),
                rowType,
                new RowType(false, keys),
                config.options().get(TDengineScanOptions.LOOKUP_MODE) == LookupMode.LAST_ROW,
                config.zone(),
                config.options().get(TDengineScanOptions.LOOKUP_MAX_ROWS),
                new RetryPolicy(
                        config.options().get(LookupOptions.MAX_RETRIES) + 1,
                        standard.initialDelay(),
                        standard.factor(),
                        standard.maxDelay(),
                        standard.jitter(),
                        standard.maxElapsed()));
    }
}
