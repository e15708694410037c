/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.reader;

import io.spillway.datahub.source.split.PassedRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Remembers, for each checkpoint under way, how far it holds each shard, to tell it once the
 * checkpoint is complete. Task thread only.
 */
final class CheckpointedOffsets {

    private final NavigableMap<Long, Map<String, PassedRecord>> byCheckpoint = new TreeMap<>();
    private final Map<String, PassedRecord> told = new HashMap<>();

    void onSnapshot(long checkpointId, Map<String, PassedRecord> records) {
        byCheckpoint.put(checkpointId, Map.copyOf(records));
    }

    /** What is news about the shards now that this checkpoint is complete. */
    Map<String, PassedRecord> onComplete(long checkpointId) {
        Map<String, PassedRecord> held = byCheckpoint.get(checkpointId);
        byCheckpoint.headMap(checkpointId, true).clear();
        Map<String, PassedRecord> news = new HashMap<>();
        if (held != null) {
            held.forEach(
                    (shardId, record) -> {
                        if (!record.equals(told.put(shardId, record))) {
                            news.put(shardId, record);
                        }
                    });
        }
        return news;
    }
}
