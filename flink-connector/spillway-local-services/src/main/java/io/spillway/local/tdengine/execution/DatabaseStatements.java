/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.query.Relations;
import io.spillway.local.tdengine.query.SystemTables;
import io.spillway.local.tdengine.sql.Statement;
import io.spillway.local.tdengine.storage.DatabaseOptions;
import io.spillway.local.tdengine.storage.Databases;
import io.spillway.local.tdengine.topic.Topics;
import io.spillway.local.tdengine.value.Durations;
import io.spillway.local.tdengine.value.TaosErrors;
import io.spillway.local.tdengine.value.TimePrecision;
import java.util.Map;

/** CREATE, ALTER, DROP, USE and FLUSH DATABASE. */
final class DatabaseStatements {

    private static final int MOST_VGROUPS = 1024;
    private static final long MINUTES_PER_DAY = 24 * 60;
    private static final long NANOS_PER_MINUTE = 60_000_000_000L;

    private final Databases databases;
    private final Relations relations;
    private final Topics topics;
    private final int defaultVgroups;

    DatabaseStatements(
            Databases databases, Relations relations, Topics topics, int defaultVgroups) {
        this.databases = databases;
        this.relations = relations;
        this.topics = topics;
        this.defaultVgroups = defaultVgroups;
    }

    void create(Statement.CreateDatabase statement) throws TaosException {
        DatabaseOptions options =
                apply(DatabaseOptions.defaults(defaultVgroups), statement.options(), true);
        if (databases.get(statement.name()) != null || SystemTables.isSystem(statement.name())) {
            if (statement.ifNotExists()) {
                return;
            }
            throw new TaosException(0x0381, "Database already exists");
        }
        databases.create(statement.name(), options);
    }

    void alter(Session session, Statement.AlterDatabase statement) throws TaosException {
        var database = relations.database(session, statement.name());
        database.setOptions(apply(database.options(), statement.options(), false));
    }

    void drop(Statement.DropDatabase statement) throws TaosException {
        if (databases.get(statement.name()) == null) {
            if (statement.ifExists()) {
                return;
            }
            throw TaosErrors.noDatabase();
        }
        topics.checkDropDatabase(statement.name(), statement.force());
        databases.drop(statement.name());
    }

    void use(Session session, String name) throws TaosException {
        if (!SystemTables.isSystem(name)) {
            relations.database(session, name);
        }
        session.use(name);
    }

    void flush(Session session, String name) throws TaosException {
        relations.database(session, name).recycleExpired();
    }

    private static DatabaseOptions apply(
            DatabaseOptions options, Map<String, String> changes, boolean creating)
            throws TaosException {
        DatabaseOptions changed = options;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            String value = change.getValue();
            switch (change.getKey()) {
                case "precision":
                    TimePrecision precision = TimePrecision.of(value);
                    if (precision == null || !creating) {
                        throw invalid("precision", value);
                    }
                    changed = changed.withPrecision(precision);
                    break;
                case "vgroups":
                    long vgroups = number("vgroups", value);
                    if (vgroups < 1 || vgroups > MOST_VGROUPS || !creating) {
                        throw new TaosException(
                                0x2619,
                                "Invalid option vgroups: " + value + ", valid range: [1, 1024]");
                    }
                    changed = changed.withVgroups((int) vgroups);
                    break;
                case "keep":
                    changed = changed.withKeepMinutes(keepMinutes(value));
                    break;
                case "wal_retention_period":
                    changed = changed.withWalRetentionSeconds(number(change.getKey(), value));
                    break;
                case "wal_retention_size":
                    changed = changed.withWalRetentionKilobytes(number(change.getKey(), value));
                    break;
                case "single_stable":
                    changed = changed.withSingleStable(number(change.getKey(), value) == 1);
                    break;
                default:
                    // of the others nothing can be seen
                    break;
            }
        }
        return changed;
    }

    /** The last of up to three spans is how long rows are kept. */
    private static long keepMinutes(String value) throws TaosException {
        String last = value.substring(value.lastIndexOf(',') + 1);
        Long nanos = Durations.nanos(last);
        return nanos == null ? number("keep", last) * MINUTES_PER_DAY : nanos / NANOS_PER_MINUTE;
    }

    private static long number(String option, String value) throws TaosException {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException notANumber) {
            throw invalid(option, value);
        }
    }

    private static TaosException invalid(String option, String value) {
        return new TaosException(0x2619, "Invalid option " + option + ": " + value);
    }
}
