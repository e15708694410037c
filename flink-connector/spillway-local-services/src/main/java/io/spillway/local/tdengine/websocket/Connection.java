/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.websocket;

import io.spillway.local.tdengine.engine.Engine;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What a client has open: its session, results and prepared statements. Thread-safe. */
final class Connection {

    private final Engine engine;
    private final Session session;
    private final AtomicLong resultIds = new AtomicLong();
    private final AtomicLong statementIds = new AtomicLong();
    private final Map<Long, OpenResult> results = new ConcurrentHashMap<>();
    private final Map<Long, Statement> statements = new ConcurrentHashMap<>();

    Connection(Engine engine, Session session) {
        this.engine = engine;
        this.session = session;
    }

    SqlResult execute(String sql) throws TaosException {
        synchronized (session) {
            return engine.execute(session, sql);
        }
    }

    Engine.Prepared prepare(String sql) throws TaosException {
        synchronized (session) {
            return engine.prepare(session, sql);
        }
    }

    int insertSchemaless(
            int protocol, String precision, String data, int ttlDays, String tableNameTag)
            throws TaosException {
        synchronized (session) {
            return engine.insertSchemaless(
                    session, protocol, precision, data, ttlDays, tableNameTag);
        }
    }

    String database() {
        synchronized (session) {
            return session.database() == null ? "" : session.database();
        }
    }

    /** Keeps a result for fetches, and tells its id. */
    long open(SqlResult result) {
        long id = resultIds.incrementAndGet();
        results.put(id, new OpenResult(result));
        return id;
    }

    OpenResult result(long id) throws TaosException {
        OpenResult result = results.get(id);
        if (result == null) {
            throw new TaosException(QueryConversation.ADAPTER_ERROR, "result is nil");
        }
        return result;
    }

    void free(long resultId) {
        results.remove(resultId);
    }

    long openStatement() {
        long id = statementIds.incrementAndGet();
        statements.put(id, new Statement(this));
        return id;
    }

    Statement statement(long id) throws TaosException {
        Statement statement = statements.get(id);
        if (statement == null) {
            throw new TaosException(QueryConversation.ADAPTER_ERROR, "stmt2 is nil");
        }
        return statement;
    }

    void closeStatement(long id) {
        statements.remove(id);
    }

    void close() {
        results.clear();
        statements.clear();
    }
}
