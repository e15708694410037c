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
 * @param keyed whether the hash counts; shards take turns otherwise
 * @param hashHigh upper half of the hash of the routing key
 * @param hashLow lower half of the hash of the routing key
 * @param timestamp the element's timestamp, null if it has none
 */
@Internal
record SinkEntry(
        EncodedRecord record,
        @Nullable String shardId,
        boolean keyed,
        long hashHigh,
        long hashLow,
        @Nullable Long timestamp) {}
