/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.common.deadletter.RecordErrorHandler;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.common.write.BufferedAsyncWriter;
import io.spillway.common.write.WriteLimits;
import io.spillway.common.write.WriterRuntime;
import io.spillway.common.write.WriterSettings;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.model.TopicPath;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Writes to a DataHub topic, at least once: after a failure, what was written since the last
 * checkpoint is written again.
 *
 * <p>Records with a routing key keep their order within the key, across splits and merges of shards
 * too, as long as one request per shard is in flight (the default). One exception: when the service
 * refuses some records of a request for a passing reason and takes the others, those refused are
 * sent again, in their order, but after the others.
 *
 * <p>The service has no updates or deletes; a changelog has to be encoded in columns by the
 * serialization schema.
 *
 * @param <InputT> the elements
 */
@PublicEvolving
public final class DataHubSink<InputT>
        implements Sink<InputT>, SupportsWriterState<InputT, WriterIdentity> {

    private static final long serialVersionUID = 1L;

    private final TopicPath topic;
    private final DataHubGatewayFactory gatewayFactory;
    private final DataHubSerializationSchema<InputT> serializer;
    private final WriteLimits limits;
    private final RetryPolicy retryPolicy;
    private final ErrorPolicy errorPolicy;
    private final boolean dedupAttributes;

    DataHubSink(DataHubSinkBuilder<InputT> builder, WriteLimits limits) {
        this.topic = builder.topic;
        this.gatewayFactory = builder.gatewayFactory;
        this.serializer = builder.serializer;
        this.retryPolicy = builder.retryPolicy;
        this.errorPolicy = builder.errorPolicy;
        this.dedupAttributes = builder.dedupAttributes;
        this.limits = limits;
    }

    public static <InputT> DataHubSinkBuilder<InputT> builder() {
        return new DataHubSinkBuilder<>();
    }

    @Override
    public SinkWriter<InputT> createWriter(WriterInitContext context) throws IOException {
        return restoreWriter(context, List.of());
    }

    @Override
    public StatefulSinkWriter<InputT, WriterIdentity> restoreWriter(
            WriterInitContext context, Collection<WriterIdentity> recovered) throws IOException {
        RecordErrorHandler errors = errorPolicy.openHandler(context.metricGroup());
        PutSender sender = null;
        try {
            DataHubGateway gateway = gatewayFactory.create();
            sender = new PutSender(gateway, topic);
            int subtask = context.getTaskInfo().getIndexOfThisSubtask();
            RecordNumbers numbers =
                    dedupAttributes ? new RecordNumbers(identity(context, recovered)) : null;
            TopicWriting<InputT> writing =
                    new TopicWriting<>(
                            topic,
                            serializer,
                            context.asSerializationSchemaInitializationContext(),
                            new TopicWriting.TaskIdentity(
                                    context.getJobInfo().getJobName(), subtask),
                            numbers);
            ShardRouter router =
                    new ShardRouter(
                            gateway, topic, limits.maxBatchRecords(), subtask, writing::open);
            BufferedAsyncWriter<InputT, SinkEntry> writer =
                    new BufferedAsyncWriter<>(
                            WriterRuntime.of(context),
                            new WriterSettings("DataHub topic " + topic, limits, retryPolicy),
                            writing,
                            router,
                            sender,
                            errors);
            return new TopicWriter<>(writer, numbers);
        } catch (RuntimeException e) {
            closeAfter(e, errors);
            closeAfter(e, sender);
            throw e;
        }
    }

    @Override
    public SimpleVersionedSerializer<WriterIdentity> getWriterStateSerializer() {
        return new WriterIdentity.Serializer();
    }

    /** After a change of parallelism, a writer may get several states or none. */
    private static WriterIdentity identity(
            WriterInitContext context, Collection<WriterIdentity> recovered) {
        return recovered.stream()
                .min(Comparator.comparing(WriterIdentity::writer))
                .orElseGet(
                        () ->
                                new WriterIdentity(
                                        context.getJobInfo().getJobId().toHexString(),
                                        context.getTaskInfo().getIndexOfThisSubtask()
                                                + "@"
                                                + context.getRestoredCheckpointId().orElse(0),
                                        0));
    }

    private static void closeAfter(RuntimeException failure, AutoCloseable resource) {
        try (resource) {
            // closed by leaving the block; null is skipped
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }
}
