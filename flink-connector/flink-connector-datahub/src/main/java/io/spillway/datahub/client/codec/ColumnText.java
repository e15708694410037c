/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;

/** Parses the text forms of columns in place, without a String where that is easy. */
@Internal
final class ColumnText {

    private static final int MAX_SHOWN = 40;

    /** Decimal digits of a long that cannot overflow it. */
    private static final int SAFE_DIGITS = 18;

    /** Numbers up to 2^53 and these powers of ten are exact as doubles, and so is their ratio. */
    private static final int EXACT_DIGITS = 15;

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private ColumnText() {}

    static long parseLong(byte[] buffer, int offset, int length) throws MalformedMessageException {
        int end = offset + length;
        int at = offset;
        boolean negative = length > 0 && buffer[at] == '-';
        if (negative || length > 0 && buffer[at] == '+') {
            at++;
        }
        int digits = end - at;
        if (digits > SAFE_DIGITS) {
            return parseLongText(buffer, offset, length);
        }
        long value = 0;
        for (int i = at; i < end; i++) {
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) {
                throw unparsable("a whole number", buffer, offset, length);
            }
            value = value * 10 + digit;
        }
        if (digits == 0) {
            throw unparsable("a whole number", buffer, offset, length);
        }
        return negative ? -value : value;
    }

    private static long parseLongText(byte[] buffer, int offset, int length)
            throws MalformedMessageException {
        try {
            return Long.parseLong(ascii(buffer, offset, length));
        } catch (NumberFormatException e) {
            throw unparsable("a whole number of 64 bits", buffer, offset, length);
        }
    }

    static double parseDouble(byte[] buffer, int offset, int length)
            throws MalformedMessageException {
        int end = offset + length;
        boolean negative = length > 0 && buffer[offset] == '-';
        long mantissa = 0;
        int digits = 0;
        int pointAt = -1;
        for (int i = negative ? offset + 1 : offset; i < end; i++) {
            byte c = buffer[i];
            if (c == '.' && pointAt < 0) {
                pointAt = digits;
            } else if (c >= '0' && c <= '9' && digits < EXACT_DIGITS) {
                mantissa = mantissa * 10 + (c - '0');
                digits++;
            } else {
                return parseDoubleText(buffer, offset, length);
            }
        }
        if (digits == 0) {
            throw unparsable("a number", buffer, offset, length);
        }
        double value = pointAt < 0 ? mantissa : mantissa / POWERS_OF_TEN[digits - pointAt];
        return negative ? -value : value;
    }

    private static double parseDoubleText(byte[] buffer, int offset, int length)
            throws MalformedMessageException {
        try {
            return Double.parseDouble(ascii(buffer, offset, length));
        } catch (NumberFormatException e) {
            throw unparsable("a number", buffer, offset, length);
        }
    }

    static boolean parseBoolean(byte[] buffer, int offset, int length)
            throws MalformedMessageException {
        if (isWord(TRUE, buffer, offset, length)) {
            return true;
        }
        if (isWord(FALSE, buffer, offset, length)) {
            return false;
        }
        throw unparsable("true or false", buffer, offset, length);
    }

    /** Whether these bytes are a word, in upper case or lower. */
    private static boolean isWord(byte[] word, byte[] buffer, int offset, int length) {
        if (length != word.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            // the bit by which letters differ; nothing else becomes a lower-case letter by it
            if ((buffer[offset + i] | 0x20) != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static String ascii(byte[] buffer, int offset, int length) {
        return new String(buffer, offset, length, StandardCharsets.ISO_8859_1);
    }

    private static MalformedMessageException unparsable(
            String expected, byte[] buffer, int offset, int length) {
        String shown =
                new String(buffer, offset, Math.min(length, MAX_SHOWN), StandardCharsets.UTF_8);
        return MalformedMessageException.nonsense(
                "'" + shown + (length > MAX_SHOWN ? "...'" : "'") + " is not " + expected);
    }
}
