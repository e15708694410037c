/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.datahub;

import io.spillway.benchmarks.harness.Benchmark;
import io.spillway.benchmarks.harness.Contender;
import io.spillway.benchmarks.harness.Outcome;
import io.spillway.benchmarks.harness.PairedRun;
import io.spillway.benchmarks.harness.Ratio;
import io.spillway.benchmarks.harness.Ratio.Aim;
import io.spillway.benchmarks.harness.Settings;
import io.spillway.datahub.client.model.TopicPath;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a record costs with more and more shards. Compared is processor time: with one shard a task
 * waits for each answer, so that the rate says little.
 */
public final class ShardsBenchmark implements Benchmark {

    private static final int[] COUNTS = {1, 16, 256};

    @Override
    public String name() {
        return "datahub-shards";
    }

    @Override
    public String description() {
        return "the cost of a record with 1, 16 and 256 shards, writing and reading";
    }

    @Override
    public List<Outcome> run(Settings settings, PrintStream progress) throws Exception {
        return List.of(writing(settings, progress), reading(settings, progress));
    }

    private static Outcome writing(Settings settings, PrintStream progress) throws Exception {
        try (BenchService service = new BenchService()) {
            Writers writers = new Writers(service);
            long records = settings.records(512_000);
            List<Contender> contenders = new ArrayList<>();
            List<Ratio> ratios = new ArrayList<>();
            for (int shards : COUNTS) {
                contenders.add(writers.sink("sink, " + of(shards), shards, records, Map.of()));
            }
            for (int shards : COUNTS) {
                contenders.add(
                        writers.sink(
                                "sink by key, " + of(shards),
                                shards,
                                records,
                                Map.of("sink.hash-fields", "id")));
            }
            for (String kind : List.of("sink, ", "sink by key, ")) {
                ratios.add(Ratio.ofCpu(kind + of(16), kind + of(1), Aim.atMost(1.25)));
                ratios.add(Ratio.ofCpu(kind + of(256), kind + of(1), Aim.atMost(1.25)));
            }
            return new PairedRun(settings, progress)
                    .run("Writing to more and more shards", contenders, ratios);
        }
    }

    private static Outcome reading(Settings settings, PrintStream progress) throws Exception {
        try (BenchService service = new BenchService()) {
            long records = settings.records(512_000);
            List<Contender> contenders = new ArrayList<>();
            for (int shards : COUNTS) {
                TopicPath topic = service.createTopic(shards);
                // batches that fill all shards evenly
                int batch = (int) Math.min(Writers.BATCH, Math.max(1, records / shards));
                BareGateway.write(service.gateway(), topic, shards, records, batch);
                contenders.add(Readers.source("source, " + of(shards), service, topic, records));
            }
            return new PairedRun(settings, progress)
                    .run(
                            "Reading more and more shards",
                            contenders,
                            List.of(
                                    Ratio.ofCpu(
                                            "source, " + of(16),
                                            "source, " + of(1),
                                            Aim.atMost(1.25)),
                                    Ratio.ofCpu(
                                            "source, " + of(256),
                                            "source, " + of(1),
                                            Aim.atMost(1.25))));
        }
    }

    private static String of(int shards) {
        return shards == 1 ? "1 shard" : shards + " shards";
    }
}
