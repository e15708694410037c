/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.codec.ControlPlaneCodec;
import io.spillway.datahub.client.codec.GetRecordsCodec;
import io.spillway.datahub.client.codec.PutRecordsCodec;
import io.spillway.datahub.client.model.CursorPosition;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.ShardListing;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/** DataHub over its HTTP protocol: JSON for the control plane, protobuf frames for records. */
@Experimental
public final class HttpDataHubGateway implements DataHubGateway {

    /** What may stand in a path without being escaped, which is all the service allows. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,128}");

    private static final Pattern SHARD_ID = Pattern.compile("[0-9]{1,10}");

    private final DataHubTransport transport;

    public HttpDataHubGateway(DataHubGatewayOptions options) {
        this.transport = new DataHubTransport(options);
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
                                topicPath(topic),
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
                                topicPath(topic) + "/shards",
                                null,
                                reply -> ControlPlaneCodec.readShards(reply.body())));
    }

    @Override
    public CompletableFuture<CursorPosition> getCursor(
            TopicPath topic, String shardId, CursorSpec spec) {
        return checked(
                () ->
                        transport.json(
                                "find the " + spec.type() + " cursor in " + shard(topic, shardId),
                                "POST",
                                shardPath(topic, shardId),
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
                    return transport.protobuf(
                            "read from " + shard(topic, shardId),
                            shardPath(topic, shardId),
                            "sub",
                            () -> GetRecordsCodec.encodeRequest(cursor, limit),
                            reply -> GetRecordsCodec.decodeResponse(reply.body()));
                });
    }

    @Override
    public CompletableFuture<Void> putRecordsByShard(
            TopicPath topic, String shardId, List<EncodedRecord> records) {
        String purpose = "write to " + shard(topic, shardId);
        return checked(
                () -> {
                    PutChecks.checkRequest(purpose, null, records);
                    return transport.protobuf(
                            purpose,
                            shardPath(topic, shardId),
                            "pub",
                            () -> PutRecordsCodec.encodeRequest(null, records),
                            reply -> PutChecks.checkWritten(purpose, reply, records.size()));
                });
    }

    @Override
    public CompletableFuture<PutResult> putRecords(
            TopicPath topic, String shardId, List<EncodedRecord> records) {
        String purpose = "write to " + shard(topic, shardId);
        return checked(
                () -> {
                    requireShardId(shardId);
                    PutChecks.checkRequest(purpose, shardId, records);
                    return transport.protobuf(
                            purpose,
                            topicPath(topic) + "/shards",
                            "pub",
                            () -> PutRecordsCodec.encodeRequest(shardId, records),
                            reply -> PutRecordsCodec.decodeResponse(reply.body(), records.size()));
                });
    }

    @Override
    public CompletableFuture<Void> createProject(String project, String comment) {
        return checked(
                () ->
                        transport.json(
                                "create project " + project,
                                "POST",
                                projectPath(project),
                                ControlPlaneCodec.createProject(comment),
                                reply -> null));
    }

    @Override
    public CompletableFuture<Void> createTopic(
            TopicPath topic,
            int shardCount,
            int lifecycleDays,
            @Nullable RecordSchema schema,
            String comment) {
        return checked(
                () ->
                        transport.json(
                                "create topic " + topic,
                                "POST",
                                topicPath(topic),
                                ControlPlaneCodec.createTopic(
                                        shardCount, lifecycleDays, schema, comment),
                                reply -> null));
    }

    @Override
    public void close() {
        transport.close();
    }

    private static String projectPath(String project) throws ServiceException {
        require(
                NAME.matcher(project).matches(),
                "the DataHub project name '"
                        + project
                        + "' must consist of letters, digits and underscores");
        return "/projects/" + project;
    }

    private static String topicPath(TopicPath topic) throws ServiceException {
        require(
                NAME.matcher(topic.topic()).matches(),
                "the DataHub topic name '"
                        + topic.topic()
                        + "' must consist of letters, digits and underscores");
        return projectPath(topic.project()) + "/topics/" + topic.topic();
    }

    private static String shardPath(TopicPath topic, String shardId) throws ServiceException {
        requireShardId(shardId);
        return topicPath(topic) + "/shards/" + shardId;
    }

    private static void requireShardId(String shardId) throws ServiceException {
        require(
                SHARD_ID.matcher(shardId).matches(),
                "the DataHub shard id '" + shardId + "' must be a number");
    }

    private static String shard(TopicPath topic, String shardId) {
        return "shard " + shardId + " of " + topic;
    }

    private static void require(boolean condition, String message) throws ServiceException {
        if (!condition) {
            throw new ServiceException(
                    FailureKind.FATAL, DataHubErrors.INVALID_PARAMETER, 0, null, message, null);
        }
    }

    /** A call whose arguments are checked before anything is sent. */
    @FunctionalInterface
    private interface Call<T> {
        CompletableFuture<T> make() throws ServiceException;
    }

    private static <T> CompletableFuture<T> checked(Call<T> call) {
        try {
            return call.make();
        } catch (ServiceException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }
}
