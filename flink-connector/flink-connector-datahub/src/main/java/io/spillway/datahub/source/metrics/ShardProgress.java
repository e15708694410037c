/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.metrics;

import org.apache.flink.annotation.Internal;

/** How far a shard is written and read; each field has one writing thread. */
@Internal
public final class ShardProgress {

    private volatile long latest = -1;
    private volatile long emitted = -1;

    /** The shard's last sequence as the service told, -1 if it did not. Fetcher thread. */
    public void latest(long sequence) {
        latest = sequence;
    }

    /** The sequence emitted last, or the one before the first. Task thread. */
    public void emitted(long sequence) {
        emitted = sequence;
    }

    long pending() {
        return latest < 0 ? 0 : Math.max(0, latest - emitted);
    }
}
