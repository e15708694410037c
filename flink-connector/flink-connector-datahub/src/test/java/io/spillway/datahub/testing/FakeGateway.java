/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.testing;

import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.DataHubAdmin;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.DataHubSubscriptions;
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

/** Answers from memory, on another thread as a network client would; refuses once it is closed. */
final class FakeGateway implements DataHubGateway {

    private static final CompletableFuture<Void> AT_ONCE = CompletableFuture.completedFuture(null);

    private final FakeTopic service;
    private volatile boolean closed;

    FakeGateway(FakeTopic service) {
        this.service = service;
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws ServiceException;
    }

    /** Fails as the contract says: with the exception itself, never wrapped. */
    private <T> CompletableFuture<T> answer(CompletableFuture<Void> gate, Call<T> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        gate.thenRunAsync(
                () -> {
                    try {
                        if (closed) {
                            throw new IllegalStateException("The gateway is closed");
                        }
                        answer.complete(call.run());
                    } catch (ServiceException | RuntimeException | Error e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }

    @Override
    public CompletableFuture<TopicDescription> getTopic(TopicPath topic) {
        return answer(AT_ONCE, () -> service.describe(topic));
    }

    @Override
    public CompletableFuture<ShardListing> listShards(TopicPath topic) {
        return answer(AT_ONCE, () -> service.list(topic));
    }

    @Override
    public CompletableFuture<CursorPosition> getCursor(
            TopicPath topic, String shardId, CursorSpec spec) {
        return answer(AT_ONCE, () -> service.cursor(topic, shardId, spec));
    }

    @Override
    public CompletableFuture<RecordBatch> getRecords(
            TopicPath topic, String shardId, String cursor, int limit) {
        return answer(service.gate(shardId), () -> service.read(topic, shardId, cursor, limit));
    }

    @Override
    public CompletableFuture<Void> putRecordsByShard(
            TopicPath topic, String shardId, List<EncodedRecord> records) {
        return answer(
                AT_ONCE,
                () -> {
                    PutResult result = service.put(topic, shardId, records);
                    if (!result.failed().isEmpty()) {
                        PutResult.Failed first = result.failed().get(0);
                        throw FakeTopic.refusal(first.code(), "shard " + shardId);
                    }
                    return null;
                });
    }

    @Override
    public CompletableFuture<PutResult> putRecords(
            TopicPath topic, String shardId, List<EncodedRecord> records) {
        return answer(AT_ONCE, () -> service.put(topic, shardId, records));
    }

    @Override
    public DataHubSubscriptions subscriptions() {
        throw new UnsupportedOperationException("the topic in memory has no subscriptions");
    }

    @Override
    public DataHubAdmin admin() {
        throw new UnsupportedOperationException("the topic in memory is changed by its test");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            service.gatewayClosed();
        }
    }
}
