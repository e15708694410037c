/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.config;

import io.spillway.common.deadletter.ErrorHandling;
import java.time.Duration;
import java.util.OptionalInt;
import org.apache.flink.annotation.Internal;

/**
 * The {@code pipeline} block: what holds for the job as a whole.
 *
 * @param name the job's name
 * @param parallelism of every operator; empty leaves it to Flink
 * @param checkpointInterval time between checkpoints
 * @param unrouted what happens to changes of tables that no route names
 * @param truncate what happens to TRUNCATE of a routed table
 * @param flink raw Flink options
 */
@Internal
public record PipelineConfig(
        String name,
        OptionalInt parallelism,
        Duration checkpointInterval,
        ErrorHandling unrouted,
        ErrorHandling truncate,
        Options flink) {}
