/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.config;

import org.apache.flink.annotation.Internal;

/**
 * The {@code sink} block.
 *
 * @param connectorLine where the connector is named
 * @param connector identifier of a Flink table connector
 * @param options of the connector, common to all routes
 */
@Internal
public record SinkConfig(int connectorLine, String connector, Options options) {}
