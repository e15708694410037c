/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.tdengine;

import io.spillway.benchmarks.harness.CountingSink;
import io.spillway.benchmarks.harness.TaskCounts;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.table.TableSinks;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.runtime.connector.source.ScanRuntimeProviderContext;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.utils.TypeConversions;

/**
 * Jobs on an embedded cluster, with the source and the sink of the table connector as a SQL job
 * would have them.
 */
final class FlinkJobs {

    private static final ObjectIdentifier TABLE = ObjectIdentifier.of("none", "none", "meters");

    /** Of the job, not of Flink: all tables are told so. */
    private static final ProviderContext NO_UIDS =
            new ProviderContext() {
                @Override
                public Optional<String> generateUid(String name) {
                    return Optional.empty();
                }
            };

    private FlinkJobs() {}

    /**
     * Starts a job of one task that generates rows and writes them.
     *
     * @param options of the table
     * @param reuse whether operators pass their rows on instead of copying them
     */
    static Future<?> write(
            Map<String, String> options,
            TDengineGatewayFactory gateways,
            long records,
            boolean reuse)
            throws Exception {
        StreamExecutionEnvironment env = environment(1, reuse);
        env.fromSource(
                        new DataGeneratorSource<>(
                                Meters::row, records, InternalTypeInfo.of(Meters.TYPE)),
                        WatermarkStrategy.noWatermarks(),
                        "meters")
                .sinkTo(TableSinks.sink(Meters.TYPE, options, gateways));
        return env.executeAsync("write").getJobExecutionResult();
    }

    /**
     * Starts a job that reads what a table or a topic holds.
     *
     * @param options of the table
     * @param reuse whether operators pass their rows on instead of copying them; each field is then
     *     read by the sink, as copying does
     * @param counts are told how many records were read
     */
    static Future<?> read(
            Map<String, String> options, int parallelism, boolean reuse, TaskCounts counts)
            throws Exception {
        ScanTableSource table =
                (ScanTableSource)
                        FactoryUtil.createDynamicTableSource(
                                null,
                                TABLE,
                                table(options),
                                Map.of(),
                                new Configuration(),
                                FlinkJobs.class.getClassLoader(),
                                true);
        DataStreamScanProvider provider =
                (DataStreamScanProvider)
                        table.getScanRuntimeProvider(ScanRuntimeProviderContext.INSTANCE);
        StreamExecutionEnvironment env = environment(parallelism, reuse);
        provider.produceDataStream(NO_UIDS, env)
                .sinkTo(
                        reuse
                                ? CountingSink.into(counts::newCount, Meters::look)
                                : CountingSink.into(counts::newCount));
        return env.executeAsync("read").getJobExecutionResult();
    }

    private static StreamExecutionEnvironment environment(int parallelism, boolean reuse) {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(PipelineOptions.OBJECT_REUSE, reuse);
        return StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    }

    private static ResolvedCatalogTable table(Map<String, String> options) {
        ResolvedSchema schema =
                ResolvedSchema.of(
                        Meters.TYPE.getFields().stream()
                                .map(
                                        field ->
                                                (Column)
                                                        Column.physical(
                                                                field.getName(),
                                                                TypeConversions
                                                                        .fromLogicalToDataType(
                                                                                field.getType())))
                                .toList());
        return new ResolvedCatalogTable(
                CatalogTable.newBuilder()
                        .schema(Schema.newBuilder().fromResolvedSchema(schema).build())
                        .options(new HashMap<>(options))
                        .build(),
                schema);
    }
}
