/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.testing;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.DataHubAdmin;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.DataHubSubscriptions;
import io.spillway.datahub.client.model.CursorPosition;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.Shard;
import io.spillway.datahub.client.model.ShardListing;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A topic of a DataHub service, in memory: shards that split, merge, expire and fail as told. Each
 * call is answered on a thread of the common pool. Reached from serialized sources by its id,
 * within the JVM. Thread-safe.
 */
public final class FakeTopic implements AutoCloseable {

    /** The calls that faults can be planned for. */
    public enum Call {
        LIST_SHARDS,
        GET_CURSOR,
        GET_RECORDS
    }

    private static final Map<Integer, FakeTopic> INSTANCES = new ConcurrentHashMap<>();
    private static final AtomicInteger IDS = new AtomicInteger();

    private final int id = IDS.incrementAndGet();
    private final Map<String, FakeShard> shards = new LinkedHashMap<>();
    private final Map<Call, Deque<ServiceException>> faults = new EnumMap<>(Call.class);
    private final Map<String, Integer> reads = new HashMap<>();
    private final Map<String, CompletableFuture<Void>> gates = new HashMap<>();
    private Duration refreshInterval = Duration.ofMinutes(5);
    private long now = 1_000_000;
    private int openGateways;

    public FakeTopic() {
        INSTANCES.put(id, this);
    }

    /** Makes gateways to this instance; closed gateways refuse calls. */
    public DataHubGatewayFactory factory() {
        int instance = id;
        return () -> INSTANCES.get(instance).open();
    }

    public TopicPath topic() {
        return new TopicPath("project", "topic" + id);
    }

    @Override
    public void close() {
        INSTANCES.remove(id);
    }

    public synchronized String addShard(String... parentIds) {
        FakeShard shard = new FakeShard(String.valueOf(shards.size()), List.of(parentIds));
        shards.put(shard.id, shard);
        return shard.id;
    }

    /** Appends records of one text column, each with its own sequence. */
    public synchronized void append(String shardId, String... values) {
        for (String value : values) {
            shards.get(shardId).appendBatch(now, List.of(FakeShard.encode(value)));
        }
    }

    /** Appends records that share one sequence. */
    public synchronized void appendBatch(String shardId, String... values) {
        shards.get(shardId).appendBatch(now, Arrays.stream(values).map(FakeShard::encode).toList());
    }

    public synchronized void appendRaw(String shardId, byte[] body) {
        shards.get(shardId).appendBatch(now, List.of(new EncodedRecord(body)));
    }

    /** Closes a shard; the ids of as many new shards, whose parent it is. */
    public synchronized List<String> split(String shardId, int children) {
        closeShard(shardId);
        List<String> added = new ArrayList<>();
        for (int i = 0; i < children; i++) {
            added.add(addShard(shardId));
        }
        return added;
    }

    public synchronized String merge(String shardId, String otherId) {
        closeShard(shardId);
        closeShard(otherId);
        return addShard(shardId, otherId);
    }

    public synchronized void closeShard(String shardId) {
        shards.get(shardId).state = Shard.State.CLOSED;
        shards.get(shardId).closedTimeSeconds = now / 1000;
    }

    public synchronized void setState(String shardId, Shard.State state) {
        shards.get(shardId).state = state;
    }

    public synchronized void removeShard(String shardId) {
        shards.remove(shardId);
    }

    public synchronized void expireBefore(String shardId, long sequence) {
        shards.get(shardId).expireBefore(sequence);
    }

    /** Makes every cursor given out invalid. */
    public synchronized void expireCursors() {
        shards.values().forEach(FakeShard::expireCursors);
    }

    /** Sets the service's clock, epoch milliseconds. */
    public synchronized void setNow(long millis) {
        now = millis;
    }

    public synchronized void setRefreshInterval(Duration interval) {
        refreshInterval = interval;
    }

    /** The next calls of this kind fail, one per exception. */
    public synchronized void failNext(Call call, ServiceException... failures) {
        faults.computeIfAbsent(call, c -> new ArrayDeque<>()).addAll(List.of(failures));
    }

    /** Holds reads of a shard back until {@link #release}. */
    public synchronized void hold(String shardId) {
        gates.put(shardId, new CompletableFuture<>());
    }

    public synchronized void release(String shardId) {
        gates.remove(shardId).complete(null);
    }

