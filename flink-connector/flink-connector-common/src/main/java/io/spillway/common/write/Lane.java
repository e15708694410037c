/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import org.apache.flink.annotation.Internal;

/** The entries that wait for one lane, and the lane's own back-off. */
@Internal
final class Lane<E> {

    final String id;

    /** Requests of this lane that were sent and not answered. */
    int inFlight;

    /** Gone: nothing is sent until the lanes were looked up again. */
    boolean parked;

    /** Throttled answers in a row. */
    int throttles;

    /** Processing time before which nothing is sent. */
    long blockedUntil = Long.MIN_VALUE;

    final EntryQueue<E> waiting = new EntryQueue<>();

    Lane(String id) {
        this.id = id;
    }

    /** Whether a whole batch waits. */
    boolean isFull(WriteLimits limits) {
        return waiting.records() >= limits.maxBatchRecords()
                || waiting.bytes() >= limits.maxBatchBytes();
    }
}
