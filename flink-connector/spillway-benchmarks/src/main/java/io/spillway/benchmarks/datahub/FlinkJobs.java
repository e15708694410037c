/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.datahub;

import io.spillway.benchmarks.harness.CountingSink;
import io.spillway.datahub.client.model.TopicPath;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.runtime.connector.sink.SinkRuntimeProviderContext;
import org.apache.flink.table.runtime.connector.source.ScanRuntimeProviderContext;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.utils.TypeConversions;

/**
 * Jobs of one task on an embedded cluster, with the source and the sink of the table connector as a
 * SQL job would have them.
 */
final class FlinkJobs {

    private static final ObjectIdentifier TABLE = ObjectIdentifier.of("none", "none", "orders");

    private FlinkJobs() {}

    /**
     * Starts a job that generates rows and writes them to a topic.
     *
     * @param more options of the table beside the connection's
     */
    static Future<?> write(
            BenchService service, TopicPath topic, long records, Map<String, String> more)
            throws Exception {
        SinkV2Provider provider =
                (SinkV2Provider)
                        FactoryUtil.createDynamicTableSink(
                                        null,
                                        TABLE,
                                        table(service, topic, more),
                                        Map.of(),
                                        new Configuration(),
                                        FlinkJobs.class.getClassLoader(),
                                        true)
                                .getSinkRuntimeProvider(new SinkRuntimeProviderContext(true));
        StreamExecutionEnvironment env = environment();
        env.fromSource(
                        new DataGeneratorSource<>(
                                OrderRows::row, records, InternalTypeInfo.of(OrderRows.TYPE)),
                        WatermarkStrategy.noWatermarks(),
                        "orders")
                .sinkTo(provider.createSink());
        return env.executeAsync("write").getJobExecutionResult();
    }

    /**
     * Starts a job that reads what a topic holds.
     *
     * @param count is told how many records were read
     */
    static Future<?> read(BenchService service, TopicPath topic, AtomicLong count)
            throws Exception {
        ScanTableSource table =
                (ScanTableSource)
                        FactoryUtil.createDynamicTableSource(
                                null,
                                TABLE,
                                table(
                                        service,
                                        topic,
                                        Map.of(
                                                "scan.startup.mode",
                                                "earliest",
                                                "scan.bounded.mode",
                                                "latest")),
                                Map.of(),
                                new Configuration(),
                                FlinkJobs.class.getClassLoader(),
                                true);
        DataStreamScanProvider provider =
                (DataStreamScanProvider)
                        table.getScanRuntimeProvider(ScanRuntimeProviderContext.INSTANCE);
        StreamExecutionEnvironment env = environment();
        DataStream<RowData> rows =
                provider.produceDataStream(
                        new ProviderContext() {
                            @Override
                            public Optional<String> generateUid(String name) {
                                return Optional.empty();
                            }
                        },
                        env);
        rows.sinkTo(CountingSink.into(() -> count));
        return env.executeAsync("read").getJobExecutionResult();
    }

    private static StreamExecutionEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    }

    private static ResolvedCatalogTable table(
            BenchService service, TopicPath topic, Map<String, String> more) {
        ResolvedSchema schema =
                ResolvedSchema.of(
                        OrderRows.TYPE.getFields().stream()
                                .map(
                                        field ->
                                                (Column)
                                                        Column.physical(
                                                                field.getName(),
                                                                TypeConversions
                                                                        .fromLogicalToDataType(
                                                                                field.getType())))
                                .toList());
        Map<String, String> options = service.tableOptions(topic);
        options.putAll(more);
        return new ResolvedCatalogTable(
                CatalogTable.newBuilder()
                        .schema(Schema.newBuilder().fromResolvedSchema(schema).build())
                        .options(options)
                        .build(),
                schema);
    }
}
