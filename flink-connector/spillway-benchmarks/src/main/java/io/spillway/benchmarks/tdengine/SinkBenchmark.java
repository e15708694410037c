/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.tdengine;

import io.spillway.benchmarks.harness.Background;
import io.spillway.benchmarks.harness.Benchmark;
import io.spillway.benchmarks.harness.Contender;
import io.spillway.benchmarks.harness.Measured;
import io.spillway.benchmarks.harness.Outcome;
import io.spillway.benchmarks.harness.PairedRun;
import io.spillway.benchmarks.harness.Progress;
import io.spillway.benchmarks.harness.Ratio;
import io.spillway.benchmarks.harness.Ratio.Aim;
import io.spillway.benchmarks.harness.Settings;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** The sink against the vendor's prepared statements and against our client without Flink. */
public final class SinkBenchmark implements Benchmark {

    private static final int VGROUPS = 2;

    /** The connector's default. */
    private static final int CONNECTIONS = 2;

    private static final String SINK = "Flink sink";
    private static final String REUSING = "Flink sink, objects reused";
    private static final String GATEWAY = "our client without Flink";
    private static final String DRIVER = "vendor's PreparedStatement";
    private static final String DRIVERS = "vendor's PreparedStatement, 2 threads";

    private record Size(int batch, long records) {}

    private static final List<Size> SIZES =
            List.of(new Size(100, 100_000), new Size(1_000, 400_000), new Size(10_000, 800_000));

    @Override
    public String name() {
        return "tdengine-sink";
    }

    @Override
    public String description() {
        return "the sink against the vendor's PreparedStatement and our client without Flink";
    }

    @Override
    public List<Outcome> run(Settings settings, PrintStream progress) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        for (Size size : SIZES) {
            long records = settings.records(size.records);
            // a quick look still has some batches
            int batch = (int) Math.max(1, Math.min(size.batch, records / 20));
            try (BenchServer server = new BenchServer()) {
                outcomes.add(
                        new PairedRun(settings, progress)
                                .run(
                                        "Writing batches of " + batch + " rows, " + server.kind(),
                                        contenders(server, batch, records),
                                        List.of(
                                                Ratio.ofRates(SINK, DRIVER, Aim.atLeast(2)),
                                                Ratio.ofRates(SINK, GATEWAY, Aim.atLeast(0.9)),
                                                Ratio.ofRates(SINK, DRIVERS, Aim.NONE),
                                                Ratio.ofRates(REUSING, DRIVER, Aim.NONE),
                                                Ratio.ofRates(REUSING, GATEWAY, Aim.NONE),
                                                Ratio.ofCpu(DRIVER, SINK, Aim.NONE))));
            }
        }
        return outcomes;
    }

    /** Starts writing; counts what the server said it wrote. */
    @FunctionalInterface
    private interface Work {
        Future<?> start(String database, AtomicLong count) throws Exception;
    }

    private static List<Contender> contenders(BenchServer server, int batch, long records) {
        return List.of(
                sink(SINK, server, batch, records, false),
                sink(REUSING, server, batch, records, true),
                contender(
                        DRIVER,
                        server,
                        records,
                        (database, count) ->
                                Background.run(
                                        () ->
                                                VendorDriver.write(
                                                        server, database, records, batch, 1,
                                                        count))),
                contender(
                        GATEWAY,
                        server,
                        records,
                        (database, count) ->
                                Background.run(
                                        () ->
                                                BareGateway.write(
                                                        new AckedGateways(server.gateways(), count),
                                                        database,
                                                        records,
                                                        batch,
                                                        CONNECTIONS))),
                contender(
                        DRIVERS,
                        server,
                        records,
                        (database, count) ->
                                Background.run(
                                        () ->
                                                VendorDriver.write(
                                                        server,
                                                        database,
                                                        records,
                                                        batch,
                                                        CONNECTIONS,
                                                        count))));
    }

    private static Contender sink(
            String name, BenchServer server, int batch, long records, boolean reuse) {
        return contender(
                name,
                server,
                records,
                (database, count) -> {
                    Map<String, String> options = server.tableOptions(database);
                    options.put("sink.batch.max-rows", Integer.toString(batch));
                    return FlinkJobs.write(
                            options, new AckedGateways(server.gateways(), count), records, reuse);
                });
    }

    /** Each run writes to a database of its own, and has written all in the end. */
    private static Contender contender(String name, BenchServer server, long records, Work work) {
        return new Contender(
                name,
                () -> {
                    String database = server.createDatabase(VGROUPS);
                    AtomicLong count = new AtomicLong();
                    Future<?> running = work.start(database, count);
                    Measured measured = new Progress(count::get, records).measure(running);
                    running.get();
                    long written = server.count(database);
                    server.dropDatabase(database);
                    if (written != records) {
                        throw new IllegalStateException(
                                name + " wrote " + written + " of " + records + " rows");
                    }
                    return measured;
                });
    }
}
