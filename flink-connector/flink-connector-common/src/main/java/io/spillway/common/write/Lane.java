/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** The entries waiting for one lane, oldest first, and the lane's own back-off. */
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

    private final ArrayDeque<BufferedEntry<E>> waiting = new ArrayDeque<>();
    private long waitingBytes;

    Lane(String id) {
        this.id = id;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int records() {
        return waiting.size();
    }

    long bytes() {
        return waitingBytes;
    }

    /** Processing time the oldest entry arrived; the lane must not be empty. */
    long oldest() {
        return waiting.element().since;
    }

    /** Whether a whole batch waits. */
    boolean isFull(WriteLimits limits) {
        return waiting.size() >= limits.maxBatchRecords() || waitingBytes >= limits.maxBatchBytes();
    }

    void add(BufferedEntry<E> entry) {
        waiting.add(entry);
        waitingBytes += entry.bytes;
    }

    /** Takes the oldest entries off, as many as fit into one batch, at least one. */
    InFlightBatch<E> cut(WriteLimits limits, long now) {
        List<BufferedEntry<E>> entries =
                new ArrayList<>(Math.min(waiting.size(), limits.maxBatchRecords()));
        long bytes = 0;
        while (!waiting.isEmpty() && entries.size() < limits.maxBatchRecords()) {
            BufferedEntry<E> next = waiting.element();
            if (!entries.isEmpty() && bytes + next.bytes > limits.maxBatchBytes()) {
                break;
            }
            entries.add(waiting.remove());
            bytes += next.bytes;
        }
        waitingBytes -= bytes;
        return new InFlightBatch<>(this, entries, bytes, now);
    }

    /** Puts entries back before all younger ones. */
    void putBack(List<BufferedEntry<E>> entries) {
        List<BufferedEntry<E>> head = new ArrayList<>(entries);
        long youngest = entries.get(entries.size() - 1).sequence;
        // with several requests in flight, entries of an older one may have come back earlier
        while (!waiting.isEmpty() && waiting.element().sequence < youngest) {
            BufferedEntry<E> older = waiting.remove();
            waitingBytes -= older.bytes;
            head.add(older);
        }
        head.sort(Comparator.comparingLong(e -> e.sequence));
        for (int i = head.size() - 1; i >= 0; i--) {
            waiting.addFirst(head.get(i));
            waitingBytes += head.get(i).bytes;
        }
    }

    void drainTo(List<BufferedEntry<E>> target) {
        target.addAll(waiting);
        waiting.clear();
        waitingBytes = 0;
    }
}
