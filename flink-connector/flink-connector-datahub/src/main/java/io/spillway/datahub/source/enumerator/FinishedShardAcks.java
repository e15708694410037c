/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.enumerator;

import io.spillway.datahub.source.event.ShardsFinishedAckEvent;
import io.spillway.datahub.source.split.DataHubShardSplit;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * Tells readers which of the shards they finished they may forget.
 *
 * <p>A checkpoint takes the enumerator's state first and the readers' later. A shard finished in
 * between would be in neither (the enumerator thinks a reader has it, the reader is done with it)
 * and its children would wait for ever after a restore. So readers keep finished shards in their
 * state until a completed checkpoint is known to hold the enumerator's knowledge of them.
 */
final class FinishedShardAcks {

    private final SplitEnumeratorContext<DataHubShardSplit> context;
    private Map<Integer, Set<String>> sinceLastSnapshot = new HashMap<>();
    private final NavigableMap<Long, Map<Integer, Set<String>>> bySnapshot = new TreeMap<>();

    FinishedShardAcks(SplitEnumeratorContext<DataHubShardSplit> context) {
        this.context = context;
    }

    /** The enumerator knows from this reader that the shard is finished. */
    void add(int subtask, String shardId) {
        sinceLastSnapshot.computeIfAbsent(subtask, s -> new LinkedHashSet<>()).add(shardId);
    }

    void onSnapshot(long checkpointId) {
        if (!sinceLastSnapshot.isEmpty()) {
            bySnapshot.put(checkpointId, sinceLastSnapshot);
            sinceLastSnapshot = new HashMap<>();
        }
    }

    void onComplete(long checkpointId) {
        NavigableMap<Long, Map<Integer, Set<String>>> held = bySnapshot.headMap(checkpointId, true);
        for (Map<Integer, Set<String>> finished : held.values()) {
            finished.forEach(
                    (subtask, shardIds) -> {
                        // a reader that is gone reports again what its restored state holds
                        if (context.registeredReaders().containsKey(subtask)) {
                            context.sendEventToSourceReader(
                                    subtask, new ShardsFinishedAckEvent(List.copyOf(shardIds)));
                        }
                    });
        }
        held.clear();
    }
}
