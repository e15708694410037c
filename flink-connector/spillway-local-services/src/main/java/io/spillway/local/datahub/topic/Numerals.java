/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.nio.charset.StandardCharsets;

/** Recognises numbers in text, without making objects of the everyday ones. */
final class Numerals {

    /** Longer texts of floating point numbers carry no further digit. */
    private static final int MAX_FLOATING_LENGTH = 1100;

    /** Digits that are within the range of a long, and of a float if no exponent follows. */
    private static final int SAFE_DIGITS = 18;

    private Numerals() {}

    static boolean isInteger(byte[] text, int from, int to, long min, long max) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (negative) {
            at++;
        }
        if (at == to) {
            return false;
        }
        // counted downwards, as the smallest value has no positive twin
        long value = 0;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit < 0
                    || digit > 9
                    || (to - from > SAFE_DIGITS && value < (Long.MIN_VALUE + digit) / 10)) {
                return false;
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            return false;
        }
        long signed = negative ? value : -value;
        return signed >= min && signed <= max;
    }

    /** A sign, digits with at most one point, and an optional exponent. */
    static boolean isDecimal(byte[] text, int from, int to) {
        int at = from;
        if (at < to && (text[at] == '-' || text[at] == '+')) {
            at++;
        }
        int afterWhole = skipDigits(text, at, to);
        int digits = afterWhole - at;
        at = afterWhole;
        if (at < to && text[at] == '.') {
            int afterFraction = skipDigits(text, at + 1, to);
            digits += afterFraction - at - 1;
            at = afterFraction;
        }
        if (digits == 0) {
            return false;
        }
        if (at < to && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            if (at < to && (text[at] == '-' || text[at] == '+')) {
                at++;
            }
            int afterExponent = skipDigits(text, at, to);
            if (afterExponent == at) {
                return false;
            }
            at = afterExponent;
        }
        return at == to;
    }

    /** A decimal in range, or one of the three that are no number. */
    static boolean isFloating(byte[] text, int from, int to, boolean single) {
        if (to - from > MAX_FLOATING_LENGTH) {
            return false;
        }
        if (isDecimal(text, from, to)) {
            if (to - from <= SAFE_DIGITS && !hasExponent(text, from, to)) {
                return true;
            }
            String number = ascii(text, from, to);
            return single
                    ? !Float.isInfinite(Float.parseFloat(number))
                    : !Double.isInfinite(Double.parseDouble(number));
        }
        return switch (ascii(text, from, to)) {
            case "NaN", "Infinity", "-Infinity" -> true;
            default -> false;
        };
    }

    private static boolean hasExponent(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == 'e' || text[i] == 'E') {
                return true;
            }
        }
        return false;
    }

    private static int skipDigits(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }

    private static String ascii(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
