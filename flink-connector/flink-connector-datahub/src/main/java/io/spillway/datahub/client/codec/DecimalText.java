/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;

/**
 * Writes numbers as text, digit by digit into an array: most columns of most topics are numbers.
 */
@Internal
final class DecimalText {

    private static final byte[] LEAST =
            Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

    /** By number of digits, the least number that has one more; 0 itself has a digit. */
    private static final long[] POWERS_OF_TEN = powersOfTen();

    /** Two digits at a time: those of 0 to 99, one behind the other. */
    private static final byte[] PAIRS = pairs();

    /**
     * Prices, rates and readings have few digits behind the point; finding out about more takes
     * longer than it saves.
     */
    private static final int MAX_FRACTION_DIGITS = 4;

    /** Outside of these {@link Double#toString} has exponents. */
    private static final double MIN_PLAIN = 1e-3;

    private static final double MAX_PLAIN = 1e7;

    private static final double[] SCALES = {1e0, 1e1, 1e2, 1e3, 1e4};

    private DecimalText() {}

    /** How many characters a number takes, sign included. */
    static int length(long value) {
        if (value == Long.MIN_VALUE) {
            return LEAST.length;
        }
        return value < 0 ? 1 + digits(-value) : digits(value);
    }

    /** Writes a number that takes {@code length} characters. */
    static void put(byte[] target, int offset, long value, int length) {
        if (value == Long.MIN_VALUE) {
            System.arraycopy(LEAST, 0, target, offset, LEAST.length);
            return;
        }
        if (value < 0) {
            target[offset] = '-';
        }
        putDigits(target, offset + length, Math.abs(value));
    }

    /**
     * How many digits behind the point tell a number exactly, as {@link Double#parseDouble} reads
     * it.
     *
     * @return 0 if it takes many digits or an exponent, or is none
     */
    static int fractionDigits(double value) {
        double magnitude = Math.abs(value);
        if (magnitude >= MIN_PLAIN && magnitude < MAX_PLAIN) {
            for (int digits = 1; digits <= MAX_FRACTION_DIGITS; digits++) {
                // both are exact, so that their quotient is what the text is read as
                if (scaled(magnitude, digits) / SCALES[digits] == magnitude) {
                    return digits;
                }
            }
        }
        return 0;
    }

    /**
     * How many characters a number takes with its {@link #fractionDigits}, sign and point included.
     */
    static int length(double value, int fractionDigits) {
        long whole = (long) Math.abs(value);
        return (value < 0 ? 2 : 1) + digits(whole) + fractionDigits;
    }

    /** Writes a number that takes {@code length} characters. */
    static void put(byte[] target, int offset, double value, int fractionDigits, int length) {
        if (value < 0) {
            target[offset] = '-';
        }
        long rest = scaled(Math.abs(value), fractionDigits);
        int at = offset + length;
        for (int i = 0; i < fractionDigits; i++) {
            target[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        target[--at] = '.';
        putDigits(target, at, rest);
    }

    private static long scaled(double magnitude, int fractionDigits) {
        return (long) (magnitude * SCALES[fractionDigits] + 0.5);
    }

    /** Writes digits in front of a position. */
    private static void putDigits(byte[] target, int end, long magnitude) {
        int at = end;
        long rest = magnitude;
        while (rest >= 100) {
            long quotient = rest / 100;
            int pair = (int) (rest - quotient * 100) << 1;
            target[--at] = PAIRS[pair + 1];
            target[--at] = PAIRS[pair];
            rest = quotient;
        }
        if (rest >= 10) {
            int pair = (int) rest << 1;
            target[--at] = PAIRS[pair + 1];
            target[--at] = PAIRS[pair];
        } else {
            target[--at] = (byte) ('0' + rest);
        }
    }

    private static int digits(long magnitude) {
        // 1233 / 4096 is just above the logarithm of 2
        int atLeast = (Long.SIZE - Long.numberOfLeadingZeros(magnitude)) * 1233 >>> 12;
        return magnitude < POWERS_OF_TEN[atLeast] ? atLeast : atLeast + 1;
    }

    private static long[] powersOfTen() {
        long[] powers = new long[19];
        long power = 1;
        for (int digits = 1; digits < powers.length; digits++) {
            power *= 10;
            powers[digits] = power;
        }
        return powers;
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }
}
