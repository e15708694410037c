/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.testing.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
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
import org.awaitility.Awaitility;

/** Jobs that read a source of texts. */
public final class Jobs {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Jobs() {}

    /**
     * An environment that takes a checkpoint every 100 ms.
     *
     * @param restarts how often the job may fail and go on
     * @param restored the savepoint to begin with
     */
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
                env.fromSource(source, WatermarkStrategy.noWatermarks(), "source")
                        .map(between)
                        .executeAndCollect()) {
            results.forEachRemaining(received::add);
        }
        return received;
    }

    /**
     * As many elements as come from a source that does not end, each once whatever fails on the
     * way.
     *
     * @param wanted how many to wait for, asked anew after each
     */
    public static List<String> readSome(
            StreamExecutionEnvironment env,
            Source<String, ?, ?> source,
            ToIntFunction<List<String>> wanted)
            throws Exception {
        List<String> received = new ArrayList<>();
        try (CloseableIterator<String> results =
                env.fromSource(source, WatermarkStrategy.noWatermarks(), "source")
                        .executeAndCollect()) {
            while (received.size() < wanted.applyAsInt(received)) {
                received.add(results.next());
            }
        }
        return received;
    }

    /**
     * Starts a job that can be stopped and started again.
     *
     * @param between what the texts go through; it keeps what the test wants to see
     */
    public static JobClient start(
            StreamExecutionEnvironment env,
            Source<String, ?, ?> source,
            MapFunction<String, String> between,
            String name)
            throws Exception {
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "source")
                .uid("source")
                .map(between)
                .uid("between")
                .sinkTo(new DiscardingSink<>())
                .uid("sink");
        return env.executeAsync(name);
    }

    /** Starts a job that leaves what it reads with {@link Collecting} under its name. */
    public static JobClient start(
            StreamExecutionEnvironment env, Source<String, ?, ?> source, String name)
            throws Exception {
        return start(env, source, new Collecting(name), name);
    }

    /**
     * Waits until something is so.
     *
     * @param what is not so, asked once it is too late
     */
    public static void await(Supplier<String> what, BooleanSupplier condition) {
        Awaitility.await()
                .pollInSameThread()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(condition.getAsBoolean()).as(what).isTrue());
    }

    /** Waits until as many texts came through jobs of this name. */
    public static void awaitCollected(String name, int count) {
        awaitCount(Collecting.of(name), count);
    }

    /** Waits until a list that another thread adds to has as many elements. */
    public static void awaitCount(List<String> received, int count) {
        await(
                () -> received.size() + " of " + count + " texts came through",
                () -> received.size() >= count);
    }

    /** Stops a job; the path of its savepoint. */
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
}
