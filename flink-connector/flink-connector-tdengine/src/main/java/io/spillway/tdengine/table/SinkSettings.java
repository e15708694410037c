/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import static io.spillway.tdengine.table.TDengineSinkOptions.*;

import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.sink.SchemalessFormat;
import io.spillway.tdengine.sink.SinkMode;
import io.spillway.tdengine.sink.TDengineSink;
import io.spillway.tdengine.sink.TDengineSinkBuilder;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.logical.RowType;

/**
 * The options of one table that is written.
 *
 * @param zone of timestamps without one
 */
@Internal
record SinkSettings(
        ReadableConfig options, TDengineGatewayFactory gateways, ErrorPolicy errors, ZoneId zone) {

    private static final Map<String, ConfigOption<?>> BUILDER_NAMES =
            Map.of(
                    "maxBatchRows", SINK_BATCH_MAX_ROWS,
                    "maxBatchRecords", SINK_BATCH_MAX_ROWS,
                    "maxBatchBytes", SINK_BATCH_MAX_BYTES,
                    "maxBufferedRecords", SINK_BUFFER_MAX_ROWS,
                    "maxBufferedBytes", SINK_BUFFER_MAX_BYTES,
                    "maxAge (in milliseconds)", SINK_FLUSH_INTERVAL,
                    "connections", SINK_CONNECTIONS);

    static SinkSettings of(TDengineTableConfig config) {
        ReadableConfig options = config.options();
        return new SinkSettings(
                options,
                // no connection can be in a database that is still to be made
                options.get(SINK_CREATE_TABLE)
                        ? TDengineTableConfig.gateways(options, null)
                        : config.gateways(),
                config.errors(),
                config.zone());
    }

    String database() {
        return required(TDengineConnectorOptions.DATABASE);
    }

    String table() {
        return required(TDengineConnectorOptions.TABLE_NAME);
    }

    private String required(ConfigOption<String> option) {
        return options.getOptional(option)
                .orElseThrow(
                        () ->
                                new ValidationException(
                                        "'"
                                                + option.key()
                                                + "' is missing: a table that is written needs it."));
    }

    boolean ignoreDelete() {
        return options.get(SINK_IGNORE_DELETE);
    }

    boolean schemaless() {
        return options.get(SINK_MODE) == SinkMode.SCHEMALESS;
    }

    boolean createsTable() {
        return options.get(SINK_CREATE_TABLE);
    }

    @Nullable
    String childTable() {
        return options.get(SINK_CHILD_TABLE);
    }

    @Nullable
    Integer parallelism() {
        return options.get(FactoryUtil.SINK_PARALLELISM);
    }

    /** Names of the columns that are tags. */
    Set<String> tags(RowType rowType) {
        Set<String> tags = new LinkedHashSet<>();
        options.getOptional(SINK_TAGS).stream()
                .flatMap(names -> names.stream())
                .flatMap(names -> Arrays.stream(names.split(",")))
                .map(String::trim)
                .forEach(tags::add);
        for (String tag : tags) {
            if (rowType.getFieldIndex(tag) < 0) {
                throw new ValidationException(
                        "'sink.tags' names column '"
                                + tag
                                + "', which the table does not have: "
                                + rowType.getFieldNames());
            }
        }
        return tags;
    }

    /**
     * @param fields indexes of the columns that TDengine has
     * @param superTable whether rows name their child table
     */
    TDengineSink<RowData> newSink(
            RowDataSerializer serializer, RowType rowType, int[] fields, boolean superTable) {
        boolean create = createsTable();
        Set<String> tags = tags(rowType);
        if (create && superTable && tags.isEmpty()) {
            throw new ValidationException(
                    "'sink.tags' is missing: 'sink.create-table' = 'true' makes a super table, which "
                            + "has at least one tag.");
        }
        return TDengineTableConfig.checked(
                BUILDER_NAMES,
                () -> {
                    TDengineSinkBuilder<RowData> builder =
                            TDengineSink.<RowData>builder()
                                    .setGatewayFactory(gateways)
                                    .setSerializer(serializer)
                                    .setMode(options.get(SINK_MODE))
                                    .setExistingTags(options.get(SINK_EXISTING_TAGS))
                                    .setConnections(options.get(SINK_CONNECTIONS))
                                    .setMaxBatchRows(options.get(SINK_BATCH_MAX_ROWS))
                                    .setMaxBatchBytes(options.get(SINK_BATCH_MAX_BYTES).getBytes())
                                    .setMaxAge(options.get(SINK_FLUSH_INTERVAL))
                                    .setMaxBufferedRows(options.get(SINK_BUFFER_MAX_ROWS))
                                    .setMaxBufferedBytes(
                                            options.get(SINK_BUFFER_MAX_BYTES).getBytes())
                                    .setRetryPolicy(retryPolicy())
                                    .setErrorPolicy(errors);
                    if (superTable || schemaless()) {
                        builder.setSuperTable(database(), table());
                    } else {
                        builder.setTable(database(), table());
                    }
                    if (schemaless()) {
                        builder.setSchemaless(format());
                    }
                    if (create || schemaless()) {
                        builder.setDefinition(
                                SinkDefinition.of(
                                        rowType,
                                        fields,
                                        tags,
                                        options.get(SINK_CREATE_TABLE_TEXT_LENGTH)));
                    }
                    if (create) {
                        builder.setCreateTable(
                                SinkDefinition.precision(
                                        rowType.getTypeAt(
                                                SinkDefinition.timestamp(rowType, fields))));
                    }
                    return builder.build();
                });
    }

    private SchemalessFormat format() {
        String precision = options.get(SINK_SCHEMALESS_PRECISION);
        Duration ttl = options.get(SINK_SCHEMALESS_TTL);
        if (!ttl.equals(Duration.ofDays(ttl.toDays()))) {
            throw new ValidationException(
                    "'sink.schemaless.ttl' is "
                            + ttl
                            + ", but the server counts whole days; give a multiple of '1 d'.");
        }
        return new SchemalessFormat(
                options.get(SINK_SCHEMALESS_PROTOCOL),
                precision == null ? null : TimestampPrecision.ofSymbol(precision),
                (int) ttl.toDays(),
                SchemalessFormat.LINE.tableNameTag());
    }

    private RetryPolicy retryPolicy() {
        boolean timeAlone =
                options.getOptional(SINK_RETRY_TIMEOUT).isPresent()
                        && options.getOptional(SINK_RETRY_MAX_ATTEMPTS).isEmpty();
        return new RetryPolicy(
                timeAlone ? Integer.MAX_VALUE : options.get(SINK_RETRY_MAX_ATTEMPTS),
                options.get(SINK_RETRY_INITIAL_DELAY),
                RetryPolicy.DEFAULT.factor(),
                options.get(SINK_RETRY_MAX_DELAY),
                RetryPolicy.DEFAULT.jitter(),
                options.get(SINK_RETRY_TIMEOUT));
    }

    /** Options may hold secrets. */
    @Override
    public String toString() {
        return "TDengine table " + options.get(TDengineConnectorOptions.TABLE_NAME);
    }
}
