/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.ValueType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/** Conditions, with NULL where SQL has it. */
final class Predicates {

    private static final int MANY = 8;

    private Predicates() {}

    @Nullable
    static Boolean and(Compiled left, Compiled right, Cursor cursor) {
        Boolean a = Comparisons.truth(left.value().of(cursor));
        if (Boolean.FALSE.equals(a)) {
            return false;
        }
        Boolean b = Comparisons.truth(right.value().of(cursor));
        if (Boolean.FALSE.equals(b)) {
            return false;
        }
        return a == null || b == null ? null : Boolean.TRUE;
    }

    @Nullable
    static Boolean or(Compiled left, Compiled right, Cursor cursor) {
        Boolean a = Comparisons.truth(left.value().of(cursor));
        if (Boolean.TRUE.equals(a)) {
            return true;
        }
        Boolean b = Comparisons.truth(right.value().of(cursor));
        if (Boolean.TRUE.equals(b)) {
            return true;
        }
        return a == null || b == null ? null : Boolean.FALSE;
    }

    static Compiled comparison(String operator, Compiled left, Compiled right) {
        Compiled.Value value =
                switch (operator) {
                    case "=" -> compare(left, right, c -> c == 0);
                    case "!=" -> compare(left, right, c -> c != 0);
                    case "<" -> compare(left, right, c -> c < 0);
                    case "<=" -> compare(left, right, c -> c <= 0);
                    case ">" -> compare(left, right, c -> c > 0);
                    default -> compare(left, right, c -> c >= 0);
                };
        return Compiled.of(value, Compiled.type(ValueType.BOOL), left, right);
    }

    private static Compiled.Value compare(Compiled left, Compiled right, IntTest test) {
        return cursor -> {
            Object a = left.value().of(cursor);
            Object b = right.value().of(cursor);
            return a == null || b == null ? null : test.test(Comparisons.compare(a, b));
        };
    }

    private interface IntTest {
        boolean test(int comparison);
    }

    static Compiled between(Compiled operand, Compiled low, Compiled high, boolean negated) {
        return Compiled.of(
                cursor -> {
                    Object value = operand.value().of(cursor);
                    Object from = low.value().of(cursor);
                    Object to = high.value().of(cursor);
                    if (value == null || from == null || to == null) {
                        return null;
                    }
                    boolean inside =
                            Comparisons.compare(value, from) >= 0
                                    && Comparisons.compare(value, to) <= 0;
                    return inside != negated;
                },
                Compiled.type(ValueType.BOOL),
                operand,
                low,
                high);
    }

    static Compiled in(Compiled operand, List<Compiled> values, boolean negated) {
        Set<Object> texts = values.size() > MANY ? constantTexts(operand, values) : null;
        Compiled.Value value =
                texts == null
                        ? cursor -> contains(operand.value().of(cursor), values, negated, cursor)
                        : cursor -> {
                            Object text = operand.value().of(cursor);
                            return text == null ? null : texts.contains(text) != negated;
                        };
        Compiled[] operands = new Compiled[values.size() + 1];
        operands[0] = operand;
        for (int i = 0; i < values.size(); i++) {
            operands[i + 1] = values.get(i);
        }
        return Compiled.of(value, Compiled.type(ValueType.BOOL), operands);
    }

    /** Long lists are lists of table names; null if this one is none of texts alone. */
    @Nullable
    private static Set<Object> constantTexts(Compiled operand, List<Compiled> values) {
        if (operand.type().type() != ValueType.VARCHAR) {
            return null;
        }
        Set<Object> texts = new HashSet<>();
        for (Compiled value : values) {
            if (!value.isConstant() || !(value.constantValue() instanceof String)) {
                return null;
            }
            texts.add(value.constantValue());
        }
        return texts;
    }

    @Nullable
    private static Boolean contains(
            @Nullable Object wanted, List<Compiled> values, boolean negated, Cursor cursor) {
        if (wanted == null) {
            return null;
        }
        for (Compiled candidate : values) {
            Object value = candidate.value().of(cursor);
            if (value != null && Comparisons.compare(wanted, value) == 0) {
                return !negated;
            }
        }
        return negated;
    }

    static Compiled matches(Compiled operand, Predicate<String> test, boolean negated) {
        return Compiled.of(
                cursor -> {
                    Object value = operand.value().of(cursor);
                    return value == null ? null : test.test(value.toString()) != negated;
                },
                Compiled.type(ValueType.BOOL),
                operand);
    }

    /** Percent for any text, underscore for one character, both literal after a backslash. */
    static Predicate<String> like(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                i++;
                regex.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        Pattern compiled =
                Pattern.compile(regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
        return text -> compiled.matcher(text).matches();
    }
}
