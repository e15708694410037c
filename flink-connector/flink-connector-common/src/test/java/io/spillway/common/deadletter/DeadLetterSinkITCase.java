/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Letters of a running job, and a target that fails. */
@Timeout(60)
class DeadLetterSinkITCase {

    private static final int LETTERS = 500;

    private final String name = UUID.randomUUID().toString();
    private final Target target = new Target();

    DeadLetterSinkITCase() {
        Target.ALL.put(name, target);
    }

    @AfterEach
    void forgetTarget() {
        Target.ALL.remove(name);
    }

    @Test
    void everyLetterIsDurableWhenTheJobEnds() throws Exception {
        run(toTarget(), 0);
        assertThat(target.durable).containsExactlyInAnyOrderElementsOf(expected());
        assertThat(target.open).hasValue(0);
    }

    /** What was handed over and is not durable goes down with the writer. */
    @Test
    void lettersOfACheckpointThatFailedAreWrittenAgain() throws Exception {
        target.flushesToFail.set(1);
        run(toTarget(), 1);
        assertThat(target.flushesToFail).as("a flush failed").hasValue(0);
        assertThat(target.durable).containsAll(expected());
        assertThat(target.open).hasValue(0);
    }

    @Test
    void aTargetThatStaysAwayFailsTheJob() {
        target.flushesToFail.set(Integer.MAX_VALUE);
        assertThatThrownBy(() -> run(toTarget(), 2)).hasStackTraceContaining("target gone");
        assertThat(target.durable).isEmpty();
        assertThat(target.open).hasValue(0);
    }

    @Test
    void aTargetThatCannotBeOpenedFailsTheJob() {
        target.refusal = "no such topic";
        assertThatThrownBy(() -> run(toTarget(), 0)).hasStackTraceContaining("no such topic");
    }

    @Test
    void withoutATargetTheFirstLetterFailsTheJobOrAllAreIgnored() throws Exception {
        assertThatThrownBy(() -> run(ErrorPolicy.FAIL, 0))
                .hasStackTraceContaining(RecordRejectedException.class.getName())
                .hasStackTraceContaining("InvalidJson: not JSON");
        run(ErrorPolicy.IGNORE, 0);
    }

    private ErrorPolicy toTarget() {
        String key = name;
        return ErrorPolicy.deadLetter(() -> Target.ALL.get(key).open());
    }

    private static void run(ErrorPolicy policy, int restarts) throws Exception {
        Configuration options = new Configuration();
        options.set(
                RestartStrategyOptions.RESTART_STRATEGY, restarts == 0 ? "none" : "fixed-delay");
        options.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS,
                Math.max(1, restarts));
        options.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(options).setParallelism(2);
        env.enableCheckpointing(50);
        env.fromSequence(1, LETTERS)
                .map(id -> TestLetters.at("orders", id, "broken"))
                .returns(DeadLetters.TYPE)
                .sinkTo(new DeadLetterSink(policy))
                .uid("dead-letters");
        env.execute();
    }

    private static List<String> expected() {
        return LongStream.rangeClosed(1, LETTERS)
                .mapToObj(id -> TestLetters.at("orders", id, "broken").id())
                .toList();
    }

    /** Keeps what writers have flushed. */
    private static final class Target {

        private static final Map<String, Target> ALL = new ConcurrentHashMap<>();

        private final Queue<String> durable = new ConcurrentLinkedQueue<>();
        private final AtomicInteger flushesToFail = new AtomicInteger();
        private final AtomicInteger open = new AtomicInteger();
        private volatile String refusal;

        DeadLetterWriter open() {
            return new Writer(this);
        }
    }

    private static final class Writer implements DeadLetterWriter {

        private final Target target;
        private final List<String> buffered = new ArrayList<>();

        Writer(Target target) {
            this.target = target;
        }

        @Override
        public void open() throws IOException {
            target.open.incrementAndGet();
            if (target.refusal != null) {
                throw new IOException(target.refusal);
            }
        }

        @Override
        public void write(DeadLetter letter) {
            buffered.add(letter.id());
        }

        @Override
        public void flush() throws IOException {
            if (!buffered.isEmpty()
                    && target.flushesToFail.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new IOException("target gone");
            }
            target.durable.addAll(buffered);
            buffered.clear();
        }

        @Override
        public void close() {
            target.open.decrementAndGet();
        }
    }
}
