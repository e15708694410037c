/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.sql.Expr;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Functions of one row. */
final class ScalarFunctions {

    /** What the server calls itself. */
    static final String SERVER_VERSION = "3.3.7.5";

    private ScalarFunctions() {}

    static Compiled compile(ExpressionCompiler compiler, Expr.Call call) throws TaosException {
        List<Compiled> arguments = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            arguments.add(compiler.compile(argument));
        }
        return switch (call.name()) {
            case "now" ->
                    Compiled.constant(
                            compiler.precision().now(compiler.clock()),
                            Compiled.type(ValueType.TIMESTAMP));
            case "today" ->
                    Compiled.constant(
                            compiler.precision()
                                    .from(
                                            LocalDate.ofInstant(
                                                            compiler.clock().instant(),
                                                            compiler.session().zone())
                                                    .atStartOfDay(compiler.session().zone())
                                                    .toInstant()),
                            Compiled.type(ValueType.TIMESTAMP));
            case "server_version" -> text(SERVER_VERSION);
            case "client_version" -> text(SERVER_VERSION);
            case "server_status" -> Compiled.constant(1, Compiled.type(ValueType.INT));
            case "current_user" -> text(compiler.session().user() + "@localhost");
            case "database" ->
                    compiler.session().database() == null
                            ? Compiled.constant(null, Compiled.type(ValueType.VARCHAR, 64))
                            : text(compiler.session().database());
            case "upper" -> textual(one(call, arguments), s -> s.toUpperCase(Locale.ROOT));
            case "lower" -> textual(one(call, arguments), s -> s.toLowerCase(Locale.ROOT));
            case "abs" -> real(one(call, arguments), Math::abs);
            case "floor" -> real(one(call, arguments), Math::floor);
            case "ceil" -> real(one(call, arguments), Math::ceil);
            case "round" -> real(one(call, arguments), x -> (double) Math.round(x));
            case "sqrt" -> real(one(call, arguments), Math::sqrt);
            case "length", "char_length" -> length(call.name(), one(call, arguments));
            default -> throw new TaosException(0x0374, "Func not exists");
        };
    }

    private static Compiled one(Expr.Call call, List<Compiled> arguments) throws TaosException {
        if (arguments.size() != 1) {
            throw new TaosException(0x2801, "Invalid number of parameters : " + call.name());
        }
        return arguments.get(0);
    }

    private static Compiled text(String value) {
        return Compiled.constant(
                value,
                Compiled.type(ValueType.VARCHAR, value.getBytes(StandardCharsets.UTF_8).length));
    }

    private interface TextFunction {
        String of(String text);
    }

    private static Compiled textual(Compiled operand, TextFunction function) {
        return Compiled.of(
                cursor -> {
                    Object value = operand.value().of(cursor);
                    return value == null ? null : function.of(value.toString());
                },
                operand.type(),
                operand);
    }

    private interface RealFunction {
        double of(double value);
    }

    private static Compiled real(Compiled operand, RealFunction function) {
        return Compiled.of(
                cursor -> {
                    Object value = operand.value().of(cursor);
                    return value == null
                            ? null
                            : (Object) function.of(((Number) value).doubleValue());
                },
                Compiled.type(ValueType.DOUBLE),
                operand);
    }

    private static Compiled length(String name, Compiled operand) {
        boolean characters = name.equals("char_length");
        return Compiled.of(
                cursor -> {
                    Object value = operand.value().of(cursor);
                    if (value == null) {
                        return null;
                    }
                    String text = value.toString();
                    return characters
                            ? (Object) (long) text.codePointCount(0, text.length())
                            : (Object) (long) text.getBytes(StandardCharsets.UTF_8).length;
                },
                Compiled.type(ValueType.BIGINT),
                operand);
    }
}
