/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.datahub.client.DataHubErrors;
import io.spillway.datahub.client.model.PutResult;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.testing.FakeTopic;
import io.spillway.testing.deadletter.KeptLetters;
import io.spillway.testing.job.Jobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The sink in a job, against a DataHub in memory that makes trouble. */
class DataHubSinkITCase {

    @RegisterExtension static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

    private static final TopicPath TOPIC = new TopicPath("p", "t");
    private static final RetryPolicy QUICK =
            new RetryPolicy(
                    20,
                    Duration.ofMillis(5),
                    2,
                    Duration.ofMillis(100),
                    0.2,
                    Duration.ofMinutes(1));

    private FakeTopic topic;
    private final KeptLetters letters = new KeptLetters();

    @AfterEach
    void close() {
        topic.close();
    }

    @Test
    void writesEveryRecordOnceAndEachKeyInOrderWhileShardsSplitAndMerge() throws Exception {
        topic = new FakeTopic(TOPIC, KeyedTexts.SCHEMA, 2, false);
        AtomicInteger puts = new AtomicInteger();
        Random random = new Random(11);
        topic.onPut(
                (shard, records) -> {
                    int put = puts.incrementAndGet();
                    if (put == 5) {
                        topic.split("0", 2);
                    } else if (put == 10) {
                        topic.closeShard("1");
                    } else if (put == 20) {
                        topic.merge("2", "3");
                    } else if (random.nextInt(10) == 0) {
                        throw FakeTopic.refusal("InternalServerError", "it");
                    } else if (random.nextInt(10) == 0) {
                        throw FakeTopic.refusal(DataHubErrors.LIMIT_EXCEEDED, "it");
                    }
                    return null;
                });
        Thread repair = new Thread(() -> splitOnceClosed("1"), "repair");
        repair.start();
        List<String> elements = elements(20, 4000);
        run(elements, builder().setMaxBatchRecords(50).setMaxBufferedRecords(500));
        repair.join();

        List<String> written = written();
        assertThat(written).containsExactlyInAnyOrderElementsOf(elements);
        assertThat(puts.get()).isGreaterThan(20);
        for (int key = 0; key < 20; key++) {
            String prefix = "k" + key + ":";
            assertThat(written)
                    .filteredOn(text -> text.startsWith(prefix))
                    .extracting(text -> Integer.parseInt(text.substring(prefix.length())))
                    .isSorted();
        }
    }

    @Test
    void refusedAndUnencodableRecordsBecomeLettersAndTheRestIsWritten() throws Exception {
        topic = new FakeTopic(TOPIC, KeyedTexts.SCHEMA, 2, false);
        topic.onPut(
                (shard, records) -> {
                    List<PutResult.Failed> failed = new ArrayList<>();
                    for (int i = 0; i < records.size(); i++) {
                        if (KeyedTexts.read(records.get(i)).startsWith("poison")) {
                            failed.add(new PutResult.Failed(i, "MalformedRecord", "no number"));
                        }
                    }
                    return new PutResult(failed);
                });
        List<String> good = elements(5, 500);
        List<String> all = new ArrayList<>(good);
        all.add(3, "poison:x1");
        all.add(77, "unencodable:2");
        all.add(300, "@99:3");
        all.add("-:4");
        run(all, builder().setErrorHandling(ErrorHandling.DEAD_LETTER, letters));

        good.add("-:4");
        assertThat(written()).containsExactlyInAnyOrderElementsOf(good);
        assertThat(letters.values())
                .containsExactlyInAnyOrder(
                        "{\"k\":\"poison\",\"n\":\"x1\"}",
                        "unencodable:2",
                        "{\"k\":\"@99\",\"n\":3}");
        assertThat(letters.letters())
                .extracting(letter -> letter.error().code())
                .containsExactlyInAnyOrder("MalformedRecord", "Unencodable", "NoSuchShard");
        DeadLetter.Origin origin =
                letters.letters().stream()
                        .filter(letter -> letter.error().code().equals("MalformedRecord"))
                        .findFirst()
                        .orElseThrow()
                        .origin();
        assertThat(origin.system()).isEqualTo("datahub");
        assertThat(origin.container()).isEqualTo("p.t");
        assertThat(origin.partition()).isIn("0", "1");
    }

    @Test
    void writesEachRecordOnceWhenEveryHundredthRequestLosesOne() throws Exception {
        topic = new FakeTopic(TOPIC, KeyedTexts.SCHEMA, 2, false);
        AtomicInteger puts = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        topic.onPut(
                (shard, records) -> {
                    if (puts.incrementAndGet() % 100 != 0) {
                        return null;
                    }
                    refused.incrementAndGet();
                    return new PutResult(
                            List.of(
                                    new PutResult.Failed(
                                            records.size() / 2, "InternalServerError", "it")));
                });
        List<String> elements = elements(20, 10_000);
        run(elements, builder().setMaxBatchRecords(10));
        assertThat(written()).containsExactlyInAnyOrderElementsOf(elements);
        assertThat(refused.get()).isBetween(8, 12);
    }

    @Test
    void aHashKeyChoosesAShardByItsRangeAndIsRefusedWhereAllShareOne() throws Exception {
        topic = new FakeTopic(TOPIC, KeyedTexts.SCHEMA, 4, false);
        run(
                List.of(
                        "#70000000000000000000000000000000:1",
                        "#C0000000000000000000000000000000:2"),
                builder());
        assertThat(topic.records("1")).hasSize(1);
        assertThat(topic.records("3")).hasSize(1);

        try (FakeTopic extended = new FakeTopic(TOPIC, KeyedTexts.SCHEMA, 4, true)) {
            assertThatThrownBy(
                            () ->
                                    run(
                                            List.of("#70000000000000000000000000000000:1"),
                                            builder().setGatewayFactory(extended.factory())))
                    .hasStackTraceContaining("share one hash range")
                    .hasStackTraceContaining("use a partition key");
        }
    }

    @Test
    void aRefusedRecordFailsTheJobByDefault() {
        topic = new FakeTopic(TOPIC, KeyedTexts.SCHEMA, 1, false);
        assertThatThrownBy(() -> run(List.of("a:1", "unencodable:2"), builder()))
                .hasStackTraceContaining("Unencodable: column k cannot be encoded");
    }

    @Test
    void namesATopicThatDoesNotExist() {
        topic = new FakeTopic();
        assertThatThrownBy(() -> run(List.of("a:1"), builder()))
                .hasStackTraceContaining(
                        "Cannot find where to write to DataHub topic p.t (attempts: 1)")
                .hasStackTraceContaining("NoSuchTopic");
    }

    private void splitOnceClosed(String shardId) {
        Jobs.await(() -> "shard " + shardId + " is not closed", () -> topic.isClosed(shardId));
        topic.split(shardId, 2);
    }

    private DataHubSinkBuilder<String> builder() {
        return DataHubSink.<String>builder()
                .setTopic(TOPIC.project(), TOPIC.topic())
                .setGatewayFactory(topic.factory())
                .setSerializer(new KeyedTexts())
                .setRetryPolicy(QUICK)
                .setMaxAge(Duration.ofMillis(20));
    }

    private static void run(List<String> elements, DataHubSinkBuilder<String> builder)
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        env.fromData(elements).sinkTo(builder.build());
        env.execute();
    }

    private static List<String> elements(int keys, int count) {
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> "k" + i % keys + ":" + i).toList());
    }

    private List<String> written() {
        return topic.records().stream().map(KeyedTexts::read).toList();
    }
}
