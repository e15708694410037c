/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.harness;

/**
 * How long to measure.
 *
 * @param maxRecords no run has more records than this
 * @param warmUps rounds that do not count
 * @param rounds rounds that count
 */
public record Settings(long maxRecords, int warmUps, int rounds) {

    public Settings {
        if (maxRecords < 1 || warmUps < 0 || rounds < 1) {
            throw new IllegalArgumentException(
                    "at least one record and one round are needed: max-records is "
                            + maxRecords
                            + ", warm-ups "
                            + warmUps
                            + ", rounds "
                            + rounds);
        }
    }

    /** The records of a run that would have so many. */
    public long records(long wanted) {
        return Math.min(wanted, maxRecords);
    }
}
