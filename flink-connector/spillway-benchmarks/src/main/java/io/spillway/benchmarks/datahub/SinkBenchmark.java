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
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sink against the vendor's Producer and against our client without Flink. */
public final class SinkBenchmark implements Benchmark {

    private static final int SHARDS = 8;
    private static final String SINK = "Flink sink";
    private static final String GATEWAY = "our client without Flink";
    private static final String PRODUCER = "vendor's Producer";
    private static final String PRODUCERS = "vendor's Producer, 8 threads";

    @Override
    public String name() {
        return "datahub-sink";
    }

    @Override
    public String description() {
        return "the sink against the vendor's Producer and our client without Flink, 0 and 20 ms";
    }

    @Override
    public List<Outcome> run(Settings settings, PrintStream progress) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        for (int latency : new int[] {0, 20}) {
            try (BenchService service = new BenchService()) {
                service.latency(Duration.ofMillis(latency));
                long records = settings.records(600_000);
                // of the one that waits for each answer, fewer
                long fewer = settings.records(latency == 0 ? 600_000 : 80_000);
                Writers writers = new Writers(service);
                List<Contender> contenders =
                        List.of(
                                writers.sink(SINK, SHARDS, records, Map.of()),
                                writers.producer(PRODUCER, SHARDS, fewer, 1),
                                writers.gateway(GATEWAY, SHARDS, records),
                                writers.producer(PRODUCERS, SHARDS, records, SHARDS));
                outcomes.add(
                        new PairedRun(settings, progress)
                                .run(
                                        "Writing to 8 shards, latency " + latency + " ms",
                                        contenders,
                                        List.of(
                                                Ratio.ofRates(SINK, PRODUCER, Aim.atLeast(2)),
                                                Ratio.ofRates(SINK, GATEWAY, Aim.atLeast(0.9)),
                                                Ratio.ofRates(SINK, PRODUCERS, Aim.NONE),
                                                Ratio.ofCpu(PRODUCER, SINK, Aim.NONE))));
            }
        }
        return outcomes;
    }
}
