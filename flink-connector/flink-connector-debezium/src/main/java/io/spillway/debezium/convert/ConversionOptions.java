/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.convert;

import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * How values become columns, where the value itself does not tell.
 *
 * @param unavailable what to do if a column's value is unavailable
 * @param timestamps unit of numbers for TIMESTAMP columns. Debezium's default, {@code
 *     time.precision.mode=adaptive}, writes microseconds for {@code timestamp} and {@code
 *     timestamp(4..6)}, but milliseconds for {@code timestamp(0..3)}; {@code connect} always writes
 *     milliseconds
 * @param times unit of numbers for TIME columns; the same, except that {@code
 *     adaptive_time_microseconds} always writes microseconds
 * @param decimals how text in numeric columns is read
 */
@PublicEvolving
public record ConversionOptions(
        UnavailableColumns unavailable, EpochUnit timestamps, EpochUnit times, DecimalText decimals)
        implements Serializable {

    /** Refuses unavailable values; numbers are microseconds; text is a number if it must be. */
    public static final ConversionOptions DEFAULT =
            new ConversionOptions(
                    UnavailableColumns.FAIL,
                    EpochUnit.MICROS,
                    EpochUnit.MICROS,
                    DecimalText.DETECT);

    private static final long serialVersionUID = 1L;

    public ConversionOptions {
        Objects.requireNonNull(unavailable, "unavailable");
        Objects.requireNonNull(timestamps, "timestamps");
        Objects.requireNonNull(times, "times");
        Objects.requireNonNull(decimals, "decimals");
    }

    /** These options with another treatment of unavailable values. */
    public ConversionOptions withUnavailable(UnavailableColumns choice) {
        return new ConversionOptions(choice, timestamps, times, decimals);
    }

    /** These options with another unit for both timestamps and times of day. */
    public ConversionOptions withEpochUnit(EpochUnit unit) {
        return new ConversionOptions(unavailable, unit, unit, decimals);
    }

    /** These options with another reading of text in numeric columns. */
    public ConversionOptions withDecimals(DecimalText choice) {
        return new ConversionOptions(unavailable, timestamps, times, choice);
    }
}
