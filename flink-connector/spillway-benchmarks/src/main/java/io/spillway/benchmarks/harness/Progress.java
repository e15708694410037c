/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.harness;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Watches work that goes on elsewhere, and measures it from its first tenth to its end: starting
 * up, opening connections and compiling the first loops do not count.
 */
public final class Progress {

    private static final long POLL_NANOS = 300_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final LongSupplier done;
    private final long total;
    private final LongConsumer onProgress;

    /**
     * @param done how many records are done
     * @param total how many there will be
     */
    public Progress(LongSupplier done, long total) {
        this(done, total, count -> {});
    }

    /**
     * @param onProgress is told how many are done, often, on the watching thread
     */
    public Progress(LongSupplier done, long total, LongConsumer onProgress) {
        this.done = done;
        this.total = total;
        this.onProgress = onProgress;
    }

    /** Measures until all records are done; fails as the work does, or if it takes minutes. */
    public Measured measure(Future<?> work) throws Exception {
        long begin = System.nanoTime();
        long cpuBegin = SYSTEM.getProcessCpuTime();
        long first = await(total / 10, work);
        if (first >= total) {
            // so few that all were done between two looks
            return since(begin, cpuBegin, 0, first);
        }
        long start = System.nanoTime();
        long cpuStart = SYSTEM.getProcessCpuTime();
        long last = await(total, work);
        return since(start, cpuStart, first, last);
    }

    /** Measures until all records are done, or for so long. */
    public Measured measureFor(Duration most, Future<?> work) throws Exception {
        long first = await(total / 10, work);
        long start = System.nanoTime();
        long cpuStart = SYSTEM.getProcessCpuTime();
        long last = await(total, start + most.toNanos(), work);
        return since(start, cpuStart, first, last);
    }

    private static Measured since(long start, long cpuStart, long first, long last) {
        return Measured.of(
                last - first, System.nanoTime() - start, SYSTEM.getProcessCpuTime() - cpuStart);
    }

    private long await(long wanted, Future<?> work) throws Exception {
        long count = await(wanted, System.nanoTime() + TIMEOUT.toNanos(), work);
        if (count < wanted) {
            work.cancel(true);
            throw new TimeoutException(
                    "After "
                            + TIMEOUT.toSeconds()
                            + " s only "
                            + count
                            + " of "
                            + total
                            + " records were done");
        }
        return count;
    }

    private long await(long wanted, long deadlineNanos, Future<?> work) throws Exception {
        while (true) {
            boolean ended = work.isDone();
            long count = done.getAsLong();
            onProgress.accept(count);
            if (count >= wanted || System.nanoTime() > deadlineNanos) {
                return count;
            }
            if (ended) {
                work.get();
                throw new IllegalStateException(
                        "The work ended after " + count + " of " + total + " records");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
