/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.sql.Statement.Alteration;
import java.util.LinkedHashMap;
import java.util.Map;

/** ALTER. */
final class AlterParser {

    private final TokenStream tokens;

    AlterParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    Statement alter() throws TaosException {
        tokens.next();
        if (tokens.acceptWord("database")) {
            return new Statement.AlterDatabase(tokens.name(), CreateParser.databaseOptions(tokens));
        }
        boolean superTable = tokens.acceptWord("stable");
        if (!superTable) {
            tokens.expectWord("table");
        }
        return new Statement.AlterTable(tokens.tableName(), superTable, alteration());
    }

    private Alteration alteration() throws TaosException {
        ColumnsParser columns = new ColumnsParser(tokens);
        if (tokens.acceptWords("add", "column")) {
            return new Alteration.AddColumn(columns.column());
        }
        if (tokens.acceptWords("drop", "column")) {
            return new Alteration.DropColumn(tokens.name());
        }
        if (tokens.acceptWords("modify", "column")) {
            return new Alteration.ModifyColumn(columns.column());
        }
        if (tokens.acceptWords("rename", "column")) {
            return new Alteration.RenameColumn(tokens.name(), tokens.name());
        }
        if (tokens.acceptWords("add", "tag")) {
            return new Alteration.AddTag(columns.column());
        }
        if (tokens.acceptWords("drop", "tag")) {
            return new Alteration.DropTag(tokens.name());
        }
        if (tokens.acceptWords("modify", "tag")) {
            return new Alteration.ModifyTag(columns.column());
        }
        if (tokens.acceptWords("rename", "tag")) {
            return new Alteration.RenameTag(tokens.name(), tokens.name());
        }
        if (tokens.acceptWords("set", "tag")) {
            Map<String, Expr> values = new LinkedHashMap<>();
            do {
                String name = tokens.name();
                tokens.expect("=");
                values.put(name, new ExpressionParser(tokens).expression());
            } while (tokens.accept(","));
            return new Alteration.SetTags(values);
        }
        throw tokens.unexpected();
    }
}
