/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.query.Describer;
import io.spillway.local.tdengine.query.Relations;
import io.spillway.local.tdengine.sql.Statement;
import io.spillway.local.tdengine.topic.Topics;

/** Hands statements to those who carry them out. */
record Statements(
        DatabaseStatements databases,
        TableStatements tables,
        AlterStatements alters,
        DeleteStatement deletes,
        ShowStatements shows,
        Describer describer,
        Topics topics,
        Relations relations) {

    SqlResult execute(Session session, Statement.Other statement) throws TaosException {
        if (statement instanceof Statement.Show show) {
            return shows.show(session, show);
        }
        if (statement instanceof Statement.ShowTags show) {
            return shows.showTags(session, show.table());
        }
        if (statement instanceof Statement.ShowCreate show) {
            return describer.showCreate(session, show);
        }
        if (statement instanceof Statement.Describe describe) {
            return describer.describe(session, describe.table());
        }
        if (statement instanceof Statement.Delete delete) {
            return SqlResult.updated(deletes.execute(session, delete));
        }
        if (!change(session, statement)) {
            changeTable(session, statement);
        }
        return SqlResult.updated(0);
    }

    /** Databases and topics; false if the statement is about neither. */
    private boolean change(Session session, Statement.Other statement) throws TaosException {
        if (statement instanceof Statement.CreateDatabase create) {
            databases.create(create);
        } else if (statement instanceof Statement.AlterDatabase alter) {
            databases.alter(session, alter);
        } else if (statement instanceof Statement.DropDatabase drop) {
            databases.drop(drop);
        } else if (statement instanceof Statement.UseDatabase use) {
            databases.use(session, use.name());
        } else if (statement instanceof Statement.FlushDatabase flush) {
            databases.flush(session, flush.name());
        } else if (statement instanceof Statement.CreateTopic create) {
            topics.create(session, relations, create);
        } else if (statement instanceof Statement.DropTopic drop) {
            topics.drop(drop);
        } else if (statement instanceof Statement.DropConsumerGroup drop) {
            topics.dropGroup(drop);
        } else {
            return false;
        }
        return true;
    }

    private void changeTable(Session session, Statement.Other statement) throws TaosException {
        if (statement instanceof Statement.CreateSuperTable create) {
            tables.create(session, create);
        } else if (statement instanceof Statement.CreateTable create) {
            tables.create(session, create);
        } else if (statement instanceof Statement.CreateChildTables create) {
            tables.create(session, create);
        } else if (statement instanceof Statement.DropTables drop) {
            tables.drop(session, drop);
        } else if (statement instanceof Statement.DropSuperTable drop) {
            tables.drop(session, drop);
        } else if (statement instanceof Statement.AlterTable alter) {
            alters.alter(session, alter);
        } else {
            throw new IllegalStateException(
                    "no one carries out " + statement.getClass().getSimpleName());
        }
    }
}
