/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

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

/**
 * The only door to a DataHub service: everything above it knows nothing of the wire.
 *
 * <p>Thread-safe and asynchronous; no call blocks. Futures complete on threads of the gateway, fail
 * with {@link io.spillway.common.failure.ServiceException} (never wrapped), and a call is made
 * once: retrying is the caller's decision. {@link #close} fails the calls still in flight.
 */
@Experimental
public interface DataHubGateway extends AutoCloseable {

    /** Describes a topic; {@code NoSuchProject}/{@code NoSuchTopic} if it does not exist. */
    CompletableFuture<TopicDescription> getTopic(TopicPath topic);

    /** Lists all shards the service still knows, in the order of its answer. */
    CompletableFuture<ShardListing> listShards(TopicPath topic);

    /** Resolves a position to a cursor. */
    CompletableFuture<CursorPosition> getCursor(TopicPath topic, String shardId, CursorSpec spec);

    /**
     * Reads from a cursor.
     *
     * @param limit most records to return, 1 to 1000
     * @return an empty batch at the tail; fails with code {@code InvalidShardOperation} past the
     *     end of a closed shard
     */
    CompletableFuture<RecordBatch> getRecords(
            TopicPath topic, String shardId, String cursor, int limit);

    /**
     * Writes records to one shard, all or nothing. Nothing is written if the future fails with a
     * service's answer; if it fails for a broken connection or a timeout, all or none was. JSON has
     * no such call: there, a refused record does not keep the others from being written.
     */
    CompletableFuture<Void> putRecordsByShard(
            TopicPath topic, String shardId, List<EncodedRecord> records);

    /**
     * Writes records, each to {@code shardId}, and tells which ones were refused. Batches are
     * written or refused as a whole: there, the future fails if one record is at fault.
     *
     * @param shardId the shard all of the records go to
     */
    CompletableFuture<PutResult> putRecords(
            TopicPath topic, String shardId, List<EncodedRecord> records);

    /** The calls about subscriptions, over the same connections. */
    DataHubSubscriptions subscriptions();

    /** The calls that make, change and delete projects, topics and shards. */
    DataHubAdmin admin();

    @Override
    void close();
}
