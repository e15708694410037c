/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How long shards are on their way, asked anew each time.
 *
 * @param opening how long a shard made by a split, merge or extension stays {@code OPENING}
 * @param closing how long its parents stay {@code CLOSING}
 */
public record ShardDelays(Supplier<Duration> opening, Supplier<Duration> closing) {}
