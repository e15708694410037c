/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.query.Compiled.Scope;
import io.spillway.local.tdengine.sql.Expr;
import io.spillway.local.tdengine.value.JsonTags;
import io.spillway.local.tdengine.value.TaosErrors;
import io.spillway.local.tdengine.value.TimePrecision;
import io.spillway.local.tdengine.value.TimestampText;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.annotation.Nullable;

/** Binds names to columns and turns expressions into functions of a row. */
final class ExpressionCompiler {

    static final int TABLE_NAME_LENGTH = 270;
    private static final Set<String> WINDOW_COLUMNS = Set.of("_wstart", "_wend", "_wduration");
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private final Relation relation;
    private final Session session;
    private final Clock clock;
    private final List<Object> parameters;
    @Nullable private final AggregateSlots aggregates;

    /**
     * @param aggregates null where no aggregate may stand
     */
    ExpressionCompiler(
            Relation relation,
            Session session,
            Clock clock,
            List<Object> parameters,
            @Nullable AggregateSlots aggregates) {
        this.relation = relation;
        this.session = session;
        this.clock = clock;
        this.parameters = parameters;
        this.aggregates = aggregates;
    }

    TimePrecision precision() {
        return relation.precision();
    }

    Clock clock() {
        return clock;
    }

    Session session() {
        return session;
    }

    Compiled compile(Expr expression) throws TaosException {
        if (expression instanceof Expr.ColumnName column) {
            return column(column);
        }
        if (expression instanceof Expr.Call call) {
            return call(call);
        }
        if (expression instanceof Expr.Binary binary) {
            return binary(binary);
        }
        if (expression instanceof Expr.Not not) {
            Compiled operand = compile(not.operand());
            return Compiled.of(
                    cursor -> {
                        // NOT of NULL is true on this server
                        return !Boolean.TRUE.equals(Comparisons.truth(operand.value().of(cursor)));
                    },
                    Compiled.type(ValueType.BOOL),
                    operand);
        }
        if (expression instanceof Expr.Negate negate) {
            return Arithmetic.negate(compile(negate.operand()));
        }
        if (expression instanceof Expr.Cast cast) {
            return Casts.compile(this, compile(cast.operand()), cast.type());
        }
        if (expression instanceof Expr.JsonGet get) {
            Compiled operand = jsonOperand(get.operand());
            return Compiled.of(
                    cursor -> JsonTags.get((String) operand.value().of(cursor), get.key()),
                    Compiled.type(ValueType.JSON, JsonTags.LENGTH),
                    operand);
        }
        if (expression instanceof Expr.JsonContains contains) {
            Compiled operand = jsonOperand(contains.operand());
            return Compiled.of(
                    cursor -> JsonTags.has((String) operand.value().of(cursor), contains.key()),
                    Compiled.type(ValueType.BOOL),
                    operand);
        }
        Compiled predicate = predicate(expression);
        return predicate != null ? predicate : literal(expression);
    }

    private Compiled jsonOperand(Expr expression) throws TaosException {
        Compiled operand = compile(expression);
        if (operand.type().type() != ValueType.JSON) {
            throw TaosErrors.wrongType("->");
        }
        return operand;
    }

    private Compiled column(Expr.ColumnName column) throws TaosException {
        Relation.Field field = relation.field(column.qualifier(), column.name());
        if (field != null) {
            int index = field.index();
            return field.scope() == Scope.TABLE
                    ? new Compiled(cursor -> cursor.tag(index), field.spec(), Scope.TABLE)
                    : new Compiled(cursor -> cursor.cell(index), field.spec(), Scope.ROW);
        }
        if (column.name().equals("tbname") && relation.hasTableName()) {
            return new Compiled(
                    Cursor::table,
                    Compiled.type(ValueType.VARCHAR, TABLE_NAME_LENGTH),
                    Scope.TABLE);
        }
        Relation.Field key = relation.primaryKey();
        if (key != null && (column.name().equals("_c0") || column.name().equals("_rowts"))) {
            return new Compiled(cursor -> cursor.cell(0), key.spec(), Scope.ROW);
        }
        if (WINDOW_COLUMNS.contains(column.name())) {
            throw new TaosException(
                    0x2658, "_WSTART, _WEND and _WDURATION can only be used in window query");
        }
        throw TaosErrors.invalidColumn(column.name());
    }

    private Compiled call(Expr.Call call) throws TaosException {
        if (AggregateSlots.isAggregate(call.name())) {
            if (aggregates == null) {
                throw new TaosException(0x2608, "There mustn't be aggregation");
            }
            return aggregates.add(call);
        }
        return ScalarFunctions.compile(this, call);
    }

