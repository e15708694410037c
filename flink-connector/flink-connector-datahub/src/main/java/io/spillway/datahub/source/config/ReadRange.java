/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.config;

import java.io.Serializable;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * What of a topic is read.
 *
 * @param start where shards found at the first start begin
 * @param stop where they end, null for an unbounded source
 * @param shards the shards to read, empty for all of them and those they become
 * @param limit a reader ends after as many records, {@link #NO_LIMIT} for none
 */
@Internal
public record ReadRange(
        StartingPosition start, @Nullable StoppingPosition stop, Set<String> shards, long limit)
        implements Serializable {

    /** The limit of a reader that has none. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    public ReadRange {
        shards = Set.copyOf(shards);
    }

    /** All shards, without a limit. */
    public ReadRange(StartingPosition start, @Nullable StoppingPosition stop) {
        this(start, stop, Set.of(), NO_LIMIT);
    }

    /** Whether a shard is to be read. */
    public boolean includes(String shardId) {
        return shards.isEmpty() || shards.contains(shardId);
    }
}
