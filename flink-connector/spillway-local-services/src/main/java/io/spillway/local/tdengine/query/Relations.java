/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.sql.TableName;
import io.spillway.local.tdengine.storage.Database;
import io.spillway.local.tdengine.storage.Databases;
import io.spillway.local.tdengine.storage.SuperTable;
import io.spillway.local.tdengine.storage.Table;
import io.spillway.local.tdengine.value.TaosErrors;
import java.util.Locale;
import javax.annotation.Nullable;

/** Finds what a name means. */
public final class Relations {

    private final Databases databases;
    private final SystemTables systemTables;

    public Relations(Databases databases, SystemTables systemTables) {
        this.databases = databases;
        this.systemTables = systemTables;
    }

    /**
     * @throws TaosException {@code 0x2616} without a database, {@code 0x0388} if there is no such
     */
    public Database database(Session session, @Nullable String name) throws TaosException {
        String wanted = name == null ? session.database() : name;
        if (wanted == null) {
            throw TaosErrors.databaseNotSpecified();
        }
        Database database = databases.get(wanted);
        if (database == null) {
            throw TaosErrors.noDatabase();
        }
        return database;
    }

    public Relation find(Session session, TableName name, @Nullable String alias)
            throws TaosException {
        String database = name.database() == null ? session.database() : name.database();
        if (database != null && SystemTables.isSystem(database)) {
            Relation relation =
                    systemTables.relation(database, name.name().toLowerCase(Locale.ROOT), alias);
            if (relation == null) {
                throw TaosErrors.noTable();
            }
            return relation;
        }
        Database found = database(session, name.database());
        SuperTable superTable = found.superTable(name.name());
        if (superTable != null) {
            return Relation.of(superTable, alias, found.precision());
        }
        Table table = found.table(name.name());
        if (table == null) {
            throw TaosErrors.noTable();
        }
        return Relation.of(table, alias, found.precision());
    }
}
