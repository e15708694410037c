/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.sql.Token.Kind;
import io.spillway.local.tdengine.value.TaosErrors;
import javax.annotation.Nullable;

/** Tokens with a look ahead of two, and the questions parsers ask. */
final class TokenStream {

    private final Lexer lexer;
    @Nullable private Token first;
    @Nullable private Token second;
    private int parameters;
    private int lastEnd;

    TokenStream(String sql) {
        this.lexer = new Lexer(sql);
    }

    String sql() {
        return lexer.sql();
    }

    Token peek() throws TaosException {
        if (first == null) {
            first = lexer.next();
        }
        return first;
    }

    /** The token after the next. */
    Token peekSecond() throws TaosException {
        peek();
        if (second == null) {
            second = lexer.next();
        }
        return second;
    }

    Token next() throws TaosException {
        Token token = peek();
        first = second;
        second = null;
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
        if (peek().isWord(first) && peekSecond().isWord(second)) {
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

    /** A name; words with a meaning of their own only between back quotes. */
    String name() throws TaosException {
        if (peek().kind() == Kind.NAME && ReservedWords.contains(peek().text())) {
            throw unexpected();
        }
        return anyName();
    }

    /** A name where no word has another meaning. */
    String anyName() throws TaosException {
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

    /** {@code [database.]table} where no word has another meaning. */
    TableName anyTableName() throws TaosException {
        String first = anyName();
        if (accept(".")) {
            return new TableName(first, anyName());
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
        if (peek().isWord("if") && peekSecond().isWord("not")) {
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
