/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import org.apache.flink.annotation.Experimental;

/**
 * A shard that a split or a merge made.
 *
 * @param beginHashKey inclusive, 32 upper-case hex digits
 * @param endHashKey exclusive, 32 upper-case hex digits
 */
@Experimental
public record ShardRange(String shardId, String beginHashKey, String endHashKey) {}
