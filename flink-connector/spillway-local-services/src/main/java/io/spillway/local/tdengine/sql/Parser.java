/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.value.TaosErrors;

/** Turns the text of a statement into its parts. */
public final class Parser {

    private Parser() {}

    /** A statement and the number of its question marks. */
    public record Parsed(Statement statement, int parameters) {}

    /**
     * @throws TaosException {@code 0x2600} with the place for what is not covered
     */
    public static Parsed parse(String sql) throws TaosException {
        TokenStream tokens = new TokenStream(sql);
        Statement statement = statement(tokens);
        tokens.expectEnd();
        return new Parsed(statement, tokens.parameters());
    }

    private static Statement statement(TokenStream tokens) throws TaosException {
        Token first = tokens.peek();
        if (first.kind() == Token.Kind.END) {
            throw TaosErrors.incomplete();
        }
        if (first.kind() == Token.Kind.NAME) {
            switch (first.text()) {
                case "select":
                    return new SelectParser(tokens).select();
                case "insert", "import":
                    return new InsertParser(tokens).insert();
                case "create":
                    return new CreateParser(tokens).create();
                case "drop":
                    return new DropParser(tokens).drop();
                case "alter":
                    return new AlterParser(tokens).alter();
                case "show":
                    return new ShowParser(tokens).show();
                case "use":
                    tokens.next();
                    return new Statement.UseDatabase(tokens.name());
                case "describe", "desc":
                    tokens.next();
                    return new Statement.Describe(tokens.tableName());
                case "delete":
                    return delete(tokens);
                case "flush":
                    tokens.next();
                    tokens.expectWord("database");
                    return new Statement.FlushDatabase(tokens.name());
                default:
                    break;
            }
        }
        throw tokens.unexpected();
    }

    private static Statement delete(TokenStream tokens) throws TaosException {
        tokens.next();
        tokens.expectWord("from");
        TableName table = tokens.tableName();
        Expr where = tokens.acceptWord("where") ? new ExpressionParser(tokens).expression() : null;
        return new Statement.Delete(table, where);
    }
}
