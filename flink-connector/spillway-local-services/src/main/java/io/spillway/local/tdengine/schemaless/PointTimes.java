/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.schemaless;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.value.TimePrecision;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;

/** Times of points, from the unit they are written in to that of the database. */
final class PointTimes {

    private static final int SECONDS = 10;
    private static final int MILLIS = 13;

    private final TimePrecision precision;
    private final Clock clock;

    PointTimes(TimePrecision precision, Clock clock) {
        this.precision = precision;
        this.clock = clock;
    }

    long now() {
        return precision.now(clock);
    }

    /** Null if the text names no unit. */
    @Nullable
    static TimeUnit unit(String text) {
        return switch (text) {
            case "h" -> TimeUnit.HOURS;
            case "m" -> TimeUnit.MINUTES;
            case "s" -> TimeUnit.SECONDS;
            case "ms" -> TimeUnit.MILLISECONDS;
            case "u", "us" -> TimeUnit.MICROSECONDS;
            case "", "ns" -> TimeUnit.NANOSECONDS;
            default -> null;
        };
    }

    long convert(long value, TimeUnit unit) {
        return switch (precision) {
            case MILLI -> unit.toMillis(value);
            case MICRO -> unit.toMicros(value);
            case NANO -> unit.toNanos(value);
        };
    }

    /** Seconds have ten digits, milliseconds thirteen; 0 is now. */
    long byDigits(String text) throws TaosException {
        if (text.equals("0")) {
            return now();
        }
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw PointErrors.of(PointErrors.INVALID_TIME, "invalid timestamp", text);
        }
        return switch (text.length()) {
            case SECONDS -> convert(value, TimeUnit.SECONDS);
            case MILLIS -> convert(value, TimeUnit.MILLISECONDS);
            default ->
                    throw new TaosException(
                            PointErrors.INVALID_TIME,
                            "timestamp precision can only be seconds(10 digits) or milli"
                                    + " seconds(13 digits)");
        };
    }
}
