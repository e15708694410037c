/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.value.TaosErrors;
import io.spillway.local.tdengine.value.ValueTypes;

/** Sums and products: times plus spans are times, all else is a DOUBLE, as the server has it. */
final class Arithmetic {

    private Arithmetic() {}

    static Compiled negate(Compiled operand) {
        return Compiled.of(
                cursor -> {
                    Object value = operand.value().of(cursor);
                    return value == null ? null : -((Number) value).doubleValue();
                },
                Compiled.type(ValueType.DOUBLE),
                operand);
    }

    static Compiled compile(String operator, Compiled left, Compiled right) throws TaosException {
        ColumnSpec a = left.type();
        ColumnSpec b = right.type();
        if (operator.equals("||")) {
            throw TaosErrors.syntax("||");
        }
        boolean times = a.type() == ValueType.TIMESTAMP || b.type() == ValueType.TIMESTAMP;
        if (times && (operator.equals("+") || operator.equals("-"))) {
            int sign = operator.equals("+") ? 1 : -1;
            ValueType type = a.type() == b.type() ? ValueType.BIGINT : ValueType.TIMESTAMP;
            return Compiled.of(
                    cursor -> {
                        Object x = left.value().of(cursor);
                        Object y = right.value().of(cursor);
                        return x == null || y == null
                                ? null
                                : (Object)
                                        (((Number) x).longValue()
                                                + sign * ((Number) y).longValue());
                    },
                    Compiled.type(type),
                    left,
                    right);
        }
        if (ValueTypes.isBytes(a.type()) || ValueTypes.isBytes(b.type())) {
            throw TaosErrors.wrongType(operator);
        }
        return Compiled.of(
                cursor -> {
                    Double x = number(left.value().of(cursor));
                    Double y = number(right.value().of(cursor));
                    return x == null || y == null ? null : apply(operator, x, y);
                },
                Compiled.type(ValueType.DOUBLE),
                left,
                right);
    }

    private static Double number(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Boolean bool) {
            return bool ? 1.0 : 0.0;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return Double.valueOf(value.toString().trim());
        } catch (NumberFormatException text) {
            return 0.0;
        }
    }

    private static Double apply(String operator, double x, double y) {
        return switch (operator) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*" -> x * y;
            case "/" -> y == 0 ? null : (Double) (x / y);
            default -> y == 0 ? null : (Double) (x % y);
        };
    }
}
