/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import javax.annotation.Nullable;

/** How values compare, whatever their Java types. */
final class Comparisons {

    private Comparisons() {}

    /** Null for NULL; numbers are true unless zero. */
    @Nullable
    static Boolean truth(@Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        return Boolean.parseBoolean(value.toString());
    }

    /** Neither may be null. */
    static int compare(Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return a.compareTo(b);
        }
        if (left instanceof byte[] a && right instanceof byte[] b) {
            return Arrays.compareUnsigned(a, b);
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        Object a = left instanceof Boolean bool ? (Object) (bool ? 1L : 0L) : left;
        Object b = right instanceof Boolean bool ? (Object) (bool ? 1L : 0L) : right;
        if (a instanceof String || b instanceof String) {
            return compareWithText(a, b);
        }
        if (a instanceof Double
                || b instanceof Double
                || a instanceof Float
                || b instanceof Float) {
            return Double.compare(((Number) a).doubleValue(), ((Number) b).doubleValue());
        }
        return decimal(a).compareTo(decimal(b));
    }

    private static int compareWithText(Object left, Object right) {
        Double a = number(left);
        Double b = number(right);
        if (a == null || b == null) {
            return left.toString().compareTo(right.toString());
        }
        return Double.compare(a, b);
    }

    @Nullable
    private static Double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return Double.valueOf(value.toString());
        } catch (NumberFormatException text) {
            return null;
        }
    }

    static BigDecimal decimal(Object number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (number instanceof Double || number instanceof Float) {
            return BigDecimal.valueOf(((Number) number).doubleValue());
        }
        return BigDecimal.valueOf(((Number) number).longValue());
    }

    /** NULL first. */
    static int compareNullable(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return compare(left, right);
    }
}
