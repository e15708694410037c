/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.value;

import javax.annotation.Nullable;

/** Spans of time such as {@code 1d}, {@code 500a} or {@code 3b}. */
public final class Durations {

    private Durations() {}

    /** Nanoseconds of a number with a unit: b ns, u us, a ms, s, m, h, d, w; null if it is none. */
    @Nullable
    public static Long nanos(String text) {
        if (text.length() < 2) {
            return null;
        }
        Long unit = unitNanos(text.charAt(text.length() - 1));
        if (unit == null) {
            return null;
        }
        try {
            return Math.multiplyExact(
                    Long.parseLong(text.substring(0, text.length() - 1)), (long) unit);
        } catch (NumberFormatException | ArithmeticException notANumber) {
            return null;
        }
    }

    @Nullable
    private static Long unitNanos(char unit) {
        return switch (Character.toLowerCase(unit)) {
            case 'b' -> 1L;
            case 'u' -> 1_000L;
            case 'a' -> 1_000_000L;
            case 's' -> 1_000_000_000L;
            case 'm' -> 60_000_000_000L;
            case 'h' -> 3_600_000_000_000L;
            case 'd' -> 86_400_000_000_000L;
            case 'w' -> 604_800_000_000_000L;
            default -> null;
        };
    }
}
