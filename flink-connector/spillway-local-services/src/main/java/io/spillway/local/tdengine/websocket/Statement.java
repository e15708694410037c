/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.websocket;

import io.spillway.local.tdengine.engine.Engine.BoundField;
import io.spillway.local.tdengine.engine.Engine.BoundTable;
import io.spillway.local.tdengine.engine.Engine.Prepared;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.wire.BindReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/** A prepared statement and what is bound to it. Thread-safe. */
final class Statement {

    private final Connection connection;
    @Nullable private Prepared prepared;
    @Nullable private List<Object> parameters;
    @Nullable private SqlResult result;
    private List<BoundTable> tables = new ArrayList<>();

    Statement(Connection connection) {
        this.connection = connection;
    }

    synchronized void prepare(String sql) throws TaosException {
        prepared = connection.prepare(sql);
        parameters = null;
        result = null;
        tables = new ArrayList<>();
    }

    synchronized boolean isInsert() throws TaosException {
        return prepared().isInsert();
    }

    synchronized List<BoundField> fields() throws TaosException {
        return prepared().fields();
    }

    synchronized int parameterCount() throws TaosException {
        return prepared().parameters();
    }

    synchronized void bind(ByteBuffer data) throws TaosException {
        if (prepared().isInsert()) {
            tables.addAll(BindReader.tables(data, prepared().fields()));
        } else {
            parameters = BindReader.parameters(data, prepared().parameters());
        }
    }

    /** Runs it with what was bound since the last time, and tells how many rows it wrote. */
    synchronized int execute() throws TaosException {
        if (prepared().isInsert()) {
            List<BoundTable> bound = tables;
            tables = new ArrayList<>();
            if (bound.isEmpty()) {
                throw misused();
            }
            return prepared().insert(bound);
        }
        if (parameters == null && prepared().parameters() > 0) {
            throw misused();
        }
        result = prepared().query(parameters == null ? List.of() : parameters);
        return 0;
    }

    synchronized SqlResult result() throws TaosException {
        if (result == null) {
            throw misused();
        }
        return result;
    }

    private Prepared prepared() throws TaosException {
        if (prepared == null) {
            throw misused();
        }
        return prepared;
    }

    private static TaosException misused() {
        return new TaosException(0x022A, "Stmt API usage error");
    }
}
