/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.query.Relations;
import io.spillway.local.tdengine.storage.Databases;
import javax.annotation.Nullable;

/** Schemaless inserts. */
final class SchemalessWrites {

    SchemalessWrites(Databases databases, Relations relations, TableStatements tables) {}

    int insert(
            Session session,
            int protocol,
            String precision,
            String data,
            int ttlDays,
            @Nullable String tableNameTag)
            throws TaosException {
        throw new TaosException(0x3000, "Invalid line protocol type");
    }
}