    private Compiled literal(Expr expression) throws TaosException {
        if (expression instanceof Expr.NullLiteral) {
            return Compiled.constant(null, Compiled.type(ValueType.VARCHAR, 0));
        }
        if (expression instanceof Expr.BoolLiteral bool) {
            return Compiled.constant(bool.value(), Compiled.type(ValueType.BOOL));
        }
        if (expression instanceof Expr.IntLiteral number) {
            BigInteger value = number.value();
            if (value.compareTo(LONG_MIN) >= 0 && value.compareTo(LONG_MAX) <= 0) {
                return Compiled.constant(value.longValue(), Compiled.type(ValueType.BIGINT));
            }
            return Compiled.constant(value, Compiled.type(ValueType.UBIGINT));
        }
        if (expression instanceof Expr.FloatLiteral number) {
            return Compiled.constant(
                    Double.valueOf(number.text()), Compiled.type(ValueType.DOUBLE));
        }
        if (expression instanceof Expr.StringLiteral text) {
            return text(text.value());
        }
        if (expression instanceof Expr.DurationLiteral duration) {
            return Compiled.constant(
                    precision().fromNanos(duration.nanos()), Compiled.type(ValueType.BIGINT));
        }
        if (expression instanceof Expr.Parameter parameter) {
            return parameter(parameter.index());
        }
        throw TaosErrors.syntax("*");
    }

    private static Compiled text(String value) {
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        return Compiled.constant(value, Compiled.type(ValueType.VARCHAR, length));
    }

    private Compiled parameter(int index) throws TaosException {
        if (index >= parameters.size()) {
            throw new TaosException(0x0236, "bind number out of range or not match");
        }
        Object value = parameters.get(index);
        if (value instanceof String text) {
            return text(text);
        }
        ValueType type = ValueType.BIGINT;
        if (value == null || value instanceof Boolean) {
            type = ValueType.BOOL;
        } else if (value instanceof Double || value instanceof Float) {
            type = ValueType.DOUBLE;
        } else if (value instanceof byte[]) {
            type = ValueType.VARBINARY;
        }
        return Compiled.constant(value, Compiled.type(type));
    }

    private Compiled binary(Expr.Binary binary) throws TaosException {
        String operator = binary.operator();
        Compiled left = compile(binary.left());
        Compiled right = compile(binary.right());
        switch (operator) {
            case "and":
                return Compiled.of(
                        cursor -> Predicates.and(left, right, cursor),
                        Compiled.type(ValueType.BOOL),
                        left,
                        right);
            case "or":
                return Compiled.of(
                        cursor -> Predicates.or(left, right, cursor),
                        Compiled.type(ValueType.BOOL),
                        left,
                        right);
            case "=", "!=", "<", "<=", ">", ">=":
                Compiled a = comparable(left, right);
                Compiled b = comparable(right, left);
                return Predicates.comparison(operator, a, b);
            default:
                return Arithmetic.compile(operator, left, right);
        }
    }

    /** What a column is compared with. */
    Compiled comparand(Expr expression, Expr column) throws TaosException {
        return comparable(compile(expression), compile(column));
    }

    /** A text constant compared with a time is read as a time. */
    private Compiled comparable(Compiled operand, Compiled other) throws TaosException {
        if (other.type().type() == ValueType.TIMESTAMP
                && operand.isConstant()
                && operand.constantValue() instanceof String text) {
            Long time = TimestampText.parse(text, session.zone(), precision());
            if (time == null) {
                throw new TaosException(0x0127, "Invalid timestamp format");
            }
            return Compiled.constant(time, Compiled.type(ValueType.TIMESTAMP));
        }
        if (other.type().type() == ValueType.JSON
                && operand.isConstant()
                && operand.constantValue() instanceof String text) {
            return Compiled.constant(JsonTags.quote(text), operand.type());
        }
        return operand;
    }

    @Nullable
    private Compiled predicate(Expr expression) throws TaosException {
        if (expression instanceof Expr.IsNull isNull) {
            Compiled operand = compile(isNull.operand());
            return Compiled.of(
                    cursor -> (operand.value().of(cursor) == null) != isNull.negated(),
                    Compiled.type(ValueType.BOOL),
                    operand);
        }
        if (expression instanceof Expr.In in) {
            Compiled operand = compile(in.operand());
            List<Compiled> values = new ArrayList<>();
            for (Expr value : in.values()) {
                values.add(comparable(compile(value), operand));
            }
            return Predicates.in(operand, values, in.negated());
        }
        if (expression instanceof Expr.Between between) {
            Compiled operand = compile(between.operand());
            Compiled low = comparable(compile(between.low()), operand);
            Compiled high = comparable(compile(between.high()), operand);
            return Predicates.between(operand, low, high, between.negated());
        }
        if (expression instanceof Expr.Like like) {
            return Predicates.matches(
                    compile(like.operand()),
                    Predicates.like(pattern(like.pattern())),
                    like.negated());
        }
        if (expression instanceof Expr.Match match) {
            String pattern = pattern(match.pattern());
            try {
                Pattern compiled = Pattern.compile(pattern);
                return Predicates.matches(
                        compile(match.operand()),
                        text -> compiled.matcher(text).find(),
                        match.negated());
            } catch (PatternSyntaxException invalid) {
                throw new TaosException(0x2681, "Syntax error in regular expression");
            }
        }
        return null;
    }

    private String pattern(Expr expression) throws TaosException {
        Compiled pattern = compile(expression);
        if (pattern.isConstant() && pattern.constantValue() instanceof String text) {
            return text;
        }
        throw TaosErrors.wrongType("LIKE");
    }

    static ColumnSpec named(ColumnSpec type, String name) {
        return new ColumnSpec(name, type.type(), type.length(), type.precision(), type.scale());
    }
}
