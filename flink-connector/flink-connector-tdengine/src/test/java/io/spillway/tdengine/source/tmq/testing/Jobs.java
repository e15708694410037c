/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.annotation.Nullable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.CloseableIterator;

/** Jobs that read a source of texts. */
public final class Jobs {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Jobs() {}

    public static StreamExecutionEnvironment environment(
            int parallelism, int restarts, @Nullable String restored) {
        Configuration configuration = new Configuration();
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY, restarts == 0 ? "none" : "fixed-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS,
                Math.max(1, restarts));
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(20));
        if (restored != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, restored);
        }
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        env.enableCheckpointing(100);
        return env;
    }

    /** Everything a bounded source gives. */
    public static List<String> readAll(
            StreamExecutionEnvironment env,
            Source<String, ?, ?> source,
            MapFunction<String, String> between)
            throws Exception {
        List<String> received = new ArrayList<>();
        try (CloseableIterator<String> results =
                env.fromSource(source, WatermarkStrategy.noWatermarks(), "tmq")
                        .map(between)
                        .executeAndCollect()) {
            results.forEachRemaining(received::add);
        }
        return received;
    }

    /** Starts a job that leaves what it reads with {@link Collecting} under a name. */
    public static JobClient start(
            StreamExecutionEnvironment env, Source<String, ?, ?> source, String name)
            throws Exception {
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "tmq")
                .uid("source")
                .map(new Collecting(name))
                .uid("collect")
                .sinkTo(new DiscardingSink<>())
                .uid("sink");
        return env.executeAsync(name);
    }

    /** Stops a job, the path of its savepoint. */
    public static String stop(JobClient job, Path savepoints) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return job.stopWithSavepoint(
                                false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                        .get();
            } catch (ExecutionException notAllTasksRun) {
                assertThat(System.nanoTime()).as("%s", notAllTasksRun).isLessThan(deadline);
            }
        }
    }

    /** Waits until something is so. */
    public static void await(Supplier<String> what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** Waits until as many elements came through. */
    public static void awaitCollected(String name, int count) {
        List<String> received = Collecting.of(name);
        await(
                () -> received.size() + " of " + count + " rows came through",
                () -> received.size() >= count);
    }
}
