/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.common.deadletter.RecordErrorHandler;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.common.write.BufferedAsyncWriter;
import io.spillway.common.write.WriteLimits;
import io.spillway.common.write.WriterRuntime;
import io.spillway.common.write.WriterSettings;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes to a table or to the child tables of a super table of TDengine.
 *
 * <p>At least once; since a row replaces the one of the same table and timestamp, what is written
 * again after a failure changes nothing, as long as sources replay the same rows. Rows of one table
 * keep their order, and of those with the same timestamp the last one stands.
 *
 * @param <InputT> the elements
 */
@PublicEvolving
public final class TDengineSink<InputT> implements Sink<InputT> {

    private static final long serialVersionUID = 1L;

    private final SinkTarget target;
    private final TDengineGatewayFactory gatewayFactory;
    private final TDengineSerializationSchema<InputT> serializer;
    private final SinkMode mode;
    private final SchemalessFormat schemaless;
    private final ExistingTags existingTags;
    private final int connections;
    private final WriteLimits limits;
    private final RetryPolicy retryPolicy;
    private final ErrorPolicy errorPolicy;

    TDengineSink(TDengineSinkBuilder<InputT> builder, SinkTarget target, WriteLimits limits) {
        this.target = target;
        this.gatewayFactory = builder.gatewayFactory;
        this.serializer = builder.serializer;
        this.mode = builder.mode;
        this.schemaless = builder.schemaless;
        this.existingTags = builder.existingTags;
        this.connections = builder.connections;
        this.retryPolicy = builder.retryPolicy;
        this.errorPolicy = builder.errorPolicy;
        this.limits = limits;
    }

    public static <InputT> TDengineSinkBuilder<InputT> builder() {
        return new TDengineSinkBuilder<>();
    }

    @Override
    public SinkWriter<InputT> createWriter(WriterInitContext context) throws IOException {
        RecordErrorHandler errors = errorPolicy.openHandler(context.metricGroup());
        List<TDengineGateway> gateways = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                gateways.add(gatewayFactory.create());
            }
            return newWriter(context, errors, gateways);
        } catch (RuntimeException e) {
            closeAfter(e, errors);
            gateways.forEach(gateway -> closeAfter(e, gateway));
            throw e;
        }
    }

    private SinkWriter<InputT> newWriter(
            WriterInitContext context, RecordErrorHandler errors, List<TDengineGateway> gateways) {
        TableWriting<InputT> writing =
                new TableWriting<>(
                        target,
                        serializer,
                        context.asSerializationSchemaInitializationContext(),
                        context.getJobInfo().getJobName());
        LaneSender sender = new LaneSender(gateways);
        TargetLookup lookup =
                new TargetLookup(
                        gateways.get(0),
                        target,
                        serializer.columns(),
                        mode == SinkMode.SCHEMALESS ? schemaless : null);
        ConnectionLanes lanes =
                new ConnectionLanes(
                        connections,
                        lookup,
                        table -> {
                            RowLayout layout = new RowLayout(table);
                            sender.open(gateway -> laneWriter(gateway, layout));
                            writing.open(
                                    layout,
                                    mode == SinkMode.SCHEMALESS ? new TagText(layout) : null);
                        });
        return new BufferedAsyncWriter<>(
                WriterRuntime.of(context),
                new WriterSettings("TDengine table " + target, limits, retryPolicy),
                writing,
                lanes,
                sender,
                errors);
    }

    private LaneWriter laneWriter(TDengineGateway gateway, RowLayout layout) {
        boolean alter = existingTags == ExistingTags.ALTER;
        RowsInserter inserter =
                switch (mode) {
                    case STMT2 -> new PreparedInserter(gateway, layout, alter);
                    case SQL -> new SqlInserter(gateway, layout, alter);
                    case SCHEMALESS -> new SchemalessInserter(gateway, layout, schemaless);
                };
        return new LaneWriter(
                layout,
                inserter,
                new RowDeleter(gateway, layout.table()),
                alter ? new TagChanges(gateway, layout) : null,
                errorPolicy.handling() == ErrorHandling.FAIL);
    }

    private static void closeAfter(RuntimeException failure, @Nullable AutoCloseable resource) {
        try (resource) {
            // closed by leaving the block; null is skipped
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }
}
