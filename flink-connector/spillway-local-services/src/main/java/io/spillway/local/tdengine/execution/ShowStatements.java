/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.query.Relations;
import io.spillway.local.tdengine.query.SelectExecutor;
import io.spillway.local.tdengine.sql.Expr;
import io.spillway.local.tdengine.sql.Select;
import io.spillway.local.tdengine.sql.Statement;
import io.spillway.local.tdengine.sql.TableName;
import io.spillway.local.tdengine.storage.Database;
import io.spillway.local.tdengine.value.TaosErrors;
import java.util.List;
import javax.annotation.Nullable;

/** SHOW: queries of the server's own tables. */
final class ShowStatements {

    private static final String INFORMATION = "information_schema";

    private final Relations relations;
    private final SelectExecutor selects;

    ShowStatements(Relations relations, SelectExecutor selects) {
        this.relations = relations;
        this.selects = selects;
    }

    SqlResult show(Session session, Statement.Show show) throws TaosException {
        return switch (show.subject()) {
            case DATABASES -> query(session, "ins_databases", "name", null);
            case TOPICS -> query(session, "ins_topics", "topic_name", null);
            case SUBSCRIPTIONS -> query(session, "ins_subscriptions", null, null);
            case CONSUMERS -> run(session, "performance_schema", "perf_consumers", null, null);
            case CLUSTER_ALIVE, ALIVE ->
                    SqlResult.queried(
                            List.of(new ColumnSpec("status", ValueType.INT, 4, 0, 0)),
                            0,
                            List.<Object[]>of(new Object[] {1}).iterator());
            case VIEWS -> query(session, "ins_views", null, like(session, show, "view_name", null));
            case VGROUPS ->
                    query(session, "ins_vgroups", null, equal("db_name", database(session, show)));
            case STABLES ->
                    query(
                            session,
                            "ins_stables",
                            "stable_name",
                            like(session, show, "stable_name", null));
            case TABLES ->
                    query(
                            session,
                            "ins_tables",
                            "table_name",
                            like(session, show, "table_name", null));
            case NORMAL_TABLES ->
                    query(
                            session,
                            "ins_tables",
                            "table_name",
                            like(session, show, "table_name", "NORMAL_TABLE"));
            case CHILD_TABLES ->
                    query(
                            session,
                            "ins_tables",
                            "table_name",
                            like(session, show, "table_name", "CHILD_TABLE"));
        };
    }

    SqlResult showTags(Session session, TableName table) throws TaosException {
        String database = table.database() == null ? session.database() : table.database();
        if (database == null) {
            throw new TaosException(TaosErrors.SYNTAX, "database not specified");
        }
        Database found = relations.database(session, database);
        if (found.table(table.name()) == null) {
            throw TaosErrors.noTable();
        }
        return query(
                session,
                "ins_tags",
                null,
                new Expr.Binary(
                        "and", equal("db_name", database), equal("table_name", table.name())));
    }

    private String database(Session session, Statement.Show show) throws TaosException {
        String database = show.database() == null ? session.database() : show.database();
        if (database == null) {
            throw new TaosException(TaosErrors.SYNTAX, "database not specified");
        }
        return relations.database(session, database).name();
    }

    private Expr like(Session session, Statement.Show show, String column, @Nullable String type)
            throws TaosException {
        Expr where = equal("db_name", database(session, show));
        if (type != null) {
            where = new Expr.Binary("and", where, equal("type", type));
        }
        if (show.like() != null) {
            Expr like =
                    new Expr.Like(
                            new Expr.ColumnName(null, column),
                            new Expr.StringLiteral(show.like()),
                            false);
            where = new Expr.Binary("and", where, like);
        }
        return where;
    }

    private static Expr equal(String column, String value) {
        return new Expr.Binary(
                "=", new Expr.ColumnName(null, column), new Expr.StringLiteral(value));
    }

    private SqlResult query(
            Session session, String table, @Nullable String column, @Nullable Expr where)
            throws TaosException {
        return run(session, INFORMATION, table, column, where);
    }

    private SqlResult run(
            Session session,
            String database,
            String table,
            @Nullable String column,
            @Nullable Expr where)
            throws TaosException {
        Expr item = column == null ? new Expr.Star(null) : new Expr.ColumnName(null, column);
        Select select =
                new Select(
                        false,
                        false,
                        List.of(new Select.Item(item, null, column == null ? "*" : column)),
                        new Select.Source.Named(new TableName(database, table), null),
                        where,
                        List.of(),
                        List.of(),
                        null,
                        List.of(),
                        -1,
                        0,
                        -1,
                        0);
        return selects.execute(session, select, List.of());
    }
}
