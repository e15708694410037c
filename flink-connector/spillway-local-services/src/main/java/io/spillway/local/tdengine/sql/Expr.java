/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import java.math.BigInteger;
import java.util.List;
import javax.annotation.Nullable;

/** An expression as written. */
public sealed interface Expr {

    record NullLiteral() implements Expr {}

    record BoolLiteral(boolean value) implements Expr {}

    record IntLiteral(BigInteger value) implements Expr {}

    /** A number with a fraction or an exponent, as written. */
    record FloatLiteral(String text) implements Expr {}

    record StringLiteral(String value) implements Expr {}

    /** A span of time such as 1d, as written. */
    record DurationLiteral(String text, long nanos) implements Expr {}

    /** A question mark; the first has index 0. */
    record Parameter(int index) implements Expr {}

    record ColumnName(@Nullable String qualifier, String name) implements Expr {}

    record Star(@Nullable String qualifier) implements Expr {}

    /** A function; the name is in lower case. */
    record Call(String name, List<Expr> arguments) implements Expr {}

    record Cast(Expr operand, TypeName type) implements Expr {}

    record Negate(Expr operand) implements Expr {}

    record Not(Expr operand) implements Expr {}

    /** Operator: and or + - * / % = != &lt; &lt;= &gt; &gt;= || . */
    record Binary(String operator, Expr left, Expr right) implements Expr {}

    record In(Expr operand, List<Expr> values, boolean negated) implements Expr {}

    record Between(Expr operand, Expr low, Expr high, boolean negated) implements Expr {}

    record Like(Expr operand, Expr pattern, boolean negated) implements Expr {}

    /** A regular expression: MATCH and NMATCH. */
    record Match(Expr operand, Expr pattern, boolean negated) implements Expr {}

    record IsNull(Expr operand, boolean negated) implements Expr {}

    /** {@code tag->'key'}. */
    record JsonGet(Expr operand, String key) implements Expr {}

    /** {@code tag contains 'key'}. */
    record JsonContains(Expr operand, String key) implements Expr {}
}
