/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.pipeline;

import io.spillway.tdengine.testing.ExactlyOnce;
import io.spillway.testing.job.Jobs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.annotation.Nullable;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.scheduler.stopwithsavepoint.StopWithSavepointStoppingException;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;

/** A job from a source to a sink that goes on after failures, and can be stopped and started. */
final class CopyJob {

    private static final int RESTARTS = Integer.MAX_VALUE;
    private static final long STOP_SECONDS = 60;
    private static final long CHECKPOINT_MILLIS = 10_000;
    private static final Map<String, Progress> RUNNING = new ConcurrentHashMap<>();

    private final String name;
    private final Supplier<Source<String, ?, ?>> source;
    private final Supplier<Sink<String>> sink;
    private final boolean keyed;
    private final Path savepoints;
    private final Progress progress = new Progress();
    @Nullable private String savepoint;
    private JobClient client;
    private boolean stopFailed;

    /**
     * @param keyed whether rows are sent between tasks, by their tables
     */
    CopyJob(
            String name,
            Supplier<Source<String, ?, ?>> source,
            Supplier<Sink<String>> sink,
            boolean keyed,
            Path savepoints) {
        this.name = name;
        this.source = source;
        this.sink = sink;
        this.keyed = keyed;
        this.savepoints = savepoints;
        RUNNING.put(name, progress);
        ExactlyOnce.forget(name);
    }

    /** Begins where the last {@link #stop} left off. */
    void start(int parallelism) throws Exception {
        StreamExecutionEnvironment env = Jobs.environment(parallelism, RESTARTS, savepoint);
        // events that Flink's coordinator held back for a checkpoint while tasks were restarted can
        // be lost, and the next checkpoint then waits for them, with all that readers wait for
        env.getCheckpointConfig().setCheckpointTimeout(CHECKPOINT_MILLIS);
        DataStream<String> rows =
                env.fromSource(source.get(), WatermarkStrategy.noWatermarks(), "source")
                        .uid("source");
        (keyed ? rows.keyBy(row -> row.substring(0, row.indexOf('|'))) : rows)
                .map(new Watched(name))
                .uid("watched")
                .map(new ExactlyOnce(name))
                .uid("once")
                .sinkTo(sink.get())
                .uid("sink");
        client = env.executeAsync(name);
    }

    /**
     * Stops with a savepoint, tried again while tasks are down, or does nothing if the job has come
     * to its end; when it returns all is written that was read.
     *
     * @return whether there is something to go on with
     */
    boolean stop() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        while (true) {
            JobStatus status = client.getJobStatus().get();
            if (status.isGloballyTerminalState()) {
                client.getJobExecutionResult().get();
                return false;
            }
            try {
                savepoint =
                        client.stopWithSavepoint(
                                        false,
                                        savepoints.toUri().toString(),
                                        SavepointFormatType.CANONICAL)
                                .get(STOP_SECONDS, TimeUnit.SECONDS);
                client.getJobExecutionResult().get(STOP_SECONDS, TimeUnit.SECONDS);
                return true;
            } catch (ExecutionException notAllTasksRun) {
                // Flink then goes on from the checkpoint before the savepoint
                stopFailed |=
                        ExceptionUtils.findThrowable(
                                        notAllTasksRun, StopWithSavepointStoppingException.class)
                                .isPresent();
                if (System.nanoTime() > deadline) {
                    throw notAllTasksRun;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    /** Whether rows may have been published by a savepoint that the job did not stop with. */
    boolean stopFailed() {
        return stopFailed;
    }

    boolean isRunning() throws Exception {
        return !client.getJobStatus().get().isGloballyTerminalState();
    }

    /** Makes the task fail that gets the next row. */
    void failTask() {
        progress.failures.incrementAndGet();
    }

    /** Rows that came out of the source so far, those that came again included. */
    int seen() {
        return progress.seen.get();
    }

    /** How often tasks began. */
    int opened() {
        return progress.opened.get();
    }

    /** Waits until as many more rows came out of the source, the job ends, or it took too long. */
    void awaitSeen(int more, Duration patience) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        int wanted = seen() + more;
        while (seen() < wanted && isRunning() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    void cancel() throws Exception {
        if (client != null && isRunning()) {
            client.cancel().get();
        }
    }

    private static final class Progress {
        private final AtomicInteger seen = new AtomicInteger();
        private final AtomicInteger opened = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();
    }

    /** Fails when told, and leaves time for that. */
    private static final class Watched implements MapFunction<String, String> {

        private static final long serialVersionUID = 1L;
        private static final int ROWS_AT_ONCE = 4;

        private final String name;
        private transient Progress progress;

        private Watched(String name) {
            this.name = name;
        }

        @Override
        public String map(String row) {
            if (progress == null) {
                progress = RUNNING.get(name);
                progress.opened.incrementAndGet();
            }
            if (progress.seen.incrementAndGet() % ROWS_AT_ONCE == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            if (progress.failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("Fails on purpose");
            }
            return row;
        }
    }
}
