/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.sql.Expr;
import javax.annotation.Nullable;

/** The span of the first column a condition allows, both ends included. */
public record TimeRange(long from, long to) {

    static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
    private static final TimeRange NONE = new TimeRange(Long.MAX_VALUE, Long.MIN_VALUE);

    TimeRange and(TimeRange other) {
        return new TimeRange(Math.max(from, other.from), Math.min(to, other.to));
    }

    /** Of one condition of a conjunction; null if it is none on the first column. */
    @Nullable
    static TimeRange of(Expr condition, Relation relation, ExpressionCompiler compiler)
            throws TaosException {
        if (condition instanceof Expr.Binary binary) {
            if (isKey(binary.left(), relation)) {
                return range(binary.operator(), constant(condition, true, compiler));
            }
            if (isKey(binary.right(), relation)) {
                return range(mirrored(binary.operator()), constant(condition, false, compiler));
            }
        }
        if (condition instanceof Expr.Between between
                && !between.negated()
                && isKey(between.operand(), relation)) {
            Long low =
                    time(new Expr.Binary(">=", between.operand(), between.low()), true, compiler);
            Long high =
                    time(new Expr.Binary("<=", between.operand(), between.high()), true, compiler);
            return low == null || high == null ? null : new TimeRange(low, high);
        }
        return null;
    }

    private static boolean isKey(Expr expression, Relation relation) {
        Relation.Field key = relation.primaryKey();
        return key != null
                && expression instanceof Expr.ColumnName column
                && (key.equals(relation.field(column.qualifier(), column.name()))
                        || column.name().equals("_c0")
                        || column.name().equals("_rowts"));
    }

    @Nullable
    private static Long constant(Expr condition, boolean keyLeft, ExpressionCompiler compiler)
            throws TaosException {
        return time((Expr.Binary) condition, keyLeft, compiler);
    }

    @Nullable
    private static Long time(Expr.Binary comparison, boolean keyLeft, ExpressionCompiler compiler)
            throws TaosException {
        Compiled other =
                compiler.comparand(
                        keyLeft ? comparison.right() : comparison.left(),
                        keyLeft ? comparison.left() : comparison.right());
        return other.isConstant() && other.constantValue() instanceof Long time ? time : null;
    }

    @Nullable
    private static TimeRange range(String operator, @Nullable Long time) {
        if (time == null) {
            return null;
        }
        return switch (operator) {
            case "=" -> new TimeRange(time, time);
            case ">=" -> new TimeRange(time, Long.MAX_VALUE);
            case ">" -> time == Long.MAX_VALUE ? NONE : new TimeRange(time + 1, Long.MAX_VALUE);
            case "<=" -> new TimeRange(Long.MIN_VALUE, time);
            case "<" -> time == Long.MIN_VALUE ? NONE : new TimeRange(Long.MIN_VALUE, time - 1);
            default -> null;
        };
    }

    private static String mirrored(String operator) {
        return switch (operator) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> operator;
        };
    }
}
