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
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers from memory, on a thread of its own as a network client would. */
final class FakeDataHubGateway implements DataHubGateway {

    private final FakeDataHub dataHub;
    private final ExecutorService answers =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread thread = new Thread(task, "fake-datahub");
                        thread.setDaemon(true);
                        return thread;
                    });

    FakeDataHubGateway(FakeDataHub dataHub) {
        this.dataHub = dataHub;
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws ServiceException;
    }

    private <T> CompletableFuture<T> answer(Call<T> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        answers.execute(
                () -> {
                    try {
                        future.complete(call.run());
                    } catch (ServiceException | RuntimeException | Error e) {
                        future.completeExceptionally(e);
                    }
                });
        return future;
    }

    @Override
    public CompletableFuture<TopicDescription> getTopic(TopicPath topic) {
        return answer(() -> dataHub.describe(topic));
    }

    @Override
    public CompletableFuture<ShardListing> listShards(TopicPath topic) {
        return answer(() -> new ShardListing(dataHub.list(topic), Duration.ZERO));
    }

    @Override
    public CompletableFuture<CursorPosition> getCursor(
            TopicPath topic, String shardId, CursorSpec spec) {
        return answer(
                () -> {
                    long end = dataHub.read(topic, shardId, 0, Integer.MAX_VALUE).size();
                    long sequence =
                            switch (spec.type()) {
                                case OLDEST, SYSTEM_TIME -> 0;
                                case LATEST -> Math.max(0, end - 1);
                                case SEQUENCE -> spec.value();
                            };
                    return new CursorPosition(Long.toString(sequence), sequence, sequence);
                });
    }

    @Override
    public CompletableFuture<RecordBatch> getRecords(
            TopicPath topic, String shardId, String cursor, int limit) {
        return answer(
                () -> {
                    long from = Long.parseLong(cursor);
                    List<EncodedRecord> records = dataHub.read(topic, shardId, from, limit);
                    int count = records.size();
                    long[] sequences = new long[count];
                    int[] offsets = new int[count];
                    int[] lengths = new int[count];
                    ByteArrayOutputStream buffer = new ByteArrayOutputStream();
                    for (int i = 0; i < count; i++) {
                        sequences[i] = from + i;
                        offsets[i] = buffer.size();
                        lengths[i] = records.get(i).size();
                        buffer.writeBytes(records.get(i).body());
                    }
                    return new RecordBatch(
                            Long.toString(from + count),
                            from + count - 1,
                            from + count - 1,
                            count,
                            sequences,
                            new int[count],
                            sequences,
                            buffer.toByteArray(),
                            offsets,
                            lengths);
                });
    }

    @Override
    public CompletableFuture<Void> putRecordsByShard(
            TopicPath topic, String shardId, List<EncodedRecord> records) {
        return answer(
                () -> {
                    PutResult result = dataHub.put(topic, shardId, records);
                    if (!result.failed().isEmpty()) {
                        PutResult.Failed first = result.failed().get(0);
                        throw FakeDataHub.refusal(first.code(), "shard " + shardId);
                    }
                    return null;
                });
    }

    @Override
    public CompletableFuture<PutResult> putRecords(
            TopicPath topic, String shardId, List<EncodedRecord> records) {
        return answer(() -> dataHub.put(topic, shardId, records));
    }

    @Override
    public DataHubSubscriptions subscriptions() {
        throw new UnsupportedOperationException("a sink has no subscription");
    }

    @Override
    public DataHubAdmin admin() {
        throw new UnsupportedOperationException("a sink changes no topic");
    }

    @Override
    public void close() {
        answers.shutdown();
    }
}
