/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.TopicPath;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;

/** Reading and writing records in one encoding; see {@link DataHubGateway} for each call. */
@Internal
interface RecordProtocol {

    CompletableFuture<RecordBatch> get(TopicPath topic, String shardId, String cursor, int limit);

    CompletableFuture<PutResult> put(TopicPath topic, String shardId, List<EncodedRecord> records);

    CompletableFuture<Void> putByShard(
            TopicPath topic, String shardId, List<EncodedRecord> records);

    /** How a shard is called in messages. */
    static String shard(TopicPath topic, String shardId) {
        return "shard " + shardId + " of " + topic;
    }
}
