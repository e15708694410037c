/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.shard;

import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * A shard as a service lists it.
 *
 * @param id unique within its topic, never used again for another shard
 * @param parentIds the shards it came from by a split or a merge; empty for a shard that was
 *     created with its topic or added beside the others
 */
@Internal
public record ShardInfo(String id, List<String> parentIds) {

    public ShardInfo {
        parentIds = List.copyOf(parentIds);
    }
}
