/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.DataHubGatewayOptions;
import io.spillway.datahub.client.HttpDataHubGateway;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.Shard;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.source.config.StartingPosition;
import io.spillway.datahub.source.config.StoppingPosition;
import io.spillway.datahub.source.config.SubscriptionConfig;
import io.spillway.datahub.source.testing.TextSchema;
import io.spillway.datahub.testing.FakeTopic;
import io.spillway.local.datahub.LocalDataHub;
import io.spillway.testing.job.FailOnce;
import io.spillway.testing.job.Jobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The source in a job, over HTTP, against a service that splits, merges and fails. */
@Timeout(120)
class DataHubSourceITCase {

    private static final TopicPath TOPIC = new TopicPath("project", "topic");

    private LocalDataHub service;
    private DataHubGateway writer;

    @BeforeEach
    void start() {
        service = LocalDataHub.start();
        service.createProject(TOPIC.project());
        writer = gateways().create();
    }

    @AfterEach
    void stop() {
        writer.close();
        service.close();
    }

    @Test
    void everyRecordOnceThroughARestartFromACheckpoint() throws Exception {
        createTopic(4);
        List<String> written = new ArrayList<>();
        for (int shard = 0; shard < 4; shard++) {
            written.addAll(write(String.valueOf(shard), 0, 5_000));
        }
        service.faults().latency(Duration.ofMillis(10));
        // more than finding the start of the shards uses up
        service.faults().expireCursors(12);
        service.faults().failNextGets(12, "LimitExceeded");
        service.faults().wrongCrcOnGets(1);

        StreamExecutionEnvironment env = environment(2);
        List<String> received = new ArrayList<>();
        try (CloseableIterator<String> results =
                env.fromSource(
                                source().setBounded(StoppingPosition.latest())
                                        .setFetchSize(100)
                                        .build(),
                                WatermarkStrategy.noWatermarks(),
                                "datahub")
                        .map(new FailOnce("restart", 8_000))
                        .executeAndCollect()) {
            results.forEachRemaining(received::add);
        }

        assertThat(received).containsExactlyInAnyOrderElementsOf(written);
        FailOnce.Run run = FailOnce.run("restart");
        assertThat(run.failures()).isEqualTo(1);
        assertThat(run.elements())
                .as("went on from a checkpoint and not from the start")
                .isLessThan(written.size() + 8_000);
    }

    /** The hardest place to go on from: within a batch of records that share one sequence. */
    @Test
    void restartsWithinBatchesThatShareASequence() throws Exception {
        List<String> written = new ArrayList<>();
        List<String> received = new ArrayList<>();
        try (FakeTopic topic = new FakeTopic()) {
            for (int s = 0; s < 3; s++) {
                String shard = topic.addShard();
                for (int batch = 0; batch < 300; batch++) {
                    String[] values = new String[7];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = shard + "-" + (batch * values.length + i);
                    }
                    topic.appendBatch(shard, values);
                    written.addAll(List.of(values));
                }
                topic.split(shard, 2);
            }
            FailOnce failOnce = new FailOnce("batches", 2_000);
            // some is left for after the first checkpoint
            topic.hold("0");
            CompletableFuture<Void> released =
                    CompletableFuture.runAsync(
                            () -> {
                                awaitOpen(FailOnce.run("batches").checkpointed());
                                topic.release("0");
                            });
            try (CloseableIterator<String> results =
                    environment(2)
                            .fromSource(
                                    source().setTopic(
                                                    topic.topic().project(), topic.topic().topic())
                                            .setGatewayFactory(topic.factory())
                                            .setBounded(StoppingPosition.latest())
                                            .setFetchSize(3)
                                            .build(),
                                    WatermarkStrategy.noWatermarks(),
                                    "datahub")
                            .map(failOnce)
                            .executeAndCollect()) {
                results.forEachRemaining(received::add);
            }
            released.join();
        }

