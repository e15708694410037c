/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.shard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/**
 * Knows every shard of a topic and which of them may be read now: a shard is given out only after
 * all of its parents were read to their end, so that the changes of a key are seen in the order
 * they were written, through splits and merges.
 *
 * <p>A parent that is not known (it had expired before it was first listed) counts as finished. A
 * finished shard is remembered until the service no longer lists it, or it would be taken for a new
 * one.
 *
 * <p>A pure state machine: no I/O, no clock, no threads. Not thread-safe.
 */
@Internal
public final class ShardTracker {

    /** What the tracker holds of one shard; a list of these is the whole state. */
    public record TrackedShard(String id, List<String> parentIds, ShardStatus status) {}

    private enum Holder {
        NOBODY,
        READER,
        DONE
    }

    private static final class Entry {
        private final List<String> parentIds;
        private Holder holder;

        private Entry(List<String> parentIds, Holder holder) {
            this.parentIds = parentIds;
            this.holder = holder;
        }
    }

    private final Map<String, Entry> shards = new LinkedHashMap<>();

    /** Rebuilds a tracker from {@link #snapshot}. */
    public static ShardTracker restore(Collection<TrackedShard> snapshot) {
        ShardTracker tracker = new ShardTracker();
        for (TrackedShard shard : snapshot) {
            Holder holder =
                    switch (shard.status()) {
                        case WAITING, READY -> Holder.NOBODY;
                        case ASSIGNED -> Holder.READER;
                        case FINISHED -> Holder.DONE;
                    };
            tracker.shards.put(shard.id(), new Entry(shard.parentIds(), holder));
        }
        return tracker;
    }

    /** Every shard known, in the order they were discovered. */
    public List<TrackedShard> snapshot() {
        List<TrackedShard> snapshot = new ArrayList<>(shards.size());
        shards.forEach(
                (id, entry) ->
                        snapshot.add(new TrackedShard(id, entry.parentIds, statusOf(entry))));
        return snapshot;
    }

    /**
     * Takes in a complete listing. Finished shards that are no longer listed are forgotten; others
     * are kept, as their end has not been seen.
     *
     * @return the shards seen for the first time, in the order of the listing
     */
    public List<ShardInfo> discover(Collection<ShardInfo> listing) {
        List<ShardInfo> discovered = new ArrayList<>();
        Set<String> listed = new HashSet<>();
        for (ShardInfo shard : listing) {
            listed.add(shard.id());
            if (shards.putIfAbsent(shard.id(), new Entry(shard.parentIds(), Holder.NOBODY))
                    == null) {
                discovered.add(shard);
            }
        }
        shards.entrySet()
                .removeIf(
                        shard ->
                                shard.getValue().holder == Holder.DONE
                                        && !listed.contains(shard.getKey()));
        return discovered;
    }

    /** The shards that may be given out now, in the order they were discovered. */
    public List<String> ready() {
        return idsIn(ShardStatus.READY);
    }

    /** The shards that wait for a parent, in the order they were discovered. */
    public List<String> waiting() {
        return idsIn(ShardStatus.WAITING);
    }

    /**
     * Records that a reader got the shard.
     *
     * @throws IllegalStateException if the shard is not {@link ShardStatus#READY}
     */
    public void assign(String shardId) {
        Entry entry = shards.get(shardId);
        if (entry == null || statusOf(entry) != ShardStatus.READY) {
            throw new IllegalStateException(
                    "Shard "
                            + shardId
                            + " cannot be assigned, it is "
                            + (entry == null ? "unknown" : statusOf(entry)));
        }
        entry.holder = Holder.READER;
    }

    /**
     * Records that the shard was read to its end, or has nothing to be read. May be told more than
     * once, and of a shard that was forgotten in between.
     *
     * @return whether this was news
     */
    public boolean finish(String shardId) {
        Entry entry = shards.get(shardId);
        if (entry == null || entry.holder == Holder.DONE) {
            return false;
        }
        entry.holder = Holder.DONE;
        return true;
    }

    /**
     * Takes a shard back from a reader that was lost. It is to be read again even if it was
     * reported finished: what was read of it went with the reader.
     */
    public void giveBack(String shardId) {
        Entry entry = shards.get(shardId);
        if (entry == null) {
            shards.put(shardId, new Entry(List.of(), Holder.NOBODY));
        } else {
            entry.holder = Holder.NOBODY;
        }
    }

    /** Whether every shard known is with a reader or finished. */
    public boolean allGivenOut() {
        return shards.values().stream().noneMatch(entry -> entry.holder == Holder.NOBODY);
    }

    private List<String> idsIn(ShardStatus status) {
        List<String> ids = new ArrayList<>();
        shards.forEach(
                (id, entry) -> {
                    if (statusOf(entry) == status) {
                        ids.add(id);
                    }
                });
        return ids;
    }

    private ShardStatus statusOf(Entry entry) {
        return switch (entry.holder) {
            case DONE -> ShardStatus.FINISHED;
            case READER -> ShardStatus.ASSIGNED;
            case NOBODY ->
                    entry.parentIds.stream().allMatch(this::isOver)
                            ? ShardStatus.READY
                            : ShardStatus.WAITING;
        };
    }

    private boolean isOver(String shardId) {
        Entry entry = shards.get(shardId);
        return entry == null || entry.holder == Holder.DONE;
    }
}
