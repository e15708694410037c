/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

/**
 * A read of a shard.
 *
 * @param limit most records wanted, as the client said it
 */
public record GetRequest(String cursor, int limit) {}
