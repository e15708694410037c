/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.testing.job;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/**
 * Passes on what it gets, and fails once, after a number of elements and, if so told, a checkpoint.
 */
public final class FailOnce implements MapFunction<String, String>, CheckpointListener {

    private static final long serialVersionUID = 1L;

    private static final Map<String, FailOnce.Run> RUNS = new ConcurrentHashMap<>();

    /** What happened, across restarts. */
    public static final class Run {
        private final AtomicInteger elements = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();
        private final CountDownLatch checkpointed = new CountDownLatch(1);

        /** Elements seen, those seen again after the restart included. */
        public int elements() {
            return elements.get();
        }

        public int failures() {
            return failures.get();
        }

        /** Opens with the first checkpoint. */
        public CountDownLatch checkpointed() {
            return checkpointed;
        }
    }

    private final String name;
    private final int after;
    private final boolean beforeCheckpoint;
    private transient boolean checkpointed;

    /** Fails after a checkpoint. */
    public FailOnce(String name, int after) {
        this(name, after, false);
    }

    /**
     * @param beforeCheckpoint whether to fail though no checkpoint was taken
     */
    public FailOnce(String name, int after, boolean beforeCheckpoint) {
        this.name = name;
        this.after = after;
        this.beforeCheckpoint = beforeCheckpoint;
        RUNS.put(name, new Run());
    }

    public static Run run(String name) {
        return RUNS.get(name);
    }

    @Override
    public String map(String element) {
        Run run = run(name);
        if (run.elements.incrementAndGet() > after
                && (checkpointed || beforeCheckpoint)
                && run.failures.compareAndSet(0, 1)) {
            throw new IllegalStateException("Fails once, on purpose");
        }
        return element;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        checkpointed = true;
        run(name).checkpointed.countDown();
    }
}
