/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import static io.spillway.datahub.client.RecordProtocol.shard;
import static io.spillway.datahub.client.ResourcePaths.checked;

import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.codec.JsonRecordsCodec;
import io.spillway.datahub.client.codec.MalformedMessageException;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.TopicPath;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;

/** Records as JSON. There is no call that writes all or nothing. */
@Internal
final class JsonRecords implements RecordProtocol {

    private final DataHubTransport transport;
    private final TopicSchemas schemas;

    JsonRecords(DataHubTransport transport, TopicSchemas schemas) {
        this.transport = transport;
        this.schemas = schemas;
    }

    @Override
    public CompletableFuture<RecordBatch> get(
            TopicPath topic, String shardId, String cursor, int limit) {
        return checked(
                () ->
                        transport.records(
                                BodyFormat.JSON,
                                "read from " + shard(topic, shardId),
                                ResourcePaths.shard(topic, shardId),
                                "sub",
                                () -> JsonRecordsCodec.encodeGet(cursor, limit),
                                reply -> JsonRecordsCodec.decodeGet(reply.body())));
    }

    @Override
    public CompletableFuture<PutResult> put(
            TopicPath topic, String shardId, List<EncodedRecord> records) {
        String purpose = "write to " + shard(topic, shardId);
        return checked(
                () -> {
                    ResourcePaths.requireShardId(shardId);
                    PutChecks.checkRequest(purpose, shardId, records);
                    String path = ResourcePaths.shards(topic);
                    return DataHubTransport.chained(
                            schemas.of(topic),
                            schema ->
                                    transport.records(
                                            BodyFormat.JSON,
                                            purpose,
                                            path,
                                            "pub",
                                            () -> body(purpose, shardId, records, schema.isBlob()),
                                            reply ->
                                                    JsonRecordsCodec.decodePut(
                                                            reply.body(), records.size())));
                });
    }

    private static byte[] body(
            String purpose, String shardId, List<EncodedRecord> records, boolean blob)
            throws ServiceException {
        try {
            byte[] body = JsonRecordsCodec.encodePut(shardId, records, blob);
            PutChecks.checkSize(purpose, records.size(), body.length);
            return body;
        } catch (MalformedMessageException e) {
            throw PutChecks.malformed(purpose, e);
        }
    }

    @Override
    public CompletableFuture<Void> putByShard(
            TopicPath topic, String shardId, List<EncodedRecord> records) {
        String purpose = "write to " + shard(topic, shardId);
        return DataHubTransport.chained(
                put(topic, shardId, records),
                result ->
                        result.failed().isEmpty()
                                ? CompletableFuture.completedFuture(null)
                                : CompletableFuture.failedFuture(
                                        PutChecks.partlyRefused(
                                                purpose, records.size(), result.failed())));
    }
}
