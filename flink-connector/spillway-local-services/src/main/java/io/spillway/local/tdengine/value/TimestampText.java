/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import javax.annotation.Nullable;

/**
 * Reads times as the server does: {@code 2024-01-01}, {@code 2024-01-01 08:00:00[.123456789]} in
 * the session's zone, and ISO 8601 with {@code Z} or an offset. More digits of a fraction than the
 * precision has are cut.
 */
public final class TimestampText {

    private static final int DATE = 10;
    private static final int FRACTION = 9;

    private TimestampText() {}

    /** Null if the text is no time. */
    @Nullable
    public static Long parse(String input, ZoneId zone, TimePrecision precision) {
        String text = input.trim();
        try {
            if (text.length() < DATE) {
                return null;
            }
            LocalDate date = LocalDate.parse(text.substring(0, DATE));
            if (text.length() == DATE) {
                return precision.from(date.atStartOfDay(zone).toInstant());
            }
            char separator = text.charAt(DATE);
            if (separator != ' ' && separator != 'T' && separator != 't') {
                return null;
            }
            String rest = text.substring(DATE + 1).trim();
            int offsetAt = offsetPosition(rest);
            ZoneOffset offset = offsetAt < 0 ? null : offset(rest.substring(offsetAt));
            LocalTime time = time(offsetAt < 0 ? rest : rest.substring(0, offsetAt));
            LocalDateTime dateTime = date.atTime(time);
            Instant instant =
                    offset == null ? dateTime.atZone(zone).toInstant() : dateTime.toInstant(offset);
            return precision.from(instant);
        } catch (DateTimeException | NumberFormatException notATime) {
            return null;
        }
    }

    private static int offsetPosition(String time) {
        for (int i = 0; i < time.length(); i++) {
            char c = time.charAt(i);
            if (c == 'Z' || c == 'z' || c == '+' || c == '-') {
                return i;
            }
        }
        return -1;
    }

    private static ZoneOffset offset(String text) {
        if ("Z".equalsIgnoreCase(text)) {
            return ZoneOffset.UTC;
        }
        return ZoneOffset.of(text);
    }

    private static LocalTime time(String text) {
        int dot = text.indexOf('.');
        String clock = dot < 0 ? text : text.substring(0, dot);
        int nanos = 0;
        if (dot >= 0) {
            String digits = text.substring(dot + 1);
            if (digits.isEmpty()) {
                throw new DateTimeException("no digits in the fraction");
            }
            StringBuilder padded = new StringBuilder(digits);
            padded.setLength(Math.min(FRACTION, padded.length()));
            while (padded.length() < FRACTION) {
                padded.append('0');
            }
            nanos = Integer.parseInt(padded.toString());
        }
        String[] parts = clock.split(":", -1);
        if (parts.length != 3) {
            throw new DateTimeException("not a time of day");
        }
        return LocalTime.of(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                nanos);
    }
}
