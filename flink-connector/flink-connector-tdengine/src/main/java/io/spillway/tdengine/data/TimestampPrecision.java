/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.data;

import java.time.Instant;
import org.apache.flink.annotation.Experimental;

/** What a timestamp of a database counts since the epoch. */
@Experimental
public enum TimestampPrecision {
    MILLIS(1_000L, 3, "ms"),
    MICROS(1_000_000L, 6, "us"),
    NANOS(1_000_000_000L, 9, "ns");

    private final long perSecond;
    private final int digits;
    private final String symbol;

    TimestampPrecision(long perSecond, int digits, String symbol) {
        this.perSecond = perSecond;
        this.digits = digits;
        this.symbol = symbol;
    }

    public long perSecond() {
        return perSecond;
    }

    /**
     * The first count that is not before a point in time.
     *
     * @throws ArithmeticException if the time is out of this precision's range
     */
    public long countAtOrAfter(Instant time) {
        long nanosPerCount = 1_000_000_000L / perSecond;
        long fraction = (time.getNano() + nanosPerCount - 1) / nanosPerCount;
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), perSecond), fraction);
    }

    /** Digits after the second: 3, 6 or 9. */
    public int digits() {
        return digits;
    }

    /** As in {@code PRECISION 'ms'}. */
    public String symbol() {
        return symbol;
    }

    /** The code on the wire: 0, 1 or 2. */
    public int code() {
        return ordinal();
    }

    /**
     * @throws IllegalArgumentException if no precision has this code
     */
    public static TimestampPrecision ofCode(int code) {
        if (code < 0 || code > 2) {
            throw new IllegalArgumentException("TDengine has no precision of code " + code);
        }
        return values()[code];
    }

    /**
     * @throws IllegalArgumentException if the symbol is none of ms, us, ns
     */
    public static TimestampPrecision ofSymbol(String symbol) {
        for (TimestampPrecision precision : values()) {
            if (precision.symbol.equals(symbol)) {
                return precision;
            }
        }
        throw new IllegalArgumentException("TDengine has no precision '" + symbol + "'");
    }
}
