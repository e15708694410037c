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
import java.util.function.Supplier;

/** A topic: its description, its shards and the way in. Thread-safe. */
public final class Topic {

    private static final int MAX_LIFECYCLE_DAYS = 7;
    private static final int MAX_COMMENT = 1024;

    private final Clock clock;
    private final long createTime;
    private final Shards shards;
    private final Subscriptions subscriptions;
    private final LongAdder written = new LongAdder();
    private volatile TopicSchema schema;
    private volatile int lifecycleDays;
    private volatile String comment;
    private volatile long modifyTime;

    Topic(
            int shardCount,
            int lifecycleDays,
            TopicSchema schema,
            String comment,
            Clock clock,
            Supplier<Duration> opening) {
        requireLifecycle(lifecycleDays);
        requireComment(comment);
        this.shards = new Shards(shardCount, clock, opening);
        this.subscriptions = new Subscriptions(clock);
        this.lifecycleDays = lifecycleDays;
        this.schema = schema;
        this.comment = comment;
        this.clock = clock;
        this.createTime = clock.millis();
        this.modifyTime = createTime;
    }

    public TopicSchema schema() {
        return schema;
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
        schema = schema.append(columns);
        modifyTime = clock.millis();
    }

    /** Writes all of the records to one shard, or none. */
    public void putToShard(Shard shard, List<PutRecord> records) {
        shard.requireWritable();
        RecordRules rules = new RecordRules(schema);
        List<byte[]> bodies = new ArrayList<>(records.size());
        for (PutRecord record : records) {
            rules.check(record.body());
            bodies.add(record.body());
        }
        shard.append(bodies);
        written.add(bodies.size());
    }

    /** Writes each record to its own shard and tells which ones were not, by index. */
    public List<RecordFailure> put(List<PutRecord> records, PutFilter filter) {
        Shards all = shards();
        RecordRules rules = new RecordRules(schema);
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
                        shard.append(indexes.stream().map(i -> records.get(i).body()).toList());
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
