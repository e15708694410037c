/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.initial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.source.scan.TDengineScanSource;
import io.spillway.tdengine.source.scan.config.ScanTarget;
import io.spillway.tdengine.source.tmq.testing.MetersTopic;
import io.spillway.tdengine.source.tmq.testing.TextSchema;
import io.spillway.tdengine.testing.ExactlyOnce;
import io.spillway.tdengine.testing.FragileLink;
import io.spillway.tdengine.testing.TestServer;
import io.spillway.testing.job.Collecting;
import io.spillway.testing.job.FailOnce;
import io.spillway.testing.job.Jobs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A table and then its topic in jobs that fail, stop and go on at either place. */
@Timeout(240)
class TDengineInitialSourceITCase {

    private static final int OF_TABLE = 6_000;
    private static final int OF_TOPIC = 3_000;

    @RegisterExtension static final TestServer SERVER = new TestServer();

    private static final InMemoryReporter METRICS = InMemoryReporter.createWithRetainedMetrics();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .setConfiguration(METRICS.addToConfiguration(new Configuration()))
                            .build());

    private final List<String> topics = new ArrayList<>();

    @TempDir private Path savepoints;

    @AfterEach
    void dropTopics() {
        topics.forEach(SERVER::dropTopic);
    }

    @Test
    void everyRowOnceThroughARestartInTheTable() throws Exception {
        MetersTopic meters = meters("in_table");
        meters.write(OF_TABLE);
        FailOnce failure = new FailOnce("initial-in-table", 1_000);
        FailOnce.Run run = FailOnce.run("initial-in-table");
        List<String> received =
                readAll(meters, failure, () -> assertThat(run.failures()).isEqualTo(1));
        assertThat(received).containsExactlyInAnyOrderElementsOf(meters.written());
    }

    @Test
    void everyRowOnceThroughARestartInTheTopic() throws Exception {
        MetersTopic meters = meters("in_topic");
        meters.write(OF_TABLE);
        FailOnce failure = new FailOnce("initial-in-topic", OF_TABLE + OF_TOPIC / 2);
        FailOnce.Run run = FailOnce.run("initial-in-topic");
        List<String> received = readAll(meters, failure, () -> assertThat(run.failures()).isZero());
        assertThat(received).containsExactlyInAnyOrderElementsOf(meters.written());
        assertThat(run.failures()).isEqualTo(1);
    }

    @Test
    void tasksThatFailAloneInTableAndTopicLoseAndRepeatNothing() throws Exception {
        MetersTopic meters = meters("alone");
        meters.write(OF_TABLE);
        String name = "initial-alone";
        FailOnce first = new FailOnce(name + "-table", 1_000);
        FailOnce second = new FailOnce(name + "-topic", OF_TABLE + OF_TOPIC);
        StreamExecutionEnvironment env = Jobs.environment(3, 20, null);
        env.fromSource(source(meters), WatermarkStrategy.noWatermarks(), "initial")
                .map(TDengineInitialSourceITCase::slowed)
                .map(first)
                .map(second)
                .map(new ExactlyOnce(name))
                .sinkTo(new DiscardingSink<>());
        JobClient job = env.executeAsync(name);
        try {
            awaitTopicFollowed(meters);
            meters.write(OF_TOPIC);
            Jobs.await(
                    () -> ExactlyOnce.published(name).size() + " rows were published",
                    () -> ExactlyOnce.published(name).size() >= OF_TABLE + OF_TOPIC / 2);
            meters.write(OF_TOPIC);
            Jobs.await(
                    () -> ExactlyOnce.published(name).size() + " rows were published",
                    () -> new HashSet<>(ExactlyOnce.published(name)).containsAll(meters.written()));
        } finally {
            job.cancel().get();
        }
        assertThat(ExactlyOnce.published(name))
                .containsExactlyInAnyOrderElementsOf(meters.written());
        assertThat(FailOnce.run(name + "-table").failures()).isEqualTo(1);
        assertThat(FailOnce.run(name + "-topic").failures()).isEqualTo(1);
    }

    @Test
    void connectionsThatBreakInTheTopicLoseAndRepeatNothing() throws Exception {
        MetersTopic meters = meters("cut");
        meters.write(OF_TABLE);
        try (FragileLink link = new FragileLink(SERVER.endpoint())) {
            List<String> received = new ArrayList<>();
            try (CloseableIterator<String> rows =
                    Jobs.environment(2, 50, null)
                            .fromSource(
                                    source(meters, TestServer.gateways(link.endpoint())),
                                    WatermarkStrategy.noWatermarks(),
                                    "initial")
                            .executeAndCollect()) {
                read(rows, received, OF_TABLE);
                awaitTopicFollowed(meters);
                for (int cut = 1; cut <= 3; cut++) {
                    link.cutAfter(20_000);
                    meters.write(OF_TOPIC);
                    read(rows, received, meters.written().size());
                    assertThat(link.cuts()).isEqualTo(cut);
                }
            }
            assertThat(received).containsExactlyInAnyOrderElementsOf(meters.written());
        }
    }

    @Test
    void everyRowOnceThroughSavepointsInTheTopicOnOneThreeAndTwoReaders() throws Exception {
        MetersTopic meters = meters("rescaled");
        meters.write(OF_TABLE);
        String name = "initial-rescaled";
        JobClient job = Jobs.start(Jobs.environment(1, 0, null), source(meters), name);
        awaitTopicFollowed(meters);
        meters.write(OF_TOPIC);
        Jobs.awaitCollected(name, OF_TABLE + 500);
        String first = Jobs.stop(job, savepoints);

        meters.write(OF_TOPIC);
        job = Jobs.start(Jobs.environment(3, 0, first), source(meters), name);
        Jobs.awaitCollected(name, OF_TABLE + OF_TOPIC + 1_000);
        String second = Jobs.stop(job, savepoints);

        meters.write(OF_TOPIC);
        job = Jobs.start(Jobs.environment(2, 0, second), source(meters), name);
        Jobs.awaitCollected(name, meters.written().size());
        Jobs.stop(job, savepoints);

        assertThat(Collecting.of(name)).containsExactlyInAnyOrderElementsOf(meters.written());
    }

    /** Rows written while the table is read come twice if the table is read behind them. */
    @Test
    void savepointsInTheTableGoOnThereWithMoreAndFewerReaders() throws Exception {
        MetersTopic meters = meters("table_saved");
        meters.write(OF_TABLE);
        List<String> ofTable = List.copyOf(meters.written());
        String name = "initial-in-table-saved";
        JobClient job = start(Jobs.environment(1, 0, null), meters, name);
        Jobs.awaitCollected(name, 1_000);
        String first = Jobs.stop(job, savepoints);
        assertThat(topicReaders(meters)).isZero();
        assertThat(Collecting.of(name)).hasSizeLessThan(OF_TABLE);

        job = start(Jobs.environment(3, 0, first), meters, name);
        Jobs.awaitCollected(name, 2_500);
        String second = Jobs.stop(job, savepoints);
        assertThat(topicReaders(meters)).isZero();
        assertThat(Collecting.of(name)).hasSizeLessThan(OF_TABLE);

        List<String> meanwhile = meters.write(OF_TOPIC);
        job = start(Jobs.environment(2, 0, second), meters, name);
        awaitTopicFollowed(meters);
        List<String> later = meters.write(OF_TOPIC);
        Jobs.await(
                () -> Collecting.of(name).size() + " rows came through",
                () -> new HashSet<>(Collecting.of(name)).containsAll(meters.written()));
        Jobs.stop(job, savepoints);

        Map<String, Integer> counts = new HashMap<>();
        Collecting.of(name).forEach(row -> counts.merge(row, 1, Integer::sum));
        assertThat(ofTable).allSatisfy(row -> assertThat(counts).containsEntry(row, 1));
        assertThat(later).allSatisfy(row -> assertThat(counts).containsEntry(row, 1));
        assertThat(meanwhile).allSatisfy(row -> assertThat(counts.get(row)).isBetween(1, 2));
        assertThat(counts).hasSize(meters.written().size());
    }

    @Test
    void badRowsOfTableAndTopicAreCountedTogether() throws Exception {
        MetersTopic meters = meters("bad");
        String bad = "INSERT INTO %db%." + meters.name() + "_0 VALUES (NOW, 0, 'poison')";
        SERVER.execute(bad);
        JobClient job = Jobs.start(Jobs.environment(1, 0, null), source(meters), "initial-bad");
        try {
            awaitTopicFollowed(meters);
            assertThat(ignored(job)).isEqualTo(1);
            SERVER.execute(bad);
            Jobs.await(() -> ignored(job) + " rows were ignored", () -> ignored(job) == 2);
        } finally {
            job.cancel().get();
        }
    }

    private static long ignored(JobClient job) {
        return METRICS.getMetricsByIdentifiers(job.getJobID()).entrySet().stream()
                .filter(metric -> metric.getKey().endsWith(".numRecordsIgnored"))
                .mapToLong(metric -> ((Counter) metric.getValue()).getCount())
                .sum();
    }

    @Test
    void aTableWithoutTheTopicsEndsIsRefused() {
        MetersTopic meters = meters("refused");
        TDengineScanSource<String> table =
                TDengineScanSource.<String>builder()
                        .setGatewayFactory(SERVER.gateways())
                        .setTarget(ScanTarget.table(SERVER.database(), "refused"))
                        .setDeserializer(new TextSchema())
                        .build();
        assertThatThrownBy(() -> TDengineInitialSource.of(table, meters.source().build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("call setBoundaryTopic(\"" + meters.topic() + "\")");
    }

    /** Rows of the table, and once the topic is followed, as many rows more as it takes. */
    private static List<String> readAll(
            MetersTopic meters, MapFunction<String, String> between, Runnable onceTableIsRead)
            throws Exception {
        List<String> received = new ArrayList<>();
        try (CloseableIterator<String> rows =
                Jobs.environment(2, 20, null)
                        .fromSource(source(meters), WatermarkStrategy.noWatermarks(), "initial")
                        .map(TDengineInitialSourceITCase::slowed)
                        .map(between)
                        .executeAndCollect()) {
            read(rows, received, OF_TABLE);
            onceTableIsRead.run();
            awaitTopicFollowed(meters);
            meters.write(OF_TOPIC);
            read(rows, received, meters.written().size());
            // what came twice would be among these
            meters.write(200);
            read(rows, received, meters.written().size());
        }
        return received;
    }

    private static void read(CloseableIterator<String> rows, List<String> received, int count) {
        while (received.size() < count) {
            received.add(rows.next());
        }
    }

    private static JobClient start(StreamExecutionEnvironment env, MetersTopic meters, String name)
            throws Exception {
        env.fromSource(source(meters), WatermarkStrategy.noWatermarks(), "initial")
                .uid("source")
                .map(TDengineInitialSourceITCase::slowed)
                .map(new Collecting(name))
                .uid("collect")
                .sinkTo(new DiscardingSink<>())
                .uid("sink");
        return env.executeAsync(name);
    }

    /** Leaves time for checkpoints. */
    private static String slowed(String row) {
        if (row.endsWith("5")) {
            LockSupport.parkNanos(2_000_000);
        }
        return row;
    }

    /** All rows of the table are read by then; what is written from then on comes once. */
    private static void awaitTopicFollowed(MetersTopic meters) {
        Jobs.await(() -> "the topic is followed", () -> topicReaders(meters) > 0);
    }

    private static int topicReaders(MetersTopic meters) {
        return SERVER.query(
                        "SELECT vgroup_id FROM information_schema.ins_subscriptions WHERE"
                                + " consumer_group = '"
                                + meters.group()
                                + "'")
                .size();
    }

    private static TDengineInitialSource<String> source(MetersTopic meters) {
        return source(meters, SERVER.gateways());
    }

    private static TDengineInitialSource<String> source(
            MetersTopic meters, TDengineGatewayFactory gateways) {
        return TDengineInitialSource.of(
                TDengineScanSource.<String>builder()
                        .setGatewayFactory(gateways)
                        .setTarget(
                                ScanTarget.table(SERVER.database(), meters.name())
                                        .withColumns(List.of("ts", "v", "txt")))
                        .setSplitTables(1)
                        .setDeserializer(new TextSchema())
                        .setBoundaryTopic(meters.topic())
                        .setErrorPolicy(new ErrorPolicy(ErrorHandling.IGNORE, null))
                        .build(),
                meters.source()
                        .setGatewayFactory(gateways)
                        .setErrorHandling(ErrorHandling.IGNORE, null)
                        .build());
    }

    private MetersTopic meters(String name) {
        MetersTopic meters =
                new MetersTopic(SERVER.database(), name, SERVER::execute, SERVER.gateways());
        topics.add(meters.topic());
        return meters;
    }
}
