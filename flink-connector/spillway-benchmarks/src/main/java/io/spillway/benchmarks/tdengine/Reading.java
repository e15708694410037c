/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.tdengine;

import io.spillway.benchmarks.harness.Background;
import io.spillway.benchmarks.harness.Contender;
import io.spillway.benchmarks.harness.Measured;
import io.spillway.benchmarks.harness.Progress;
import io.spillway.benchmarks.harness.TaskCounts;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Contenders that read all there is and look at each field, measured where records come out. */
final class Reading {

    private Reading() {}

    /**
     * A job of Flink.
     *
     * @param reuse whether operators pass their rows on instead of copying them
     */
    static Contender source(
            String name,
            Supplier<Map<String, String>> options,
            int parallelism,
            boolean reuse,
            long records) {
        return new Contender(
                name,
                () -> {
                    TaskCounts counts = new TaskCounts();
                    Future<?> running = FlinkJobs.read(options.get(), parallelism, reuse, counts);
                    Measured measured = new Progress(counts::sum, records).measure(running);
                    running.get();
                    return measured;
                });
    }

    /** Reads with the vendor's driver. */
    @FunctionalInterface
    interface Work {
        void read(AtomicLong count) throws Exception;
    }

    static Contender driver(String name, long records, Work work) {
        return new Contender(
                name,
                () -> {
                    AtomicLong count = new AtomicLong();
                    Future<?> running = Background.run(() -> work.read(count));
                    Measured measured = new Progress(count::get, records).measure(running);
                    running.get();
                    return measured;
                });
    }
}
