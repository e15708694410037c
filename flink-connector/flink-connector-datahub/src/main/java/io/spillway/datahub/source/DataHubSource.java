/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source;

import io.spillway.datahub.source.config.DataHubSourceConfig;
import io.spillway.datahub.source.deserialization.DataHubDeserializationSchema;
import io.spillway.datahub.source.enumerator.DataHubSourceEnumerator;
import io.spillway.datahub.source.enumerator.EnumeratorState;
import io.spillway.datahub.source.enumerator.EnumeratorStateSerializer;
import io.spillway.datahub.source.reader.DataHubSourceReader;
import io.spillway.datahub.source.split.DataHubShardSplit;
import io.spillway.datahub.source.split.DataHubShardSplitSerializer;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Reads a DataHub topic, each record exactly once into Flink's state: a split is a shard, its
 * position (sequence and index within the sequence) is part of every checkpoint. Splits and merges
 * of shards are followed while the job runs; a shard is read after its parents, so that the changes
 * of a key keep their order.
 *
 * <pre>{@code
 * DataHubSource<Row> source =
 *         DataHubSource.<Row>builder()
 *                 .setTopic("project", "topic")
 *                 .setGatewayFactory(gateways)
 *                 .setDeserializer(schema)
 *                 .setStartingPosition(StartingPosition.latest())
 *                 .build();
 * }</pre>
 *
 * @param <T> what the source emits
 */
@Experimental
public final class DataHubSource<T>
        implements Source<T, DataHubShardSplit, EnumeratorState>, ResultTypeQueryable<T> {

    private static final long serialVersionUID = 1L;

    private final DataHubSourceConfig config;
    private final DataHubDeserializationSchema<T> deserializer;

    DataHubSource(DataHubSourceConfig config, DataHubDeserializationSchema<T> deserializer) {
        this.config = config;
        this.deserializer = deserializer;
    }

    /** Begins a source. */
    public static <T> DataHubSourceBuilder<T> builder() {
        return new DataHubSourceBuilder<>();
    }

    @Override
    public Boundedness getBoundedness() {
        return config.bounded() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<DataHubShardSplit, EnumeratorState> createEnumerator(
            SplitEnumeratorContext<DataHubShardSplit> context) {
        return new DataHubSourceEnumerator(
                context, config, EnumeratorState.initial(config.topic()));
    }

    @Override
    public SplitEnumerator<DataHubShardSplit, EnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<DataHubShardSplit> context, EnumeratorState state) {
        return new DataHubSourceEnumerator(context, config, state);
    }

    @Override
    public SourceReader<T, DataHubShardSplit> createReader(SourceReaderContext context)
            throws Exception {
        return DataHubSourceReader.open(context, config, deserializer);
    }

    @Override
    public SimpleVersionedSerializer<DataHubShardSplit> getSplitSerializer() {
        return DataHubShardSplitSerializer.INSTANCE;
    }

    @Override
    public SimpleVersionedSerializer<EnumeratorState> getEnumeratorCheckpointSerializer() {
        return EnumeratorStateSerializer.INSTANCE;
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return deserializer.getProducedType();
    }
}
