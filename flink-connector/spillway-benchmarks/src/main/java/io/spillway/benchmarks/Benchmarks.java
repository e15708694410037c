/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks;

import io.spillway.benchmarks.datahub.CodecBenchmark;
import io.spillway.benchmarks.datahub.RefusalBenchmark;
import io.spillway.benchmarks.datahub.ShardsBenchmark;
import io.spillway.benchmarks.datahub.SinkBenchmark;
import io.spillway.benchmarks.datahub.SourceBenchmark;
import io.spillway.benchmarks.datahub.ThrottlingBenchmark;
import io.spillway.benchmarks.harness.Benchmark;
import io.spillway.benchmarks.harness.Outcome;
import io.spillway.benchmarks.harness.Report;
import io.spillway.benchmarks.harness.Settings;
import io.spillway.benchmarks.tdengine.ScanBenchmark;
import io.spillway.benchmarks.tdengine.TmqBenchmark;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs benchmarks by name and prints what they showed. */
@Command(
        name = "benchmarks",
        mixinStandardHelpOptions = true,
        description = "Compares the connectors with the vendors' clients, and prints ratios.")
public final class Benchmarks implements Callable<Integer> {

    static final List<Benchmark> ALL =
            List.of(
                    new CodecBenchmark(),
                    new SinkBenchmark(),
                    new SourceBenchmark(),
                    new ThrottlingBenchmark(),
                    new RefusalBenchmark(),
                    new ShardsBenchmark(),
                    new io.spillway.benchmarks.tdengine.SinkBenchmark(),
                    new TmqBenchmark(),
                    new ScanBenchmark());

    private static final Logger LOG = LoggerFactory.getLogger(Benchmarks.class);

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            description = "Which to run: 'all' (default), 'list', or names as 'list' prints them.")
    private List<String> names = List.of("all");

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Rounds that count, ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-ups",
            defaultValue = "1",
            description = "Rounds before, ${DEFAULT-VALUE}.")
    private int warmUps;

    @Option(
            names = "--max-records",
            defaultValue = "100000000",
            description = "Most records of one run, for a quick look.")
    private long maxRecords;

    @Nullable
    @Option(names = "--json", description = "A file to write the results to.")
    private Path json;

    public static void main(String[] args) {
        // some of the vendor's threads are no daemons
        System.exit(new CommandLine(new Benchmarks()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        if (names.equals(List.of("list"))) {
            ALL.forEach(b -> out.printf("%-20s %s%n", b.name(), b.description()));
            return 0;
        }
        Settings settings = new Settings(maxRecords, warmUps, rounds);
        List<Outcome> outcomes = new ArrayList<>();
        int failed = 0;
        for (Benchmark benchmark : chosen()) {
            try {
                List<Outcome> shown = benchmark.run(settings, out);
                shown.forEach(outcome -> Report.print(outcome, out));
                outcomes.addAll(shown);
            } catch (Exception e) {
                // the others can still be measured
                failed++;
                LOG.error("Benchmark {} failed", benchmark.name(), e);
            }
        }
        if (json != null) {
            Report.write(outcomes, json);
            out.printf("%nAlso in %s%n", json);
        }
        return failed == 0 ? 0 : CommandLine.ExitCode.SOFTWARE;
    }

    private List<Benchmark> chosen() {
        if (names.equals(List.of("all"))) {
            return ALL;
        }
        List<Benchmark> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(
                    ALL.stream()
                            .filter(benchmark -> benchmark.name().equals(name))
                            .findFirst()
                            .orElseThrow(() -> unknown(name)));
        }
        return chosen;
    }

    private ParameterException unknown(String name) {
        return new ParameterException(
                spec.commandLine(),
                "There is no benchmark '"
                        + name
                        + "'; there are "
                        + ALL.stream().map(Benchmark::name).toList()
                        + " and 'all'");
    }
}
