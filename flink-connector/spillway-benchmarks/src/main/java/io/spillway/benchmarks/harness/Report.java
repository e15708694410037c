/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints outcomes as tables, and writes them as JSON. */
public final class Report {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Report() {}

    public static void print(Outcome outcome, PrintStream out) {
        out.printf("%n%s%n", outcome.title());
        out.printf(Locale.ROOT, "  %-44s %14s %14s%n", "", "records/s", "us CPU/record");
        for (Outcome.Rate rate : outcome.rates()) {
            out.printf(
                    Locale.ROOT,
                    "  %-44s %,14.0f %14s%n",
                    rate.contender(),
                    rate.recordsPerSecond(),
                    Double.isNaN(rate.cpuMicrosPerRecord())
                            ? "-"
                            : String.format(Locale.ROOT, "%.2f", rate.cpuMicrosPerRecord()));
        }
        for (Outcome.Compared ratio : outcome.ratios()) {
            out.printf(
                    Locale.ROOT,
                    "  ratio %-60s %6.2f  (%.2f to %.2f)  %s%n",
                    ratio.name() + ", " + ratio.metric(),
                    ratio.ratio(),
                    ratio.lowest(),
                    ratio.highest(),
                    ratio.aim().isEmpty()
                            ? ""
                            : "aim " + ratio.aim() + (ratio.met() ? ": met" : ": MISSED"));
        }
    }

    /** Writes all outcomes and what they were measured on. */
    public static void write(List<Outcome> outcomes, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        JSON.writeValue(
                file.toFile(),
                Map.of(
                        "java",
                        Runtime.version().toString(),
                        "processors",
                        Runtime.getRuntime().availableProcessors(),
                        "outcomes",
                        outcomes));
    }
}
