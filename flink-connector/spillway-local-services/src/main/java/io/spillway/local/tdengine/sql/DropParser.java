/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import io.spillway.local.tdengine.engine.TaosException;
import java.util.ArrayList;
import java.util.List;

/** DROP. */
final class DropParser {

    private final TokenStream tokens;

    DropParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    Statement drop() throws TaosException {
        tokens.next();
        if (tokens.acceptWord("database")) {
            boolean ifExists = tokens.acceptIfExists();
            boolean force = tokens.acceptWord("force");
            return new Statement.DropDatabase(tokens.name(), ifExists, force);
        }
        if (tokens.acceptWord("topic")) {
            boolean ifExists = tokens.acceptIfExists();
            boolean force = tokens.acceptWord("force");
            return new Statement.DropTopic(tokens.name(), ifExists, force);
        }
        if (tokens.acceptWords("consumer", "group")) {
            boolean ifExists = tokens.acceptIfExists();
            boolean force = tokens.acceptWord("force");
            String group = tokens.name();
            tokens.expectWord("on");
            return new Statement.DropConsumerGroup(group, tokens.name(), ifExists, force);
        }
        if (tokens.acceptWord("stable")) {
            boolean ifExists = tokens.acceptIfExists();
            return new Statement.DropSuperTable(tokens.tableName(), ifExists);
        }
        tokens.expectWord("table");
        List<Statement.Dropped> tables = new ArrayList<>();
        do {
            boolean ifExists = tokens.acceptIfExists();
            tables.add(new Statement.Dropped(tokens.tableName(), ifExists));
        } while (tokens.accept(","));
        return new Statement.DropTables(tables);
    }
}
