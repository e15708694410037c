/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.DataHubGatewayOptions;
import io.spillway.datahub.client.HttpDataHubGateway;
import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.datahub.LocalDataHub.StoredRecord;
import io.spillway.local.datahub.LocalDataHubExtension;
import io.spillway.testing.deadletter.KeptLetters;
import io.spillway.testing.job.FailOnce;
import io.spillway.testing.job.Jobs;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The sink over HTTP, against a local DataHub that makes trouble. */
class LocalDataHubSinkITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    private static final String PROJECT = "sink_it";
    private static final int KEYS = 40;
    private static final RetryPolicy QUICK =
            new RetryPolicy(
                    50,
                    Duration.ofMillis(5),
                    2,
                    Duration.ofMillis(100),
                    0.2,
                    Duration.ofMinutes(1));

    private final KeptLetters letters = new KeptLetters();

    @AfterEach
    void recover() {
        hub().faults().clear();
    }

    @Test
    void keepsEveryKeysOrderWhileShardsSplitAndMerge() throws Exception {
        topic("resharded", 2);
        hub().faults().openingDelay(Duration.ofMillis(300));
        int count = 20_000;
        CompletableFuture<List<String>> resharding =
                CompletableFuture.supplyAsync(
                        () -> {
                            awaitRecords("resharded", count / 10);
                            List<String> children = hub().splitShard(PROJECT, "resharded", "0");
                            awaitRecords("resharded", count / 2);
                            hub().mergeShards(PROJECT, "resharded", children.get(1), "1");
                            return children;
                        });
        StreamExecutionEnvironment env = environment(2);
        generated(env, count, 10_000)
                .keyBy(text -> text.substring(0, text.indexOf(':')))
                .sinkTo(builder("resharded").setMaxBatchRecords(100).build());
        env.execute();

        assertThat(resharding.get()).hasSize(2);
        List<StoredRecord> records = hub().records(PROJECT, "resharded");
        // sorted, as AssertJ alone compares each with each
        assertThat(texts(records).stream().sorted().toList())
                .isEqualTo(expected(count).stream().sorted().toList());
        assertThat(records).extracting(StoredRecord::shardId).contains("0", "1", "2", "3", "4");
        for (int key = 0; key < KEYS; key++) {
            String name = "k" + key;
            assertThat(records)
                    .filteredOn(record -> record.values().get(0).equals(name))
                    .extracting(record -> Integer.parseInt(record.values().get(1)))
                    .isSorted();
        }
    }

    @Test
    void losesNothingWhenTheJobRestarts() throws Exception {
        topic("restarted", 2);
        int count = 4000;
        FailOnce.armed();
        StreamExecutionEnvironment env = environment(1);
        env.enableCheckpointing(50);
        generated(env, count, 4000).map(new FailOnce()).sinkTo(builder("restarted").build());
        env.execute();

        assertThat(FailOnce.HAS_FAILED).isTrue();
        List<String> written = texts(hub().records(PROJECT, "restarted"));
        assertThat(new HashSet<>(written)).isEqualTo(new HashSet<>(expected(count)));
        assertThat(written).hasSizeLessThan(2 * count);
    }

    @Test
    void writesWhatArrivedBeforeACheckpointCompletes() throws Exception {
        topic("checkpointed", 1);
        SeenAtCheckpoint.reset();
        StreamExecutionEnvironment env = environment(1);
        env.enableCheckpointing(100);
        generated(env, 2000, 2000)
                .map(new SeenAtCheckpoint())
                .sinkTo(builder("checkpointed").setMaxAge(Duration.ofMinutes(5)).build());
        CompletableFuture<Void> done = CompletableFuture.runAsync(() -> execute(env));
        SeenAtCheckpoint.COMPLETED.await();
        assertThat(hub().recordCount(PROJECT, "checkpointed"))
                .as("nothing is full or old enough: only the checkpoint can have written it")
                .isPositive();
        done.get();
        assertThat(texts(hub().records(PROJECT, "checkpointed")))
                .containsExactlyInAnyOrderElementsOf(expected(2000));
    }

    @Test
    void namesATopicThatDoesNotExistAndARefusedKey() {
        assertThatThrownBy(() -> run(List.of("a:1"), builder("missing")))
                .hasStackTraceContaining(PROJECT + ".missing")
                .hasStackTraceContaining("NoSuch");
        topic("locked", 1);
        assertThatThrownBy(
                        () ->
                                run(
                                        List.of("a:1"),
                                        builder("locked").setGatewayFactory(gateways("wrong"))))
                .hasStackTraceContaining("Unauthorized")
                .hasStackTraceContaining(PROJECT + ".locked");
    }

    private static LocalDataHub hub() {
        return DATAHUB.hub();
    }

    private static void topic(String topic, int shards) {
        try {
            hub().createProject(PROJECT);
        } catch (RuntimeException e) {
            assertThat(e).hasMessageContaining(PROJECT);
        }
        hub().createTopic(PROJECT, topic, shards, LocalDataHub.tuple("k:STRING", "n:BIGINT"));
    }

    private static DataHubGatewayFactory gateways(String secret) {
        return HttpDataHubGateway.factory(
                DataHubGatewayOptions.builder()
                        .endpoint(hub().endpoint())
                        .credentials(StaticCredentialsProvider.of(hub().accessId(), secret))
                        .build());
    }

    private static DataHubSinkBuilder<String> builder(String topic) {
        return DataHubSink.<String>builder()
                .setTopic(PROJECT, topic)
                .setGatewayFactory(gateways(hub().accessKeySecret()))
                .setSerializer(new KeyedTexts())
                .setRetryPolicy(QUICK)
                .setMaxAge(Duration.ofMillis(20));
    }

    private static StreamExecutionEnvironment environment(int parallelism) {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        return env;
    }

    private static DataStream<String> generated(
            StreamExecutionEnvironment env, int count, int perSecond) {
        GeneratorFunction<Long, String> generator = i -> text(i.intValue());
        return env.fromSource(
                        new DataGeneratorSource<>(
                                generator,
                                count,
                                RateLimiterStrategy.perSecond(perSecond),
                                Types.STRING),
                        WatermarkStrategy.noWatermarks(),
                        "texts")
                .setParallelism(1);
    }

    private static void run(List<String> elements, DataHubSinkBuilder<String> builder)
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        env.fromData(elements).sinkTo(builder.build());
        env.execute();
    }

    private static void execute(StreamExecutionEnvironment env) {
        try {
            env.execute();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitRecords(String topic, long count) {
        Jobs.await(
                () -> "topic " + topic + " does not fill",
                () -> hub().recordCount(PROJECT, topic) >= count);
    }

    private static String text(int i) {
        return "k" + i % KEYS + ":" + i;
    }

    private static List<String> expected(int count) {
        return IntStream.range(0, count).mapToObj(LocalDataHubSinkITCase::text).toList();
    }

    private static List<String> texts(List<StoredRecord> records) {
        return records.stream()
                .map(record -> record.values().get(0) + ":" + record.values().get(1))
                .toList();
    }

    /** Fails the job once, some time after a checkpoint completed. */
    private static final class FailOnce implements MapFunction<String, String>, CheckpointListener {

        private static final long serialVersionUID = 1L;
        private static final int AFTER = 100;
        static final AtomicBoolean HAS_FAILED = new AtomicBoolean();

        private boolean checkpointed;
        private int since;

        static void armed() {
            HAS_FAILED.set(false);
        }

        @Override
        public String map(String value) {
            if (checkpointed && ++since > AFTER && HAS_FAILED.compareAndSet(false, true)) {
                throw new IllegalStateException("fails once, on purpose");
            }
            return value;
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            checkpointed = true;
        }
    }

    /** Tells when the first checkpoint that saw an element completed. */
    private static final class SeenAtCheckpoint
            implements MapFunction<String, String>, CheckpointListener {

        private static final long serialVersionUID = 1L;
        static volatile CountDownLatch COMPLETED = new CountDownLatch(1);

        private long seen;
        private int checkpointsSince;

        static void reset() {
            COMPLETED = new CountDownLatch(1);
        }

        @Override
        public String map(String value) {
            seen++;
            return value;
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            // the first one may have been triggered before the first element
            if (seen > 0 && ++checkpointsSince == 2) {
                COMPLETED.countDown();
            }
        }
    }
}
