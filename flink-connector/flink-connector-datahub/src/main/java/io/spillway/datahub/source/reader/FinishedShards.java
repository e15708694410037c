/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.reader;

import io.spillway.datahub.source.split.DataHubShardSplit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shards a reader has finished, kept in its state until the enumerator's state is sure to know.
 *
 * <p>A checkpoint takes the enumerator's state first and the readers' later. A shard finished in
 * between would be in neither (the enumerator thinks a reader has it, the reader is done with it)
 * and its children would wait for ever after a restore. A restored reader reports again what it
 * finds here. The enumerator does not acknowledge: an event to a reader that has just ended would
 * fail the job.
 *
 * <p>Task thread only.
 */
final class FinishedShards {

    /**
     * How many checkpoints a shard is kept after the first that holds it. A checkpoint triggered
     * once that one is complete has the enumerator's knowledge of it; those triggered before (more
     * than one may be under way, savepoints beside them) need not. A generous bound of these costs
     * a few bytes.
     */
    static final int CHECKPOINTS_KEPT = 20;

    private static final long NOT_HELD = -1;

    private record Finished(DataHubShardSplit split, long firstCheckpoint) {}

    private final Map<String, Finished> shards = new LinkedHashMap<>();

    void add(DataHubShardSplit split) {
        shards.put(split.shardId(), new Finished(split, NOT_HELD));
    }

    List<String> shardIds() {
        return List.copyOf(shards.keySet());
    }

    /** What belongs to this checkpoint. */
    List<DataHubShardSplit> snapshot(long checkpointId) {
        List<DataHubShardSplit> splits = new ArrayList<>();
        shards.replaceAll(
                (id, finished) -> {
                    splits.add(finished.split());
                    return finished.firstCheckpoint() == NOT_HELD
                            ? new Finished(finished.split(), checkpointId)
                            : finished;
                });
        return splits;
    }

    void checkpointComplete(long checkpointId) {
        shards.values()
                .removeIf(
                        finished ->
                                finished.firstCheckpoint() != NOT_HELD
                                        && checkpointId - finished.firstCheckpoint()
                                                >= CHECKPOINTS_KEPT);
    }
}
