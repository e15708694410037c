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
