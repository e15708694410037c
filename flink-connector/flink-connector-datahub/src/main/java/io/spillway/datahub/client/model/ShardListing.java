/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.Experimental;

/**
 * The shards of a topic.
 *
 * @param refreshInterval the service's advice how often to list, zero if it gave none
 */
@Experimental
public record ShardListing(List<Shard> shards, Duration refreshInterval) {}
