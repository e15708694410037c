/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.testing;

import io.spillway.testing.job.Jobs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.annotation.Nullable;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job of a source of texts that fails once, or is stopped with a savepoint and started again. */
public final class RunningJob {

    private static final Map<String, Run> RUNS = new ConcurrentHashMap<>();

    private final String name = UUID.randomUUID().toString();
    private final Run run = new Run();
    private final int restarts;
    private int parallelism;
    private int failAfter = Integer.MAX_VALUE;
    private boolean slow;

    public RunningJob(int parallelism, int restarts) {
        this.parallelism = parallelism;
        this.restarts = restarts;
        RUNS.put(name, run);
    }

    /** Fails after as many rows and a checkpoint. */
    public RunningJob failingOnceAfter(int rows) {
        failAfter = rows;
        return this;
    }

    /** Now and then waits a moment, so that checkpoints fall between rows. */
    public RunningJob slowedDown() {
        slow = true;
        return this;
    }

    public RunningJob withParallelism(int value) {
        parallelism = value;
        return this;
    }

    public int failures() {
        return run.failures.get();
    }

    /** Rows that went through before the job failed. */
    public int rowsBeforeFailure() {
        return run.rowsBeforeFailure;
    }

    /** What went through in jobs that ended or were stopped, in order of arrival. */
    public List<String> received() {
        return run.received;
    }

    /**
     * Runs to the end of the source; the rows as a sink that takes part in checkpoints has them.
     */
    public List<String> run(Source<String, ?, ?> source) throws Exception {
        return Jobs.readAll(environment(null), source, new Step(name, failAfter, slow));
    }

    /** Runs until as many rows went through in all; the path of the savepoint. */
    public String runUntil(
            Source<String, ?, ?> source, @Nullable String restored, int rows, Path savepoints)
            throws Exception {
        JobClient job = start(source, restored);
        Jobs.awaitCount(run.received, rows);
        return Jobs.stop(job, savepoints);
    }

    public void runToEnd(Source<String, ?, ?> source, @Nullable String restored) throws Exception {
        start(source, restored).getJobExecutionResult().get();
    }

    private JobClient start(Source<String, ?, ?> source, @Nullable String restored)
            throws Exception {
        return Jobs.start(environment(restored), source, new Step(name, failAfter, slow), name);
    }

    private StreamExecutionEnvironment environment(@Nullable String restored) {
        StreamExecutionEnvironment env = Jobs.environment(parallelism, restarts, restored);
        env.enableCheckpointing(50);
        return env;
    }

    private static final class Run {
        private final AtomicInteger rows = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();
        private final List<String> received = Collections.synchronizedList(new ArrayList<>());
        private volatile int rowsBeforeFailure;
    }

    private static final class Step implements MapFunction<String, String>, CheckpointListener {

        private static final long serialVersionUID = 1L;

        private final String name;
        private final int failAfter;
        private final boolean slow;
        private transient boolean checkpointed;

        private Step(String name, int failAfter, boolean slow) {
            this.name = name;
            this.failAfter = failAfter;
            this.slow = slow;
        }

        @Override
        public String map(String row) {
            Run run = RUNS.get(name);
            int rows = run.rows.incrementAndGet();
            run.received.add(row);
            if (slow && rows % 100 == 0) {
                LockSupport.parkNanos(5_000_000);
            }
            if (rows > failAfter && checkpointed && run.failures.compareAndSet(0, 1)) {
                run.rowsBeforeFailure = rows;
                throw new IllegalStateException("Fails once, on purpose");
            }
            return row;
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            checkpointed = true;
        }
    }
}
