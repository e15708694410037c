/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.Engine;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.query.SelectExecutor;
import io.spillway.local.tdengine.sql.Select;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;

/** A query whose values come later. */
final class PreparedQuery implements Engine.Prepared {

    private final Session session;
    private final SelectExecutor executor;
    private final Lock lock;
    private final Select select;
    private final int parameters;

    PreparedQuery(
            Session session,
            SelectExecutor executor,
            ReadWriteLock lock,
            Select select,
            int parameters) {
        this.session = session;
        this.executor = executor;
        this.lock = lock.readLock();
        this.select = select;
        this.parameters = parameters;
    }

    @Override
    public boolean isInsert() {
        return false;
    }

    @Override
    public List<Engine.BoundField> fields() {
        return List.of();
    }

    @Override
    public int parameters() {
        return parameters;
    }

    @Override
    public int insert(List<Engine.BoundTable> tables) throws TaosException {
        throw new TaosException(0x022A, "Stmt API usage error");
    }

    @Override
    public SqlResult query(List<Object> values) throws TaosException {
        if (values.size() != parameters) {
            throw new TaosException(0x0236, "bind number out of range or not match");
        }
        lock.lock();
        try {
            return executor.execute(session, select, values);
        } finally {
            lock.unlock();
        }
    }
}
