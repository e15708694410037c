/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.value.Durations;
import io.spillway.local.tdengine.value.TaosErrors;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Expressions, by descent: OR, AND, NOT, comparison, sum, product, sign, value. */
final class ExpressionParser {

    private static final Set<String> COMPARISONS = Set.of("=", "<", "<=", ">", ">=", "<>", "!=");

    private static final Set<String> NO_FUNCTIONS =
            Set.of("and", "or", "not", "in", "from", "where", "values", "select", "distinct");

    private final TokenStream tokens;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    Expr expression() throws TaosException {
        Expr left = conjunction();
        while (tokens.acceptWord("or")) {
            left = new Expr.Binary("or", left, conjunction());
        }
        return left;
    }

    private Expr conjunction() throws TaosException {
        Expr left = negation();
        while (tokens.acceptWord("and") || tokens.accept("&&")) {
            left = new Expr.Binary("and", left, negation());
        }
        return left;
    }

    private Expr negation() throws TaosException {
        return tokens.acceptWord("not") ? new Expr.Not(negation()) : comparison();
    }

    private Expr comparison() throws TaosException {
        Expr left = sum();
        while (true) {
            Token token = tokens.peek();
            if (token.kind() == Token.Kind.SYMBOL && COMPARISONS.contains(token.text())) {
                tokens.next();
                String operator = token.text().equals("<>") ? "!=" : token.text();
                left = new Expr.Binary(operator, left, sum());
            } else if (tokens.acceptWord("is")) {
                boolean negated = tokens.acceptWord("not");
                tokens.expectWord("null");
                left = new Expr.IsNull(left, negated);
            } else if (tokens.acceptWord("contains")) {
                left = new Expr.JsonContains(left, tokens.string());
            } else if (token.isWord("not") && isPredicate(tokens.peekSecond())) {
                tokens.next();
                left = predicate(left, true);
            } else if (isPredicate(token)) {
                left = predicate(left, false);
            } else {
                return left;
            }
        }
    }

    private static boolean isPredicate(Token token) {
        return token.isWord("in")
                || token.isWord("between")
                || token.isWord("like")
                || token.isWord("match")
                || token.isWord("nmatch");
    }

    private Expr predicate(Expr left, boolean negated) throws TaosException {
        switch (tokens.next().text()) {
            case "in":
                tokens.expect("(");
                List<Expr> values = new ArrayList<>();
                do {
                    values.add(sum());
                } while (tokens.accept(","));
                tokens.expect(")");
                return new Expr.In(left, values, negated);
            case "between":
                Expr low = sum();
                tokens.expectWord("and");
                return new Expr.Between(left, low, sum(), negated);
            case "like":
                return new Expr.Like(left, sum(), negated);
            case "match":
                return new Expr.Match(left, sum(), negated);
            default:
                return new Expr.Match(left, sum(), !negated);
        }
    }

    private Expr sum() throws TaosException {
        Expr left = product();
        while (true) {
            if (tokens.accept("+")) {
                left = new Expr.Binary("+", left, product());
            } else if (tokens.accept("-")) {
                left = new Expr.Binary("-", left, product());
            } else if (tokens.accept("||")) {
                left = new Expr.Binary("||", left, product());
            } else {
                return left;
            }
        }
    }

    private Expr product() throws TaosException {
        Expr left = signed();
        while (true) {
            if (tokens.accept("*")) {
                left = new Expr.Binary("*", left, signed());
            } else if (tokens.accept("/")) {
                left = new Expr.Binary("/", left, signed());
            } else if (tokens.accept("%")) {
                left = new Expr.Binary("%", left, signed());
            } else {
                return left;
            }
        }
    }

    private Expr signed() throws TaosException {
        if (tokens.accept("-")) {
            Expr operand = signed();
            if (operand instanceof Expr.IntLiteral number) {
                return new Expr.IntLiteral(number.value().negate());
            }
            if (operand instanceof Expr.FloatLiteral number) {
                return new Expr.FloatLiteral("-" + number.text());
            }
            return new Expr.Negate(operand);
        }
        if (tokens.accept("+")) {
            return signed();
        }
        Expr value = value();
        while (tokens.accept("->")) {
            value = new Expr.JsonGet(value, tokens.string());
        }
        return value;
    }

    private Expr value() throws TaosException {
        Token token = tokens.peek();
        switch (token.kind()) {
            case INTEGER:
                tokens.next();
                return new Expr.IntLiteral(new BigInteger(token.text()));
            case FLOAT:
                tokens.next();
                return new Expr.FloatLiteral(token.text());
            case DURATION:
                tokens.next();
                Long nanos = Durations.nanos(token.text());
                if (nanos == null) {
                    throw TaosErrors.syntax(tokens.sql().substring(token.start()));
                }
                return new Expr.DurationLiteral(token.text(), nanos);
            case STRING:
                tokens.next();
                return new Expr.StringLiteral(token.text());
            case PARAMETER:
                tokens.next();
                return new Expr.Parameter(tokens.nextParameter());
            case NAME, QUOTED_NAME:
                return named(token);
            default:
                break;
        }
        if (tokens.accept("(")) {
            Expr inner = expression();
            tokens.expect(")");
            return inner;
        }
        if (tokens.accept("*")) {
            return new Expr.Star(null);
        }
        throw tokens.unexpected();
    }

    private Expr named(Token token) throws TaosException {
        if (token.kind() == Token.Kind.NAME) {
            switch (token.text()) {
                case "null":
                    tokens.next();
                    return new Expr.NullLiteral();
                case "true", "false":
                    tokens.next();
                    return new Expr.BoolLiteral(token.text().equals("true"));
                default:
                    break;
            }
            if (tokens.peekSecond().is("(") && !NO_FUNCTIONS.contains(token.text())) {
                tokens.next();
                return call(token.text());
            }
            if (token.text().equals("now") || token.text().equals("today")) {
                tokens.next();
                return new Expr.Call(token.text(), List.of());
            }
        }
        if (token.kind() == Token.Kind.NAME && ReservedWords.contains(token.text())) {
            throw tokens.unexpected();
        }
        tokens.next();
        if (tokens.accept(".")) {
            if (tokens.accept("*")) {
                return new Expr.Star(token.text());
            }
            return new Expr.ColumnName(token.text(), tokens.name());
        }
        return new Expr.ColumnName(null, token.text());
    }

    private Expr call(String name) throws TaosException {
        tokens.expect("(");
        if (name.equals("cast")) {
            Expr operand = expression();
            tokens.expectWord("as");
            TypeName type = new ColumnsParser(tokens).type();
            tokens.expect(")");
            return new Expr.Cast(operand, type);
        }
        List<Expr> arguments = new ArrayList<>();
        if (!tokens.peek().is(")")) {
            do {
                arguments.add(expression());
            } while (tokens.accept(","));
        }
        tokens.expect(")");
        return new Expr.Call(name, arguments);
    }
}
