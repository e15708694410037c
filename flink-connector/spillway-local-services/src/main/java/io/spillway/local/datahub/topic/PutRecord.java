/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import javax.annotation.Nullable;

/**
 * A record on its way in. Where it goes is told by the shard id, else the hash key, else the
 * partition key; with none of them the service chooses.
 *
 * @param body what {@link RecordBody} keeps of it
 */
public record PutRecord(
        @Nullable String shardId,
        @Nullable String hashKey,
        @Nullable String partitionKey,
        byte[] body) {}
