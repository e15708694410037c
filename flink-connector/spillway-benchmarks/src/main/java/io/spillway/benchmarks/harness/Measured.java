/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.harness;

/**
 * What one run of a contender showed.
 *
 * @param perSecond records a second
 * @param cpuMicros processor time of the whole program for one record, microseconds: it feels other
 *     programs on the machine less than the rate does; NaN if not measured
 */
public record Measured(double perSecond, double cpuMicros) {

    /**
     * @param records how many records took that long
     */
    static Measured of(long records, long nanos, long cpuNanos) {
        return new Measured(
                records * 1e9 / Math.max(1, nanos), cpuNanos / 1e3 / Math.max(1, records));
    }
}
