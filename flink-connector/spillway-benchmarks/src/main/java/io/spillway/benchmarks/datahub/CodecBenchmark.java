/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.datahub;

import io.spillway.benchmarks.harness.Benchmark;
import io.spillway.benchmarks.harness.JmhContender;
import io.spillway.benchmarks.harness.Outcome;
import io.spillway.benchmarks.harness.PairedRun;
import io.spillway.benchmarks.harness.Ratio;
import io.spillway.benchmarks.harness.Ratio.Aim;
import io.spillway.benchmarks.harness.Settings;
import java.io.PrintStream;
import java.util.List;

/** Protobuf to rows and back, against the vendor's SDK, by JMH. */
public final class CodecBenchmark implements Benchmark {

    private static final String OURS = "spillway";
    private static final String VENDOR = "vendor";

    @Override
    public String name() {
        return "datahub-codec";
    }

    @Override
    public String description() {
        return "decoding protobuf to rows and encoding them, against the vendor's SDK (JMH)";
    }

    @Override
    public List<Outcome> run(Settings settings, PrintStream progress) throws Exception {
        return List.of(
                compare("Decoding protobuf", DecodeJmh.class, Aim.atLeast(3), settings, progress),
                compare("Encoding protobuf", EncodeJmh.class, Aim.NONE, settings, progress));
    }

    private static Outcome compare(
            String title, Class<?> type, Aim aim, Settings settings, PrintStream progress)
            throws Exception {
        boolean quick = settings.maxRecords() < DecodeJmh.RECORDS * 10;
        // JMH warms up by itself
        Settings rounds = new Settings(settings.maxRecords(), 0, settings.rounds());
        return new PairedRun(rounds, progress)
                .run(
                        title,
                        List.of(
                                JmhContender.of(OURS, type, OURS, quick),
                                JmhContender.of(VENDOR, type, VENDOR, quick)),
                        List.of(Ratio.ofRates(OURS, VENDOR, aim)));
    }
}
