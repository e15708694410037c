/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import static io.spillway.datahub.client.RecordProtocol.shard;
import static io.spillway.datahub.client.ResourcePaths.checked;

import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.codec.GetRecordsCodec;
import io.spillway.datahub.client.codec.PutRecordsCodec;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.TopicPath;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Records as protobuf, which is how they are held in memory too. */
@Internal
final class PbRecords implements RecordProtocol {

    private final DataHubTransport transport;

    PbRecords(DataHubTransport transport) {
        this.transport = transport;
    }

    @Override
    public CompletableFuture<RecordBatch> get(
            TopicPath topic, String shardId, String cursor, int limit) {
        return checked(
                () ->
                        transport.records(
                                BodyFormat.PROTOBUF,
                                "read from " + shard(topic, shardId),
                                ResourcePaths.shard(topic, shardId),
                                "sub",
                                () -> GetRecordsCodec.encodeRequest(cursor, limit),
                                reply -> GetRecordsCodec.decodeResponse(reply.body())));
    }

    @Override
    public CompletableFuture<Void> putByShard(
            TopicPath topic, String shardId, List<EncodedRecord> records) {
        String purpose = "write to " + shard(topic, shardId);
        return checked(
                () ->
                        transport.records(
                                BodyFormat.PROTOBUF,
                                purpose,
                                ResourcePaths.shard(topic, shardId),
                                "pub",
                                () -> body(purpose, null, records),
                                reply -> PutChecks.checkWritten(purpose, reply, records.size())));
    }

    @Override
    public CompletableFuture<PutResult> put(
            TopicPath topic, String shardId, List<EncodedRecord> records) {
        String purpose = "write to " + shard(topic, shardId);
        return checked(
                () -> {
                    ResourcePaths.requireShardId(shardId);
                    return transport.records(
                            BodyFormat.PROTOBUF,
                            purpose,
                            ResourcePaths.shards(topic),
                            "pub",
                            () -> body(purpose, shardId, records),
                            reply -> PutRecordsCodec.decodeResponse(reply.body(), records.size()));
                });
    }

    private static byte[] body(
            String purpose, @Nullable String shardId, List<EncodedRecord> records)
            throws ServiceException {
        int size = PutChecks.checkRequest(purpose, shardId, records);
        return PutRecordsCodec.encodeRequest(shardId, records, size);
    }
}
