/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.testing;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.DataHubErrors;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.codec.MalformedMessageException;
import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.model.CursorPosition;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.Shard;
import io.spillway.datahub.client.model.ShardListing;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import java.math.BigInteger;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Nullable;

/**
 * A topic of a DataHub service, in memory: shards that split, merge, expire and fail as told. Each
 * call is answered on a thread of the common pool. Reached from serialized sources and sinks by its
 * id, within the JVM. Thread-safe.
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

    private static final BigInteger END = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private final int id = IDS.incrementAndGet();
    private final TopicPath path;
    @Nullable private final RecordSchema schema;
    private final boolean extendMode;
    private final Map<String, FakeShard> shards = new LinkedHashMap<>();
    private final Map<Call, Deque<ServiceException>> faults = new EnumMap<>(Call.class);
    private final Map<String, Integer> reads = new HashMap<>();
    private final Map<String, CompletableFuture<Void>> gates = new HashMap<>();
    private Duration refreshInterval = Duration.ofMinutes(5);
    private long now = 1_000_000;
    private int openGateways;
    private PutHook putHook = (shard, records) -> null;

    /** A topic without shards; its name is its own. */
    public FakeTopic() {
        path = new TopicPath("project", "topic" + id);
        schema = null;
        extendMode = false;
        INSTANCES.put(id, this);
    }

    /**
     * A topic whose shards share the hash keys evenly, or in extend mode have all of them each.
     *
     * @param schema null for a topic of blobs
     */
    public FakeTopic(
            TopicPath path, @Nullable RecordSchema schema, int shardCount, boolean extendMode) {
        this.path = path;
        this.schema = schema;
        this.extendMode = extendMode;
        refreshInterval = Duration.ZERO;
        for (int i = 0; i < shardCount; i++) {
            if (extendMode) {
                addShard();
            } else {
                addShard(
                        part(BigInteger.ZERO, END, i, shardCount),
                        part(BigInteger.ZERO, END, i + 1, shardCount),
                        List.of());
            }
        }
        INSTANCES.put(id, this);
    }

    private static BigInteger part(BigInteger begin, BigInteger end, int index, int parts) {
        return end.subtract(begin)
                .multiply(BigInteger.valueOf(index))
                .divide(BigInteger.valueOf(parts))
                .add(begin);
    }

    /** Makes gateways to this instance; closed gateways refuse calls. */
    public DataHubGatewayFactory factory() {
        int instance = id;
        return () -> INSTANCES.get(instance).open();
    }

    public TopicPath topic() {
        return path;
    }

    @Override
    public void close() {
        INSTANCES.remove(id);
    }

    /** Adds a shard of all hash keys; its id. */
    public synchronized String addShard(String... parentIds) {
        return addShard(BigInteger.ZERO, END, List.of(parentIds));
    }

    private String addShard(BigInteger begin, BigInteger end, List<String> parentIds) {
        FakeShard shard = new FakeShard(String.valueOf(shards.size()), begin, end, parentIds);
        shards.put(shard.id, shard);
        return shard.id;
    }

    /** What a sink wrote to a shard, in order. */
    public synchronized List<EncodedRecord> records(String shardId) {
        return shards.get(shardId).bodies();
    }

    /** All records, each shard's in order, parents before children. */
    public synchronized List<EncodedRecord> records() {
        return shards.values().stream().flatMap(shard -> shard.bodies().stream()).toList();
    }

    public synchronized void onPut(PutHook hook) {
        putHook = hook;
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

    /** Closes a shard; the ids of as many new shards, which share its hash keys. */
    public synchronized List<String> split(String shardId, int children) {
        closeShard(shardId);
        FakeShard parent = shards.get(shardId);
        List<String> added = new ArrayList<>();
        for (int i = 0; i < children; i++) {
            added.add(
                    addShard(
                            part(parent.begin, parent.end, i, children),
                            part(parent.begin, parent.end, i + 1, children),
                            List.of(shardId)));
        }
        return added;
    }

    /** Closes two shards, of which the second has the hash keys behind the first; the new one. */
    public synchronized String merge(String lower, String upper) {
        closeShard(lower);
        closeShard(upper);
        return addShard(shards.get(lower).begin, shards.get(upper).end, List.of(lower, upper));
    }

    public synchronized boolean isClosed(String shardId) {
        return shards.get(shardId).state == Shard.State.CLOSED;
    }

    /** Closes a shard without a successor yet. */
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

    /** A refusal as the service would answer it. */
    public static ServiceException refusal(String code, String what) {
        return new ServiceException(
                DataHubErrors.kindOf(code, 400),
                code,
                400,
                "request-1",
                "failed to use " + what + ": " + code,
                null);
    }

    private synchronized DataHubGateway open() {
        openGateways++;
        return new FakeGateway(this);
    }

    synchronized void gatewayClosed() {
        openGateways--;
    }

    private void failIfPlanned(Call call) throws ServiceException {
        Deque<ServiceException> planned = faults.get(call);
        if (planned != null && !planned.isEmpty()) {
            throw planned.poll();
        }
    }

    private void checkPath(TopicPath asked) throws ServiceException {
        if (!asked.equals(path)) {
            throw refusal(DataHubErrors.NO_SUCH_TOPIC, "topic " + asked);
        }
    }

    private FakeShard shard(TopicPath asked, String shardId) throws ServiceException {
        checkPath(asked);
        FakeShard shard = shards.get(shardId);
        if (shard == null) {
            throw refusal(DataHubErrors.NO_SUCH_SHARD, "shard " + shardId);
        }
        return shard;
    }

    synchronized TopicDescription describe(TopicPath asked) throws ServiceException {
        checkPath(asked);
        return new TopicDescription(path, schema == null, schema, shards.size(), 7, extendMode, "");
    }

    synchronized ShardListing list(TopicPath asked) throws ServiceException {
        failIfPlanned(Call.LIST_SHARDS);
        checkPath(asked);
        return new ShardListing(
                shards.values().stream().map(FakeShard::describe).toList(), refreshInterval);
    }

    synchronized CursorPosition cursor(TopicPath asked, String shardId, CursorSpec spec)
            throws ServiceException {
        failIfPlanned(Call.GET_CURSOR);
        return shard(asked, shardId).cursor(spec, now);
    }

    synchronized RecordBatch read(TopicPath asked, String shardId, String cursor, int limit)
            throws ServiceException {
        failIfPlanned(Call.GET_RECORDS);
        reads.merge(shardId, 1, Integer::sum);
        return shard(asked, shardId).read(cursor, limit);
    }

    synchronized PutResult put(TopicPath asked, String shardId, List<EncodedRecord> records)
            throws ServiceException {
        checkPath(asked);
        PutResult refused = putHook.before(shardId, records);
        FakeShard shard = shard(asked, shardId);
        if (shard.state != Shard.State.ACTIVE) {
            throw refusal(DataHubErrors.INVALID_SHARD_OPERATION, "shard " + shardId);
        }
        List<PutResult.Failed> failed = refused == null ? List.of() : refused.failed();
        for (int i = 0; i < records.size(); i++) {
            int index = i;
            if (failed.stream().noneMatch(f -> f.index() == index)) {
                shard.appendBatch(now, List.of(copy(records.get(i))));
            }
        }
        return new PutResult(failed);
    }

    private static EncodedRecord copy(EncodedRecord record) {
        try {
            new RecordEntryReader().read(record);
        } catch (MalformedMessageException e) {
            throw new AssertionError("the sink sent a record that cannot be read", e);
        }
        return new EncodedRecord(record.body().clone());
    }

    synchronized CompletableFuture<Void> gate(String shardId) {
        return gates.getOrDefault(shardId, CompletableFuture.completedFuture(null));
    }
}
