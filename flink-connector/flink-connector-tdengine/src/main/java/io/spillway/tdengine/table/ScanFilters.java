/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.tdengine.row.RowColumns;
import io.spillway.tdengine.source.scan.config.ScanCondition;
import io.spillway.tdengine.source.scan.config.ScanCondition.Comparison;
import io.spillway.tdengine.sql.SqlText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.annotation.Nullable;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Translates filters of a query into conditions the server understands the same way. The planner
 * keeps all filters as well, so that what is not translated, or cannot be asked of a column's type,
 * costs time only.
 */
final class ScanFilters {

    private static final Map<FunctionDefinition, String> OPERATORS =
            Map.of(
                    BuiltInFunctionDefinitions.EQUALS, "=",
                    BuiltInFunctionDefinitions.NOT_EQUALS, "<>",
                    BuiltInFunctionDefinitions.LESS_THAN, "<",
                    BuiltInFunctionDefinitions.LESS_THAN_OR_EQUAL, "<=",
                    BuiltInFunctionDefinitions.GREATER_THAN, ">",
                    BuiltInFunctionDefinitions.GREATER_THAN_OR_EQUAL, ">=");

    private static final Map<String, String> MIRRORED =
            Map.of("=", "=", "<>", "<>", "<", ">", "<=", ">=", ">", "<", ">=", "<=");

    private static final Map<String, Comparison> TIME_COMPARISONS =
            Map.of(
                    "=", Comparison.EQUAL,
                    "<", Comparison.BEFORE,
                    "<=", Comparison.AT_MOST,
                    ">", Comparison.AFTER,
                    ">=", Comparison.AT_LEAST);

    private final UnaryOperator<String> names;

    /**
     * @param names what the server calls a column of the query, null for what it does not have
     */
    ScanFilters(UnaryOperator<String> names) {
        this.names = names;
    }

    /** The conditions of those filters that can be translated. */
    List<ScanCondition> translate(List<ResolvedExpression> filters) {
        List<ScanCondition> conditions = new ArrayList<>();
        filters.forEach(filter -> addConjuncts(filter, conditions));
        return conditions;
    }

    private void addConjuncts(ResolvedExpression filter, List<ScanCondition> target) {
        if (filter instanceof CallExpression call
                && call.getFunctionDefinition() == BuiltInFunctionDefinitions.AND) {
            call.getResolvedChildren().forEach(child -> addConjuncts(child, target));
            return;
        }
        ScanCondition.Time time = time(filter);
        if (time != null) {
            target.add(time);
            return;
        }
        Set<String> columns = new HashSet<>();
        text(filter, columns).ifPresent(text -> target.add(new ScanCondition.Text(text, columns)));
    }

    /** A comparison of a time with a literal. */
    @Nullable
    private ScanCondition.Time time(ResolvedExpression filter) {
        Compared compared = Compared.of(filter);
        if (compared == null
                || !compared.column
                        .getOutputDataType()
                        .getLogicalType()
                        .is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE)) {
            return null;
        }
        Comparison comparison = TIME_COMPARISONS.get(compared.operator);
        Optional<Instant> instant = compared.literal.getValueAs(Instant.class);
        String name = names.apply(compared.column.getName());
        return comparison == null || instant.isEmpty() || name == null
                ? null
                : new ScanCondition.Time(name, comparison, instant.get());
    }

    private Optional<String> text(ResolvedExpression filter, Set<String> columns) {
        if (!(filter instanceof CallExpression call)) {
            return Optional.empty();
        }
        FunctionDefinition function = call.getFunctionDefinition();
        List<ResolvedExpression> children = call.getResolvedChildren();
        if (function == BuiltInFunctionDefinitions.OR
                || function == BuiltInFunctionDefinitions.AND) {
            List<String> parts = new ArrayList<>();
            for (ResolvedExpression child : children) {
                Optional<String> part = text(child, columns);
                if (part.isEmpty()) {
                    return Optional.empty();
                }
                parts.add("(" + part.get() + ")");
            }
            return Optional.of(
                    String.join(
                            function == BuiltInFunctionDefinitions.OR ? " OR " : " AND ", parts));
        }
        if (function == BuiltInFunctionDefinitions.IS_NULL
                || function == BuiltInFunctionDefinitions.IS_NOT_NULL) {
            boolean isNull = function == BuiltInFunctionDefinitions.IS_NULL;
            return children.get(0) instanceof FieldReferenceExpression column
                    ? name(column, columns)
                            .map(name -> name + (isNull ? " IS NULL" : " IS NOT NULL"))
                    : Optional.empty();
        }
        Compared compared = Compared.of(filter);
        if (compared == null) {
            return Optional.empty();
        }
        return literal(compared.column.getOutputDataType().getLogicalType(), compared.literal)
                .flatMap(
                        literal ->
                                name(compared.column, columns)
                                        .map(
                                                name ->
                                                        name
                                                                + ' '
                                                                + compared.operator
                                                                + ' '
                                                                + literal));
    }

    private Optional<String> name(FieldReferenceExpression column, Set<String> columns) {
        String name = names.apply(column.getName());
        if (name == null) {
            return Optional.empty();
        }
        columns.add(name);
        return Optional.of(
                name.equalsIgnoreCase(RowColumns.TABLE_NAME)
                        ? RowColumns.TABLE_NAME
                        : SqlText.name(name));
    }

    /** Only of types both sides compare alike: floating points and local times are not. */
    private static Optional<String> literal(LogicalType column, ValueLiteralExpression literal) {
        if (literal.isNull()) {
            return Optional.empty();
        }
        return switch (column.getTypeRoot()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                    literal.getValueAs(BigDecimal.class)
                            .filter(value -> value.stripTrailingZeros().scale() <= 0)
                            .map(BigDecimal::toPlainString);
            case VARCHAR -> literal.getValueAs(String.class).map(SqlText::string);
            case BOOLEAN -> literal.getValueAs(Boolean.class).map(String::valueOf);
            default -> Optional.empty();
        };
    }

    /** A column, an operator and a literal, whatever the order they were written in. */
    private record Compared(
            FieldReferenceExpression column, String operator, ValueLiteralExpression literal) {

        @Nullable
        private static Compared of(ResolvedExpression filter) {
            if (!(filter instanceof CallExpression call)) {
                return null;
            }
            String operator = OPERATORS.get(call.getFunctionDefinition());
            if (operator == null) {
                return null;
            }
            ResolvedExpression left = call.getResolvedChildren().get(0);
            ResolvedExpression right = call.getResolvedChildren().get(1);
            if (left instanceof FieldReferenceExpression column
                    && right instanceof ValueLiteralExpression literal) {
                return new Compared(column, operator, literal);
            }
            if (right instanceof FieldReferenceExpression column
                    && left instanceof ValueLiteralExpression literal) {
                return new Compared(column, MIRRORED.get(operator), literal);
            }
            return null;
        }
    }
}
