/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.query.Compiled.Scope;
import io.spillway.local.tdengine.sql.Expr;
import io.spillway.local.tdengine.value.TaosErrors;
import io.spillway.local.tdengine.value.ValueTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The aggregates a query computes; expressions read their results by slot. */
final class AggregateSlots {

    private static final Set<String> SELECTORS = Set.of("first", "last", "last_row", "min", "max");
    private static final Set<String> OTHERS = Set.of("count", "sum", "avg", "spread");
    private static final int SUM_DIGITS = 38;
    private static final int AVERAGE_DIGITS = 4;

    private final List<Slot> slots = new ArrayList<>();
    private final boolean ordered;
    private ExpressionCompiler arguments;

    /** An aggregate: its argument, and a fresh state for every group. */
    record Slot(String function, Compiled argument, Supplier<Accumulator> state) {}

    /**
     * @param ordered whether rows have a time by which the first and the last are told
     */
    AggregateSlots(boolean ordered) {
        this.ordered = ordered;
    }

    /** Compiles what stands between the parentheses. */
    void setArguments(ExpressionCompiler compiler) {
        arguments = compiler;
    }

    static boolean isAggregate(String function) {
        return SELECTORS.contains(function) || OTHERS.contains(function);
    }

    /** Functions that take several columns at once, or all. */
    static boolean takesMany(String function) {
        return function.equals("first") || function.equals("last") || function.equals("last_row");
    }

    static boolean isSelector(String function) {
        return SELECTORS.contains(function);
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    boolean counts() {
        return slots.stream().anyMatch(slot -> slot.function().equals("count"));
    }

    List<Slot> slots() {
        return slots;
    }

    Compiled add(Expr.Call call) throws TaosException {
        if (call.arguments().size() != 1) {
            throw new TaosException(0x2801, "Invalid number of parameters : " + call.name());
        }
        Expr argument = call.arguments().get(0);
        Compiled compiled =
                argument instanceof Expr.Star
                        ? Compiled.constant(1L, Compiled.type(ValueType.BIGINT))
                        : arguments.compile(argument);
        ColumnSpec type = resultType(call.name(), compiled.type());
        int index = slots.size();
        slots.add(new Slot(call.name(), compiled, state(call.name(), type)));
        return new Compiled(cursor -> cursor.aggregate(index), type, Scope.ROW);
    }

    private static ColumnSpec resultType(String function, ColumnSpec argument)
            throws TaosException {
        ValueType type = argument.type();
        switch (function) {
            case "count":
                return Compiled.type(ValueType.BIGINT);
            case "sum":
                requireNumber(function, type);
                if (ValueTypes.isDecimal(type)) {
                    return new ColumnSpec(
                            "",
                            ValueType.DECIMAL,
                            ValueType.DECIMAL.width(),
                            SUM_DIGITS,
                            argument.scale());
                }
                if (ValueTypes.isUnsigned(type)) {
                    return Compiled.type(ValueType.UBIGINT);
                }
                return Compiled.type(
                        type == ValueType.FLOAT || type == ValueType.DOUBLE
                                ? ValueType.DOUBLE
                                : ValueType.BIGINT);
            case "avg", "spread":
                requireNumber(function, type);
                if (ValueTypes.isDecimal(type) && function.equals("avg")) {
                    return new ColumnSpec(
                            "",
                            ValueType.DECIMAL,
                            ValueType.DECIMAL.width(),
                            SUM_DIGITS,
                            argument.scale() + AVERAGE_DIGITS);
                }
                return Compiled.type(ValueType.DOUBLE);
            case "min", "max":
                if (type == ValueType.TIMESTAMP
                        || type == ValueType.BOOL
                        || type == ValueType.JSON
                        || ValueTypes.isBytes(type)) {
                    throw TaosErrors.functionParameterType(function);
                }
                return argument;
            default:
                return argument;
        }
    }

    private static void requireNumber(String function, ValueType type) throws TaosException {
        if (!ValueTypes.isNumber(type)) {
            throw TaosErrors.functionParameterType(function);
        }
    }

    private Supplier<Accumulator> state(String function, ColumnSpec type) {
        return switch (function) {
            case "count" -> Accumulator.Count::new;
            case "sum" -> () -> new Accumulator.Sum(type.type());
            case "avg" ->
                    ValueTypes.isDecimal(type.type())
                            ? () -> new Accumulator.DecimalAverage(type.scale())
                            : Accumulator.Average::new;
            case "spread" -> Accumulator.Spread::new;
            case "min" -> () -> new Accumulator.Extreme(-1);
            case "max" -> () -> new Accumulator.Extreme(1);
            case "first" -> () -> new Accumulator.AtTime(ordered, true, true);
            case "last" -> () -> new Accumulator.AtTime(ordered, false, true);
            default -> () -> new Accumulator.AtTime(ordered, false, false);
        };
    }
}
