/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.harness;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** How far the tasks of a job are together; each counts by itself, so that none waits. */
public final class TaskCounts {

    private final List<AtomicLong> counts = new CopyOnWriteArrayList<>();

    /** A number for one more task. */
    public AtomicLong newCount() {
        AtomicLong count = new AtomicLong();
        counts.add(count);
        return count;
    }

    public long sum() {
        long sum = 0;
        for (AtomicLong count : counts) {
            sum += count.get();
        }
        return sum;
    }
}
