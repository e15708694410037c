/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.tdengine;

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

/** The source that queries against the vendor's result sets. */
public final class ScanBenchmark implements Benchmark {

    private static final int BATCH = 10_000;
    private static final long RECORDS = 1_000_000;
    private static final String SOURCE = "Flink source";
    private static final String REUSING = "Flink source, objects reused";
    private static final String RESULT = "vendor's ResultSet";

    @Override
    public String name() {
        return "tdengine-scan";
    }

    @Override
    public String description() {
        return "the source that queries against the vendor's ResultSet, by tasks";
    }

    @Override
    public List<Outcome> run(Settings settings, PrintStream progress) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        try (BenchServer server = new BenchServer()) {
            outcomes.add(compare(server, 2, 0, settings.records(RECORDS), settings, progress));
            if (server.isLocal()) {
                // processors are few here: what tasks add shows where the network is waited for
                outcomes.add(compare(server, 4, 20, settings.records(RECORDS), settings, progress));
            }
        }
        return outcomes;
    }

    private static Outcome compare(
            BenchServer server,
            int vgroups,
            int latencyMillis,
            long records,
            Settings settings,
            PrintStream progress)
            throws Exception {
        String database = server.createDatabase(vgroups);
        BareGateway.write(server.gateways(), database, records, BATCH, 1);
        String parallel = SOURCE + ", " + vgroups + " tasks";
        List<Contender> contenders =
                List.of(
                        Reading.source(
                                SOURCE, () -> server.tableOptions(database), 1, false, records),
                        Reading.source(
                                REUSING, () -> server.tableOptions(database), 1, true, records),
                        Reading.driver(
                                RESULT,
                                records,
                                count -> VendorDriver.read(server, database, count)),
                        Reading.source(
                                parallel,
                                () -> server.tableOptions(database),
                                vgroups,
                                false,
                                records));
        boolean near = latencyMillis == 0;
        String title = "Scanning a super table of " + vgroups + " vgroups, " + server.kind();
        if (!near) {
            server.latency(Duration.ofMillis(latencyMillis));
            title += ", latency " + latencyMillis + " ms";
        }
        try {
            return new PairedRun(settings, progress)
                    .run(
                            title,
                            contenders,
                            List.of(
                                    Ratio.ofRates(SOURCE, RESULT, near ? Aim.atLeast(1) : Aim.NONE),
                                    Ratio.ofRates(REUSING, RESULT, Aim.NONE),
                                    Ratio.ofRates(
                                            parallel,
                                            SOURCE,
                                            near ? Aim.NONE : Aim.atLeast(0.75 * vgroups)),
                                    Ratio.ofRates(parallel, RESULT, Aim.NONE),
                                    Ratio.ofCpu(RESULT, SOURCE, Aim.NONE)));
        } finally {
            if (!near) {
                server.latency(Duration.ZERO);
            }
            server.dropDatabase(database);
        }
    }
}
