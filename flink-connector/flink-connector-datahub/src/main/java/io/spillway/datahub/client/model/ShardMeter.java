/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import org.apache.flink.annotation.Experimental;

/**
 * What a shard is billed for.
 *
 * @param activeTimeSeconds how long it has been active
 * @param storageBytes what its records take
 */
@Experimental
public record ShardMeter(long activeTimeSeconds, long storageBytes) {}
