/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan;

import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import io.spillway.tdengine.source.scan.config.ScanConfig;
import io.spillway.tdengine.source.scan.enumerator.ScanEnumerator;
import io.spillway.tdengine.source.scan.enumerator.ScanEnumeratorState;
import io.spillway.tdengine.source.scan.enumerator.ScanEnumeratorStateSerializer;
import io.spillway.tdengine.source.scan.reader.ScanSourceReader;
import io.spillway.tdengine.source.scan.split.ScanSplit;
import io.spillway.tdengine.source.scan.split.ScanSplitSerializer;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Reads what a table of TDengine holds, or the result of a query, to its end. A super table is
 * split by the vgroups of its child tables and, if asked for, by time. Within a child table rows
 * come by time, and the position in it is part of every checkpoint: each row is read exactly once
 * into Flink's state, as far as the table is not changed behind the position.
 *
 * <pre>{@code
 * TDengineScanSource<RowData> source =
 *         TDengineScanSource.<RowData>builder()
 *                 .setGatewayFactory(gateways)
 *                 .setTarget(ScanTarget.table("power", "meters"))
 *                 .setDeserializer(schema)
 *                 .build();
 * }</pre>
 *
 * @param <T> what the source emits
 */
@Experimental
public final class TDengineScanSource<T>
        implements Source<T, ScanSplit, ScanEnumeratorState>, ResultTypeQueryable<T> {

    private static final long serialVersionUID = 1L;

    private final ScanConfig config;
    private final TDengineDeserializationSchema<T> deserializer;

    TDengineScanSource(ScanConfig config, TDengineDeserializationSchema<T> deserializer) {
        this.config = config;
        this.deserializer = deserializer;
    }

    /** Begins a source. */
    public static <T> TDengineScanSourceBuilder<T> builder() {
        return new TDengineScanSourceBuilder<>();
    }

    /** The topic whose ends are noted before the first row is read, null for none. */
    @Nullable
    public String boundaryTopic() {
        return config.boundaryTopic();
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public ScanEnumerator createEnumerator(SplitEnumeratorContext<ScanSplit> context) {
        return new ScanEnumerator(context, config, ScanEnumeratorState.INITIAL);
    }

    @Override
    public ScanEnumerator restoreEnumerator(
            SplitEnumeratorContext<ScanSplit> context, ScanEnumeratorState state) {
        return new ScanEnumerator(context, config, state);
    }

    @Override
    public SourceReader<T, ScanSplit> createReader(SourceReaderContext context) throws Exception {
        return ScanSourceReader.open(context, config, deserializer);
    }

    @Override
    public SimpleVersionedSerializer<ScanSplit> getSplitSerializer() {
        return ScanSplitSerializer.INSTANCE;
    }

    @Override
    public SimpleVersionedSerializer<ScanEnumeratorState> getEnumeratorCheckpointSerializer() {
        return ScanEnumeratorStateSerializer.INSTANCE;
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return deserializer.getProducedType();
    }
}
