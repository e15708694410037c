/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import io.spillway.local.tdengine.engine.TaosException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/** SELECT. */
final class SelectParser {

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    SelectParser(TokenStream tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
    }

    Select select() throws TaosException {
        tokens.expectWord("select");
        boolean distinct = tokens.acceptWord("distinct");
        boolean tagsOnly = !distinct && tokens.acceptWord("tags");
        if (!distinct) {
            tokens.acceptWord("all");
        }
        List<Select.Item> items = new ArrayList<>();
        do {
            items.add(item());
        } while (tokens.accept(","));
        Select.Source source = tokens.acceptWord("from") ? source() : null;
        Expr where = tokens.acceptWord("where") ? expressions.expression() : null;
        List<Expr> partitionBy = list("partition");
        List<Expr> groupBy = list("group");
        Expr having = tokens.acceptWord("having") ? expressions.expression() : null;
        List<Select.Order> orderBy = orderBy();
        long[] groups = limits("slimit", "soffset");
        long[] rows = limits("limit", "offset");
        return new Select(
                distinct,
                tagsOnly,
                items,
                source,
                where,
                partitionBy,
                groupBy,
                having,
                orderBy,
                rows[0],
                rows[1],
                groups[0],
                groups[1]);
    }

    private Select.Item item() throws TaosException {
        int start = tokens.peek().start();
        Expr expression = expressions.expression();
        String text = tokens.sql().substring(start, tokens.lastEnd());
        return new Select.Item(expression, alias(), text);
    }

    @Nullable
    private String alias() throws TaosException {
        if (tokens.acceptWord("as")) {
            return tokens.peek().kind() == Token.Kind.STRING ? tokens.string() : tokens.name();
        }
        Token token = tokens.peek();
        boolean named =
                token.kind() == Token.Kind.QUOTED_NAME
                        || token.kind() == Token.Kind.NAME && !ReservedWords.contains(token.text());
        return named ? tokens.next().text() : null;
    }

    private Select.Source source() throws TaosException {
        if (tokens.accept("(")) {
            Select query = select();
            tokens.expect(")");
            return new Select.Source.Sub(query, alias());
        }
        TableName table = tokens.tableName();
        return new Select.Source.Named(table, alias());
    }

    private List<Expr> list(String clause) throws TaosException {
        List<Expr> list = new ArrayList<>();
        if (tokens.acceptWord(clause)) {
            tokens.expectWord("by");
            do {
                list.add(expressions.expression());
            } while (tokens.accept(","));
        }
        return list;
    }

    private List<Select.Order> orderBy() throws TaosException {
        List<Select.Order> orders = new ArrayList<>();
        if (tokens.acceptWord("order")) {
            tokens.expectWord("by");
            do {
                Expr expression = expressions.expression();
                boolean descending = tokens.acceptWord("desc");
                if (!descending) {
                    tokens.acceptWord("asc");
                }
                if (tokens.acceptWord("nulls") && !tokens.acceptWord("first")) {
                    tokens.expectWord("last");
                }
                orders.add(new Select.Order(expression, descending));
            } while (tokens.accept(","));
        }
        return orders;
    }

    /** Both forms: {@code LIMIT n OFFSET m} and {@code LIMIT m, n}. */
    private long[] limits(String limit, String offset) throws TaosException {
        if (!tokens.acceptWord(limit)) {
            return new long[] {-1, 0};
        }
        long first = tokens.integer();
        if (tokens.accept(",")) {
            return new long[] {tokens.integer(), first};
        }
        return new long[] {first, tokens.acceptWord(offset) ? tokens.integer() : 0};
    }
}
