/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.value;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import javax.annotation.Nullable;

/** The unit of a database's timestamps. */
public enum TimePrecision {
    MILLI("ms", 1_000L),
    MICRO("us", 1_000_000L),
    NANO("ns", 1_000_000_000L);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final String text;
    private final long perSecond;

    TimePrecision(String text, long perSecond) {
        this.text = text;
        this.perSecond = perSecond;
    }

    /** ms, us or ns. */
    public String text() {
        return text;
    }

    /** 0 ms, 1 us, 2 ns. */
    public int code() {
        return ordinal();
    }

    public long perSecond() {
        return perSecond;
    }

    /** Null if the text is none. */
    @Nullable
    public static TimePrecision of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (TimePrecision precision : values()) {
            if (precision.text.equals(lower)) {
                return precision;
            }
        }
        return null;
    }

    public long now(Clock clock) {
        return from(clock.instant());
    }

    public long from(Instant instant) {
        return instant.getEpochSecond() * perSecond
                + instant.getNano() / (NANOS_PER_SECOND / perSecond);
    }

    public long fromNanos(long nanos) {
        return Math.floorDiv(nanos, NANOS_PER_SECOND / perSecond);
    }

    /** Whole milliseconds of a timestamp of this precision. */
    public long toMillis(long value) {
        return Math.floorDiv(value, perSecond / 1_000L);
    }
}
