/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.sql.Statement.Show.Subject;
import io.spillway.local.tdengine.value.TaosErrors;
import javax.annotation.Nullable;

/** SHOW. */
final class ShowParser {

    private final TokenStream tokens;

    ShowParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    Statement show() throws TaosException {
        tokens.next();
        if (tokens.acceptWords("cluster", "alive")) {
            return new Statement.Show(Subject.CLUSTER_ALIVE, null, null);
        }
        if (tokens.acceptWord("create")) {
            return showCreate();
        }
        if (tokens.acceptWord("databases")) {
            return new Statement.Show(Subject.DATABASES, null, null);
        }
        if (tokens.acceptWord("topics")) {
            return new Statement.Show(Subject.TOPICS, null, null);
        }
        if (tokens.acceptWord("subscriptions")) {
            return new Statement.Show(Subject.SUBSCRIPTIONS, null, null);
        }
        if (tokens.acceptWord("consumers")) {
            return new Statement.Show(Subject.CONSUMERS, null, null);
        }
        if (tokens.peek().isWord("tags")) {
            tokens.next();
            tokens.expectWord("from");
            return new Statement.ShowTags(tokens.tableName());
        }
        Subject kind = null;
        if (tokens.acceptWord("normal")) {
            kind = Subject.NORMAL_TABLES;
        } else if (tokens.acceptWord("child")) {
            kind = Subject.CHILD_TABLES;
        }
        String database = null;
        if (tokens.peek().isName() && tokens.peekSecond().is(".")) {
            database = tokens.name();
            tokens.next();
        }
        return inDatabase(kind, database);
    }

    private Statement showCreate() throws TaosException {
        if (tokens.acceptWord("database")) {
            return new Statement.ShowCreate(
                    Statement.ShowCreate.Kind.DATABASE, new TableName(null, tokens.name()));
        }
        if (tokens.acceptWord("stable")) {
            return new Statement.ShowCreate(Statement.ShowCreate.Kind.STABLE, tokens.tableName());
        }
        tokens.expectWord("table");
        return new Statement.ShowCreate(Statement.ShowCreate.Kind.TABLE, tokens.tableName());
    }

    private Statement inDatabase(@Nullable Subject kind, @Nullable String database)
            throws TaosException {
        if (kind != null) {
            tokens.expectWord("tables");
            return new Statement.Show(kind, database, like());
        }
        if (tokens.acceptWord("tables")) {
            return new Statement.Show(Subject.TABLES, database, like());
        }
        if (tokens.acceptWord("stables")) {
            return new Statement.Show(Subject.STABLES, database, like());
        }
        if (tokens.acceptWord("views")) {
            return new Statement.Show(Subject.VIEWS, database, like());
        }
        if (tokens.acceptWord("vgroups")) {
            return new Statement.Show(Subject.VGROUPS, database, null);
        }
        if (tokens.acceptWord("alive")) {
            return new Statement.Show(Subject.ALIVE, database, null);
        }
        if (tokens.peek().isName() && tokens.peekSecond().kind() == Token.Kind.END) {
            // a name alone might have been that of a database
            throw TaosErrors.incomplete();
        }
        throw tokens.unexpected();
    }

    @Nullable
    private String like() throws TaosException {
        return tokens.acceptWord("like") ? tokens.string() : null;
    }
}
