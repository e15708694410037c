/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import static io.spillway.datahub.client.RecordProtocol.shard;
import static io.spillway.datahub.client.ResourcePaths.checked;

import io.spillway.common.compression.Compression;
import io.spillway.common.failure.ServiceException;
import io.spillway.common.http.HttpReply;
import io.spillway.datahub.client.codec.BatchRecordsCodec;
import io.spillway.datahub.client.codec.GetRecordsCodec;
import io.spillway.datahub.client.codec.MalformedMessageException;
import io.spillway.datahub.client.codec.TopicSchema;
import io.spillway.datahub.client.codec.UnknownSchemaException;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.TopicPath;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Records as binary batches, which are packed themselves. They cannot be read or written without
 * the topic's schema; it is looked up again when records do not fit it.
 */
@Internal
final class BatchRecords implements RecordProtocol {

    private final DataHubTransport transport;
    private final TopicSchemas schemas;
    private final Compression compression;
    private final int maxRawSize;

    BatchRecords(
            DataHubTransport transport,
            TopicSchemas schemas,
            Compression compression,
            int maxRawSize) {
        this.transport = transport;
        this.schemas = schemas;
        this.compression = compression;
        this.maxRawSize = maxRawSize;
    }

    /** Records, or an answer that has to be read again with a newer schema. */
    private record Answer(@Nullable RecordBatch records, @Nullable HttpReply unread) {}

    @Override
    public CompletableFuture<RecordBatch> get(
            TopicPath topic, String shardId, String cursor, int limit) {
        String purpose = "read from " + shard(topic, shardId);
        return checked(
                () -> {
                    String path = ResourcePaths.shard(topic, shardId);
                    return DataHubTransport.chained(
                            schemas.of(topic),
                            schema -> get(purpose, path, topic, schema, cursor, limit));
                });
    }

    private CompletableFuture<RecordBatch> get(
            String purpose,
            String path,
            TopicPath topic,
            TopicSchema schema,
            String cursor,
            int limit) {
        CompletableFuture<Answer> first =
                transport.records(
                        BodyFormat.BATCH,
                        purpose,
                        path,
                        "sub",
                        () -> GetRecordsCodec.encodeRequest(cursor, limit),
                        reply -> decode(reply, schema));
        return DataHubTransport.chained(
                first,
                answer ->
                        answer.records() != null
                                ? CompletableFuture.completedFuture(answer.records())
                                : readAgain(purpose, topic, schema, answer.unread()));
    }

    private Answer decode(HttpReply reply, TopicSchema schema) throws MalformedMessageException {
        try {
            return new Answer(
                    BatchRecordsCodec.decodeResponse(reply.body(), schema, maxRawSize), null);
        } catch (UnknownSchemaException newer) {
            return new Answer(null, reply);
        }
    }

    private CompletableFuture<RecordBatch> readAgain(
            String purpose, TopicPath topic, TopicSchema stale, HttpReply reply) {
        return DataHubTransport.chained(
                schemas.newerThan(topic, stale),
                schema ->
                        transport.decoded(
                                purpose,
                                reply,
                                unread -> {
                                    try {
                                        return BatchRecordsCodec.decodeResponse(
                                                unread.body(), schema, maxRawSize);
                                    } catch (UnknownSchemaException e) {
                                        throw unfit(topic, e);
                                    }
                                }));
    }

    @Override
    public CompletableFuture<PutResult> put(
            TopicPath topic, String shardId, List<EncodedRecord> records) {
        return putByShard(topic, shardId, records).thenApply(written -> new PutResult(List.of()));
    }

    @Override
    public CompletableFuture<Void> putByShard(
            TopicPath topic, String shardId, List<EncodedRecord> records) {
        String purpose = "write to " + shard(topic, shardId);
        return checked(
                () -> {
                    PutChecks.checkRequest(purpose, null, records);
                    String path = ResourcePaths.shard(topic, shardId);
                    int columns = PutChecks.maxColumns(purpose, records);
                    CompletableFuture<TopicSchema> fitting =
                            DataHubTransport.chained(
                                    schemas.of(topic),
                                    schema ->
                                            columns <= schema.columnCount()
                                                    ? CompletableFuture.completedFuture(schema)
                                                    : schemas.newerThan(topic, schema));
                    return DataHubTransport.chained(
                            fitting,
                            schema ->
                                    transport.records(
                                            BodyFormat.BATCH,
                                            purpose,
                                            path,
                                            "pub",
                                            () -> body(purpose, topic, schema, records),
                                            reply ->
                                                    PutChecks.checkWritten(
                                                            purpose, reply, records.size())));
                });
    }

    private byte[] body(
            String purpose, TopicPath topic, TopicSchema schema, List<EncodedRecord> records)
            throws ServiceException {
        try {
            byte[] body = BatchRecordsCodec.encodeRequest(schema, records, compression);
            PutChecks.checkSize(purpose, records.size(), body.length);
            return body;
        } catch (MalformedMessageException e) {
            throw PutChecks.malformed(purpose, e);
        } catch (UnknownSchemaException e) {
            throw PutChecks.malformed(purpose, unfit(topic, e));
        }
    }

    private static MalformedMessageException unfit(TopicPath topic, UnknownSchemaException e) {
        return MalformedMessageException.nonsense(
                "there are " + e.getMessage() + ", which " + topic + " does not have");
    }
}
