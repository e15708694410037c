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
import io.spillway.benchmarks.harness.Ratio;
import io.spillway.benchmarks.harness.Ratio.Aim;
import io.spillway.benchmarks.harness.Settings;
import io.spillway.datahub.client.model.TopicPath;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import javax.annotation.Nullable;

/** What it costs that one record of every hundredth request is refused and has to be sent again. */
public final class RefusalBenchmark implements Benchmark {

    private static final int SHARDS = 8;
    private static final long REQUESTS_PER_REFUSAL = 100;
    private static final String NONE = "no refusals";
    private static final String FAILED = "1 % of requests with one failed record";
    private static final String THROTTLED = "1 % of requests with one throttled record";

    @Override
    public String name() {
        return "datahub-refusals";
    }

    @Override
    public String description() {
        return "the cost of one refused record in every hundredth request";
    }

    @Override
    public List<Outcome> run(Settings settings, PrintStream progress) throws Exception {
        try (BenchService service = new BenchService()) {
            long records = settings.records(1_000_000);
            return List.of(
                    new PairedRun(settings, progress)
                            .run(
                                    "Writing to 8 shards that refuse single records",
                                    List.of(
                                            contender(NONE, service, records, null),
                                            contender(
                                                    FAILED,
                                                    service,
                                                    records,
                                                    "InternalServerError"),
                                            contender(
                                                    THROTTLED, service, records, "LimitExceeded")),
                                    List.of(
                                            Ratio.ofRates(FAILED, NONE, Aim.atLeast(0.95)),
                                            Ratio.ofCpu(FAILED, NONE, Aim.atMost(1.05)),
                                            Ratio.ofRates(THROTTLED, NONE, Aim.NONE))));
        }
    }

    private static Contender contender(
            String name, BenchService service, long records, @Nullable String code) {
        Writers writers = new Writers(service);
        return new Contender(
                name,
                () -> {
                    TopicPath topic = service.createTopic(SHARDS);
                    Measured measured =
                            writers.measure(
                                    topic,
                                    records,
                                    to -> FlinkJobs.write(service, to, records, Map.of()),
                                    code == null ? count -> {} : refusals(service, code));
                    service.faults().clear();
                    service.deleteTopic(topic);
                    return measured;
                });
    }

    /** Arms a refusal of one record each time so many requests have passed. */
    private static LongConsumer refusals(BenchService service, String code) {
        long step = REQUESTS_PER_REFUSAL * Writers.BATCH;
        long[] next = {step / 2};
        return count -> {
            if (count >= next[0]) {
                next[0] += step;
                service.faults().partialFailure(1, code, 0);
            }
        };
    }
}
