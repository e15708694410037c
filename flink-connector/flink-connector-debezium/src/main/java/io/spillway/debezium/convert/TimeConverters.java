/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.convert;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import org.apache.flink.annotation.Internal;

/**
 * Conversions to DATE, TIME, TIMESTAMP and TIMESTAMP_LTZ. Digits of a second beyond the column's
 * precision are cut, as Flink's own casts do.
 */
@Internal
final class TimeConverters {

    private static final String NOT_ISO = "a string that is not ISO 8601";
    private static final String OTHER_ZONE = "a time with a zone that is not UTC";
    private static final String UNREPRESENTABLE = "a number out of its range";
    private static final int[] NANOS = {
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
    };

    private TimeConverters() {}

    static Object date(Object value) throws Misfit {
        if (value instanceof LocalDate) {
            return value;
        }
        try {
            if (value instanceof Integer || value instanceof Long) {
                // Flink keeps days as int
                return LocalDate.ofEpochDay(Math.toIntExact(((Number) value).longValue()));
            }
            if (value instanceof String text) {
                return LocalDate.parse(text, DateTimeFormatter.ISO_DATE);
            }
        } catch (ArithmeticException e) {
            throw Misfit.range(UNREPRESENTABLE);
        } catch (DateTimeException e) {
            throw Misfit.because(NOT_ISO);
        }
        throw Misfit.ofKind(value);
    }

    static Object time(Object value, int precision, EpochUnit unit) throws Misfit {
        LocalTime time;
        if (value instanceof LocalTime local) {
            time = local;
        } else if (value instanceof OffsetTime zoned) {
            requireUtc(zoned.getOffset().getTotalSeconds());
            time = zoned.toLocalTime();
        } else if (value instanceof Integer || value instanceof Long) {
            time = timeOfDay(((Number) value).longValue(), unit);
        } else if (value instanceof String text) {
            time = LocalTime.from(parse(text, DateTimeFormatter.ISO_TIME));
        } else {
            throw Misfit.ofKind(value);
        }
        return time.withNano(cut(time.getNano(), precision));
    }

    static Object timestamp(Object value, int precision, EpochUnit unit) throws Misfit {
        LocalDateTime timestamp;
        if (value instanceof LocalDateTime local) {
            timestamp = local;
        } else if (value instanceof OffsetDateTime zoned) {
            requireUtc(zoned.getOffset().getTotalSeconds());
            timestamp = zoned.toLocalDateTime();
        } else if (value instanceof Integer || value instanceof Long) {
            timestamp = epoch(((Number) value).longValue(), unit);
        } else if (value instanceof String text) {
            timestamp = LocalDateTime.from(parse(text, DateTimeFormatter.ISO_DATE_TIME));
        } else {
            throw Misfit.ofKind(value);
        }
        return timestamp.withNano(cut(timestamp.getNano(), precision));
    }

    static Object instant(Object value, int precision) throws Misfit {
        OffsetDateTime timestamp;
        if (value instanceof OffsetDateTime zoned) {
            timestamp = zoned;
        } else if (value instanceof String text) {
            try {
                timestamp = OffsetDateTime.parse(text);
            } catch (DateTimeException e) {
                throw Misfit.because("a string that is not ISO 8601 with a zone");
            }
        } else {
            throw Misfit.ofKind(value);
        }
        Instant instant = timestamp.toInstant();
        return Instant.ofEpochSecond(instant.getEpochSecond(), cut(instant.getNano(), precision));
    }

    private static TemporalAccessor parse(String text, DateTimeFormatter format) throws Misfit {
        TemporalAccessor parsed;
        try {
            parsed = format.parse(text);
        } catch (DateTimeException e) {
            throw Misfit.because(NOT_ISO);
        }
        if (parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
            requireUtc(parsed.get(ChronoField.OFFSET_SECONDS));
        }
        return parsed;
    }

    private static void requireUtc(int offsetSeconds) throws Misfit {
        if (offsetSeconds != 0) {
            throw Misfit.because(OTHER_ZONE);
        }
    }

    private static LocalTime timeOfDay(long value, EpochUnit unit) throws Misfit {
        if (value < 0 || value >= 86_400L * unit.perSecond()) {
            throw Misfit.range(UNREPRESENTABLE);
        }
        return LocalTime.ofNanoOfDay(value * unit.nanos());
    }

    private static LocalDateTime epoch(long value, EpochUnit unit) throws Misfit {
        long seconds = Math.floorDiv(value, unit.perSecond());
        int nanos = (int) (Math.floorMod(value, unit.perSecond()) * unit.nanos());
        try {
            return LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw Misfit.range(UNREPRESENTABLE);
        }
    }

    private static int cut(int nanos, int precision) {
        return nanos - nanos % NANOS[precision];
    }
}
