/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import javax.annotation.Nullable;

/** A topic: its description, its shards and the way in. Thread-safe. */
public final class Topic {

    private static final int MAX_LIFECYCLE_DAYS = 7;
    private static final int MAX_COMMENT = 1024;

    private final Clock clock;
    private final long createTime;
    private final Shards shards;
    private final Subscriptions subscriptions;
    private final SchemaVersions schemas;
    private final LongAdder written = new LongAdder();
    @Nullable private final String protocol;
    private volatile int lifecycleDays;
    private volatile String comment;
    private volatile long modifyTime;

    Topic(TopicSpec spec, Clock clock, ShardDelays delays) {
        requireLifecycle(spec.lifecycleDays());
        requireComment(spec.comment());
        this.shards = new Shards(spec.shardCount(), spec.extendMode(), clock, delays);
        this.subscriptions = new Subscriptions(clock);
        this.lifecycleDays = spec.lifecycleDays();
        this.schemas = new SchemaVersions(spec.schema(), spec.registry(), clock);
        this.protocol = spec.protocol();
        this.comment = spec.comment();
        this.clock = clock;
        this.createTime = clock.millis();
        this.modifyTime = createTime;
    }

    /** The encoding that newer clients are advised to use, null for no advice. */
    @Nullable
    public String protocol() {
        return protocol;
    }

    /** The current schema. */
    public TopicSchema schema() {
        return schemas.current().schema();
    }

    public SchemaVersions schemas() {
        return schemas;
    }

    public int lifecycleDays() {
        return lifecycleDays;
    }

    public String comment() {
        return comment;
    }

    /** Epoch milliseconds. */
    public long createTime() {
        return createTime;
    }

    /** Epoch milliseconds. */
    public long modifyTime() {
        return modifyTime;
    }

    /** How many records were ever written, expired ones included. */
    public long written() {
        return written.sum();
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** The shards, after what is older than the topic's lifecycle was let go. */
    public Shards shards() {
        long horizon = clock.millis() - Duration.ofDays(lifecycleDays).toMillis();
        boolean forget = false;
        for (Shard shard : shards.all()) {
            if (shard.hasRecordsBefore(horizon)) {
                shard.expire(horizon);
            }
            forget |= shard.closedTime() != 0 && shard.closedTime() < horizon;
        }
        if (forget) {
            shards.forgetClosedBefore(horizon);
        }
        return shards;
    }

    public synchronized void update(Integer newLifecycleDays, String newComment) {
        if (newLifecycleDays != null) {
            requireLifecycle(newLifecycleDays);
        }
        if (newComment != null) {
            requireComment(newComment);
            comment = newComment;
        }
        if (newLifecycleDays != null) {
            lifecycleDays = newLifecycleDays;
        }
        modifyTime = clock.millis();
    }

    public synchronized void appendColumns(List<TopicColumn> columns) {
        schemas.append(columns);
        modifyTime = clock.millis();
    }

    /** Makes a schema the current one; what {@link SchemaVersions} says of it holds. */
    public synchronized SchemaVersion registerSchema(TopicSchema schema) {
        SchemaVersion registered = schemas.register(schema);
        modifyTime = clock.millis();
        return registered;
    }

    public synchronized void deleteSchema(int version) {
        schemas.delete(version);
        modifyTime = clock.millis();
    }

    /** Writes all of the records to one shard, or none. */
    public void putToShard(Shard shard, List<PutRecord> records) {
        shard.requireWritable();
        RecordRules rules = new RecordRules(schema());
        List<LogEntry> entries = new ArrayList<>(records.size());
        for (PutRecord record : records) {
            rules.check(record.body());
            entries.add(LogEntry.of(record.body()));
        }
        shard.append(entries);
        written.add(entries.size());
    }

    /** Writes all of the batches to one shard, each under one sequence, or none. */
    public void putBatches(Shard shard, List<PutBatch> batches) {
        shard.requireWritable();
        List<LogEntry> entries = new ArrayList<>(batches.size());
        long records = 0;
        for (PutBatch batch : batches) {
            RecordRules rules = new RecordRules(batch.schema());
            batch.bodies().forEach(rules::check);
            entries.add(new LogEntry(batch.bodies(), batch.batch()));
            records += batch.bodies().size();
        }
        shard.append(entries);
        written.add(records);
    }

    /** Writes each record to its own shard and tells which ones were not, by index. */
    public List<RecordFailure> put(List<PutRecord> records, PutFilter filter) {
        Shards all = shards();
        RecordRules rules = new RecordRules(schema());
        List<RecordFailure> failures = new ArrayList<>();
        Map<Shard, List<Integer>> byShard = new LinkedHashMap<>();
        for (int i = 0; i < records.size(); i++) {
            try {
                Shard shard = all.route(records.get(i));
                filter.check(i, shard.id());
                rules.check(records.get(i).body());
                byShard.computeIfAbsent(shard, s -> new ArrayList<>()).add(i);
            } catch (DataHubException e) {
                failures.add(new RecordFailure(i, e.code(), e.getMessage()));
            }
        }
        byShard.forEach(
                (shard, indexes) -> {
                    try {
                        shard.append(
                                indexes.stream()
                                        .map(i -> LogEntry.of(records.get(i).body()))
                                        .toList());
                        written.add(indexes.size());
                    } catch (DataHubException e) {
                        for (int i : indexes) {
                            failures.add(new RecordFailure(i, e.code(), e.getMessage()));
                        }
                    }
                });
        failures.sort(Comparator.comparingInt(RecordFailure::index));
        return failures;
    }

    /** A further reason to refuse a record. */
    @FunctionalInterface
    public interface PutFilter {

        /** Throws a {@link DataHubException} for a record that is not to be written. */
        void check(int index, String shardId);
    }

    private static void requireLifecycle(int days) {
        if (days < 1 || days > MAX_LIFECYCLE_DAYS) {
            throw DataHubException.invalidParameter(
                    "The lifecycle must be between 1 and " + MAX_LIFECYCLE_DAYS + " days.");
        }
    }

    private static void requireComment(String text) {
        if (text.length() > MAX_COMMENT) {
            throw DataHubException.invalidParameter("The comment is too long.");
        }
    }
}
