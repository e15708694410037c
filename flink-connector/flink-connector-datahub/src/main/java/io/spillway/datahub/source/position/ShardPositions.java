/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.position;

import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.model.CursorPosition;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.TopicPath;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.flink.annotation.Internal;

/** Turns what users say (now, a time) into sequences. Asynchronous and thread-safe. */
@Internal
public final class ShardPositions {

    private final DataHubGateway gateway;
    private final TopicPath topic;
    private final LongSupplier clockMillis;

    /**
     * @param clockMillis the time now, epoch milliseconds
     */
    public ShardPositions(DataHubGateway gateway, TopicPath topic, LongSupplier clockMillis) {
        this.gateway = gateway;
        this.topic = topic;
        this.clockMillis = clockMillis;
    }

    /** The sequence the next record written to the shard will get. */
    public CompletableFuture<Long> end(String shardId) {
        return gateway.getCursor(topic, shardId, CursorSpec.latest())
                .thenCompose(latest -> sequenceBehind(shardId, latest));
    }

    /**
     * The sequence of the first record whose system time is not before the given one; the end if
     * there is none. Times to come are taken for now: the service refuses to seek there.
     */
    public CompletableFuture<Long> firstAtOrAfter(String shardId, long timestampMillis) {
        long clamped = Math.min(timestampMillis, clockMillis.getAsLong());
        return gateway.getCursor(topic, shardId, CursorSpec.systemTime(Math.max(0, clamped)))
                .thenApply(CursorPosition::sequence)
                .exceptionallyCompose(
                        failure -> {
                            // the service's clock is behind ours, or a closed shard ended before
                            if (ServiceCode.SEEK_OUT_OF_RANGE.is(failure)) {
                                return end(shardId);
                            }
                            return CompletableFuture.failedFuture(ServiceCode.unwrap(failure));
                        });
    }

    private CompletableFuture<Long> sequenceBehind(String shardId, CursorPosition latest) {
        // LATEST is the last record, inclusive; of an empty shard it looks the same as of one with
        // a
        // single record of sequence 0, and only reading tells them apart
        return gateway.getRecords(topic, shardId, latest.cursor(), 1)
                .thenApply(batch -> behind(batch, latest))
                .exceptionallyCompose(
                        failure -> {
                            if (ServiceCode.INVALID_SHARD_OPERATION.is(failure)) {
                                return CompletableFuture.completedFuture(latest.sequence());
                            }
                            return CompletableFuture.failedFuture(ServiceCode.unwrap(failure));
                        });
    }

    private static long behind(RecordBatch batch, CursorPosition latest) {
        int count = batch.count();
        return count == 0 ? latest.sequence() : batch.sequences()[count - 1] + 1;
    }
}
