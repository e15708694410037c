/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

/**
 * A fixed stretch of a shard's log, read without a lock. Indexes run from 0 to {@link #size}.
 *
 * <p>The arrays grow behind the view's end only, so what it shows never changes.
 */
public final class RecordView {

    private final byte[][] bodies;
    private final long[] times;
    private final int from;
    private final int to;

    /** Sequence of the record at array index 0. */
    private final long base;

    RecordView(byte[][] bodies, long[] times, int from, int to, long base) {
        this.bodies = bodies;
        this.times = times;
        this.from = from;
        this.to = to;
        this.base = base;
    }

    public int size() {
        return to - from;
    }

    public byte[] body(int index) {
        return bodies[from + index];
    }

    public long systemTime(int index) {
        return times[from + index];
    }

    public long sequence(int index) {
        return base + from + index;
    }

    /** Sequence of the first record of this view, or of the next one to come if it is empty. */
    public long firstSequence() {
        return base + from;
    }

    /** The sequence after the last one. */
    public long nextSequence() {
        return base + to;
    }

    /** System time of the record before {@link #nextSequence}, 0 if there never was one. */
    public long lastTime() {
        return to == 0 ? 0 : times[to - 1];
    }

    /** The first index whose system time is at or after the given one; the size if none is. */
    int indexOfTime(long time) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (systemTime(middle) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A part of this view. */
    RecordView part(int index, int length) {
        return new RecordView(bodies, times, from + index, from + index + length, base);
    }

    byte[][] bodies() {
        return bodies;
    }

    long[] times() {
        return times;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    long base() {
        return base;
    }
}
