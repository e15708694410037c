/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.datahub.client.DataHubGatewayOptions;
import io.spillway.datahub.client.Encoding;
import io.spillway.datahub.client.HttpDataHubGateway;
import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.datahub.LocalDataHub.StoredRecord;
import io.spillway.local.datahub.LocalDataHubExtension;
import io.spillway.testing.deadletter.KeptLetters;
import io.spillway.testing.job.Jobs;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One shard in trouble, and shards that change under the writer, over HTTP. */
class SinkFaultsITCase {

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    private static final String PROJECT = "sink_faults";
    private static final int KEYS = 64;
    private static final int AT_ONCE = Integer.MAX_VALUE;
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

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void aThrottledShardOfEightHoldsUpNoneOfTheOthers(Encoding encoding) throws Exception {
        String topic = topic("throttled", encoding, 8);
        hub().faults().throttleShard(PROJECT, topic, "3", 5);
        run(topic, 20_000, AT_ONCE, builder(topic, encoding).setMaxBatchRecords(200), "k");

        List<StoredRecord> records = hub().records(PROJECT, topic);
        assertSame(records, expected("k", 20_000));
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

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void recordsWithoutAKeyGoAroundAThrottledShard(Encoding encoding) throws Exception {
        String topic = topic("around", encoding, 8);
        hub().faults().throttleShard(PROJECT, topic, "3", 5);
        run(
                topic,
                20_000,
                AT_ONCE,
                builder(topic, encoding).setMaxBatchRecords(200).setMaxBufferedRecords(4_000),
                "-");
        List<StoredRecord> records = hub().records(PROJECT, topic);
        assertSame(records, expected("-", 20_000));
        Map<String, Long> perShard =
                records.stream()
                        .collect(Collectors.groupingBy(r -> r.shardId(), Collectors.counting()));
        assertThat(perShard).hasSize(8);
        assertThat(perShard.get("3")).as("of 2,500 in fair turns").isLessThan(1_500);
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void keysKeepTheirOrderWhileShardsOfASplitShardAreSplitAgain(Encoding encoding)
            throws Exception {
        String topic = topic("split_again", encoding, 2);
        hub().faults().openingDelay(Duration.ofMillis(200));
        int count = 20_000;
        CompletableFuture<Collection<String>> splitting =
                CompletableFuture.supplyAsync(
                        () -> {
                            awaitRecords(topic, count / 10);
                            List<String> children = hub().splitShard(PROJECT, topic, "0");
                            awaitShard(topic, children.get(0));
                            return hub().splitShard(PROJECT, topic, children.get(0));
                        });
        run(topic, count, 20_000, builder(topic, encoding).setMaxBatchRecords(100), "k");

        List<StoredRecord> records = hub().records(PROJECT, topic);
        assertSame(records, expected("k", count));
        assertThat(records).extracting(StoredRecord::shardId).containsAll(splitting.get());
        assertOrderPerKey(records);
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void lostRepliesAreKnownByTheirNumbersAndNothingElseIsWrittenTwice(Encoding encoding)
            throws Exception {
        String topic = topic("numbered", encoding, 2);
        hub().faults().closeConnectionAfterPut(3);
        run(
                topic,
                2_000,
                AT_ONCE,
                builder(topic, encoding).setMaxBatchRecords(50).setDedupAttributes(true),
                "k");
        Map<String, String> byNumber = new HashMap<>();
        List<StoredRecord> records = hub().records(PROJECT, topic);
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

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void eachRecordIsWrittenOnceThroughRefusalsThatAreAnswered(Encoding encoding) throws Exception {
        String topic = topic("refused", encoding, 3);
        hub().faults().partialFailure(5, "InternalServerError", 0, 3, 17, 49);
        hub().faults().throttleShard(PROJECT, topic, "1", 4);
        hub().faults().failNextPuts(3, "ShardNotReady");
        run(topic, 3_000, AT_ONCE, builder(topic, encoding).setMaxBatchRecords(50), "k");

        List<StoredRecord> records = hub().records(PROJECT, topic);
        assertSame(records, expected("k", 3_000));
        if (encoding == Encoding.BATCH) {
            // elsewhere the later records of a request are taken where an earlier one is not
            assertOrderPerKey(records);
        }
        assertThat(hub().faults().active().keySet())
                .as("a batch cannot fail in part; every other fault was met")
                .isEqualTo(encoding == Encoding.BATCH ? Set.of("partial-failure") : Set.of());
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void badRecordsAreFoundAmongGoodOnes(Encoding encoding) throws Exception {
        String topic = topic("bad", encoding, 2);
        List<String> good = expected("k", 500);
        List<String> all = new ArrayList<>(good);
        all.add(10, "poison:ten");
        all.add(11, "poison:null");
        all.add(300, "poison:null");
        all.add("unencodable:1");
        KeptLetters letters = new KeptLetters();
        run(
                topic,
                all.size(),
                AT_ONCE,
                builder(topic, encoding)
                        .setMaxBatchRecords(100)
                        .setErrorHandling(ErrorHandling.DEAD_LETTER, letters),
                all::get);

        assertSame(hub().records(PROJECT, topic), good);
        assertThat(letters.values())
                .containsExactlyInAnyOrder(
                        "{\"k\":\"poison\",\"n\":\"ten\"}",
                        "{\"k\":\"poison\",\"n\":null}",
                        "{\"k\":\"poison\",\"n\":null}",
                        "unencodable:1");
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void nothingIsLostWhenTheServiceIsAwayOrConnectionsAreCut(Encoding encoding) throws Exception {
        String topic = topic("cut", encoding, 2);
        hub().faults().httpStatus503Html(3);
        hub().faults().closeConnectionBeforePut(2);
        hub().faults().closeConnectionAfterPut(3);
        run(topic, 2_000, AT_ONCE, builder(topic, encoding).setMaxBatchRecords(50), "k");

        List<String> written = texts(hub().records(PROJECT, topic));
        List<String> all = expected("k", 2_000);
        assertThat(new HashSet<>(written)).isEqualTo(new HashSet<>(all));
        assertThat(written.size() - all.size())
                .as("three batches whose answer was lost were sent again")
                .isBetween(3, 150);
    }

    private static LocalDataHub hub() {
        return DATAHUB.hub();
    }

    /** Creates a topic of one test with one encoding. */
    private static String topic(String test, Encoding encoding, int shards) {
        String topic = test + "_" + encoding.name().toLowerCase(Locale.ROOT);
        hub().createTopic(PROJECT, topic, shards, LocalDataHub.tuple("k:STRING", "n:BIGINT!"));
        return topic;
    }

    private static DataHubSinkBuilder<String> builder(String topic, Encoding encoding) {
        return DataHubSink.<String>builder()
                .setTopic(PROJECT, topic)
                .setGatewayFactory(
                        HttpDataHubGateway.factory(
                                DataHubGatewayOptions.builder()
                                        .endpoint(hub().endpoint())
                                        .encoding(encoding)
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
        run(name, count, perSecond, sink, (SerializableText) i -> text(key, i));
    }

    /** The text of a number, on the tasks too. */
    private interface SerializableText extends IntFunction<String>, Serializable {}

    private static void run(
            String name,
            int count,
            int perSecond,
            DataHubSinkBuilder<String> sink,
            SerializableText texts)
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        DataStream<Long> numbers =
                perSecond == AT_ONCE
                        ? env.fromSequence(0, count - 1)
                        : env.fromSource(
                                new DataGeneratorSource<>(
                                        (GeneratorFunction<Long, Long>) i -> i,
                                        count,
                                        RateLimiterStrategy.perSecond(perSecond),
                                        Types.LONG),
                                WatermarkStrategy.noWatermarks(),
                                name);
        numbers.map(i -> texts.apply(i.intValue())).returns(Types.STRING).sinkTo(sink.build());
        env.execute();
    }

    /** Compares sorted: AssertJ alone compares each with each, for minutes. */
    private static void assertSame(List<StoredRecord> written, List<String> expected) {
        assertThat(texts(written).stream().sorted().toList())
                .isEqualTo(expected.stream().sorted().toList());
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

    private static void await(String topic, BooleanSupplier condition) {
        Jobs.await(() -> "topic " + topic + " does not fill", condition);
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
