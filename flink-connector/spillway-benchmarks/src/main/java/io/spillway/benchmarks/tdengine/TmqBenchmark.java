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
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The source that subscribes against the vendor's consumer. */
public final class TmqBenchmark implements Benchmark {

    private static final int VGROUPS = 2;
    private static final int BATCH = 10_000;
    private static final long RECORDS = 1_200_000;
    private static final String SOURCE = "Flink source";
    private static final String REUSING = "Flink source, objects reused";
    private static final String CONSUMER = "vendor's TaosConsumer";
    private static final String BEANS = "vendor's TaosConsumer, beans";

    @Override
    public String name() {
        return "tdengine-tmq";
    }

    @Override
    public String description() {
        return "the source that subscribes against the vendor's TaosConsumer";
    }

    @Override
    public List<Outcome> run(Settings settings, PrintStream progress) throws Exception {
        try (BenchServer server = new BenchServer()) {
            long records = settings.records(RECORDS);
            String database = server.createDatabase(VGROUPS);
            String topic = "topic_" + database;
            BareGateway.write(server.gateways(), database, records, BATCH, 1);
            server.execute(
                    "CREATE TOPIC "
                            + topic
                            + " AS SELECT "
                            + Meters.COLUMNS
                            + " FROM "
                            + database
                            + "."
                            + Meters.TABLE);
            try {
                return List.of(
                        new PairedRun(settings, progress)
                                .run(
                                        "Reading a topic of 2 vgroups, " + server.kind(),
                                        contenders(server, database, topic, records),
                                        List.of(
                                                Ratio.ofRates(SOURCE, CONSUMER, Aim.atLeast(3)),
                                                Ratio.ofRates(SOURCE, BEANS, Aim.NONE),
                                                Ratio.ofRates(REUSING, CONSUMER, Aim.NONE),
                                                Ratio.ofCpu(CONSUMER, SOURCE, Aim.NONE))));
            } finally {
                server.dropTopic(topic);
                server.dropDatabase(database);
            }
        }
    }

    private static List<Contender> contenders(
            BenchServer server, String database, String topic, long records) {
        AtomicInteger groups = new AtomicInteger();
        Supplier<Map<String, String>> options =
                () -> {
                    Map<String, String> table = server.tableOptions(database);
                    table.put("scan.mode", "subscribe");
                    table.put("topic", topic);
                    table.put("group-id", "source" + groups.getAndIncrement());
                    table.put("scan.startup.mode", "earliest");
                    table.put("scan.bounded.mode", "latest");
                    return table;
                };
        return List.of(
                Reading.source(SOURCE, options, 1, false, records),
                Reading.source(REUSING, options, 1, true, records),
                Reading.driver(
                        CONSUMER,
                        records,
                        count ->
                                VendorDriver.consume(
                                        server,
                                        topic,
                                        "maps" + groups.getAndIncrement(),
                                        records,
                                        count)),
                Reading.driver(
                        BEANS,
                        records,
                        count ->
                                VendorDriver.consumeBeans(
                                        server,
                                        topic,
                                        "beans" + groups.getAndIncrement(),
                                        records,
                                        count)));
    }
}
