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
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.source.config.OnDataLoss;
import io.spillway.datahub.source.config.StartingPosition;
import io.spillway.datahub.source.config.StoppingPosition;
import io.spillway.datahub.source.config.SubscriptionConfig;
import io.spillway.datahub.source.testing.TextSchema;
import io.spillway.local.datahub.LocalDataHub;
import io.spillway.testing.job.Jobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that are fenced, come too late, have nothing to read, or whose shards run apart. */
@Timeout(120)
class SourceJobITCase {

    private static final TopicPath TOPIC = new TopicPath("project", "topic");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private LocalDataHub service;
    private DataHubGateway gateway;

    @BeforeEach
    void start() {
        InstantSource time = now::get;
        Clock clock = time.withZone(ZoneOffset.UTC);
        service = LocalDataHub.builder().clock(clock).start();
        service.createProject(TOPIC.project());
        service.createTopic(
                TOPIC.project(), TOPIC.topic(), 2, 1, LocalDataHub.tuple("text:STRING"));
        gateway = gateways().create();
    }

    @AfterEach
    void stop() {
        gateway.close();
        service.close();
    }

    @Test
    void aFencedJobReadsEachRecordOnceAndCommitsTheShardsThatAreLeftToIt() throws Exception {
        String subscription = gateway.subscriptions().create(TOPIC, "").join();
        List<String> written = new ArrayList<>(write("0", 0, 300));
        written.addAll(write("1", 0, 300));
        List<String> received = new ArrayList<>();
        try (CloseableIterator<String> results =
                stream(environment(), source().setSubscription(SubscriptionConfig.of(subscription)))
                        .executeAndCollect()) {
            take(results, received, 600);
            Jobs.await(
                    () -> "waits for the first commits", () -> committed(subscription, "0") == 299);

            gateway.subscriptions().openOffsets(TOPIC, subscription, List.of("0")).join();
            written.addAll(write("0", 300, 200));
            written.addAll(write("1", 300, 200));
            take(results, received, 1_000);
            Jobs.await(
                    () -> "waits for the other shard", () -> committed(subscription, "1") == 499);
        }

        assertThat(received.stream().sorted().toList())
                .isEqualTo(written.stream().sorted().toList());
        assertThat(committed(subscription, "0")).as("left to who took it").isEqualTo(299);
    }

    @Test
    void recordsThatExpiredAreALossThatFailsTheJobUnlessItMayGoOn() throws Exception {
        write("0", 0, 50);
        now.updateAndGet(time -> time.plus(Duration.ofDays(2)));
        List<String> left = write("0", 50, 20);

        assertThatThrownBy(() -> readAll(OnDataLoss.FAIL))
                .hasStackTraceContaining("scan.on-data-loss");
        assertThat(readAll(OnDataLoss.EARLIEST)).containsExactlyElementsOf(left);
        assertThat(readAll(OnDataLoss.LATEST)).isEmpty();
    }

    private List<String> readAll(OnDataLoss onDataLoss) throws Exception {
        DataHubSourceBuilder<String> late =
                source().setStartingPosition(StartingPosition.specific(Map.of("0", 10L)))
                        .setBounded(StoppingPosition.latest())
                        .setOnDataLoss(onDataLoss);
        List<String> received = new ArrayList<>();
        try (CloseableIterator<String> results = stream(environment(), late).executeAndCollect()) {
            results.forEachRemaining(received::add);
        }
        return received;
    }

    @Test
    void fromTheLatestToTheLatestIsNothing() throws Exception {
        write("0", 0, 5);
        DataHubSourceBuilder<String> nothing =
                source().setStartingPosition(StartingPosition.latest())
                        .setBounded(StoppingPosition.latest());
        try (CloseableIterator<String> results =
                stream(environment(), nothing).executeAndCollect()) {
            assertThat(results.hasNext()).isFalse();
        }
    }

