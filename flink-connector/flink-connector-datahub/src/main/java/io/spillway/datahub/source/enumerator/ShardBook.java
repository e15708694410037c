/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.enumerator;

import io.spillway.common.shard.ShardAssigner;
import io.spillway.common.shard.ShardInfo;
import io.spillway.common.shard.ShardTracker;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.source.split.DataHubShardSplit;
import io.spillway.datahub.source.split.ShardPosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The enumerator's books: which shards there are, where those no reader has are to be read from,
 * and which reader gets them. Not thread-safe.
 */
final class ShardBook {

    private final ShardTracker tracker;
    private final ShardAssigner assigner;
    private final Map<String, DataHubShardSplit> unassigned = new LinkedHashMap<>();

    /** Where splits that came back are to go again: their reader may be the only one not ended. */
    private final Map<String, Integer> returnedBy = new HashMap<>();

    ShardBook(EnumeratorState state) {
        this.tracker = ShardTracker.restore(state.shards());
        this.assigner = new ShardAssigner(state.topic().toString());
        state.unassigned().forEach(split -> unassigned.put(split.shardId(), split));
    }

    EnumeratorState snapshot(TopicPath topic, boolean started) {
        return new EnumeratorState(
                topic, started, tracker.snapshot(), List.copyOf(unassigned.values()));
    }

    /** Takes in the first listing; shards without a split have nothing to be read. */
    void open(Collection<ShardInfo> listing, Map<String, DataHubShardSplit> splits) {
        for (ShardInfo shard : tracker.discover(listing)) {
            DataHubShardSplit split = splits.get(shard.id());
            if (split == null) {
                tracker.finish(shard.id());
            } else {
                unassigned.put(shard.id(), split);
            }
        }
    }

    /**
     * Takes in a later listing; the shards it adds are read from their beginning.
     *
     * @return those added
     */
    List<ShardInfo> update(Collection<ShardInfo> listing) {
        List<ShardInfo> added = tracker.discover(listing);
        for (ShardInfo shard : added) {
            unassigned.put(
                    shard.id(),
                    new DataHubShardSplit(
                            shard.id(), ShardPosition.EARLIEST, DataHubShardSplit.NEVER));
        }
        return added;
    }

    /** Gives out what may be read now to the readers there are. */
    Map<Integer, List<DataHubShardSplit>> assign(Set<Integer> readers, int parallelism) {
        Map<Integer, List<DataHubShardSplit>> plan = new HashMap<>();
        for (String shardId : tracker.ready()) {
            int owner = ownerOf(shardId, parallelism);
            if (readers.contains(owner)) {
                tracker.assign(shardId);
                returnedBy.remove(shardId);
                plan.computeIfAbsent(owner, o -> new ArrayList<>()).add(unassigned.remove(shardId));
            }
        }
        return plan;
    }

    void giveBack(DataHubShardSplit split, int subtask) {
        tracker.giveBack(split.shardId());
        unassigned.put(split.shardId(), split);
        returnedBy.put(split.shardId(), subtask);
    }

    /** Notes the end of a shard; whether that is news. */
    boolean finish(String shardId) {
        return tracker.finish(shardId);
    }

    boolean isUnassigned(String shardId) {
        return unassigned.containsKey(shardId);
    }

    int unassignedCount() {
        return unassigned.size();
    }

    boolean allGivenOut() {
        return tracker.allGivenOut();
    }

    private int ownerOf(String shardId, int parallelism) {
        Integer returned = returnedBy.get(shardId);
        return returned != null && returned < parallelism
                ? returned
                : assigner.ownerOf(shardId, parallelism);
    }
}
