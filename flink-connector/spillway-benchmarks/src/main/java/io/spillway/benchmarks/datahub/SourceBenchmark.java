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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The source against the vendor's Consumer and the SDK's getRecords. */
public final class SourceBenchmark implements Benchmark {

    private static final int SHARDS = 8;
    private static final String SOURCE = "Flink source";
    private static final String CONSUMER = "vendor's Consumer";
    private static final String SDK = "vendor's getRecords, a thread per shard";

    @Override
    public String name() {
        return "datahub-source";
    }

    @Override
    public String description() {
        return "the source against the vendor's Consumer and the SDK's getRecords, 0 and 20 ms";
    }

    @Override
    public List<Outcome> run(Settings settings, PrintStream progress) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        try (BenchService service = new BenchService()) {
            long records = settings.records(800_000);
            TopicPath topic = service.createTopic(SHARDS);
            BareGateway.write(service.gateway(), topic, SHARDS, records, Writers.BATCH);
            for (int latency : new int[] {0, 20}) {
                service.latency(Duration.ofMillis(latency));
                List<Contender> contenders =
                        List.of(
                                Readers.source(SOURCE, service, topic, records),
                                Readers.consumer(CONSUMER, service, topic, records),
                                Readers.sdk(SDK, service, topic, SHARDS, records));
                outcomes.add(
                        new PairedRun(settings, progress)
                                .run(
                                        "Reading 8 shards, latency " + latency + " ms",
                                        contenders,
                                        List.of(
                                                Ratio.ofRates(
                                                        SOURCE,
                                                        CONSUMER,
                                                        // with latency, all are bound by one
                                                        // read after another of each shard
                                                        latency == 0 ? Aim.atLeast(2) : Aim.NONE),
                                                Ratio.ofRates(SOURCE, SDK, Aim.NONE),
                                                Ratio.ofCpu(CONSUMER, SOURCE, Aim.NONE))));
            }
        }
        return outcomes;
    }
}
