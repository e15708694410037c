/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs of an embedded Flink that fail and restart. */
@Timeout(60)
class EmbeddedJobWatchITCase {

    /** What each restart was told to be for; the job waits for it. */
    private static final BlockingQueue<Throwable> TOLD = new LinkedBlockingQueue<>();

    private static final List<Throwable> HEARD = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        TOLD.clear();
        HEARD.clear();
    }

    @Test
    void aJobThatFailsTellsWhy() throws Exception {
        try (EmbeddedJobWatch watch = new EmbeddedJobWatch()) {
            Configuration options = Loopback.settings();
            options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
            watch.addTo(options);
            assertThatThrownBy(() -> run(options, 1)).isNotNull();
            assertThat(watch.failure())
                    .hasValueSatisfying(
                            failure ->
                                    assertThat(ExceptionUtils.stringifyException(failure))
                                            .contains("attempt 0 fails on purpose"));
        }
    }

    @Test
    void eachRestartIsToldWithItsReason() throws Exception {
        try (EmbeddedJobWatch watch =
                new EmbeddedJobWatch(
                        reason -> {
                            HEARD.add(reason);
                            TOLD.add(reason);
                        })) {
            Configuration options = Loopback.settings();
            options.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
            options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 2);
            options.set(
                    RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY,
                    Duration.ofMillis(10));
            watch.addWithRestartsTo(options);
            run(options, 2);
            assertThat(HEARD).hasSize(2);
            assertThat(ExceptionUtils.stringifyException(HEARD.get(0)))
                    .contains("attempt 0 fails on purpose");
            assertThat(ExceptionUtils.stringifyException(HEARD.get(1)))
                    .contains("attempt 1 fails on purpose");
            assertThat(watch.failure()).contains(HEARD.get(1));
        }
    }

    private static void run(Configuration options, int failures) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(options).setParallelism(1);
        env.fromData(1)
                .map(new FailOften(failures))
                .returns(Integer.class)
                .sinkTo(new DiscardingSink<>());
        env.execute();
    }

    /** Fails in its first attempts, and goes on in the next ones when the reason was told. */
    private static final class FailOften extends RichMapFunction<Integer, Integer> {

        private static final long serialVersionUID = 1L;

        private final int failures;
        private transient int attempt;

        FailOften(int failures) {
            this.failures = failures;
        }

        @Override
        public void open(OpenContext context) {
            attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
        }

        @Override
        public Integer map(Integer value) throws Exception {
            if (attempt > 0) {
                assertThat(TOLD.poll(30, TimeUnit.SECONDS)).isNotNull();
            }
            if (attempt < failures) {
                throw new IllegalStateException("attempt " + attempt + " fails on purpose");
            }
            return value;
        }
    }
}
