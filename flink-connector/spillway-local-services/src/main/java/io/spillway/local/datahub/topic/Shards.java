/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Nullable;

/** The shards of one topic: looks them up, routes to them, splits and merges them. Thread-safe. */
public final class Shards {

    private static final Duration COOL_DOWN = Duration.ofSeconds(5);
    private static final int MAX_ACTIVE = 256;
    private static final int MAX_TOTAL = 512;

    private final Clock clock;
    private final ShardDelays delays;
    private final boolean extendMode;
    private final AtomicInteger turn = new AtomicInteger();
    private int nextId;

    /** Replaced as a whole, in the order of the ids. */
    private volatile Map<String, Shard> shards = Map.of();

    Shards(int count, boolean extendMode, Clock clock, ShardDelays delays) {
        if (count < 1 || count > MAX_ACTIVE) {
            throw DataHubException.invalidParameter(
                    "The shard count must be between 1 and " + MAX_ACTIVE + ".");
        }
        this.clock = clock;
        this.delays = delays;
        this.extendMode = extendMode;
        List<Shard> first = new ArrayList<>();
        List<HashRange> ranges =
                extendMode
                        ? Collections.nCopies(count, HashRange.divide(1).get(0))
                        : HashRange.divide(count);
        for (HashRange range : ranges) {
            first.add(open(range, List.of(), Duration.ZERO));
        }
        publish(first);
    }

    /** All shards, closed ones that are still listed included. */
    public Collection<Shard> all() {
        return shards.values();
    }

    /** Shards that are not closed. */
    public List<Shard> open() {
        return all().stream().filter(shard -> shard.closedTime() == 0).toList();
    }

    public Shard get(String id) {
        Shard shard = shards.get(id);
        if (shard == null && !id.matches("\\d+")) {
            throw new DataHubException(
                    ErrorCode.INVALID_SHARD_ID, "The shard id '" + id + "' is invalid.");
        }
        if (shard == null) {
            throw new DataHubException(
                    ErrorCode.NO_SUCH_SHARD, "The specified shard '" + id + "' does not exist.");
        }
        return shard;
    }

    Shard route(PutRecord record) {
        if (isSet(record.shardId())) {
            return get(record.shardId());
        }
        BigInteger key = null;
        if (extendMode && (isSet(record.hashKey()) || isSet(record.partitionKey()))) {
            throw DataHubException.invalidParameter(
                    "Hash keys and partition keys do not lead to a shard of a topic in extend mode.");
        }
        if (isSet(record.hashKey())) {
            key = HashRange.parseKey(record.hashKey());
        } else if (isSet(record.partitionKey())) {
            key = HashRange.hash(record.partitionKey());
        }
        return choose(key);
    }

    /**
     * Splits a shard.
     *
     * @param coolDown whether a shard younger than five seconds is refused, as the service does
     */
    public synchronized List<Shard> split(String id, String splitKey, boolean coolDown) {
        Shard shard = get(id);
        requireMode(false, "split");
        shard.requireWritable();
        requireCool(coolDown, shard);
        List<HashRange> halves = shard.range().splitAt(HashRange.parseKey(splitKey));
        requireRoom(2);
        List<Shard> children = new ArrayList<>();
        for (HashRange half : halves) {
            children.add(open(half, List.of(id), delays.opening().get()));
        }
        // seen before their parent closes: whoever looks finds every key covered
        publish(children);
        shard.close(delays.closing().get());
        return children;
    }

    /** Merges two neighbours. */
    public synchronized Shard merge(String id, String adjacentId, boolean coolDown) {
        Shard one = get(id);
        Shard other = get(adjacentId);
        requireMode(false, "merged");
        one.requireWritable();
        other.requireWritable();
        boolean leftFirst = one.range().isLeftOf(other.range());
        if (!leftFirst && !other.range().isLeftOf(one.range())) {
            throw DataHubException.invalidParameter("The shards are not adjacent.");
        }
        requireCool(coolDown, one, other);
        requireRoom(1);
        Shard left = leftFirst ? one : other;
        Shard right = leftFirst ? other : one;
        Shard merged =
                open(
                        new HashRange(left.range().begin(), right.range().end()),
                        List.of(left.id(), right.id()),
                        delays.opening().get());
        publish(List.of(merged));
        one.close(delays.closing().get());
        other.close(delays.closing().get());
        return merged;
    }

    /** Whether shards have all the same keys and are added, never split or merged. */
    public boolean isExtendMode() {
        return extendMode;
    }

    /** Adds shards until there are so many open ones; they have no parents. */
    public synchronized List<Shard> extendTo(int count) {
        return extendBy(count - open().size());
    }

    /** Adds shards; they have no parents. */
    public synchronized List<Shard> extendBy(int count) {
        requireMode(true, "extended");
        if (count < 1) {
            throw DataHubException.invalidParameter(
                    "The topic has " + open().size() + " shards, extending it must add some.");
        }
        requireRoom(count + 1);
        List<Shard> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            added.add(open(HashRange.divide(1).get(0), List.of(), delays.opening().get()));
        }
        publish(added);
        return added;
    }

    private void requireMode(boolean extend, String what) {
        if (extend != extendMode) {
            throw new DataHubException(
                    ErrorCode.OPERATION_DENIED,
                    "A topic in "
                            + (extendMode ? "extend" : "split")
                            + " mode cannot have its shards "
                            + what
                            + ".");
        }
    }

    /** Forgets shards closed before a time. */
    synchronized void forgetClosedBefore(long time) {
        Map<String, Shard> left = new LinkedHashMap<>(shards);
        left.values().removeIf(s -> s.closedTime() != 0 && s.closedTime() < time);
        shards = left;
    }

    private Shard choose(@Nullable BigInteger key) {
        List<Shard> open = open();
        if (key == null) {
            return open.get(Math.floorMod(turn.getAndIncrement(), open.size()));
        }
        for (Shard shard : open) {
            if (shard.range().contains(key)) {
                return shard;
            }
        }
        throw new IllegalStateException("The open shards do not cover every hash key");
    }

    private static boolean isSet(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private Shard open(HashRange range, List<String> parents, Duration opening) {
        return new Shard(Integer.toString(nextId++), range, parents, opening.toMillis(), clock);
    }

    private void publish(List<Shard> added) {
        Map<String, Shard> all = new LinkedHashMap<>(shards);
        for (Shard shard : added) {
            all.put(shard.id(), shard);
        }
        shards = all;
    }

    private void requireCool(boolean coolDown, Shard... touched) {
        for (Shard shard : touched) {
            if (coolDown && clock.millis() - shard.createTime() < COOL_DOWN.toMillis()) {
                throw new DataHubException(
                        ErrorCode.LIMIT_EXCEEDED, "Split/Merge shard operation limit exceeded.");
            }
        }
    }

    private void requireRoom(int added) {
        if (all().size() + added > MAX_TOTAL || open().size() + added - 1 > MAX_ACTIVE) {
            throw new DataHubException(
                    ErrorCode.RESOURCE_LIMIT, "The topic has too many shards already.");
        }
    }
}
