/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import io.spillway.datahub.client.model.EncodedRecord;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * A record with what decides on its shard. The shard itself is not kept: it may be split while the
 * record waits.
 *
 * @param shardId the shard asked for, null if the sink chooses
 * @param routing what chooses the shard if none is asked for
 * @param hashHigh upper half of the hash, if it counts
 * @param hashLow lower half of the hash, if it counts
 * @param timestamp the element's timestamp, null if it has none
 */
@Internal
record SinkEntry(
        EncodedRecord record,
        @Nullable String shardId,
        Routing routing,
        long hashHigh,
        long hashLow,
        @Nullable Long timestamp) {

    /** What chooses a shard. */
    enum Routing {
        /** Shards take turns. */
        TURNS,
        /** The hash of a key, among all shards. */
        KEY,
        /** A hash given as such, which counts only where shards have ranges of their own. */
        HASH
    }
}
