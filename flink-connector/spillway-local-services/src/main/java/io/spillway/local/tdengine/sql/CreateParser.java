/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.sql.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** CREATE. */
final class CreateParser {

    private static final Set<String> DATABASE_OPTIONS =
            Set.of(
                    "buffer",
                    "cachemodel",
                    "cachesize",
                    "comp",
                    "duration",
                    "wal_fsync_period",
                    "maxrows",
                    "minrows",
                    "stt_trigger",
                    "keep",
                    "pages",
                    "pagesize",
                    "precision",
                    "replica",
                    "wal_level",
                    "vgroups",
                    "single_stable",
                    "table_prefix",
                    "table_suffix",
                    "tsdb_pagesize",
                    "wal_retention_period",
                    "wal_retention_size",
                    "wal_roll_period",
                    "wal_segment_size",
                    "keep_time_offset",
                    "strict",
                    "encrypt_algorithm");

    private final TokenStream tokens;

    CreateParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    Statement create() throws TaosException {
        tokens.next();
        if (tokens.acceptWord("database")) {
            boolean ifNotExists = tokens.acceptIfNotExists();
            return new Statement.CreateDatabase(
                    tokens.name(), ifNotExists, databaseOptions(tokens));
        }
        if (tokens.acceptWord("topic")) {
            return topic();
        }
        boolean superTable = tokens.acceptWord("stable");
        if (!superTable) {
            tokens.expectWord("table");
        }
        return table(superTable);
    }

    static Map<String, String> databaseOptions(TokenStream tokens) throws TaosException {
        Map<String, String> options = new LinkedHashMap<>();
        while (tokens.peek().kind() == Kind.NAME
                && DATABASE_OPTIONS.contains(tokens.peek().text())) {
            String name = tokens.next().text();
            StringBuilder value = new StringBuilder(optionValue(tokens));
            while (tokens.accept(",")) {
                value.append(',').append(optionValue(tokens));
            }
            options.put(name, value.toString());
        }
        return options;
    }

    private static String optionValue(TokenStream tokens) throws TaosException {
        String sign = tokens.accept("-") ? "-" : "";
        Token value = tokens.peek();
        switch (value.kind()) {
            case STRING, INTEGER, DURATION:
                tokens.next();
                return sign + value.text();
            default:
                throw tokens.unexpected();
        }
    }

    private Statement table(boolean superTable) throws TaosException {
        boolean ifNotExists = tokens.acceptIfNotExists();
        TableName name = tokens.tableName();
        if (!superTable && tokens.peek().isWord("using")) {
            List<Statement.Child> children = new ArrayList<>();
            children.add(child(name, ifNotExists));
            while (!tokens.atEnd() && !tokens.peek().is(";")) {
                boolean next = tokens.acceptIfNotExists();
                children.add(child(tokens.tableName(), next));
            }
            return new Statement.CreateChildTables(children);
        }
        List<ColumnSpec> columns = new ColumnsParser(tokens).columns();
        if (tokens.acceptWord("tags")) {
            List<ColumnSpec> tags = new ColumnsParser(tokens).tags();
            tableOptions();
            return new Statement.CreateSuperTable(name, ifNotExists, columns, tags);
        }
        if (superTable) {
            throw tokens.unexpected();
        }
        return new Statement.CreateTable(name, ifNotExists, columns, tableOptions());
    }

    private Statement.Child child(TableName name, boolean ifNotExists) throws TaosException {
        tokens.expectWord("using");
        TableName using = tokens.tableName();
        List<String> tagNames = null;
        if (tokens.accept("(")) {
            tagNames = new ArrayList<>();
            do {
                tagNames.add(tokens.name());
            } while (tokens.accept(","));
            tokens.expect(")");
        }
        tokens.expectWord("tags");
        tokens.expect("(");
        List<Expr> values = new ArrayList<>();
        ExpressionParser expressions = new ExpressionParser(tokens);
        do {
            values.add(expressions.expression());
        } while (tokens.accept(","));
        tokens.expect(")");
        return new Statement.Child(name, ifNotExists, using, tagNames, values, tableOptions());
    }

    /** Days to live, 0 without. */
    private int tableOptions() throws TaosException {
        int ttl = 0;
        while (true) {
            if (tokens.acceptWord("ttl")) {
                ttl = (int) tokens.integer();
            } else if (tokens.acceptWord("comment")) {
                tokens.string();
            } else if (tokens.acceptWord("keep")) {
                tokens.next();
            } else {
                return ttl;
            }
        }
    }

    private Statement topic() throws TaosException {
        boolean ifNotExists = tokens.acceptIfNotExists();
        String name = tokens.name();
        boolean withMeta = withMeta();
        tokens.expectWord("as");
        if (tokens.acceptWord("database")) {
            String database = tokens.name();
            return new Statement.CreateTopic(
                    name, ifNotExists, withMeta, null, null, database, null, tokens.sql());
        }
        if (tokens.acceptWord("stable")) {
            TableName table = tokens.tableName();
            Expr where =
                    tokens.acceptWord("where") ? new ExpressionParser(tokens).expression() : null;
            return new Statement.CreateTopic(
                    name, ifNotExists, withMeta, null, table, null, where, tokens.sql());
        }
        Select query = new SelectParser(tokens).select();
        return new Statement.CreateTopic(
                name, ifNotExists, withMeta, query, null, null, null, tokens.sql());
    }

    private boolean withMeta() throws TaosException {
        return tokens.acceptWords("with", "meta");
    }
}
