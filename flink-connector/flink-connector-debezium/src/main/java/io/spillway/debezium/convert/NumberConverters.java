/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.convert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/** Conversions to BOOLEAN and the numeric types: exact, or not at all. */
@Internal
final class NumberConverters {

    private static final String TOO_LARGE = "a number out of its range";
    private static final String FRACTION = "a number with more digits after the point";

    private NumberConverters() {}

    /** Takes 0 and 1 too: MySQL's booleans. */
    static Object bool(Object value) throws Misfit {
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof Integer number && (number == 0 || number == 1)) {
            return number == 1;
        }
        throw Misfit.ofKind(value);
    }

    static long integer(Object value, long min, long max, DecimalText decimals) throws Misfit {
        long number;
        if (value instanceof Integer small) {
            number = small;
        } else if (value instanceof Long large) {
            number = large;
        } else {
            number = exactLong(value, decimals);
        }
        if (number < min || number > max) {
            throw Misfit.range(TOO_LARGE);
        }
        return number;
    }

    private static long exactLong(Object value, DecimalText decimals) throws Misfit {
        try {
            if (value instanceof BigInteger number) {
                return number.longValueExact();
            }
            return exact(value, decimals).longValueExact();
        } catch (ArithmeticException e) {
            throw Misfit.range("a number with a fraction or out of its range");
        }
    }

    static BigDecimal decimal(Object value, int precision, int scale, DecimalText decimals)
            throws Misfit {
        BigDecimal number = exact(value, decimals);
        if (number.signum() == 0) {
            return BigDecimal.ZERO.setScale(scale);
        }
        // Exponents are checked before any arithmetic: 1e999999999 would fill the memory.
        if ((long) number.precision() - number.scale() > precision - scale) {
            throw Misfit.range(TOO_LARGE);
        }
        if ((long) number.scale() - scale >= number.precision()) {
            throw Misfit.range(FRACTION);
        }
        try {
            return number.setScale(scale, RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw Misfit.range(FRACTION);
        }
    }

    static double float64(Object value, DecimalText decimals) throws Misfit {
        if (value instanceof Double number) {
            return number;
        }
        if (value instanceof String text) {
            switch (text) {
                case "NaN":
                    return Double.NaN;
                case "Infinity":
                    return Double.POSITIVE_INFINITY;
                case "-Infinity":
                    return Double.NEGATIVE_INFINITY;
                default:
                    break;
            }
        }
        double number = exact(value, decimals).doubleValue();
        if (Double.isInfinite(number)) {
            throw Misfit.range(TOO_LARGE);
        }
        return number;
    }

    static float float32(Object value, DecimalText decimals) throws Misfit {
        if (value instanceof BigDecimal number) {
            return finite(number.floatValue());
        }
        double number = float64(value, decimals);
        return Double.isInfinite(number) ? (float) number : finite((float) number);
    }

    private static float finite(float number) throws Misfit {
        if (Float.isInfinite(number)) {
            throw Misfit.range(TOO_LARGE);
        }
        return number;
    }

    private static BigDecimal exact(Object value, DecimalText decimals) throws Misfit {
        if (value instanceof BigDecimal number) {
            return number;
        } else if (value instanceof Integer || value instanceof Long) {
            return BigDecimal.valueOf(((Number) value).longValue());
        } else if (value instanceof BigInteger number) {
            return new BigDecimal(number);
        } else if (value instanceof Double number) {
            if (number.isNaN() || number.isInfinite()) {
                throw Misfit.range("a number that is not finite");
            }
            return new BigDecimal(Double.toString(number));
        } else if (value instanceof String text) {
            return parse(text, decimals);
        } else if (value instanceof Map<?, ?> map) {
            return variableScale(map);
        }
        throw Misfit.ofKind(value);
    }

    /** Debezium's decimal that brings its scale along. */
    private static BigDecimal variableScale(Map<?, ?> map) throws Misfit {
        if (map.size() == 2
                && map.get("scale") instanceof Integer scale
                && map.get("value") instanceof String text
                && !text.isEmpty()) {
            try {
                return new BigDecimal(new BigInteger(Base64.getDecoder().decode(text)), scale);
            } catch (IllegalArgumentException e) {
                // no base64, or base64 of nothing: not a decimal
                throw Misfit.ofKind(map);
            }
        }
        throw Misfit.ofKind(map);
    }

    private static BigDecimal parse(String text, DecimalText decimals) throws Misfit {
        if (!isPlainNumber(text)) {
            throw Misfit.because(
                    "a string that is no plain number (if it is base64, its scale is unknown: set"
                            + " decimal.handling.mode=string or enable schemas in the connector)");
        }
        boolean maybeBase64 =
                text.length() % 4 == 0 && text.indexOf('.') < 0 && text.charAt(0) != '-';
        if (maybeBase64 && decimals == DecimalText.DETECT) {
            throw Misfit.because(
                    "a string that may be a number or base64 (declare which"
                            + " decimal.handling.mode the connector has)");
        }
        return new BigDecimal(text);
    }

    /** Digits with at most one point among them and at most one minus before them. */
    private static boolean isPlainNumber(String text) {
        int digits = 0;
        int points = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '.') {
                points++;
            } else if (c != '-' || i > 0) {
                return false;
            }
        }
        return digits > 0 && points <= 1;
    }
}
