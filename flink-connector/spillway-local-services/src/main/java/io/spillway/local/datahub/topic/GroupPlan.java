/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.util.List;

/**
 * What one consumer of a group is to read.
 *
 * @param version goes up whenever the shards of any consumer change
 */
public record GroupPlan(long version, List<String> shardIds) {}
