/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.datahub.client.DataHubGatewayOptions;
import io.spillway.datahub.client.HttpDataHubGateway;
import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.datahub.LocalDataHub.StoredRecord;
import io.spillway.local.datahub.LocalDataHubExtension;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One shard in trouble, and shards that change under the writer, over HTTP. */
class SinkFaultsITCase {

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    private static final String PROJECT = "sink_faults";
    private static final int KEYS = 64;
    private static final RetryPolicy QUICK =
            new RetryPolicy(
                    50,
                    Duration.ofMillis(5),
                    2,
                    Duration.ofMillis(200),
                    0.2,
                    Duration.ofMinutes(1));

    @BeforeAll
    static void createProject() {
        hub().createProject(PROJECT);
    }

    @AfterEach
    void recover() {
        hub().faults().clear();
    }

    @Test
    void aThrottledShardOfEightHoldsUpNoneOfTheOthers() throws Exception {
        topic("throttled", 8);
        hub().faults().throttleShard(PROJECT, "throttled", "3", 6);
        run("throttled", 20_000, 1_000_000, builder("throttled").setMaxBatchRecords(200), "k");

        List<StoredRecord> records = hub().records(PROJECT, "throttled");
        assertThat(texts(records)).containsExactlyInAnyOrderElementsOf(expected("k", 20_000));
        Map<Boolean, LongSummaryStatistics> times =
                records.stream()
                        .collect(
                                Collectors.partitioningBy(
                                        record -> record.shardId().equals("3"),
                                        Collectors.summarizingLong(StoredRecord::systemTime)));
        assertThat(times.get(true).getCount()).isPositive();
        assertThat(times.get(false).getMax())
                .as("the other seven were done before the throttled one could begin")
                .isLessThanOrEqualTo(times.get(true).getMin());
        assertOrderPerKey(records);
    }

    @Test
    void recordsWithoutAKeyGoAroundAThrottledShard() throws Exception {
        topic("around", 8);
        hub().faults().throttleShard(PROJECT, "around", "3", 9);
        run(
                "around",
                20_000,
                1_000_000,
                builder("around").setMaxBatchRecords(200).setMaxBufferedRecords(4_000),
                "-");
        List<StoredRecord> records = hub().records(PROJECT, "around");
        assertThat(texts(records)).containsExactlyInAnyOrderElementsOf(expected("-", 20_000));
        Map<String, Long> perShard =
                records.stream()
                        .collect(Collectors.groupingBy(r -> r.shardId(), Collectors.counting()));
        assertThat(perShard).hasSize(8);
        assertThat(perShard.get("3")).as("of 2,500 in fair turns").isLessThan(2_000);
    }

    @Test
    void keysKeepTheirOrderWhileShardsOfASplitShardAreSplitAgain() throws Exception {
        topic("split_again", 2);
        hub().faults().openingDelay(Duration.ofMillis(200));
        int count = 20_000;
        CompletableFuture<Collection<String>> splitting =
                CompletableFuture.supplyAsync(
                        () -> {
                            awaitRecords("split_again", count / 10);
                            List<String> children = hub().splitShard(PROJECT, "split_again", "0");
                            awaitShard("split_again", children.get(0));
                            return hub().splitShard(PROJECT, "split_again", children.get(0));
                        });
        run("split_again", count, 8_000, builder("split_again").setMaxBatchRecords(100), "k");

        List<StoredRecord> records = hub().records(PROJECT, "split_again");
        assertThat(texts(records)).containsExactlyInAnyOrderElementsOf(expected("k", count));
        assertThat(records).extracting(StoredRecord::shardId).containsAll(splitting.get());
        assertOrderPerKey(records);
    }

    @Test
    void lostRepliesAreKnownByTheirNumbersAndNothingElseIsWrittenTwice() throws Exception {
        topic("numbered", 2);
        hub().faults().closeConnectionAfterPut(3);
        run(
                "numbered",
                2_000,
                1_000_000,
                builder("numbered").setMaxBatchRecords(50).setDedupAttributes(true),
                "k");
        Map<String, String> byNumber = new HashMap<>();
        List<StoredRecord> records = hub().records(PROJECT, "numbered");
        for (StoredRecord record : records) {
            assertThat(record.attributes())
                    .containsOnlyKeys(
                            DedupAttributes.JOB, DedupAttributes.WRITER, DedupAttributes.INDEX);
            String number = record.attributes().toString();
            String text = record.values().toString();
            assertThat(byNumber.getOrDefault(number, text)).isEqualTo(text);
            byNumber.put(number, text);
        }
        assertThat(records).hasSizeBetween(2_003, 2_150);
        assertThat(byNumber.values())
                .containsExactlyInAnyOrderElementsOf(
                        expected("k", 2_000).stream()
                                .map(text -> "[" + text.replace(":", ", ") + "]")
                                .toList());
    }

    private static LocalDataHub hub() {
        return DATAHUB.hub();
    }

    private static void topic(String topic, int shards) {
        hub().createTopic(PROJECT, topic, shards, LocalDataHub.tuple("k:STRING", "n:BIGINT"));
    }

    private static DataHubSinkBuilder<String> builder(String topic) {
        return DataHubSink.<String>builder()
                .setTopic(PROJECT, topic)
                .setGatewayFactory(
                        HttpDataHubGateway.factory(
                                DataHubGatewayOptions.builder()
                                        .endpoint(hub().endpoint())
                                        .credentials(
                                                StaticCredentialsProvider.of(
                                                        hub().accessId(), hub().accessKeySecret()))
                                        .build()))
                .setSerializer(new KeyedTexts())
                .setRetryPolicy(QUICK)
                .setMaxAge(Duration.ofMillis(20));
    }

    private static void run(
            String name, int count, int perSecond, DataHubSinkBuilder<String> sink, String key)
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        GeneratorFunction<Long, String> generator = i -> text(key, i.intValue());
        env.fromSource(
                        new DataGeneratorSource<>(
                                generator,
                                count,
                                RateLimiterStrategy.perSecond(perSecond),
                                Types.STRING),
                        WatermarkStrategy.noWatermarks(),
                        name)
                .sinkTo(sink.build());
        env.execute();
    }

    private static void assertOrderPerKey(List<StoredRecord> records) {
        Map<String, List<Integer>> byKey =
                records.stream()
                        .collect(
                                Collectors.groupingBy(
                                        record -> record.values().get(0),
                                        Collectors.mapping(
                                                record -> Integer.valueOf(record.values().get(1)),
                                                Collectors.toList())));
        assertThat(byKey).hasSize(KEYS);
        byKey.forEach((key, numbers) -> assertThat(numbers).as("order of %s", key).isSorted());
    }

    private static void awaitRecords(String topic, long count) {
        await(topic, () -> hub().recordCount(PROJECT, topic) >= count);
    }

    private static void awaitShard(String topic, String shard) {
        await(
                topic,
                () ->
                        hub().records(PROJECT, topic).stream()
                                .anyMatch(record -> record.shardId().equals(shard)));
    }

    private static void await(String topic, java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("topic " + topic + " does not fill");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static String text(String key, int i) {
        return (key.equals("-") ? key : key + i % KEYS) + ":" + i;
    }

    private static List<String> expected(String key, int count) {
        return IntStream.range(0, count).mapToObj(i -> text(key, i)).toList();
    }

    private static List<String> texts(List<StoredRecord> records) {
        return records.stream()
                .map(record -> record.values().get(0) + ":" + record.values().get(1))
                .toList();
    }
}
