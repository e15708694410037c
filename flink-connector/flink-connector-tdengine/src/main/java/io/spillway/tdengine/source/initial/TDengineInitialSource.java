/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.initial;

import io.spillway.tdengine.source.scan.TDengineScanSource;
import io.spillway.tdengine.source.tmq.TDengineTmqSource;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Reads what a table holds, then follows its topic from where the topic's logs ended before the
 * first row was read: nothing falls between the two, and rows written meanwhile come twice, with
 * the same time.
 *
 * <p>Not Flink's HybridSource: that cannot give splits of a restored reader to another, as a topic
 * needs whose vgroups the server spreads; and it takes readers that are set back for done.
 *
 * <pre>{@code
 * TDengineInitialSource<RowData> source =
 *         TDengineInitialSource.of(
 *                 TDengineScanSource.<RowData>builder()
 *                         .setGatewayFactory(gateways)
 *                         .setTarget(ScanTarget.table("power", "meters"))
 *                         .setDeserializer(schema)
 *                         .setBoundaryTopic("meters")
 *                         .build(),
 *                 topic);
 * }</pre>
 *
 * @param <T> what the source emits
 */
@Experimental
public final class TDengineInitialSource<T>
        implements Source<T, SourceSplit, InitialState>,
                ResultTypeQueryable<T>,
                SupportsSplitReassignmentOnRecovery {

    private static final long serialVersionUID = 1L;

    private final TDengineScanSource<T> table;
    private final TDengineTmqSource<T> topic;

    private TDengineInitialSource(TDengineScanSource<T> table, TDengineTmqSource<T> topic) {
        this.table = table;
        this.topic = topic;
    }

    /**
     * Puts a table and its topic together.
     *
     * @param table with the topic as its boundary; without a limit
     * @param topic where it would start by itself does not count. A deserializer that both have is
     *     opened again when the topic begins
     * @throws IllegalArgumentException if the table's boundary is another topic, or none
     */
    public static <T> TDengineInitialSource<T> of(
            TDengineScanSource<T> table, TDengineTmqSource<T> topic) {
        if (!topic.topic().equals(table.boundaryTopic())) {
            throw new IllegalArgumentException(
                    "The table is to be followed by topic '"
                            + topic.topic()
                            + "' but notes the ends of "
                            + (table.boundaryTopic() == null
                                    ? "none"
                                    : '\'' + table.boundaryTopic() + '\'')
                            + ": call setBoundaryTopic(\""
                            + topic.topic()
                            + "\")");
        }
        return new TDengineInitialSource<>(table, topic);
    }

    @Override
    public Boundedness getBoundedness() {
        return topic.getBoundedness();
    }

    @Override
    public SplitEnumerator<SourceSplit, InitialState> createEnumerator(
            SplitEnumeratorContext<SourceSplit> context) {
        return new InitialEnumerator(context, table, topic, null);
    }

    @Override
    public SplitEnumerator<SourceSplit, InitialState> restoreEnumerator(
            SplitEnumeratorContext<SourceSplit> context, InitialState state) {
        return new InitialEnumerator(context, table, topic, state);
    }

    @Override
    public SourceReader<T, SourceSplit> createReader(SourceReaderContext context) {
        return new InitialReader<>(context, table, topic);
    }

    @Override
    public SimpleVersionedSerializer<SourceSplit> getSplitSerializer() {
        return InitialSplitSerializer.INSTANCE;
    }

    @Override
    public SimpleVersionedSerializer<InitialState> getEnumeratorCheckpointSerializer() {
        return InitialStateSerializer.INSTANCE;
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return topic.getProducedType();
    }
}
