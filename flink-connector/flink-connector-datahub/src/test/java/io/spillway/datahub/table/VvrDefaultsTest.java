/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.junit.jupiter.api.Test;

/** Names and defaults of the options of Alibaba's own connector. */
class VvrDefaultsTest {

    private static final List<String> NAMES =
            List.of(
                    "endPoint",
                    "project",
                    "topic",
                    "accessId",
                    "accessKey",
                    "retryTimeout",
                    "retryInterval",
                    "CompressType",
                    "subId",
                    "maxFetchSize",
                    "maxBufferSize",
                    "fetchLatestDelay",
                    "lengthCheck",
                    "columnErrorDebug",
                    "startTime",
                    "endTime",
                    "startTimeMs",
                    "batchCount",
                    "batchSize",
                    "flushInterval",
                    "hashFields",
                    "timeZone",
                    "schemaVersion");

    @Test
    void everyNameIsKnown() {
        DataHubDynamicTableFactory factory = new DataHubDynamicTableFactory();
        List<String> known = new java.util.ArrayList<>();
        for (var options : List.of(factory.requiredOptions(), factory.optionalOptions())) {
            options.forEach(
                    option -> {
                        known.add(option.key());
                        for (FallbackKey fallback : option.fallbackKeys()) {
                            known.add(fallback.getKey());
                        }
                    });
        }
        assertThat(known).containsAll(NAMES);
    }

    @Test
    void aTableOfThatConnectorHasItsDefaults() {
        assertThat(defaults(Map.of("endPoint", "http://x")))
                .containsOnly(
                        entry("scan.retry.timeout", "30 min"),
                        entry("sink.retry.timeout", "30 min"),
                        entry("scan.retry.initial-delay", "1 s"),
                        entry("sink.retry.initial-delay", "1 s"),
                        entry("scan.fetch.max-rows", "50"),
                        entry("scan.buffer.max-rows", "50"),
                        entry("scan.empty-read.backoff", "500 ms"),
                        entry("scan.length-check", "none"),
                        entry("sink.batch.max-rows", "500"),
                        entry("sink.batch.max-bytes", "500 kb"),
                        entry("sink.flush-interval", "5 s"));
    }

    @Test
    void whatIsSetByEitherNameIsKept() {
        assertThat(
                        defaults(
                                Map.of(
                                        "endPoint", "http://x",
                                        "retryTimeout", "7000",
                                        "maxFetchSize", "20",
                                        "scan.buffer.max-rows", "30",
                                        "lengthCheck", "PAD",
                                        "sink.batch.max-bytes", "1 mb",
                                        "flushInterval", "100")))
                .contains(
                        entry("scan.retry.timeout", "7 s"),
                        entry("sink.retry.timeout", "7 s"),
                        entry("scan.fetch.max-rows", "20"),
                        entry("scan.buffer.max-rows", "30"),
                        entry("scan.length-check", "pad"),
                        entry("sink.batch.max-bytes", "1 mb"),
                        entry("sink.flush-interval", "100 ms"),
                        entry("sink.batch.max-rows", "500"));
    }

    @Test
    void anyOtherTableHasOurs() {
        assertThat(defaults(Map.of("endpoint", "http://x", "maxFetchSize", "20")))
                .containsOnly(entry("scan.fetch.max-rows", "20"));
    }

    /** What a table's options say of those that have another default there; nothing if unset. */
    private static Map<String, String> defaults(Map<String, String> options) {
        Configuration translated =
                Configuration.fromMap(
                        VvrValues.translated(context(options)).getCatalogTable().getOptions());
        Map<String, String> said = new HashMap<>();
        List.of(
                        DataHubScanOptions.SCAN_RETRY_TIMEOUT,
                        DataHubScanOptions.SCAN_RETRY_INITIAL_DELAY,
                        DataHubScanOptions.SCAN_EMPTY_READ_BACKOFF,
                        DataHubConnectorOptions.SINK_RETRY_TIMEOUT,
                        DataHubConnectorOptions.SINK_RETRY_INITIAL_DELAY,
                        DataHubConnectorOptions.SINK_FLUSH_INTERVAL)
                .forEach(
                        option ->
                                translated
                                        .getOptional(option)
                                        .ifPresent(
                                                value ->
                                                        said.put(
                                                                option.key(),
                                                                org.apache.flink.util.TimeUtils
                                                                        .formatWithHighestUnit(
                                                                                value))));
        List.of(
                        DataHubScanOptions.SCAN_FETCH_MAX_ROWS,
                        DataHubScanOptions.SCAN_BUFFER_MAX_ROWS,
                        DataHubConnectorOptions.SINK_BATCH_MAX_ROWS)
                .forEach(
                        option ->
                                translated
                                        .getOptional(option)
                                        .ifPresent(
                                                value -> said.put(option.key(), value.toString())));
        translated
                .getOptional(DataHubConnectorOptions.SINK_BATCH_MAX_BYTES)
                .ifPresent(value -> said.put("sink.batch.max-bytes", value.toString()));
        translated
                .getOptional(DataHubScanOptions.SCAN_LENGTH_CHECK)
                .ifPresent(value -> said.put("scan.length-check", value.toString()));
        return said;
    }

    private static DynamicTableFactory.Context context(Map<String, String> options) {
        Schema schema = Schema.newBuilder().column("a", DataTypes.BIGINT()).build();
        return new FactoryUtil.DefaultDynamicTableContext(
                ObjectIdentifier.of("c", "d", "t"),
                new ResolvedCatalogTable(
                        CatalogTable.newBuilder().schema(schema).options(options).build(),
                        ResolvedSchema.of(Column.physical("a", DataTypes.BIGINT()))),
                Map.of(),
                new Configuration(),
                VvrDefaultsTest.class.getClassLoader(),
                false);
    }
}
