/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.datahub;

import io.spillway.benchmarks.harness.Benchmark;
import io.spillway.benchmarks.harness.Contender;
import io.spillway.benchmarks.harness.Measured;
import io.spillway.benchmarks.harness.Outcome;
import io.spillway.benchmarks.harness.PairedRun;
import io.spillway.benchmarks.harness.Progress;
import io.spillway.benchmarks.harness.Ratio;
import io.spillway.benchmarks.harness.Ratio.Aim;
import io.spillway.benchmarks.harness.Settings;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.TopicPath;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/**
 * What becomes of seven shards when the eighth takes nothing. Answers take 20 ms, so that shards,
 * not the processor, bound the rate.
 */
public final class ThrottlingBenchmark implements Benchmark {

    private static final int SHARDS = 8;
    private static final String BEFORE = "seven shards beside a healthy one";
    private static final String BESIDE = "seven shards beside a throttled one";

    /** More than a writer buffers, so that the job goes on while records arrive. */
    private static final long SPARE = 30_000;

    /** Should the other shards be held up too, this is long enough to see it. */
    private static final Duration MOST = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "datahub-throttling";
    }

    @Override
    public String description() {
        return "the rate of seven shards while the eighth is throttled";
    }

    @Override
    public List<Outcome> run(Settings settings, PrintStream progress) throws Exception {
        try (BenchService service = new BenchService()) {
            service.latency(Duration.ofMillis(20));
            long records = settings.records(250_000);
            return List.of(
                    new PairedRun(settings, progress)
                            .run(
                                    "Writing to 8 shards of which one is throttled, latency 20 ms",
                                    List.of(
                                            new Contender(
                                                    BEFORE, () -> write(service, records, false)),
                                            new Contender(
                                                    BESIDE, () -> write(service, records, true))),
                                    List.of(Ratio.ofRates(BESIDE, BEFORE, Aim.atLeast(0.9)))));
        }
    }

    private static Measured write(BenchService service, long records, boolean throttled)
            throws Exception {
        TopicPath topic = service.createTopic(SHARDS);
        if (throttled) {
            service.faults().throttleShard(topic.project(), topic.topic(), "0", Integer.MAX_VALUE);
        }
        Future<?> running =
                FlinkJobs.write(
                        service, topic, records + SPARE, Map.of("sink.batch.max-rows", "250"));
        Measured all = new Progress(() -> service.count(topic), records).measureFor(MOST, running);
        double others = 1 - countOfShard0(service, topic) / (double) service.count(topic);
        service.faults().stopThrottling();
        running.get();
        service.deleteTopic(topic);
        return new Measured(all.perSecond() * others, all.cpuMicros());
    }

    private static long countOfShard0(BenchService service, TopicPath topic) throws Exception {
        var latest = service.gateway().getCursor(topic, "0", CursorSpec.latest()).get();
        long last = latest.sequence();
        boolean empty =
                last <= 0
                        && service.gateway()
                                        .getRecords(topic, "0", latest.cursor(), 1)
                                        .get()
                                        .count()
                                == 0;
        return empty ? 0 : last + 1;
    }
}
