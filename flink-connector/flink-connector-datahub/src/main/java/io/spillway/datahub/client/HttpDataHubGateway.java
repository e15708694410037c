/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.http.HttpReply;
import io.spillway.datahub.client.codec.ControlPlaneCodec;
import io.spillway.datahub.client.codec.GetRecordsCodec;
import io.spillway.datahub.client.codec.MalformedMessageException;
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

    /** The service accepts no larger body; whether it means packed or raw is not documented. */
    public static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;

    /** The service accepts no more records in a request. */
    public static final int MAX_RECORDS_PER_REQUEST = 10_000;

    /** The service returns no more records at once. */
    public static final int MAX_READ_LIMIT = 1000;

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
                            limit >= 1 && limit <= MAX_READ_LIMIT,
                            "a read limit must be from 1 to " + MAX_READ_LIMIT + ", is " + limit);
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
                    checkRequest(purpose, null, records);
                    return transport.protobuf(
                            purpose,
                            shardPath(topic, shardId),
                            "pub",
                            () -> PutRecordsCodec.encodeRequest(null, records),
                            reply -> checkWritten(purpose, reply, records.size()));
                });
    }

    @Override
    public CompletableFuture<PutResult> putRecords(
            TopicPath topic, String shardId, List<EncodedRecord> records) {
        String purpose = "write to " + shard(topic, shardId);
        return checked(
                () -> {
                    require(SHARD_ID.matcher(shardId).matches(), "shard id '" + shardId + "'");
                    checkRequest(purpose, shardId, records);
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

    /**
     * All records stand in the shard if the service says 200; some regions say no more than that. A
     * page of something else that answers 200 is no such promise.
     */
    @Nullable
    private static Void checkWritten(String purpose, HttpReply reply, int recordCount)
            throws ServiceException, MalformedMessageException {
        String type = reply.header("content-type");
        if (type != null && type.startsWith(DataHubTransport.PROTOBUF) && reply.body().length > 0) {
            List<PutResult.Failed> failed =
                    PutRecordsCodec.decodeResponse(reply.body(), recordCount).failed();
            if (!failed.isEmpty()) {
                PutResult.Failed first = failed.get(0);
                throw new ServiceException(
                        DataHubErrors.kindOfRecord(first.code()),
                        first.code(),
                        reply.status(),
                        reply.header(DataHubTransport.REQUEST_ID),
                        String.format(
                                "DataHub refused to %s: %d of %d records, the first (%d) for %s: %s",
                                purpose,
                                failed.size(),
                                recordCount,
                                first.index(),
                                first.code(),
                                first.message()),
                        null);
            }
        } else if (reply.header(DataHubTransport.REQUEST_ID) == null) {
            throw MalformedMessageException.damaged(
                    "the answer is not DataHub's: it has neither a result nor a request id");
        }
        return null;
    }

    private static void checkRequest(
            String purpose, @Nullable String shardId, List<EncodedRecord> records)
            throws ServiceException {
        require(!records.isEmpty(), "a request must have at least one record");
        long size = PutRecordsCodec.requestSize(shardId, records);
        if (records.size() > MAX_RECORDS_PER_REQUEST || size > MAX_REQUEST_BYTES) {
            throw new ServiceException(
                    records.size() == 1 ? FailureKind.RECORD : FailureKind.FATAL,
                    DataHubErrors.REQUEST_TOO_LARGE,
                    0,
                    null,
                    String.format(
                            "failed to %s: %s: %d records of %d bytes, allowed are %d records and"
                                    + " %d bytes",
                            purpose,
                            DataHubErrors.REQUEST_TOO_LARGE,
                            records.size(),
                            size,
                            MAX_RECORDS_PER_REQUEST,
                            MAX_REQUEST_BYTES),
                    null);
        }
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
        require(
                SHARD_ID.matcher(shardId).matches(),
                "the DataHub shard id '" + shardId + "' must be a number");
        return topicPath(topic) + "/shards/" + shardId;
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
