/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.reader;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;

/** One hand-over: a batch of every shard that has one, and the shards that ended. */
final class ShardBatches implements RecordsWithSplitIds<ShardBatch> {

    private final List<String> shardIds = new ArrayList<>();
    private final List<ShardBatch> batches = new ArrayList<>();
    private final Set<String> finished = new HashSet<>();
    private int current = -1;
    private boolean taken;

    void add(String shardId, ShardBatch batch) {
        shardIds.add(shardId);
        batches.add(batch);
    }

    void addFinished(String shardId) {
        finished.add(shardId);
    }

    boolean isEmpty() {
        return batches.isEmpty() && finished.isEmpty();
    }

    @Override
    @Nullable
    public String nextSplit() {
        if (++current >= shardIds.size()) {
            return null;
        }
        taken = false;
        return shardIds.get(current);
    }

    @Override
    @Nullable
    public ShardBatch nextRecordFromSplit() {
        if (taken) {
            return null;
        }
        taken = true;
        // let go of it here, so that it can be freed while the others are emitted
        return batches.set(current, null);
    }

    @Override
    public Set<String> finishedSplits() {
        return finished;
    }
}