    /** How often a shard was read. */
    public synchronized int reads(String shardId) {
        return reads.getOrDefault(shardId, 0);
    }

    /** Gateways not closed yet. */
    public synchronized int openGateways() {
        return openGateways;
    }

    /** An answer of the service that it will not do as asked. */
    public static ServiceException failure(FailureKind kind, String code) {
        return new ServiceException(kind, code, 400, "request-1", code + " (request-1)", null);
    }

    static CompletionException refusal(String code, String message) {
        return new CompletionException(
                new ServiceException(FailureKind.FATAL, code, 400, "request-1", message, null));
    }

    private synchronized DataHubGateway open() {
        openGateways++;
        return new Gateway();
    }

    private synchronized void failIfPlanned(Call call) {
        Deque<ServiceException> planned = faults.get(call);
        if (planned != null && !planned.isEmpty()) {
            throw new CompletionException(planned.poll());
        }
    }

    private FakeShard shard(String shardId) {
        FakeShard shard = shards.get(shardId);
        if (shard == null) {
            throw refusal("NoSuchShard", "The specified shard does not exist.");
        }
        return shard;
    }

    private synchronized ShardListing list() {
        failIfPlanned(Call.LIST_SHARDS);
        return new ShardListing(
                shards.values().stream().map(FakeShard::describe).toList(), refreshInterval);
    }

    private synchronized CursorPosition cursor(String shardId, CursorSpec spec) {
        failIfPlanned(Call.GET_CURSOR);
        return shard(shardId).cursor(spec, now);
    }

    private synchronized RecordBatch read(String shardId, String cursor, int limit) {
        failIfPlanned(Call.GET_RECORDS);
        reads.merge(shardId, 1, Integer::sum);
        return shard(shardId).read(cursor, limit);
    }

    private synchronized CompletableFuture<Void> gate(String shardId) {
        return gates.getOrDefault(shardId, CompletableFuture.completedFuture(null));
    }

    private final class Gateway implements DataHubGateway {

        private boolean closed;

        @Override
        public CompletableFuture<ShardListing> listShards(TopicPath topic) {
            return answer(CompletableFuture.completedFuture(null), FakeTopic.this::list);
        }

        @Override
        public CompletableFuture<CursorPosition> getCursor(
                TopicPath topic, String shardId, CursorSpec spec) {
            return answer(CompletableFuture.completedFuture(null), () -> cursor(shardId, spec));
        }

        @Override
        public CompletableFuture<RecordBatch> getRecords(
                TopicPath topic, String shardId, String cursor, int limit) {
            return answer(gate(shardId), () -> read(shardId, cursor, limit));
        }

        /** Fails as the contract says: with the exception itself, never wrapped. */
        private <R> CompletableFuture<R> answer(
                CompletableFuture<Void> gate, Supplier<R> response) {
            CompletableFuture<R> answer = new CompletableFuture<>();
            gate.thenApplyAsync(
                            ignored -> {
                                synchronized (FakeTopic.this) {
                                    if (closed) {
                                        throw new IllegalStateException("The gateway is closed");
                                    }
                                }
                                return response.get();
                            })
                    .whenComplete(
                            (result, failure) -> {
                                if (failure == null) {
                                    answer.complete(result);
                                } else {
                                    answer.completeExceptionally(
                                            failure instanceof CompletionException
                                                    ? failure.getCause()
                                                    : failure);
                                }
                            });
            return answer;
        }

        @Override
        public void close() {
            synchronized (FakeTopic.this) {
                if (!closed) {
                    closed = true;
                    openGateways--;
                }
            }
        }

        @Override
        public CompletableFuture<TopicDescription> getTopic(TopicPath topic) {
            throw new UnsupportedOperationException("a source does not ask for this");
        }

        @Override
        public CompletableFuture<Void> putRecordsByShard(
                TopicPath topic, String shardId, List<EncodedRecord> records) {
            throw new UnsupportedOperationException("a source does not write");
        }

        @Override
        public CompletableFuture<PutResult> putRecords(
                TopicPath topic, String shardId, List<EncodedRecord> records) {
            throw new UnsupportedOperationException("a source does not write");
        }

        @Override
        public DataHubSubscriptions subscriptions() {
            throw new UnsupportedOperationException("no subscriptions here");
        }

        @Override
        public DataHubAdmin admin() {
            throw new UnsupportedOperationException("a source does not change topics");
        }
    }
}
