/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.testing;

import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.DataHubErrors;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.codec.MalformedMessageException;
import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.Shard;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nullable;

/**
 * A DataHub in memory behind the gateway interface, for tests of what stands above it. Thread-safe.
 * Faults are injected by {@link #onPut}.
 */
public final class FakeDataHub implements AutoCloseable {

    private static final Map<String, FakeDataHub> INSTANCES = new ConcurrentHashMap<>();
    private static final BigInteger END = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private final String id = UUID.randomUUID().toString();
    private final Map<TopicPath, Topic> topics = new LinkedHashMap<>();
    private PutHook putHook = (topic, shard, records) -> null;

    /** Looks at every put before it is carried out. */
    @FunctionalInterface
    public interface PutHook {

        /**
         * @return the records to refuse, null to refuse none
         * @throws ServiceException refuses the request as a whole
         */
        @Nullable
        PutResult before(TopicPath topic, String shardId, List<EncodedRecord> records)
                throws ServiceException;
    }

    public FakeDataHub() {
        INSTANCES.put(id, this);
    }

    /** Gateways to this instance; found again by id wherever the job runs in this JVM. */
    public DataHubGatewayFactory gatewayFactory() {
        return factoryFor(id);
    }

    private static DataHubGatewayFactory factoryFor(String id) {
        return () -> new FakeDataHubGateway(INSTANCES.get(id));
    }

    public synchronized void onPut(PutHook hook) {
        putHook = hook;
    }

    public synchronized void createTopic(
            TopicPath path, int shardCount, @Nullable RecordSchema schema, boolean extendMode) {
        Topic topic = new Topic(path, schema, extendMode);
        for (int i = 0; i < shardCount; i++) {
            BigInteger count = BigInteger.valueOf(shardCount);
            topic.addShard(
                    extendMode
                            ? BigInteger.ZERO
                            : END.multiply(BigInteger.valueOf(i)).divide(count),
                    extendMode ? END : END.multiply(BigInteger.valueOf(i + 1L)).divide(count),
                    Shard.State.ACTIVE,
                    List.of());
        }
        topics.put(path, topic);
    }

    /** Closes a shard without a successor yet. */
    public synchronized void seal(TopicPath path, String shardId) {
        topics.get(path).shards.get(shardId).state = Shard.State.CLOSED;
    }

    public synchronized boolean isSealed(TopicPath path, String shardId) {
        return topics.get(path).shards.get(shardId).state == Shard.State.CLOSED;
    }

    /** Splits a shard, sealed or not, in the middle. */
    public synchronized void split(TopicPath path, String shardId) {
        Topic topic = topics.get(path);
        FakeShard parent = topic.shards.get(shardId);
        parent.state = Shard.State.CLOSED;
        BigInteger middle = parent.begin.add(parent.end).shiftRight(1);
        topic.addShard(parent.begin, middle, Shard.State.ACTIVE, List.of(shardId));
        topic.addShard(middle, parent.end, Shard.State.ACTIVE, List.of(shardId));
    }

    /** Merges two neighbours. */
    public synchronized void merge(TopicPath path, String lower, String upper) {
        Topic topic = topics.get(path);
        FakeShard low = topic.shards.get(lower);
        FakeShard high = topic.shards.get(upper);
        low.state = Shard.State.CLOSED;
        high.state = Shard.State.CLOSED;
        topic.addShard(low.begin, high.end, Shard.State.ACTIVE, List.of(lower, upper));
    }

    /** All records, each shard's in order, parents before children. */
    public synchronized List<EncodedRecord> records(TopicPath path) {
        List<EncodedRecord> all = new ArrayList<>();
        topics.get(path).shards.values().forEach(shard -> all.addAll(shard.records));
        return all;
    }

    /** The records of one shard, in order. */
    public synchronized List<EncodedRecord> records(TopicPath path, String shardId) {
        return new ArrayList<>(topics.get(path).shards.get(shardId).records);
    }

    @Override
    public void close() {
        INSTANCES.remove(id);
    }

