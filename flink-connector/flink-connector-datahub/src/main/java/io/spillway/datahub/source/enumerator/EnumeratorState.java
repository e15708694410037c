/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.enumerator;

import io.spillway.common.shard.ShardTracker.TrackedShard;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.source.split.DataHubShardSplit;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * What the enumerator knows, as checkpointed.
 *
 * @param topic the topic the state is of
 * @param started whether the shards of the first start were found, so that shards discovered from
 *     then on are read from their beginning
 * @param shards every shard known
 * @param unassigned those no reader has, and where to read them from
 */
@Internal
public record EnumeratorState(
        TopicPath topic,
        boolean started,
        List<TrackedShard> shards,
        List<DataHubShardSplit> unassigned) {

    public EnumeratorState {
        shards = List.copyOf(shards);
        unassigned = List.copyOf(unassigned);
    }

    /** The state of a job that starts for the first time. */
    public static EnumeratorState initial(TopicPath topic) {
        return new EnumeratorState(topic, false, List.of(), List.of());
    }
}
