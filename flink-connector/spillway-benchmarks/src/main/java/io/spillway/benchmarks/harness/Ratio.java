/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One contender over another.
 *
 * @param of the contender that is judged
 * @param over the contender it is compared with
 * @param metric what is compared
 * @param scale the quotient is multiplied by this
 * @param aim what the quotient should be
 */
public record Ratio(String of, String over, Metric metric, double scale, Aim aim) {

    /** What is compared. */
    public enum Metric {
        RATE {
            @Override
            double of(Measured run) {
                return run.perSecond();
            }
        },
        CPU {
            @Override
            double of(Measured run) {
                return run.cpuMicros();
            }
        };

        abstract double of(Measured run);
    }

    /**
     * What a ratio should be.
     *
     * @param min 0 for no bound
     * @param max infinite for no bound
     */
    public record Aim(double min, double max) {

        public static final Aim NONE = new Aim(0, Double.POSITIVE_INFINITY);

        public static Aim atLeast(double min) {
            return new Aim(min, Double.POSITIVE_INFINITY);
        }

        public static Aim atMost(double max) {
            return new Aim(0, max);
        }

        boolean isMetBy(double value) {
            return value >= min && value <= max;
        }

        @Override
        public String toString() {
            if (equals(NONE)) {
                return "";
            }
            return min > 0 ? ">= " + min : "<= " + max;
        }
    }

    /** Rates of two contenders. */
    public static Ratio ofRates(String of, String over, Aim aim) {
        return new Ratio(of, over, Metric.RATE, 1, aim);
    }

    /** Processor time of two contenders. */
    public static Ratio ofCpu(String of, String over, Aim aim) {
        return new Ratio(of, over, Metric.CPU, 1, aim);
    }

    /** The median over rounds, each round compared with itself. */
    Outcome.Compared compare(Map<String, List<Measured>> runs) {
        List<Measured> judged = runs.get(of);
        List<Measured> reference = runs.get(over);
        List<Double> quotients = new ArrayList<>();
        for (int round = 0; round < judged.size(); round++) {
            quotients.add(scale * metric.of(judged.get(round)) / metric.of(reference.get(round)));
        }
        double median = Medians.of(quotients);
        return new Outcome.Compared(
                of + " / " + over,
                metric == Metric.RATE ? "records/s" : "CPU per record",
                median,
                quotients.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN),
                quotients.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN),
                aim.toString(),
                aim.isMetBy(median));
    }
}
