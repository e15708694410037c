/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import java.util.List;
import org.apache.flink.annotation.Experimental;

/**
 * One shard as listed by the service.
 *
 * @param beginHashKey inclusive, 32 upper-case hex digits
 * @param endHashKey exclusive, 32 upper-case hex digits
 * @param parentIds the shards it came from by split or merge, empty otherwise
 * @param closedTimeSeconds epoch seconds it was closed, 0 if it was not
 */
@Experimental
public record Shard(
        String id,
        State state,
        String beginHashKey,
        String endHashKey,
        List<String> parentIds,
        long closedTimeSeconds) {

    /** Life of a shard; {@code UNKNOWN} stands for states a newer service may invent. */
    public enum State {
        OPENING,
        ACTIVE,
        CLOSING,
        CLOSED,
        INACTIVE,
        UNKNOWN
    }
}
