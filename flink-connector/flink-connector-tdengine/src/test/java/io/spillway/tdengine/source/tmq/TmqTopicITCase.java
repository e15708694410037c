/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.tdengine.source.tmq.config.StartingOffsets;
import io.spillway.tdengine.source.tmq.testing.BlockOnce;
import io.spillway.tdengine.source.tmq.testing.ColumnsSchema;
import io.spillway.tdengine.source.tmq.testing.MetersTopic;
import io.spillway.tdengine.testing.TestServer;
import io.spillway.testing.job.Collecting;
import io.spillway.testing.job.FailOnce;
import io.spillway.testing.job.Jobs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The source in jobs, against the local server or a real one. */
@Timeout(240)
class TmqTopicITCase {

    @RegisterExtension static final TestServer SERVER = new TestServer();

    private final List<String> topics = new ArrayList<>();

    @TempDir private Path savepoints;

    /** The server refuses while consumers that were closed are still known to it. */
    @AfterEach
    void dropTopics() {
        for (String topic : topics) {
            Jobs.await(() -> topic + " can be dropped", () -> isDropped(topic));
        }
    }

    @Test
    void everyRowOnceThroughARestartFromACheckpoint() throws Exception {
        MetersTopic meters = meters("restarted");
        meters.write(20_000);
        List<String> received =
                Jobs.readAll(
                        Jobs.environment(2, 1, null),
                        meters.source().setBounded().build(),
                        new FailOnce("tmq-restart", 8_000));

        assertThat(received).containsExactlyInAnyOrderElementsOf(meters.written());
        assertThat(FailOnce.run("tmq-restart").failures()).isEqualTo(1);
    }

    @Test
    void everyRowOnceThroughSavepointsOnOneThreeAndTwoReaders() throws Exception {
        MetersTopic meters = meters("rescaled");
        String name = "tmq-rescale";
        meters.write(3_000);
        JobClient job = Jobs.start(Jobs.environment(1, 0, null), meters.source().build(), name);
        Jobs.awaitCollected(name, 500);
        String first = Jobs.stop(job, savepoints);

        meters.write(3_000);
        job = Jobs.start(Jobs.environment(3, 0, first), meters.source().build(), name);
        Jobs.awaitCollected(name, 4_000);
        String second = Jobs.stop(job, savepoints);

        meters.write(3_000);
        job = Jobs.start(Jobs.environment(2, 0, second), meters.source().build(), name);
        Jobs.awaitCollected(name, meters.written().size());
        Jobs.stop(job, savepoints);

        assertThat(Collecting.of(name)).containsExactlyInAnyOrderElementsOf(meters.written());
    }

    /**
     * Defects D8 and D9: blocks were parsed with the first block's schema, and NULL in some types
     * was a NullPointerException.
     */
    @Test
    void d8AndD9TablesOfDifferentSchemasWithNullInEveryType() throws Exception {
        String database = SERVER.createDatabase("PRECISION 'ms' VGROUPS 2");
        execute(
                database,
                "CREATE TABLE power.everything (ts TIMESTAMP, a BOOL, b TINYINT, c SMALLINT, d INT,"
                        + " e BIGINT, f TINYINT UNSIGNED, g SMALLINT UNSIGNED, h INT UNSIGNED,"
                        + " i BIGINT UNSIGNED, j FLOAT, k DOUBLE, l VARCHAR(20), m NCHAR(20),"
                        + " n VARBINARY(20), o TIMESTAMP, p DECIMAL(10,2), q DECIMAL(30,4))");
        execute(database, "CREATE TABLE power.plain (ts TIMESTAMP, note NCHAR(20))");
        execute(database, "CREATE TOPIC " + topic("everything") + " AS DATABASE power");
        long now = System.currentTimeMillis();
        execute(
                database,
                "INSERT INTO power.everything VALUES("
                        + now
                        + ", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
                        + " NULL, NULL, NULL, NULL, NULL)");
        execute(
                database,
                "INSERT INTO power.plain VALUES(" + now + ", 'x') (" + (now + 1) + ", NULL)");
        execute(
                database,
                "INSERT INTO power.everything VALUES("
                        + (now + 1)
                        + ", true, -1, -2, -3, -4, 255, 65535, 4294967295, 18446744073709551615,"
                        + " 1.5, 2.5, 'text', '\u6587', '\\x01FF', 1000, 1.25, 2.5)");
        execute(database, "ALTER TABLE power.plain ADD COLUMN more INT");
        execute(database, "INSERT INTO power.plain VALUES(" + (now + 2) + ", 'y', 7)");

        List<String> received =
                Jobs.readAll(
                        Jobs.environment(2, 0, null),
                        TDengineTmqSource.<String>builder()
                                .setGatewayFactory(SERVER.gateways())
                                .setTopic(topic("everything"))
                                .setGroupId("group")
                                .setDeserializer(new ColumnsSchema())
                                .setPollTimeout(Duration.ofMillis(50))
                                .setBounded()
                                .build(),
                        element -> element);

        assertThat(received).hasSize(5);
        assertThat(received)
                .anySatisfy(
                        row ->
                                assertThat(row)
                                        .startsWith("everything{")
                                        .contains("\"a\":null", "\"l\":null", "\"q\":null"))
                .anySatisfy(
                        row ->
                                assertThat(row)
                                        .contains(
                                                "\"a\":true",
                                                "\"b\":-1",
                                                "\"f\":255",
                                                "\"h\":4294967295",
                                                "\"i\":18446744073709551615",
                                                "\"j\":1.5",
                                                "\"l\":\"text\"",
                                                "\"m\":\"\u6587\"",
                                                "\"n\":\"01ff\"",
                                                "\"o\":\"1970-01-01T00:00:01Z\"",
                                                "\"p\":\"1.25\"",
                                                "\"q\":\"2.5000\""))
                .anySatisfy(row -> assertThat(row).startsWith("plain{").contains("\"note\":null"))
                .anySatisfy(
                        row ->
                                assertThat(row)
                                        .startsWith("plain{")
                                        .contains("\"note\":\"y\",\"more\":7"));
    }

