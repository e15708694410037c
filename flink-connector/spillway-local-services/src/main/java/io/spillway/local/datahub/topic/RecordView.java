/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

/**
 * A fixed stretch of a shard's log, read without a lock. Indexes run from 0 to {@link #size}; each
 * stands for one sequence.
 *
 * <p>The arrays grow behind the view's end only, so what it shows never changes.
 */
public final class RecordView {

    private final LogEntry[] entries;
    private final long[] times;
    private final int from;
    private final int to;

    /** Sequence of the entry at array index 0. */
    private final long base;

    RecordView(LogEntry[] entries, long[] times, int from, int to, long base) {
        this.entries = entries;
        this.times = times;
        this.from = from;
        this.to = to;
        this.base = base;
    }

    public int size() {
        return to - from;
    }

    public LogEntry entry(int index) {
        return entries[from + index];
    }

    /** How many records the entries hold together. */
    public int recordCount() {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += entries[i].bodies().size();
        }
        return count;
    }

    /** Bytes of all bodies. */
    public long byteCount() {
        long bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += entries[i].size();
        }
        return bytes;
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
        return new RecordView(entries, times, from + index, from + index + length, base);
    }

    LogEntry[] entries() {
        return entries;
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
