/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import static io.spillway.datahub.client.ResourcePaths.checked;
import static io.spillway.datahub.client.ResourcePaths.require;

import io.spillway.datahub.client.codec.ControlPlaneCodec;
import io.spillway.datahub.client.model.CursorPosition;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.ShardListing;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Experimental;

/** DataHub over its HTTP protocol: JSON for the control plane, records as the options say. */
@Experimental
public final class HttpDataHubGateway implements DataHubGateway {

    private final DataHubTransport transport;
    private final DataHubSubscriptions subscriptions;
    private final DataHubAdmin admin;
    private final RecordProtocol records;

    public HttpDataHubGateway(DataHubGatewayOptions options) {
        this.transport = new DataHubTransport(options);
        this.subscriptions = new HttpDataHubSubscriptions(transport);
        this.admin = new HttpDataHubAdmin(transport);
        this.records = protocol(options, transport, new TopicSchemas(this::getTopic, admin));
    }

    /** What opens such gateways on the tasks of a job. */
    public static DataHubGatewayFactory factory(DataHubGatewayOptions options) {
        return () -> new HttpDataHubGateway(options);
    }

    @Override
    public CompletableFuture<TopicDescription> getTopic(TopicPath topic) {
        return checked(
                () ->
                        transport.json(
                                "describe topic " + topic,
                                "GET",
                                ResourcePaths.topic(topic),
                                null,
                                reply -> ControlPlaneCodec.readTopic(topic, reply.body())));
    }

    @Override
    public CompletableFuture<ShardListing> listShards(TopicPath topic) {
        return checked(
                () ->
                        transport.json(
                                "list the shards of " + topic,
                                "GET",
                                ResourcePaths.shards(topic),
                                null,
                                reply -> ControlPlaneCodec.readShards(reply.body())));
    }

    @Override
    public CompletableFuture<CursorPosition> getCursor(
            TopicPath topic, String shardId, CursorSpec spec) {
        return checked(
                () ->
                        transport.json(
                                "find the "
                                        + spec.type()
                                        + " cursor in "
                                        + RecordProtocol.shard(topic, shardId),
                                "POST",
                                ResourcePaths.shard(topic, shardId),
                                ControlPlaneCodec.getCursor(spec),
                                reply -> ControlPlaneCodec.readCursor(reply.body())));
    }

    @Override
    public CompletableFuture<RecordBatch> getRecords(
            TopicPath topic, String shardId, String cursor, int limit) {
        return checked(
                () -> {
                    require(
                            limit >= 1 && limit <= DataHubLimits.MAX_READ_LIMIT,
                            "a read limit must be from 1 to "
                                    + DataHubLimits.MAX_READ_LIMIT
                                    + ", is "
                                    + limit);
                    return records.get(topic, shardId, cursor, limit);
                });
    }

    @Override
    public CompletableFuture<Void> putRecordsByShard(
            TopicPath topic, String shardId, List<EncodedRecord> toWrite) {
        return records.putByShard(topic, shardId, toWrite);
    }

    @Override
    public CompletableFuture<PutResult> putRecords(
            TopicPath topic, String shardId, List<EncodedRecord> toWrite) {
        return records.put(topic, shardId, toWrite);
    }

    @Override
    public DataHubSubscriptions subscriptions() {
        return subscriptions;
    }

    @Override
    public DataHubAdmin admin() {
        return admin;
    }

    @Override
    public void close() {
        transport.close();
    }

    private static RecordProtocol protocol(
            DataHubGatewayOptions options, DataHubTransport transport, TopicSchemas schemas) {
        return switch (options.encoding()) {
            case PB -> new PbRecords(transport);
            case JSON -> new JsonRecords(transport, schemas);
            case BATCH ->
                    new BatchRecords(
                            transport, schemas, options.compression(), options.maxResponseBytes());
        };
    }
}
