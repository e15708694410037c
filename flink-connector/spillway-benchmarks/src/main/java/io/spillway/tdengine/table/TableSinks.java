/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.connector.sink.SinkRuntimeProviderContext;
import org.apache.flink.table.types.logical.RowType;

/** What tables write with, for benchmarks; in this package because nobody else needs to see it. */
public final class TableSinks {

    private TableSinks() {}

    /** What a table of these columns and options, without a key, writes with. */
    public static Sink<RowData> sink(
            RowType columns, Map<String, String> options, TDengineGatewayFactory gateways) {
        SinkSettings settings =
                new SinkSettings(
                        Configuration.fromMap(options), gateways, ErrorPolicy.FAIL, ZoneOffset.UTC);
        int[] positions = IntStream.range(0, columns.getFieldCount()).toArray();
        SinkV2Provider provider =
                (SinkV2Provider)
                        new TDengineDynamicSink(
                                        settings,
                                        new DeclaredColumns(columns, new int[0], positions))
                                .getSinkRuntimeProvider(new SinkRuntimeProviderContext(true));
        return provider.createSink();
    }
}
