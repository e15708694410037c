/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.shard;

import org.apache.flink.annotation.Internal;

/** Where a shard stands in its life as something to read. */
@Internal
public enum ShardStatus {
    /** Not given to a reader, because a parent of it is not finished. */
    WAITING,
    /** Not given to a reader, and free to be. */
    READY,
    /** A reader has it. */
    ASSIGNED,
    /** Read to its end. */
    FINISHED
}
