/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.util.Arrays;
import java.util.List;

/** The records of one shard. One writer at a time; readers take a view and need no lock. */
final class ShardLog {

    private static final int INITIAL_CAPACITY = 64;

    private volatile RecordView view =
            new RecordView(new LogEntry[INITIAL_CAPACITY], new long[INITIAL_CAPACITY], 0, 0, 0);

    RecordView view() {
        return view;
    }

    /** Adds records, all with one system time. */
    void append(List<LogEntry> added, long systemTime) {
        RecordView now = view;
        LogEntry[] entries = now.entries();
        long[] times = now.times();
        int end = now.to() + added.size();
        if (end > entries.length) {
            int capacity = Math.max(end, entries.length * 2);
            entries = Arrays.copyOf(entries, capacity);
            times = Arrays.copyOf(times, capacity);
        }
        int at = now.to();
        for (LogEntry entry : added) {
            entries[at] = entry;
            times[at++] = systemTime;
        }
        // publishes the records: readers look at nothing behind the end of their view
        view = new RecordView(entries, times, now.from(), end, now.base());
    }

    /** Forgets the records older than a time. */
    void expire(long before) {
        RecordView now = view;
        int expired = now.indexOfTime(before);
        if (expired == 0) {
            return;
        }
        // one expired record stays out of sight at index 0: the time of the last one is asked for
        int kept = now.from() + expired - 1;
        int end = now.to() - kept;
        LogEntry[] entries = Arrays.copyOfRange(now.entries(), kept, now.to() + INITIAL_CAPACITY);
        entries[0] = null;
        long[] times = Arrays.copyOfRange(now.times(), kept, now.to() + INITIAL_CAPACITY);
        view = new RecordView(entries, times, 1, end, now.base() + kept);
    }
}
