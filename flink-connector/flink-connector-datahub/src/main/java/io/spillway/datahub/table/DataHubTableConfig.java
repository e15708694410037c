/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static io.spillway.datahub.table.DataHubConnectorOptions.*;

import io.spillway.common.deadletter.DeadLetterOptions;
import io.spillway.common.deadletter.DeadLetterWriters;
import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.sink.DataHubSink;
import io.spillway.datahub.source.DataHubSource;
import io.spillway.datahub.source.DataHubSourceBuilder;
import io.spillway.datahub.source.config.StoppingPosition;
import io.spillway.datahub.source.config.SubscriptionConfig;
import io.spillway.datahub.source.deserialization.DataHubDeserializationSchema;
import io.spillway.datahub.table.DataHubConnectorOptions.SinkChangelog;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** The checked options of one table, and the source or sink they describe. */
@Internal
record DataHubTableConfig(
        ReadableConfig options,
        DataHubGatewayFactory gatewayFactory,
        ErrorPolicy errors,
        ScanSettings scan) {

    /**
     * @throws ValidationException naming the option, the value and the mend
     */
    static DataHubTableConfig of(
            FactoryUtil.TableFactoryHelper helper, DynamicTableFactory.Context context) {
        // which options a target of dead letters has depends on its type: checked with the policy
        helper.validateExcept(DeadLetterOptions.PREFIX);
        ReadableConfig options = helper.getOptions();
        ErrorPolicy errors =
                DeadLetterWriters.policy(
                        context.getCatalogTable().getOptions(), context.getClassLoader());
        ScanSettings scan =
                new ScanSettings(
                        options,
                        context.getConfiguration().get(TableConfigOptions.LOCAL_TIME_ZONE));
        scan.start();
        scan.stop();
        scan.fetchSize();
        DataHubTableConfig config =
                new DataHubTableConfig(options, TableGateways.of(options), errors, scan);
        config.sinkTimeZone();
        int version = options.get(SINK_SCHEMA_VERSION);
        if (version != -1) {
            throw new ValidationException(
                    "'sink.schema-version' is "
                            + version
                            + ", but only -1 is supported: the schema the topic has. Remove it.");
        }
        return config;
    }

    TopicPath topic() {
        return new TopicPath(options.get(PROJECT), options.get(TOPIC));
    }

    SinkChangelog changelog() {
        return options.get(SINK_CHANGELOG);
    }

    String opColumn() {
        return options.get(SINK_CHANGELOG_OP_COLUMN);
    }

    @Nullable
    List<String> hashFields() {
        List<String> fields = options.get(SINK_HASH_FIELDS);
        return fields == null
                ? null
                : fields.stream()
                        .flatMap(field -> Arrays.stream(field.split(",")))
                        .map(String::trim)
                        .toList();
    }

    /** Zone of timestamps without one, as they are written. */
    ZoneId sinkTimeZone() {
        String zone = options.get(SINK_TIME_ZONE);
        try {
            return ZoneId.of(zone).normalized();
        } catch (DateTimeException e) {
            throw new ValidationException(
                    "'sink.time-zone' is '"
                            + zone
                            + "', which is no time zone; it looks like Asia/Shanghai or +08:00.",
                    e);
        }
    }

    @Nullable
    Integer scanParallelism() {
        return options.get(FactoryUtil.SOURCE_PARALLELISM);
    }

    @Nullable
    Integer sinkParallelism() {
        return options.get(FactoryUtil.SINK_PARALLELISM);
    }

    DataHubSource<RowData> newSource(
            DataHubDeserializationSchema<RowData> deserializer, long limit) {
        return checked(
                () -> {
                    DataHubSourceBuilder<RowData> builder =
                            DataHubSource.<RowData>builder()
                                    .setTopic(options.get(PROJECT), options.get(TOPIC))
                                    .setGatewayFactory(gatewayFactory)
                                    .setDeserializer(deserializer)
                                    .setStartingPosition(scan.start())
                                    .setShards(
                                            options.getOptional(DataHubScanOptions.SCAN_SHARDS)
                                                    .orElse(List.of()))
                                    .setShardDiscoveryInterval(
                                            options.get(
                                                    DataHubScanOptions
                                                            .SCAN_SHARD_DISCOVERY_INTERVAL))
                                    .setEmptyReadBackoff(
                                            options.get(DataHubScanOptions.SCAN_EMPTY_READ_BACKOFF))
                                    .setFetchSize(scan.fetchSize())
                                    .setRetryPolicy(
                                            retryPolicy(
                                                    DataHubScanOptions.SCAN_RETRY_MAX_ATTEMPTS,
                                                    DataHubScanOptions.SCAN_RETRY_INITIAL_DELAY,
                                                    DataHubScanOptions.SCAN_RETRY_MAX_DELAY,
                                                    DataHubScanOptions.SCAN_RETRY_TIMEOUT))
                                    .setLimit(limit)
                                    .setOnDataLoss(
                                            options.get(DataHubScanOptions.SCAN_ON_DATA_LOSS))
                                    .setLogUndecodable(
                                            options.get(DataHubScanOptions.SCAN_LOG_UNDECODABLE))
                                    .setErrorHandling(errors.handling(), errors.letters());
                    StoppingPosition stop = scan.stop();
                    if (stop != null) {
                        builder.setBounded(stop);
                    }
                    SubscriptionConfig subscription = scan.subscription();
                    if (subscription != null) {
                        builder.setSubscription(subscription);
                    }
                    return builder.build();
                });
    }

    DataHubSink<RowData> newSink(RowDataSerializer serializer) {
        return checked(
                () ->
                        DataHubSink.<RowData>builder()
                                .setTopic(options.get(PROJECT), options.get(TOPIC))
                                .setGatewayFactory(gatewayFactory)
                                .setSerializer(serializer)
                                .setMaxBatchRecords(options.get(SINK_BATCH_MAX_ROWS))
                                .setMaxBatchBytes(options.get(SINK_BATCH_MAX_BYTES).getBytes())
                                .setMaxAge(options.get(SINK_FLUSH_INTERVAL))
                                .setMaxBufferedRecords(options.get(SINK_BUFFER_MAX_ROWS))
                                .setMaxBufferedBytes(options.get(SINK_BUFFER_MAX_BYTES).getBytes())
                                .setMaxInFlight(options.get(SINK_REQUESTS_MAX_INFLIGHT))
                                .setMaxInFlightPerShard(
                                        options.get(SINK_REQUESTS_MAX_INFLIGHT_PER_SHARD))
                                .setRetryPolicy(
                                        retryPolicy(
                                                SINK_RETRY_MAX_ATTEMPTS,
                                                SINK_RETRY_INITIAL_DELAY,
                                                SINK_RETRY_MAX_DELAY,
                                                SINK_RETRY_TIMEOUT))
                                .setErrorPolicy(errors)
                                .setDedupAttributes(options.get(SINK_DEDUP_ATTRIBUTES))
                                .build());
    }

    private RetryPolicy retryPolicy(
            ConfigOption<Integer> attempts,
            ConfigOption<Duration> initialDelay,
            ConfigOption<Duration> maxDelay,
            ConfigOption<Duration> timeout) {
        boolean timeAlone =
                options.getOptional(timeout).isPresent() && options.getOptional(attempts).isEmpty();
        return new RetryPolicy(
                timeAlone ? Integer.MAX_VALUE : options.get(attempts),
                options.get(initialDelay),
                RetryPolicy.DEFAULT.factor(),
                options.get(maxDelay),
                RetryPolicy.DEFAULT.jitter(),
                options.get(timeout));
    }

    /** Builders know their own limits; a table says the same as an error of its options. */
    static <T> T checked(Supplier<T> build) {
        try {
            return build.get();
        } catch (IllegalArgumentException e) {
            throw new ValidationException(e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "DataHub table on " + topic();
    }
}
