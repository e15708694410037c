/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.harness;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs contenders by turns, so that what else the machine does falls on all of them: each round
 * runs every contender once, every second round in reverse order.
 */
public final class PairedRun {

    private final Settings settings;
    private final PrintStream progress;

    /**
     * @param progress gets a line for each run
     */
    public PairedRun(Settings settings, PrintStream progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Measures the contenders and compares them. */
    public Outcome run(String title, List<Contender> contenders, List<Ratio> ratios)
            throws Exception {
        progress.println("# " + title);
        Map<String, List<Measured>> runs = new LinkedHashMap<>();
        contenders.forEach(contender -> runs.put(contender.name(), new ArrayList<>()));
        for (int round = -settings.warmUps(); round < settings.rounds(); round++) {
            List<Contender> order = new ArrayList<>(contenders);
            if (round % 2 != 0) {
                Collections.reverse(order);
            }
            for (Contender contender : order) {
                Measured measured = contender.run().once();
                progress.printf(
                        "#   %s: %s, %,.0f records/s, %.2f us CPU%n",
                        round < 0 ? "warm-up" : "round " + (round + 1),
                        contender.name(),
                        measured.perSecond(),
                        measured.cpuMicros());
                if (round >= 0) {
                    runs.get(contender.name()).add(measured);
                }
            }
        }
        return outcome(title, runs, ratios);
    }

    private static Outcome outcome(
            String title, Map<String, List<Measured>> runs, List<Ratio> ratios) {
        List<Outcome.Rate> rates = new ArrayList<>();
        runs.forEach(
                (name, measured) ->
                        rates.add(
                                new Outcome.Rate(
                                        name,
                                        Medians.of(
                                                measured.stream()
                                                        .map(Measured::perSecond)
                                                        .toList()),
                                        Medians.of(
                                                measured.stream()
                                                        .map(Measured::cpuMicros)
                                                        .toList()))));
        return new Outcome(title, rates, ratios.stream().map(r -> r.compare(runs)).toList());
    }
}
