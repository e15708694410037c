/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.sql.Token.Kind;
import io.spillway.local.tdengine.value.TaosErrors;
import java.util.ArrayList;
import java.util.List;

/** Tokens with a look ahead of two, and the questions parsers ask. */
final class TokenStream {

    private final Lexer lexer;
    private final List<Token> ahead = new ArrayList<>(2);
    private int parameters;
    private int lastEnd;

    TokenStream(String sql) {
        this.lexer = new Lexer(sql);
    }

    String sql() {
        return lexer.sql();
    }

    Token peek() throws TaosException {
        return peek(0);
    }

    Token peek(int distance) throws TaosException {
        while (ahead.size() <= distance) {
            ahead.add(lexer.next());
        }
        return ahead.get(distance);
    }

    Token next() throws TaosException {
        Token token = peek();
        ahead.remove(0);
        lastEnd = token.end();
        return token;
    }

    /** Where the token taken last ends. */
    int lastEnd() {
        return lastEnd;
    }

    int nextParameter() {
        return parameters++;
    }

    int parameters() {
        return parameters;
    }

    boolean accept(String symbol) throws TaosException {
        if (peek().is(symbol)) {
            next();
            return true;
        }
        return false;
    }

    boolean acceptWord(String word) throws TaosException {
        if (peek().isWord(word)) {
            next();
            return true;
        }
        return false;
    }

    boolean acceptWords(String first, String second) throws TaosException {
        if (peek().isWord(first) && peek(1).isWord(second)) {
            next();
            next();
            return true;
        }
        return false;
    }

    void expect(String symbol) throws TaosException {
        if (!accept(symbol)) {
            throw unexpected();
        }
    }

    void expectWord(String word) throws TaosException {
        if (!acceptWord(word)) {
            throw unexpected();
        }
    }

    String name() throws TaosException {
        if (!peek().isName()) {
            throw unexpected();
        }
        return next().text();
    }

    String string() throws TaosException {
        if (peek().kind() != Kind.STRING) {
            throw unexpected();
        }
        return next().text();
    }

    long integer() throws TaosException {
        if (peek().kind() != Kind.INTEGER) {
            throw unexpected();
        }
        Token token = next();
        try {
            return Long.parseLong(token.text());
        } catch (NumberFormatException tooLarge) {
            throw TaosErrors.syntax(rest(token));
        }
    }

    /** {@code [database.]table}. */
    TableName tableName() throws TaosException {
        String first = name();
        if (accept(".")) {
            return new TableName(first, name());
        }
        return new TableName(null, first);
    }

    boolean atEnd() throws TaosException {
        return peek().kind() == Kind.END;
    }

    /** Allows one semicolon at the end. */
    void expectEnd() throws TaosException {
        accept(";");
        if (!atEnd()) {
            throw unexpected();
        }
    }

    boolean acceptIfExists() throws TaosException {
        return acceptWords("if", "exists");
    }

    boolean acceptIfNotExists() throws TaosException {
        if (peek().isWord("if") && peek(1).isWord("not")) {
            next();
            next();
            expectWord("exists");
            return true;
        }
        return false;
    }

    TaosException unexpected() throws TaosException {
        Token token = peek();
        return token.kind() == Kind.END ? TaosErrors.incomplete() : TaosErrors.syntax(rest(token));
    }

    private String rest(Token token) {
        return sql().substring(token.start());
    }
}