    @Test
    void aShardFarAheadWaitsForTheOther() throws Exception {
        InMemoryReporter metrics = InMemoryReporter.create();
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(10));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        metrics.addToConfiguration(configuration));
        env.setParallelism(1);
        CloseableIterator<String> results =
                env.fromSource(
                                source().build(),
                                WatermarkStrategy.<String>forMonotonousTimestamps()
                                        .withTimestampAssigner((text, time) -> timeOf(text))
                                        .withWatermarkAlignment(
                                                "shards",
                                                Duration.ofSeconds(1),
                                                Duration.ofMillis(20)),
                                "datahub")
                        .collectAsync();
        JobClient job = env.executeAsync();
        List<String> received = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        try (results) {
            put("0", "0-first", expected);
            put("1", "0-first", expected);
            put("1", "1000000-ahead", expected);
            take(results, received, 3);
            Jobs.await(
                    () -> "waits for a pause of shard 1",
                    () -> state(metrics, job, "1").equals("paused"));

            // once this has come, no read of shard 1 from before its pause is under way
            put("0", "1-slow", expected);
            take(results, received, 4);
            put("1", "2000000-held", new ArrayList<>());
            for (int i = 2; i < 20; i++) {
                put("0", i + "-slow", expected);
                take(results, received, expected.size());
            }
            put("0", "1000000-caught up", expected);
            expected.add("2000000-held");
            take(results, received, expected.size());
        } finally {
            job.cancel().join();
        }
        // the first of each shard may come in any order
        assertThat(received.subList(0, 3)).hasSameElementsAs(expected.subList(0, 3));
        assertThat(received.subList(3, received.size()))
                .containsExactlyElementsOf(expected.subList(3, expected.size()));
    }

    private static long timeOf(String text) {
        return Long.parseLong(text.substring(0, text.indexOf('-')));
    }

    private static String state(InMemoryReporter metrics, JobClient job, String shard) {
        return metrics.getMetricsByIdentifiers(job.getJobID()).entrySet().stream()
                .filter(metric -> metric.getKey().endsWith(".shard." + shard + ".state"))
                .map(metric -> String.valueOf(((Gauge<?>) metric.getValue()).getValue()))
                .findAny()
                .orElse("unknown");
    }

    private void put(String shard, String text, List<String> expected) {
        gateway.putRecordsByShard(
                        TOPIC,
                        shard,
                        List.of(new RecordEntryWriter().reset().addText(text).toRecord()))
                .join();
        expected.add(text);
    }

    private List<String> write(String shard, int first, int count) {
        List<String> texts =
                IntStream.range(first, first + count).mapToObj(i -> shard + "-" + i).toList();
        gateway.putRecordsByShard(
                        TOPIC,
                        shard,
                        texts.stream()
                                .map(text -> new RecordEntryWriter().reset().addText(text))
                                .map(RecordEntryWriter::toRecord)
                                .toList())
                .join();
        return texts;
    }

    private long committed(String subscription, String shard) {
        return gateway.subscriptions()
                .getOffsets(TOPIC, subscription, List.of(shard))
                .join()
                .get(shard)
                .sequence();
    }

    private static void take(CloseableIterator<String> results, List<String> into, int size) {
        while (into.size() < size) {
            into.add(results.next());
        }
    }

    private static DataStream<String> stream(
            StreamExecutionEnvironment env, DataHubSourceBuilder<String> source) {
        return env.fromSource(source.build(), WatermarkStrategy.noWatermarks(), "datahub");
    }

    private static StreamExecutionEnvironment environment() {
        StreamExecutionEnvironment env = Jobs.environment(2, 0, null);
        env.enableCheckpointing(50);
        return env;
    }

    private DataHubSourceBuilder<String> source() {
        return DataHubSource.<String>builder()
                .setTopic(TOPIC.project(), TOPIC.topic())
                .setGatewayFactory(gateways())
                .setDeserializer(new TextSchema())
                .setEmptyReadBackoff(Duration.ofMillis(10));
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
}
