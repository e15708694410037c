/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.tdengine.client.Transport;
import io.spillway.tdengine.testing.FragileLink;
import io.spillway.testing.deadletter.KeptLetters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server in trouble and rows it refuses; tests name the defect of the vendor's driver that must
 * not happen here.
 */
class SinkFaultsITCase extends LocalSinkJobs {

    @ParameterizedTest
    @EnumSource(
            value = SinkMode.class,
            names = {"STMT2", "SQL"})
    void defectD1FourThousandRowsThroughAnOutageOfThreeSecondsAreFourThousand(SinkMode mode)
            throws Exception {
        int count = 4_000;
        SEEN.set(0);
        try (FragileLink link = new FragileLink(SERVER.endpoint())) {
            CompletableFuture<Void> outage =
                    CompletableFuture.runAsync(
                            () -> {
                                awaitSeen(count / 4);
                                link.outage(Duration.ofSeconds(3));
                            });
            generate(
                    sink().setGatewayFactory(
                                    factory(
                                            link.endpoint(),
                                            Transport.WEBSOCKET,
                                            Duration.ofSeconds(30)))
                            .setMode(mode)
                            .setMaxBatchRows(100),
                    count,
                    1_000);
            outage.get();
        }
        assertThat(count("st")).isEqualTo(count);
    }

    /** Defect D6: new connections were refused long after the server was back. */
    @ParameterizedTest
    @EnumSource(
            value = SinkMode.class,
            names = {"STMT2", "SQL"})
    void defectD6AfterARestartOfTheServerAllGoesOnAtOnce(SinkMode mode) throws Exception {
        SERVER.assumeRestartable();
        int count = 12_000;
        SEEN.set(0);
        CompletableFuture<Integer> restart =
                CompletableFuture.supplyAsync(
                        () -> {
                            awaitSeen(count / 6);
                            restartServer();
                            return SEEN.get();
                        });
        generate(sink().setMode(mode).setMaxBatchRows(100), count, 1_000);
        assertThat(restart.get()).as("rows made when the server was back").isLessThan(count);
        assertThat(count("st")).isEqualTo(count);
    }