        assertThat(received).containsExactlyInAnyOrderElementsOf(written);
        assertThat(FailOnce.run("batches").failures()).isEqualTo(1);
    }

    @Test
    void taskLostBeforeTheFirstCheckpointReadsItsShardsAgain() throws Exception {
        createTopic(4);
        List<String> written = new ArrayList<>();
        for (int shard = 0; shard < 4; shard++) {
            written.addAll(write(String.valueOf(shard), 0, 1_000));
        }
        StreamExecutionEnvironment env = environment(2);
        env.enableCheckpointing(3_600_000);
        List<String> received = new ArrayList<>();
        try (CloseableIterator<String> results =
                env.fromSource(
                                source().setBounded(StoppingPosition.latest())
                                        .setFetchSize(100)
                                        .build(),
                                WatermarkStrategy.noWatermarks(),
                                "datahub")
                        .map(new FailOnce("early", 1_500, true))
                        .executeAndCollect()) {
            results.forEachRemaining(received::add);
        }

        assertThat(received).containsExactlyInAnyOrderElementsOf(written);
        assertThat(FailOnce.run("early").failures()).isEqualTo(1);
    }

    @Test
    void jobWithoutStateGoesOnBehindWhatTheSubscriptionHolds() throws Exception {
        createTopic(2);
        List<String> before = new ArrayList<>(write("0", 0, 300));
        before.addAll(write("1", 300, 300));
        String subscription = writer.subscriptions().create(TOPIC, "").join();

        List<String> received = new ArrayList<>();
        try (CloseableIterator<String> results = subscribed(subscription)) {
            take(results, received, before.size());
            waitUntilCommitted(subscription, "0", 299);
            waitUntilCommitted(subscription, "1", 299);
        }
        assertThat(received).containsExactlyInAnyOrderElementsOf(before);

        List<String> after = new ArrayList<>(write("0", 600, 10));
        String child = service.splitShard(TOPIC.project(), TOPIC.topic(), "1").get(0);
        waitUntilOpen(child);
        after.addAll(write(child, 610, 10));
        List<String> receivedAfter = new ArrayList<>();
        try (CloseableIterator<String> results = subscribed(subscription)) {
            take(results, receivedAfter, after.size());
        }
        assertThat(receivedAfter).containsExactlyInAnyOrderElementsOf(after);
    }

    private CloseableIterator<String> subscribed(String subscription) throws Exception {
        return environment(2)
                .fromSource(
                        source().setStartingPosition(StartingPosition.subscription())
                                .setSubscription(SubscriptionConfig.of(subscription))
                                .setShardDiscoveryInterval(Duration.ofMillis(100))
                                .build(),
                        WatermarkStrategy.noWatermarks(),
                        "datahub")
                .executeAndCollect();
    }

    private void waitUntilCommitted(String subscription, String shard, long sequence) {
        Jobs.await(
                () -> "committed of shard " + shard + ": " + committed(subscription, shard),
                () -> committed(subscription, shard) >= sequence);
    }

    private long committed(String subscription, String shard) {
        return writer.subscriptions()
                .getOffsets(TOPIC, subscription, List.of(shard))
                .join()
                .get(shard)
                .sequence();
    }

    @Test
    void followsSplitsAndMergesInTheOrderOfTheRecords() throws Exception {
        createTopic(2);
        service.faults().openingDelay(Duration.ofMillis(200));
        List<String> expected = new ArrayList<>(write("0", 0, 500));
        StreamExecutionEnvironment env = environment(1);
        List<String> received = new ArrayList<>();
        try (CloseableIterator<String> results =
                env.fromSource(
                                source().setShardDiscoveryInterval(Duration.ofMillis(100)).build(),
                                WatermarkStrategy.noWatermarks(),
                                "datahub")
                        .map(new FailOnce("split", 600))
                        .executeAndCollect()) {
            take(results, received, expected.size());

            List<String> children = service.splitShard(TOPIC.project(), TOPIC.topic(), "0");
            String child = children.get(0);
            waitUntilOpen(child);
            expected.addAll(write(child, 500, 500));
            take(results, received, expected.size());

            waitUntilOpen(children.get(1));
            String merged =
                    service.mergeShards(TOPIC.project(), TOPIC.topic(), child, children.get(1));
            waitUntilOpen(merged);
            expected.addAll(write(merged, 1_000, 500));
            take(results, received, expected.size());
        }

        assertThat(received).map(DataHubSourceITCase::numberOf).isSorted();
        assertThat(received).containsExactlyElementsOf(expected);
        assertThat(FailOnce.run("split").failures()).isEqualTo(1);
    }

    @Test
    void latestReadsOnlyWhatIsWrittenLater() throws Exception {
        createTopic(3);
        write("0", 0, 10);
        write("1", 10, 1);
        StreamExecutionEnvironment env = environment(2);
        Set<String> received = new HashSet<>();
        Set<String> written = new HashSet<>();
        try (CloseableIterator<String> results =
                env.fromSource(
                                source().setStartingPosition(StartingPosition.latest()).build(),
                                WatermarkStrategy.noWatermarks(),
                                "datahub")
                        .executeAndCollect()) {
            // the start is decided once the job runs: written on until a record comes through
            int number = 100;
            Thread reading = new Thread(() -> received.add(results.next()));
            reading.start();
            while (reading.isAlive()) {
                for (String shard : List.of("0", "1", "2")) {
                    written.addAll(write(shard, number++, 1));
                }
                reading.join(50);
            }
        }

        assertThat(received).isNotEmpty();
        assertThat(written).containsAll(received);
    }

    @Test
    void topicThatDoesNotExistIsNamed() {
        StreamExecutionEnvironment env = environment(1);
        Configuration noRestart = new Configuration();
        noRestart.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        env.configure(noRestart);
        env.fromSource(source().build(), WatermarkStrategy.noWatermarks(), "datahub").print();

        assertThatThrownBy(() -> env.execute("no topic"))
                .hasStackTraceContaining("project.topic")
                .hasStackTraceContaining("NoSuchTopic");
    }

    private static void take(CloseableIterator<String> results, List<String> into, int size) {
        while (into.size() < size) {
            into.add(results.next());
        }
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int numberOf(String record) {
        return Integer.parseInt(record.substring(record.indexOf('-') + 1));
    }

    private void createTopic(int shards) {
        service.createTopic(
                TOPIC.project(), TOPIC.topic(), shards, LocalDataHub.tuple("text:STRING"));
    }

    private List<String> write(String shard, int first, int count) {
        List<String> values =
                IntStream.range(first, first + count).mapToObj(i -> shard + "-" + i).toList();
        List<EncodedRecord> records =
                values.stream()
                        .map(value -> new RecordEntryWriter().reset().addText(value).toRecord())
                        .toList();
        writer.putRecordsByShard(TOPIC, shard, records).join();
        return values;
    }

    private void waitUntilOpen(String shard) {
        Jobs.await(() -> "shard " + shard + " is not open", () -> isOpen(shard));
    }

    private boolean isOpen(String shardId) {
        return writer.listShards(TOPIC).join().shards().stream()
                .anyMatch(
                        shard -> shard.id().equals(shardId) && shard.state() == Shard.State.ACTIVE);
    }

    private DataHubSourceBuilder<String> source() {
        return DataHubSource.<String>builder()
                .setTopic(TOPIC.project(), TOPIC.topic())
                .setGatewayFactory(gateways())
                .setDeserializer(new TextSchema())
                .setEmptyReadBackoff(Duration.ofMillis(20));
    }

    private DataHubGatewayFactory gateways() {
        return HttpDataHubGateway.factory(
                DataHubGatewayOptions.builder()
                        .endpoint(service.endpoint())
                        .credentials(
                                StaticCredentialsProvider.of(
                                        service.accessId(), service.accessKeySecret()))
                        .build());
    }

    private static StreamExecutionEnvironment environment(int parallelism) {
        StreamExecutionEnvironment env = Jobs.environment(parallelism, 3, null);
        env.enableCheckpointing(50);
        return env;
    }
}
