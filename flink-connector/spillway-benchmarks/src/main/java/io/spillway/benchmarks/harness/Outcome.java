/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.harness;

import java.util.List;

/**
 * What a benchmark showed.
 *
 * @param title the benchmark and its conditions
 * @param rates medians of each contender
 * @param ratios how contenders compare
 */
public record Outcome(String title, List<Rate> rates, List<Compared> ratios) {

    /** The medians of one contender; see {@link Measured}. */
    public record Rate(String contender, double recordsPerSecond, double cpuMicrosPerRecord) {}

    /**
     * One comparison.
     *
     * @param ratio the median over rounds
     * @param lowest of any round
     * @param highest of any round
     * @param aim what it should be, empty if nothing is asked for
     */
    public record Compared(
            String name,
            String metric,
            double ratio,
            double lowest,
            double highest,
            String aim,
            boolean met) {}
}