    private static void restartServer() {
        try {
            SERVER.restart();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void defectD5AfterABadRowTheStatementHasNothingOfIt() throws Exception {
        KeptLetters letters = new KeptLetters();
        // no limit of the columns: only the server knows that it is too old
        SERVER.createDatabase(database + "k", "KEEP 3650 VGROUPS 1");
        SERVER.execute(
                "CREATE STABLE "
                        + database
                        + "k.st (ts TIMESTAMP, v INT, note VARCHAR(16)) TAGS (gid INT)");
        long now = System.currentTimeMillis();
        run(
                sink().setSuperTable(database + "k", "st")
                        .setMaxBatchRows(1)
                        .setErrorHandling(ErrorHandling.DEAD_LETTER, letters),
                "d1:" + now + ":1",
                "d1:1:2",
                "d1:" + (now + 1) + ":3");
        assertThat(SERVER.values("SELECT v FROM " + database + "k.st ORDER BY ts"))
                .extracting(row -> row[0])
                .containsExactly(1, 3);
        assertThat(letters.letters())
                .extracting(letter -> letter.error().code())
                .containsExactly("0x060b");
    }

    @ParameterizedTest
    @EnumSource(
            value = SinkMode.class,
            names = {"STMT2", "SQL"})
    void oneBadRowOfTenThousandIsFoundWithTheServersCode(SinkMode mode) throws Exception {
        KeptLetters letters = new KeptLetters();
        SERVER.createDatabase(database + "k", "KEEP 3650 VGROUPS 1");
        SERVER.execute(
                "CREATE STABLE "
                        + database
                        + "k.st (ts TIMESTAMP, v INT, note VARCHAR(16)) TAGS (gid INT)");
        long now = System.currentTimeMillis();
        String[] rows =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> "d" + i % 10 + ":" + (i == 6_543 ? 1 : now + i) + ":" + i)
                        .toArray(String[]::new);
        run(
                sink().setSuperTable(database + "k", "st")
                        .setMode(mode)
                        .setConnections(1)
                        .setMaxAge(Duration.ofSeconds(5))
                        .setErrorHandling(ErrorHandling.DEAD_LETTER, letters),
                rows);
        assertThat(SERVER.values("SELECT v FROM " + database + "k.st")).hasSize(9_999);
        assertThat(letters.letters())
                .extracting(letter -> letter.error().code())
                .containsExactly("0x060b");
        assertThat(letters.values().get(0))
                .contains("\"v\":6543")
                .contains("1970-01-01T00:00:00.001Z");
    }

    @ParameterizedTest
    @EnumSource(
            value = SinkMode.class,
            names = {"STMT2", "SQL"})
    void aLostAnswerAndALostRequestChangeNothing(SinkMode mode) throws Exception {
        String action = mode == SinkMode.SQL ? "binary_query" : "stmt2_exec";
        SERVER.local().faults().on(action).skip(mode == SinkMode.SQL ? 8 : 2).closeAfter(2);
        SERVER.local().faults().on(action).skip(mode == SinkMode.SQL ? 14 : 7).closeBefore(2);
        generate(sink().setMode(mode).setMaxBatchRows(50), 2_000, 1_000_000);
        assertThat(count("st")).isEqualTo(2_000);
        assertThat(SERVER.local().faults().active()).as("all faults were met").isEmpty();
    }

    @Test
    void codesThatPassAreTriedAgain() throws Exception {
        SERVER.local().faults().on("stmt2_bind").answerCode(2, 0x0020, "rpc broken link");
        SERVER.local().faults().on("stmt2_exec").skip(1).answerCode(3, 0x0914, "sync not leader");
        SERVER.local()
                .faults()
                .on("stmt2_prepare")
                .skip(1)
                .answerCode(1, 0x032c, "object creating");
        generate(sink().setMaxBatchRows(50), 1_000, 1_000_000);
        assertThat(count("st")).isEqualTo(1_000);
        assertThat(SERVER.local().faults().active()).as("all faults were met").isEmpty();
    }

    @Test
    void anAnswerThatNeverComesIsGivenUp() throws Exception {
        SERVER.local().faults().on("stmt2_exec").skip(1).swallowAnswer(1);
        generate(
                sink().setGatewayFactory(factory(Transport.WEBSOCKET, Duration.ofMillis(500)))
                        .setMaxBatchRows(50),
                500,
                1_000_000);
        assertThat(count("st")).isEqualTo(500);
    }

    @Test
    void codesThatNeedAPersonFailTheJobAtOnce() {
        SERVER.local().faults().on("stmt2_exec").answerCode(100, 0x0800, "license expired");
        assertThatThrownBy(() -> run(sink(), at(0, "1")))
                .satisfies(
                        e ->
                                assertThat(ExceptionUtils.stringifyException(e))
                                        .contains("0x0800")
                                        .contains("license expired"));
    }

    @Test
    void aTroubleLongerThanTheRetriesRestartsTheJobFromItsCheckpoint() throws Exception {
        SERVER.local().faults().on("stmt2_exec").skip(5).answerCode(6, 0x0914, "sync not leader");
        RetryPolicy twoRetries =
                new RetryPolicy(
                        3, Duration.ofMillis(1), 1, Duration.ofMillis(1), 0, Duration.ofMinutes(1));
        Configuration restart = new Configuration();
        restart.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        restart.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
        restart.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(restart);
        env.enableCheckpointing(50);
        env.setParallelism(1);
        generate(env, sink().setRetryPolicy(twoRetries).setMaxBatchRows(50), 2_000, 4_000);
        assertThat(count("st")).isEqualTo(2_000);
    }

    /** Flink takes that savepoint when the sink's operator has finished and has no timers left. */
    @Test
    void aBatchIsTriedAgainWhileTheJobIsStoppedWithASavepoint(@TempDir Path savepoints)
            throws Exception {
        SEEN.set(0);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        GeneratorFunction<Long, String> generator =
                i -> {
                    SEEN.incrementAndGet();
                    return at(i, String.valueOf(i));
                };
        // nothing is written before the savepoint
        env.fromSource(
                        new DataGeneratorSource<>(
                                generator,
                                Long.MAX_VALUE,
                                RateLimiterStrategy.perSecond(100),
                                Types.STRING),
                        WatermarkStrategy.noWatermarks(),
                        "readings")
                .sinkTo(sink().setMaxAge(Duration.ofHours(1)).build());
        JobClient job = env.executeAsync();
        awaitSeen(10);
        SERVER.local().faults().on("stmt2_exec").answerCode(2, 0x0914, "sync not leader");
        job.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(30, TimeUnit.SECONDS);
        assertThat(count("st")).isEqualTo(SEEN.get());
        assertThat(SERVER.local().faults().active()).isEmpty();
    }

    @Test
    void aFewRowsAreWrittenWhenTheyAreOldEnough() throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        // without checkpoints and far from the limit of rows
        GeneratorFunction<Long, String> generator = i -> at(i, String.valueOf(i));
        env.fromSource(
                        new DataGeneratorSource<>(
                                generator,
                                Long.MAX_VALUE,
                                RateLimiterStrategy.perSecond(5),
                                Types.STRING),
                        WatermarkStrategy.noWatermarks(),
                        "slow")
                .sinkTo(sink().setMaxAge(Duration.ofMillis(100)).build());
        JobClient job = env.executeAsync();
        await(() -> count("st") >= 2);
        job.cancel().get();
    }
}
