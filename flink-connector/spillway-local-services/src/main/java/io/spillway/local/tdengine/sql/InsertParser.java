/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.sql.Insert.Cell;
import io.spillway.local.tdengine.value.Durations;
import io.spillway.local.tdengine.value.TaosErrors;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/** INSERT. */
final class InsertParser {

    private static final Cell[] NO_CELLS = {};

    private final TokenStream tokens;

    InsertParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    Insert insert() throws TaosException {
        tokens.next();
        if (!tokens.acceptWord("into")) {
            throw complaint("keyword INTO is expected");
        }
        List<Insert.Target> targets = new ArrayList<>();
        do {
            targets.add(target());
            tokens.accept(",");
        } while (!tokens.atEnd() && !tokens.peek().is(";"));
        return new Insert(targets, tokens.sql());
    }

    private Insert.Target target() throws TaosException {
        TableName table = null;
        if (tokens.peek().kind() == Token.Kind.PARAMETER) {
            tokens.next();
            tokens.nextParameter();
        } else if (tokens.peek().isName()) {
            table = tokens.anyTableName();
        } else if (tokens.peek().kind() == Token.Kind.STRING) {
            table = quoted(tokens.next());
        } else {
            throw complaint("table_name is expected");
        }
        List<String> columns = columns();
        TableName using = null;
        List<String> tagNames = null;
        List<Cell> tagValues = List.of();
        int ttl = 0;
        if (tokens.acceptWord("using")) {
            using = tokens.anyTableName();
            tagNames = columns();
            if (!tokens.acceptWord("tags")) {
                throw complaint("TAGS is expected");
            }
            tagValues = List.of(cells());
            if (tokens.acceptWord("ttl")) {
                ttl = (int) tokens.integer();
            }
            List<String> after = columns();
            columns = after == null ? columns : after;
        }
        tokens.expectWord("values");
        if (tokens.atEnd()) {
            throw new TaosException(
                    TaosErrors.SQL_SYNTAX, "syntax error near 'no any data points'");
        }
        List<Cell[]> rows = new ArrayList<>();
        do {
            rows.add(cells());
            if (tokens.peek().is(",") && tokens.peekSecond().is("(")) {
                tokens.next();
            }
        } while (tokens.peek().is("("));
        return new Insert.Target(table, using, tagNames, tagValues, columns, rows, ttl);
    }

    /** A name between quotes, as documentation sometimes has it: 'db.table'. */
    private static TableName quoted(Token token) {
        int dot = token.text().indexOf('.');
        return dot < 0
                ? new TableName(null, token.text())
                : new TableName(token.text().substring(0, dot), token.text().substring(dot + 1));
    }

    @Nullable
    private List<String> columns() throws TaosException {
        if (!tokens.accept("(")) {
            return null;
        }
        List<String> names = new ArrayList<>();
        do {
            names.add(tokens.anyName());
        } while (tokens.accept(","));
        if (!tokens.accept(")")) {
            throw complaint(") expected");
        }
        return names;
    }

    private Cell[] cells() throws TaosException {
        if (!tokens.accept("(")) {
            throw complaint("( is expected");
        }
        List<Cell> cells = new ArrayList<>();
        do {
            cells.add(cell());
        } while (tokens.accept(","));
        if (!tokens.accept(")")) {
            throw complaint(") expected");
        }
        return cells.toArray(NO_CELLS);
    }

    private Cell cell() throws TaosException {
        int position = tokens.peek().start();
        if (tokens.peek().is(")")) {
            throw TaosErrors.columnsNumber();
        }
        String sign = tokens.accept("-") ? "-" : "";
        if (sign.isEmpty()) {
            tokens.accept("+");
        }
        Token token = tokens.next();
        switch (token.kind()) {
            case INTEGER, FLOAT, HEX:
                return new Cell(Cell.Kind.NUMBER, sign + token.text(), shift(), position);
            case DURATION:
                return new Cell(Cell.Kind.STRING, sign + token.text(), 0, position);
            case STRING:
                return new Cell(Cell.Kind.STRING, token.text(), shift(), position);
            case PARAMETER:
                tokens.nextParameter();
                return new Cell(Cell.Kind.PARAMETER, "?", 0, position);
            case NAME:
                return word(token, position);
            default:
                throw TaosErrors.insertSyntax(
                        tokens.sql().substring(position), "invalid data or symbol");
        }
    }

    private Cell word(Token token, int position) throws TaosException {
        switch (token.text()) {
            case "null", "none":
                return new Cell(Cell.Kind.NULL, "null", 0, position);
            case "true", "false":
                return new Cell(Cell.Kind.BOOL, token.text(), 0, position);
            case "nan", "inf", "infinity":
                return new Cell(Cell.Kind.NUMBER, token.text(), 0, position);
            case "now", "today":
                if (tokens.accept("(")) {
                    tokens.expect(")");
                }
                return new Cell(
                        token.text().equals("now") ? Cell.Kind.NOW : Cell.Kind.TODAY,
                        token.text(),
                        shift(),
                        position);
            default:
                throw TaosErrors.insertSyntax(
                        tokens.sql().substring(position), "invalid data or symbol");
        }
    }

    /** What follows a time: {@code + 1d - 2h}. */
    private long shift() throws TaosException {
        long nanos = 0;
        while (tokens.peek().is("+") || tokens.peek().is("-")) {
            boolean minus = tokens.next().is("-");
            Token token = tokens.next();
            Long span = Durations.nanos(token.text());
            if (span == null) {
                throw TaosErrors.insertSyntax(
                        tokens.sql().substring(token.start()), "invalid timestamp format");
            }
            nanos += minus ? -span : span;
        }
        return nanos;
    }

    private TaosException complaint(String reason) throws TaosException {
        return TaosErrors.insertSyntax(tokens.sql().substring(tokens.peek().start()), reason);
    }
}
