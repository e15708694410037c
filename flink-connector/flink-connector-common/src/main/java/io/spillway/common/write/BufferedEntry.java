/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import org.apache.flink.annotation.Internal;

/** An entry with what is remembered of it, of its failures above all. */
@Internal
final class BufferedEntry<E> {

    final E entry;
    final int bytes;

    /** Position in the order of arrival. */
    final long sequence;

    /** Processing time of arrival. */
    final long since;

    /** Attempts that failed, throttled ones left out. */
    int failedAttempts;

    private long firstFailureMillis = -1;

    BufferedEntry(E entry, int bytes, long sequence, long since) {
        this.entry = entry;
        this.bytes = bytes;
        this.sequence = sequence;
        this.since = since;
    }

    boolean hasFailed() {
        return firstFailureMillis >= 0;
    }

    /** Remembers a failure and returns the time of the first one. */
    long failedAt(long now) {
        if (firstFailureMillis < 0) {
            firstFailureMillis = now;
        }
        return firstFailureMillis;
    }
}