    /** Defect D10: changes of schema and deletes were dropped. */
    @Test
    void d10ChangesOfSchemaAndDeletesAreDelivered() throws Exception {
        String database = SERVER.createDatabase("PRECISION 'ms' VGROUPS 2");
        execute(database, "CREATE TOPIC " + topic("metas") + " WITH META AS DATABASE power");
        long now = System.currentTimeMillis();
        execute(database, "CREATE TABLE power.late (ts TIMESTAMP, note VARCHAR(20))");
        execute(
                database,
                "INSERT INTO power.late VALUES(" + now + ", 'a') (" + (now + 1) + ", 'b')");
        execute(database, "DELETE FROM power.late WHERE ts = " + now);

        List<String> received =
                Jobs.readAll(
                        Jobs.environment(1, 0, null),
                        TDengineTmqSource.<String>builder()
                                .setGatewayFactory(SERVER.gateways())
                                .setTopic(topic("metas"))
                                .setGroupId("group")
                                .setDeserializer(new ColumnsSchema())
                                .setMetaMessages(true)
                                .setPollTimeout(Duration.ofMillis(50))
                                .setBounded()
                                .build(),
                        element -> element);

        List<String> ofLate = received.stream().filter(text -> text.contains("late")).toList();
        assertThat(ofLate).hasSize(4);
        assertThat(ofLate.get(0)).contains("\"type\":\"create\"");
        assertThat(ofLate.get(1)).contains("\"note\":\"a\"");
        assertThat(ofLate.get(2)).contains("\"note\":\"b\"");
        assertThat(ofLate.get(3)).contains("\"type\":\"delete\"");
    }

    /** The server drops a member that does not poll for so long; ours may be held back longer. */
    @Test
    void backpressureLongerThanThePollIntervalDoesNoHarm() throws Exception {
        MetersTopic meters = meters("slow");
        meters.write(5_000);
        BlockOnce slow = new BlockOnce("tmq-slow", 300);
        CompletableFuture<Void> opened =
                CompletableFuture.runAsync(
                        () -> {
                            awaitOpen(BlockOnce.gate("tmq-slow"));
                            CompletableFuture.delayedExecutor(2_500, TimeUnit.MILLISECONDS)
                                    .execute(BlockOnce.gate("tmq-slow")::open);
                        });

        // evicted because it was told to mind the interval: goes on from its checkpoint
        List<String> received =
                Jobs.readAll(
                        Jobs.environment(1, 5, null),
                        meters.source()
                                .setBounded()
                                .setConsumerProperty("max.poll.interval.ms", "1000")
                                .build(),
                        slow);

        opened.get();
        assertThat(received).containsExactlyInAnyOrderElementsOf(meters.written());
    }

    /**
     * The vendor's connector took isBounded the wrong way round, and missed what it should read.
     */
    @Test
    void cdcUnboundedSourceGoesOnAndBeginsWhereItIsTold() throws Exception {
        MetersTopic meters = meters("unbounded");
        String name = "tmq-unbounded";
        meters.write(1_000);
        JobClient job =
                Jobs.start(
                        Jobs.environment(2, 0, null),
                        meters.source().setStartingOffsets(StartingOffsets.latest()).build(),
                        name);
        try {
            List<String> received = Collecting.of(name);
            List<String> later = new ArrayList<>();
            // what is written before the readers have joined does not count
            Jobs.await(
                    () -> "rows come through",
                    () -> {
                        later.addAll(meters.write(10));
                        return !received.isEmpty();
                    });
            List<String> more = meters.write(500);
            Jobs.await(
                    () -> received.size() + " rows came through", () -> received.containsAll(more));
            assertThat(received).doesNotHaveDuplicates().isSubsetOf(concat(later, more));
            assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
        } finally {
            job.cancel().get();
        }
    }

    private static List<String> concat(List<String> one, List<String> other) {
        List<String> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static void awaitOpen(BlockOnce.Gate gate) {
        try {
            gate.reached().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private MetersTopic meters(String name) {
        MetersTopic meters =
                new MetersTopic(SERVER.database(), name, SERVER::execute, SERVER.gateways());
        topics.add(meters.topic());
        return meters;
    }

    private String topic(String name) {
        String topic = "topic_" + SERVER.database() + "_" + name;
        topics.add(topic);
        return topic;
    }

    private static void execute(String database, String sql) {
        SERVER.execute(sql.replace("power", '`' + database + '`'));
    }

    private static boolean isDropped(String topic) {
        try {
            SERVER.execute("DROP TOPIC IF EXISTS " + topic);
            return true;
        } catch (IllegalStateException inUse) {
            return false;
        }
    }
}
