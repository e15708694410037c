/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq;

import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import io.spillway.tdengine.source.tmq.config.StartingOffsets;
import io.spillway.tdengine.source.tmq.config.TmqSourceConfig;
import io.spillway.tdengine.source.tmq.enumerator.TmqEnumeratorState;
import io.spillway.tdengine.source.tmq.enumerator.TmqEnumeratorStateSerializer;
import io.spillway.tdengine.source.tmq.enumerator.TmqSourceEnumerator;
import io.spillway.tdengine.source.tmq.reader.TmqSourceReader;
import io.spillway.tdengine.source.tmq.split.TmqSplit;
import io.spillway.tdengine.source.tmq.split.TmqSplitSerializer;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Follows a TDengine topic, each row exactly once into Flink's state: a split is a vgroup of the
 * topic's database, its position is part of every checkpoint, and the offsets that the consumer
 * group commits are for others to see only.
 *
 * <p>Which reader reads which vgroup is decided by the server, which spreads vgroups over the
 * members of a consumer group. So the job begins to read when all its readers have started and the
 * server has given them each vgroup once; a reader that was frozen rather than stopped may keep its
 * vgroups for about two minutes, for which a restarted job waits. When the server moves a vgroup
 * while the job runs, the job restarts from its last checkpoint. More readers than vgroups is a
 * waste: the others stay idle.
 *
 * <p>Elements get the first column of their row as timestamp, if that is a TIMESTAMP.
 *
 * <pre>{@code
 * TDengineTmqSource<RowData> source =
 *         TDengineTmqSource.<RowData>builder()
 *                 .setGatewayFactory(gateways)
 *                 .setTopic("meters")
 *                 .setGroupId("billing")
 *                 .setDeserializer(schema)
 *                 .setStartingOffsets(StartingOffsets.earliest())
 *                 .build();
 * }</pre>
 *
 * @param <T> what the source emits
 */
@PublicEvolving
public final class TDengineTmqSource<T>
        implements Source<T, TmqSplit, TmqEnumeratorState>,
                ResultTypeQueryable<T>,
                SupportsSplitReassignmentOnRecovery {

    private static final long serialVersionUID = 1L;

    private final TmqSourceConfig config;
    private final TDengineDeserializationSchema<T> deserializer;

    TDengineTmqSource(TmqSourceConfig config, TDengineDeserializationSchema<T> deserializer) {
        this.config = config;
        this.deserializer = deserializer;
    }

    /** The same source, begun elsewhere by a job without state. */
    public TDengineTmqSource<T> startingAt(StartingOffsets start) {
        return new TDengineTmqSource<>(config.startingAt(start), deserializer);
    }

    /** The topic, as SHOW TOPICS spells it. */
    public String topic() {
        return config.topic();
    }

    /** Begins a source. */
    public static <T> TDengineTmqSourceBuilder<T> builder() {
        return new TDengineTmqSourceBuilder<>();
    }

    @Override
    public Boundedness getBoundedness() {
        return config.bounded() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<TmqSplit, TmqEnumeratorState> createEnumerator(
            SplitEnumeratorContext<TmqSplit> context) {
        return new TmqSourceEnumerator(context, config, TmqEnumeratorState.initial(config.topic()));
    }

    @Override
    public SplitEnumerator<TmqSplit, TmqEnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<TmqSplit> context, TmqEnumeratorState state) {
        return new TmqSourceEnumerator(context, config, state);
    }

    @Override
    public SourceReader<T, TmqSplit> createReader(SourceReaderContext context) throws Exception {
        return TmqSourceReader.open(context, config, deserializer);
    }

    @Override
    public SimpleVersionedSerializer<TmqSplit> getSplitSerializer() {
        return TmqSplitSerializer.INSTANCE;
    }

    @Override
    public SimpleVersionedSerializer<TmqEnumeratorState> getEnumeratorCheckpointSerializer() {
        return TmqEnumeratorStateSerializer.INSTANCE;
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return deserializer.getProducedType();
    }
}
