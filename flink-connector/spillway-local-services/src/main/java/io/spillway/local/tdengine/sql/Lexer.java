/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.sql.Token.Kind;
import io.spillway.local.tdengine.value.TaosErrors;
import java.util.Locale;

/** Cuts a statement into tokens, one at a time. */
final class Lexer {

    private static final String[] LONG_SYMBOLS = {"->", "<=", ">=", "<>", "!=", "||", "&&"};
    private static final String LONG_SYMBOL_STARTS = "-<>!|&";
    private static final String UNITS = "buasmhdwny";

    private final String sql;
    private int position;

    Lexer(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }

    Token next() throws TaosException {
        skipBlanks();
        if (position >= sql.length()) {
            return new Token(Kind.END, "", sql.length(), sql.length());
        }
        int start = position;
        char c = sql.charAt(position);
        if (isDigit(c)
                || c == '.' && position + 1 < sql.length() && isDigit(sql.charAt(position + 1))) {
            return number(start);
        }
        if (isNameStart(c)) {
            return name(start);
        }
        return switch (c) {
            case '`' -> quotedName(start);
            case '\'', '"' -> string(start, c);
            case '?' -> {
                position++;
                yield new Token(Kind.PARAMETER, "?", start, position);
            }
            default -> symbol(start);
        };
    }

    private void skipBlanks() {
        while (position < sql.length()) {
            char c = sql.charAt(position);
            if (Character.isWhitespace(c)) {
                position++;
            } else if (sql.startsWith("--", position)) {
                int line = sql.indexOf('\n', position);
                position = line < 0 ? sql.length() : line;
            } else if (sql.startsWith("/*", position)) {
                int end = sql.indexOf("*/", position + 2);
                position = end < 0 ? sql.length() : end + 2;
            } else {
                return;
            }
        }
    }

    private Token name(int start) {
        while (position < sql.length() && isNamePart(sql.charAt(position))) {
            position++;
        }
        return new Token(
                Kind.NAME,
                sql.substring(start, position).toLowerCase(Locale.ROOT),
                start,
                position);
    }

    private Token quotedName(int start) throws TaosException {
        StringBuilder name = new StringBuilder();
        position++;
        while (position < sql.length()) {
            char c = sql.charAt(position++);
            if (c != '`') {
                name.append(c);
            } else if (position < sql.length() && sql.charAt(position) == '`') {
                name.append('`');
                position++;
            } else {
                return new Token(Kind.QUOTED_NAME, name.toString(), start, position);
            }
        }
        throw TaosErrors.syntax(sql.substring(start));
    }

    private Token string(int start, char quote) throws TaosException {
        StringBuilder text = new StringBuilder();
        position++;
        while (position < sql.length()) {
            char c = sql.charAt(position++);
            if (c == '\\' && position < sql.length()) {
                escape(text, sql.charAt(position++));
            } else if (c != quote) {
                text.append(c);
            } else if (position < sql.length() && sql.charAt(position) == quote) {
                text.append(quote);
                position++;
            } else {
                return new Token(Kind.STRING, text.toString(), start, position);
            }
        }
        throw TaosErrors.syntax(sql.substring(start));
    }

    private static void escape(StringBuilder text, char c) {
        switch (c) {
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            // these keep their backslash: patterns of LIKE and bytes in hexadecimal
            case '%', '_', 'x' -> text.append('\\').append(c);
            default -> text.append(c);
        }
    }

    private Token number(int start) {
        if (sql.charAt(position) == '0'
                && position + 1 < sql.length()
                && (sql.charAt(position + 1) == 'x' || sql.charAt(position + 1) == 'X')) {
            position += 2;
            while (position < sql.length() && Character.digit(sql.charAt(position), 16) >= 0) {
                position++;
            }
            return new Token(Kind.HEX, sql.substring(start, position), start, position);
        }
        digits();
        boolean fraction = false;
        if (position < sql.length() && sql.charAt(position) == '.') {
            fraction = true;
            position++;
            digits();
        }
        if (exponentFollows()) {
            fraction = true;
            position += 2;
            digits();
        } else if (!fraction && unitFollows()) {
            position++;
            return new Token(Kind.DURATION, sql.substring(start, position), start, position);
        }
        return new Token(
                fraction ? Kind.FLOAT : Kind.INTEGER,
                sql.substring(start, position),
                start,
                position);
    }

    private void digits() {
        while (position < sql.length() && isDigit(sql.charAt(position))) {
            position++;
        }
    }

    private boolean exponentFollows() {
        if (position + 1 >= sql.length() || Character.toLowerCase(sql.charAt(position)) != 'e') {
            return false;
        }
        char next = sql.charAt(position + 1);
        return isDigit(next)
                || (next == '+' || next == '-')
                        && position + 2 < sql.length()
                        && isDigit(sql.charAt(position + 2));
    }

    private boolean unitFollows() {
        return position < sql.length()
                && UNITS.indexOf(Character.toLowerCase(sql.charAt(position))) >= 0
                && (position + 1 == sql.length() || !isNamePart(sql.charAt(position + 1)));
    }

    private Token symbol(int start) {
        char c = sql.charAt(start);
        if (LONG_SYMBOL_STARTS.indexOf(c) >= 0) {
            for (String symbol : LONG_SYMBOLS) {
                if (sql.startsWith(symbol, start)) {
                    position += symbol.length();
                    return new Token(Kind.SYMBOL, symbol, start, position);
                }
            }
        }
        position++;
        return new Token(Kind.SYMBOL, String.valueOf(c), start, position);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }
}
