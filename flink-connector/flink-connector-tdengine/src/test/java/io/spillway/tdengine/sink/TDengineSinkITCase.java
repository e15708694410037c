/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.testing.deadletter.KeptLetters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole jobs that write to a server kept in this JVM. */
class TDengineSinkITCase {

    private static final RetryPolicy QUICK =
            new RetryPolicy(
                    4, Duration.ofMillis(1), 2, Duration.ofMillis(5), 0, Duration.ofMinutes(1));

    private final FakeTDengine server =
            new FakeTDengine("st", TimestampPrecision.MILLIS, Rows.COLUMNS);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void rowsOfManyTablesOverSeveralConnectionsKeepTheirOrder() throws Exception {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            // every row is written ten times, with another value
            elements.add("d" + i % 50 + ":" + i / 500 + ":" + i);
        }
        run(sink().setConnections(4).setMaxBatchRows(64), elements);
        assertThat(server.count()).isEqualTo(500);
        for (int d = 0; d < 50; d++) {
            for (int ts = 0; ts < 10; ts++) {
                assertThat(server.rows("d" + d).get((long) ts).get(0))
                        .isEqualTo((long) ts * 500 + 450 + d);
            }
        }
    }

    @Test
    void badRowsBecomeLettersAndTheRestIsWritten() throws Exception {
        server.onInsert(
                batch ->
                        batch.stream().anyMatch(row -> row.timestamp() == 77)
                                ? FakeTDengine.failure(FailureKind.RECORD, "0x060b")
                                : null);
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            elements.add("d1:" + i + ":" + i);
        }
        elements.add("d1:500:99999999999");
        elements.add("d.1:501:1");
        KeptLetters letters = new KeptLetters();
        run(sink().setErrorHandling(ErrorHandling.DEAD_LETTER, letters), elements);

        assertThat(server.rows("d1")).hasSize(199).doesNotContainKey(77L);
        assertThat(letters.values())
                .containsExactlyInAnyOrder(
                        "{\"tbname\":\"d1\",\"v\":77,\"gid\":"
                                + ("d1".hashCode() & 0xff)
                                + ",\"ts\":\"1970-01-01T00:00:00.077Z\",\"note\":null}",
                        "d1:500:99999999999",
                        "d.1:501:1");
        assertThat(letters.letters())
                .extracting(letter -> letter.error().code())
                .containsExactlyInAnyOrder("0x060b", "ValueOutOfRange", "InvalidTableName");
        assertThat(letters.letters())
                .allMatch(letter -> letter.origin().describe().contains("db.st"));
    }

    @Test
    void withoutOnErrorABadRowFailsTheJob() {
        assertThatThrownBy(() -> run(sink(), List.of("d1:1:1", "d1:2:99999999999")))
                .satisfies(
                        e ->
                                assertThat(ExceptionUtils.stringifyException(e))
                                        .contains("Column 'v' is INT, the value does not fit"));
    }

    @Test
    void passingTroubleIsTriedAgain() throws Exception {
        AtomicInteger failures = new AtomicInteger(3);
        server.onInsert(
                batch ->
                        failures.getAndDecrement() > 0
                                ? FakeTDengine.failure(FailureKind.RETRYABLE, "ConnectionLost")
                                : null);
        run(sink(), List.of("d1:1:1", "d1:2:2"));
        assertThat(server.rows("d1")).hasSize(2);
    }

    @Test
    void troubleThatDoesNotPassFailsTheJobWhichReplays() throws Exception {
        AtomicInteger failures = new AtomicInteger(4);
        server.onInsert(
                batch ->
                        failures.getAndDecrement() > 0
                                ? FakeTDengine.failure(FailureKind.RETRYABLE, "0x0020")
                                : null);
        Configuration restart = new Configuration();
        restart.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        restart.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        restart.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
        run(sink(), List.of("d1:1:1", "d1:2:2"), restart);
        assertThat(server.rows("d1")).hasSize(2);
    }

    @Test
    void whatNeedsAPersonFailsAtOnce() {
        server.onInsert(batch -> FakeTDengine.failure(FailureKind.FATAL, "0x0357"));
        assertThatThrownBy(() -> run(sink(), List.of("d1:1:1")))
                .satisfies(
                        e ->
                                assertThat(ExceptionUtils.stringifyException(e))
                                        .contains("Cannot write to TDengine table db.st")
                                        .contains("0x0357"));
        assertThat(server.batches()).hasSize(1);
    }

    @Test
    void changesEndAsTheLastOneSays() throws Exception {
        run(
                sink(),
                List.of(
                        "d1:1:1",
                        "d1:2:2",
                        "-d1:1",
                        "d1:2:3",
                        "-d1:3",
                        "d1:4:4",
                        "-d1:4",
                        "d1:4:5:back"));
        assertThat(server.rows("d1")).containsOnlyKeys(2L, 4L);
        assertThat(server.rows("d1").get(4L)).containsExactly(5L, 4L, "back");
    }

    @Test
    void theTableIsMadeIfAskedTo() throws Exception {
        run(
                sink().setDefinition(List.of(Rows.COLUMNS))
                        .setCreateTable(TimestampPrecision.MILLIS),
                List.of("d1:1:1"));
        assertThat(server.statements())
                .contains(
                        "CREATE STABLE IF NOT EXISTS `db`.`st` (`ts` TIMESTAMP, `v` INT, "
                                + "`note` VARCHAR(16)) TAGS (`gid` INT)");
        assertThat(server.rows("d1")).hasSize(1);
    }

    @Test
    void aTableThatDoesNotFitFailsBeforeTheFirstRow() {
        try (FakeTDengine other =
                new FakeTDengine(
                        "st",
                        TimestampPrecision.MILLIS,
                        TargetColumn.of("ts", TDengineType.TIMESTAMP),
                        TargetColumn.of("x", TDengineType.INT).asTag())) {
            assertThatThrownBy(
                            () ->
                                    run(
                                            sink().setGatewayFactory(other.gatewayFactory()),
                                            List.of("d1:1:1")))
                    .satisfies(
                            e ->
                                    assertThat(ExceptionUtils.stringifyException(e))
                                            .contains(
                                                    "Table db.st has no column 'v'; it has ts, x"));
        }
    }

    private TDengineSinkBuilder<String> sink() {
        return TDengineSink.<String>builder()
                .setSuperTable("db", "st")
                .setGatewayFactory(server.gatewayFactory())
                .setSerializer(new Readings())
                .setRetryPolicy(QUICK)
                .setMaxAge(Duration.ofMillis(20));
    }

    private static void run(TDengineSinkBuilder<String> sink, List<String> elements)
            throws Exception {
        Configuration none = new Configuration();
        none.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        run(sink, elements, none);
    }

    private static void run(
            TDengineSinkBuilder<String> sink, List<String> elements, Configuration configuration)
            throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(1);
        env.fromData(elements, Types.STRING).sinkTo(sink.build());
        env.execute();
    }
}
