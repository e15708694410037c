/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static io.spillway.datahub.table.DataHubConnectorOptions.*;
import static io.spillway.datahub.table.DataHubScanOptions.*;
import static io.spillway.datahub.table.DataHubSubscriptionOptions.*;

import io.spillway.common.deadletter.DeadLetterOptions;
import io.spillway.common.http.HttpOptions;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.SerializationFormatFactory;

/** Makes tables of connector {@code datahub}: topics as scan sources and sinks. */
@PublicEvolving
public final class DataHubDynamicTableFactory
        implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    /** The value of the option {@code connector}. */
    public static final String IDENTIFIER = "datahub";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(ENDPOINT, PROJECT, TOPIC);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        Set<ConfigOption<?>> options = new HashSet<>(HttpOptions.all());
        options.addAll(ownOptions());
        return options;
    }

    private static Set<ConfigOption<?>> ownOptions() {
        return Set.of(
                ACCESS_ID,
                ACCESS_KEY_SECRET,
                SECURITY_TOKEN,
                ENCODING,
                COMPRESSION,
                CONNECT_TIMEOUT,
                REQUEST_TIMEOUT,
                SCAN_STARTUP_MODE,
                SCAN_STARTUP_TIMESTAMP_MILLIS,
                SCAN_STARTUP_TIME,
                SCAN_STARTUP_SPECIFIC_OFFSETS,
                SCAN_BOUNDED_MODE,
                SCAN_BOUNDED_TIMESTAMP_MILLIS,
                SCAN_BOUNDED_TIME,
                TIME_ZONE,
                SUBSCRIPTION_ID,
                SCAN_SUBSCRIPTION_UNCOMMITTED,
                SCAN_SUBSCRIPTION_ON_SESSION_LOST,
                SCAN_SUBSCRIPTION_ON_RESET,
                SCAN_SUBSCRIPTION_ON_OFFLINE,
                SCAN_SUBSCRIPTION_ON_COMMIT_FAILURE,
                SCAN_SHARDS,
                SCAN_SHARD_DISCOVERY_INTERVAL,
                SCAN_EMPTY_READ_BACKOFF,
                SCAN_FETCH_MAX_ROWS,
                SCAN_BUFFER_MAX_ROWS,
                SCAN_RETRY_MAX_ATTEMPTS,
                SCAN_RETRY_INITIAL_DELAY,
                SCAN_RETRY_MAX_DELAY,
                SCAN_RETRY_TIMEOUT,
                SCAN_ON_DATA_LOSS,
                SCAN_LENGTH_CHECK,
                SCAN_LOG_UNDECODABLE,
                CHANGELOG_MODE,
                FactoryUtil.SOURCE_PARALLELISM,
                FactoryUtil.FORMAT,
                SINK_CHANGELOG,
                SINK_CHANGELOG_OP_COLUMN,
                SINK_HASH_FIELDS,
                SINK_TIME_ZONE,
                SINK_SCHEMA_VERSION,
                SINK_DEDUP_ATTRIBUTES,
                SINK_BATCH_MAX_ROWS,
                SINK_BATCH_MAX_BYTES,
                SINK_FLUSH_INTERVAL,
                SINK_BUFFER_MAX_ROWS,
                SINK_BUFFER_MAX_BYTES,
                SINK_REQUESTS_MAX_INFLIGHT,
                SINK_REQUESTS_MAX_INFLIGHT_PER_SHARD,
                SINK_RETRY_MAX_ATTEMPTS,
                SINK_RETRY_INITIAL_DELAY,
                SINK_RETRY_MAX_DELAY,
                SINK_RETRY_TIMEOUT,
                FactoryUtil.SINK_PARALLELISM,
                DeadLetterOptions.ON_ERROR,
                DeadLetterOptions.TYPE);
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context declared) {
        Context context = VvrValues.translated(declared);
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        DecodingFormat<DeserializationSchema<RowData>> format =
                helper.discoverOptionalDecodingFormat(
                                DeserializationFormatFactory.class, FactoryUtil.FORMAT)
                        .orElse(null);
        DataHubTableConfig config = DataHubTableConfig.of(helper, context);
        return new DataHubDynamicSource(
                config,
                context.getPhysicalRowDataType(),
                new ScanProjection(context.getPhysicalRowDataType(), format),
                SourceWatermarks.of(config.options(), context.getConfiguration()));
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context declared) {
        Context context = VvrValues.translated(declared);
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        // before the options are checked: the format has options of its own
        EncodingFormat<SerializationSchema<RowData>> format =
                helper.discoverOptionalEncodingFormat(
                                SerializationFormatFactory.class, FactoryUtil.FORMAT)
                        .orElse(null);
        DataHubTableConfig config = DataHubTableConfig.of(helper, context);
        return new DataHubDynamicSink(
                config,
                new DataHubDynamicSink.TableShape(
                        context.getObjectIdentifier(),
                        context.getPhysicalRowDataType(),
                        context.getPrimaryKeyIndexes()),
                format);
    }
}
