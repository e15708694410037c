/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.datahub.source.testing.TextSchema;
import io.spillway.datahub.testing.FakeTopic;
import io.spillway.testing.job.Collecting;
import io.spillway.testing.job.FailOnce;
import io.spillway.testing.job.Jobs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Savepoints, other parallelism and other shards between them: each record once, none left out. */
@Timeout(180)
class DataHubRescaleITCase {

    private final FakeTopic service = new FakeTopic();
    private final List<String> written = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();

    @TempDir private Path savepoints;

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void fromOneToFourToTwoTasksThroughSplitsAndMerges() throws Exception {
        List<String> shards = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            shards.add(service.addShard());
        }
        shards.forEach(shard -> write(shard, 400));

        String name = "rescale";
        // stopped in the middle of shards, and of batches, as reads are cut after 7 records
        String first = runUntil(name, 1, null, 300);

        List<String> children = service.split(shards.get(0), 2);
        children.forEach(shard -> write(shard, 200));
        List<String> grandchildren = service.split(children.get(0), 2);
        grandchildren.forEach(shard -> write(shard, 200));
        String second = runUntil(name, 4, first, 1_200);

        String merged = service.merge(children.get(1), grandchildren.get(1));
        write(merged, 300);
        write(shards.get(3), 300);
        String third = runUntil(name, 2, second, written.size());

        write(merged, 50);
        runUntil(name, 3, third, written.size());

        List<String> received = Collecting.of(name);
        assertThat(received).containsExactlyInAnyOrderElementsOf(written);
        // a lineage of shards is read in the order it was written
        List<String> lineage =
                List.of(shards.get(0), children.get(0), grandchildren.get(1), merged);
        assertThat(received.stream().map(DataHubRescaleITCase::shardOf).filter(lineage::contains))
                .isSortedAccordingTo(
                        (a, b) -> Integer.compare(lineage.indexOf(a), lineage.indexOf(b)));
        assertEachShardInOrder(received);
    }

    private void assertEachShardInOrder(List<String> received) {
        for (String shard : counts.keySet()) {
            assertThat(received.stream().filter(value -> shardOf(value).equals(shard)))
                    .containsExactlyElementsOf(
                            written.stream().filter(v -> shardOf(v).equals(shard)).toList());
        }
    }

    @Test
    void splitsOfSplitsAndMergesWhileReadingAndFailing() throws Exception {
        String root = service.addShard();
        write(root, 500);
        StreamExecutionEnvironment env = Jobs.environment(3, 3, null);
        List<String> received = new ArrayList<>();
        try (CloseableIterator<String> results =
                env.fromSource(source(), WatermarkStrategy.noWatermarks(), "datahub")
                        .map(new FailOnce("live", 900))
                        .executeAndCollect()) {
            List<String> lefts = service.split(root, 2);
            for (int round = 0; round < 4; round++) {
                lefts.forEach(shard -> write(shard, 200));
                List<String> split = service.split(lefts.get(0), 2);
                split.forEach(shard -> write(shard, 100));
                String merged = service.merge(split.get(1), lefts.get(1));
                write(merged, 150);
                lefts = List.of(split.get(0), merged);
                while (received.size() < written.size()) {
                    received.add(results.next());
                }
            }
        }
        assertThat(received).containsExactlyInAnyOrderElementsOf(written);
        assertThat(FailOnce.run("live").failures()).isEqualTo(1);
        assertEachShardInOrder(received);
    }

    /** Runs the job until as many records came through in all; the path of the savepoint. */
    private String runUntil(String name, int parallelism, @Nullable String restored, int records)
            throws Exception {
        JobClient job = Jobs.start(Jobs.environment(parallelism, 0, restored), source(), name);
        Jobs.awaitCollected(name, records);
        return Jobs.stop(job, savepoints);
    }

    private DataHubSource<String> source() {
        return DataHubSource.<String>builder()
                .setTopic(service.topic().project(), service.topic().topic())
                .setGatewayFactory(service.factory())
                .setDeserializer(new TextSchema())
                .setShardDiscoveryInterval(Duration.ofMillis(50))
                .setEmptyReadBackoff(Duration.ofMillis(5))
                .setFetchSize(7)
                .build();
    }

    /** Writes batches of one to five records, each of one sequence. */
    private void write(String shard, int records) {
        int next = counts.getOrDefault(shard, 0);
        int end = next + records;
        while (next < end) {
            String[] batch = new String[Math.min(1 + next % 5, end - next)];
            for (int i = 0; i < batch.length; i++) {
                batch[i] = shard + "-" + next++;
            }
            service.appendBatch(shard, batch);
            written.addAll(List.of(batch));
        }
        counts.put(shard, end);
    }

    private static String shardOf(String value) {
        return value.substring(0, value.indexOf('-'));
    }
}
