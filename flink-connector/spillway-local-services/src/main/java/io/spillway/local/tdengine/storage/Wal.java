/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.storage;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The log of a vgroup: entries with ascending versions, the oldest may be gone. Thread-safe. */
public final class Wal {

    private final Clock clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private List<Entry> entries = new ArrayList<>();
    private long begin;

    Wal(Clock clock) {
        this.clock = clock;
    }

    /** An entry and when it was appended. */
    public record Entry(long version, long millis, LogRecord content) {}

    public void append(LogRecord content) {
        synchronized (this) {
            entries.add(new Entry(begin + entries.size(), clock.millis(), content));
        }
        for (Runnable listener : listeners) {
            listener.run();
        }
    }

    /** The oldest version that still exists. */
    public synchronized long begin() {
        return begin;
    }

    /** The version after the newest. */
    public synchronized long end() {
        return begin + entries.size();
    }

    /** Up to {@code limit} entries from a version on, or from the oldest if that is gone. */
    public synchronized List<Entry> read(long from, int limit) {
        long first = Math.max(from, begin);
        if (first >= end()) {
            return List.of();
        }
        int index = (int) (first - begin);
        return List.copyOf(entries.subList(index, Math.min(entries.size(), index + limit)));
    }

    /** Forgets entries before a version. */
    public synchronized void recycle(long beforeVersion) {
        long until = Math.min(beforeVersion, end());
        if (until > begin) {
            entries = new ArrayList<>(entries.subList((int) (until - begin), entries.size()));
            begin = until;
        }
    }

    /** Forgets entries appended before a time. */
    public synchronized void recycleOlderThan(long millis) {
        int keep = 0;
        while (keep < entries.size() && entries.get(keep).millis() < millis) {
            keep++;
        }
        recycle(begin + keep);
    }

    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    public void unlisten(Runnable listener) {
        listeners.remove(listener);
    }
}
