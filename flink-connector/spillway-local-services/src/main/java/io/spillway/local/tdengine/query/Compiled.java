/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.ValueType;
import javax.annotation.Nullable;

/**
 * An expression ready to run.
 *
 * @param type of its values, without a name
 * @param scope what it looks at
 */
public record Compiled(Value value, ColumnSpec type, Scope scope) {

    /** What an expression needs to know; a wider scope includes the narrower ones. */
    public enum Scope {
        CONSTANT,
        TABLE,
        ROW
    }

    /** Computes a value. */
    @FunctionalInterface
    public interface Value {

        @Nullable
        Object of(Cursor cursor);
    }

    static Compiled constant(@Nullable Object value, ColumnSpec type) {
        return new Compiled(cursor -> value, type, Scope.CONSTANT);
    }

    static Compiled of(Value value, ColumnSpec type, Compiled... operands) {
        Scope scope = Scope.CONSTANT;
        for (Compiled operand : operands) {
            if (operand.scope().compareTo(scope) > 0) {
                scope = operand.scope();
            }
        }
        return new Compiled(value, type, scope);
    }

    static ColumnSpec type(ValueType type) {
        return new ColumnSpec("", type, type.width(), 0, 0);
    }

    static ColumnSpec type(ValueType type, int length) {
        return new ColumnSpec("", type, length, 0, 0);
    }

    boolean isConstant() {
        return scope == Scope.CONSTANT;
    }

    @Nullable
    Object constantValue() {
        return value.of(new Cursor());
    }

    /** Whether the value is true, neither false nor NULL. */
    boolean test(Cursor cursor) {
        return Boolean.TRUE.equals(Comparisons.truth(value.of(cursor)));
    }
}
