/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.sql.TypeName;
import io.spillway.local.tdengine.value.TaosErrors;
import io.spillway.local.tdengine.value.TimestampText;
import javax.annotation.Nullable;

/** CAST to BIGINT, DOUBLE, VARCHAR, NCHAR and TIMESTAMP. */
final class Casts {

    private Casts() {}

    static Compiled compile(ExpressionCompiler compiler, Compiled operand, TypeName type)
            throws TaosException {
        Compiled.Value value =
                switch (type.type()) {
                    case BIGINT -> cursor -> bigint(operand.value().of(cursor));
                    case DOUBLE -> cursor -> real(operand.value().of(cursor));
                    case VARCHAR, NCHAR ->
                            cursor -> text(operand.value().of(cursor), type.length());
                    case TIMESTAMP -> cursor -> time(operand.value().of(cursor), compiler);
                    default -> throw TaosErrors.functionParameterType("cast");
                };
        return Compiled.of(value, type.column(""), operand);
    }

    @Nullable
    private static Object bigint(@Nullable Object value) {
        Double number = real(value);
        if (value instanceof Number integer
                && !(value instanceof Double)
                && !(value instanceof Float)) {
            return integer.longValue();
        }
        return number == null ? null : (Object) number.longValue();
    }

    @Nullable
    private static Double real(@Nullable Object value) {
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

    @Nullable
    private static String text(@Nullable Object value, int length) {
        if (value == null) {
            return null;
        }
        String text = value.toString();
        return text.length() <= length ? text : text.substring(0, length);
    }

    @Nullable
    private static Object time(@Nullable Object value, ExpressionCompiler compiler) {
        if (value instanceof String text) {
            return TimestampText.parse(text, compiler.session().zone(), compiler.precision());
        }
        return value instanceof Number number ? (Object) number.longValue() : null;
    }
}
