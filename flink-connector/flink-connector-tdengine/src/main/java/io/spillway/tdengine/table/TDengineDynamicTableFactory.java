/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import static io.spillway.tdengine.table.TDengineConnectorOptions.*;
import static io.spillway.tdengine.table.TDengineScanOptions.*;

import io.spillway.common.deadletter.DeadLetterOptions;
import io.spillway.common.http.HttpOptions;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.lookup.LookupOptions;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** Makes tables of connector {@code tdengine}. */
@PublicEvolving
public final class TDengineDynamicTableFactory
        implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    /** The value of the option {@code connector}. */
    public static final String IDENTIFIER = "tdengine";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(ENDPOINTS);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        Set<ConfigOption<?>> options = new HashSet<>(TDengineSinkOptions.all());
        options.addAll(sharedAndScanOptions());
        options.addAll(HttpOptions.all());
        return options;
    }

    private static Set<ConfigOption<?>> sharedAndScanOptions() {
        return Set.of(
                DATABASE,
                TABLE_NAME,
                USERNAME,
                PASSWORD,
                TOKEN,
                TRANSPORT,
                SSL_ENABLED,
                CONNECT_TIMEOUT,
                REQUEST_TIMEOUT,
                TIME_ZONE,
                SCAN_MODE,
                SCAN_QUERY,
                SCAN_TIME_START,
                SCAN_TIME_END,
                SCAN_SPLIT_INTERVAL,
                SCAN_SPLIT_MAX_TABLES,
                TOPIC,
                GROUP_ID,
                CLIENT_ID,
                SCAN_STARTUP_MODE,
                SCAN_STARTUP_SPECIFIC_OFFSETS,
                SCAN_BOUNDED_MODE,
                SCAN_ON_DATA_LOSS,
                SCAN_CHANGELOG,
                SCAN_POLL_TIMEOUT,
                SCAN_ASSIGNMENT_TIMEOUT,
                SCAN_COMMIT_OFFSETS,
                PROPERTIES,
                LOOKUP_MODE,
                LOOKUP_MAX_ROWS,
                LookupOptions.CACHE_TYPE,
                LookupOptions.MAX_RETRIES,
                LookupOptions.PARTIAL_CACHE_CACHE_MISSING_KEY,
                LookupOptions.PARTIAL_CACHE_EXPIRE_AFTER_ACCESS,
                LookupOptions.PARTIAL_CACHE_EXPIRE_AFTER_WRITE,
                LookupOptions.PARTIAL_CACHE_MAX_ROWS,
                FactoryUtil.SOURCE_PARALLELISM,
                FactoryUtil.SINK_PARALLELISM,
                DeadLetterOptions.ON_ERROR,
                DeadLetterOptions.TYPE);
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        TDengineTableConfig config = TDengineTableConfig.of(helper, context);
        return TDengineDynamicSource.of(
                config,
                context.getPhysicalRowDataType(),
                context.getPrimaryKeyIndexes().length > 0);
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        return new TDengineDynamicSink(
                SinkSettings.of(TDengineTableConfig.of(helper, context)),
                DeclaredColumns.of(context.getCatalogTable().getResolvedSchema()));
    }
}