    synchronized TopicDescription describe(TopicPath path) throws ServiceException {
        Topic topic = topic(path);
        return new TopicDescription(
                path, topic.schema == null, topic.schema, topic.shards.size(), 7, topic.extend, "");
    }

    synchronized List<Shard> list(TopicPath path) throws ServiceException {
        return topic(path).shards.values().stream().map(FakeShard::describe).toList();
    }

    synchronized PutResult put(TopicPath path, String shardId, List<EncodedRecord> records)
            throws ServiceException {
        Topic topic = topic(path);
        FakeShard shard = topic.shards.get(shardId);
        PutResult refused = putHook.before(path, shardId, records);
        if (shard == null) {
            throw refusal(DataHubErrors.NO_SUCH_SHARD, "shard " + shardId);
        }
        if (shard.state != Shard.State.ACTIVE) {
            throw refusal(DataHubErrors.INVALID_SHARD_OPERATION, "shard " + shardId);
        }
        List<PutResult.Failed> failed = refused == null ? List.of() : refused.failed();
        for (int i = 0; i < records.size(); i++) {
            int index = i;
            if (failed.stream().noneMatch(f -> f.index() == index)) {
                shard.records.add(copy(records.get(i)));
            }
        }
        return new PutResult(failed);
    }

    synchronized List<EncodedRecord> read(TopicPath path, String shardId, long from, int limit)
            throws ServiceException {
        FakeShard shard = topic(path).shards.get(shardId);
        if (shard == null) {
            throw refusal(DataHubErrors.NO_SUCH_SHARD, "shard " + shardId);
        }
        int size = shard.records.size();
        if (from >= size && shard.state == Shard.State.CLOSED) {
            throw refusal(DataHubErrors.INVALID_SHARD_OPERATION, "end of shard " + shardId);
        }
        int begin = (int) Math.min(from, size);
        return new ArrayList<>(shard.records.subList(begin, Math.min(size, begin + limit)));
    }

    private Topic topic(TopicPath path) throws ServiceException {
        Topic topic = topics.get(path);
        if (topic == null) {
            throw refusal(DataHubErrors.NO_SUCH_TOPIC, "topic " + path);
        }
        return topic;
    }

    /** A refusal as the service would answer it. */
    public static ServiceException refusal(String code, String what) {
        return new ServiceException(
                DataHubErrors.kindOf(code, 400),
                code,
                400,
                "fake-request",
                "failed to use " + what + ": " + code,
                null);
    }

    private static EncodedRecord copy(EncodedRecord record) {
        try {
            new RecordEntryReader().read(record);
        } catch (MalformedMessageException e) {
            throw new AssertionError("the sink sent a record that cannot be read", e);
        }
        return new EncodedRecord(record.body().clone());
    }

    private static final class Topic {
        private final TopicPath path;
        @Nullable private final RecordSchema schema;
        private final boolean extend;
        private final Map<String, FakeShard> shards = new LinkedHashMap<>();

        Topic(TopicPath path, @Nullable RecordSchema schema, boolean extend) {
            this.path = path;
            this.schema = schema;
            this.extend = extend;
        }

        void addShard(BigInteger begin, BigInteger end, Shard.State state, List<String> parentIds) {
            String shardId = String.valueOf(shards.size());
            shards.put(shardId, new FakeShard(shardId, begin, end, state, parentIds));
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    private static final class FakeShard {
        private final String id;
        private final BigInteger begin;
        private final BigInteger end;
        private final List<String> parentIds;
        private final List<EncodedRecord> records = new ArrayList<>();
        private Shard.State state;

        FakeShard(
                String id,
                BigInteger begin,
                BigInteger end,
                Shard.State state,
                List<String> parentIds) {
            this.id = id;
            this.begin = begin;
            this.end = end;
            this.state = state;
            this.parentIds = parentIds;
        }

        Shard describe() {
            return new Shard(id, state, hex(begin), hex(end), parentIds, 0);
        }

        private static String hex(BigInteger key) {
            return String.format(Locale.ROOT, "%032X", key);
        }
    }
}
