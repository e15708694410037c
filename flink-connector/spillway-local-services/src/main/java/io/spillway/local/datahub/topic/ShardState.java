/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

/** Where a shard stands in its life, named as on the wire. */
public enum ShardState {
    OPENING,
    ACTIVE,
    /** Takes no more records, but its end is not yet told to readers. */
    CLOSING,
    CLOSED,
    /** Put to rest until it is activated. */
    INACTIVE
}
