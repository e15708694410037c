/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import io.spillway.local.tdengine.engine.Engine;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Answers known statements with known results: what tests of the wire alone need. */
final class ScriptedEngine implements Engine {

    private final Map<String, Supplier<SqlResult>> results = new HashMap<>();
    private final Map<String, Prepared> statements = new HashMap<>();

    void answer(String sql, Supplier<SqlResult> result) {
        results.put(sql, result);
    }

    void prepare(String sql, Prepared statement) {
        statements.put(sql, statement);
    }

    @Override
    public void authenticate(String user, String password) throws TaosException {
        if (!user.equals("root") || !password.equals("taosdata")) {
            throw new TaosException(0x0357, "Authentication failure");
        }
    }

    @Override
    public SqlResult execute(Session session, String sql) throws TaosException {
        Supplier<SqlResult> result = results.get(sql);
        if (result == null) {
            throw new TaosException(0x2600, "syntax error near \"" + sql + "\"");
        }
        return result.get();
    }

    @Override
    public Prepared prepare(Session session, String sql) throws TaosException {
        Prepared statement = statements.get(sql);
        if (statement == null) {
            throw new TaosException(0x022B, "Table does not exist");
        }
        return statement;
    }

    @Override
    public int insertSchemaless(
            Session session,
            int protocol,
            String precision,
            String data,
            int ttlDays,
            String tableNameTag) {
        return (int) data.lines().count();
    }

    @Override
    public Topic topic(String name) throws TaosException {
        throw new TaosException(0x03e1, "Topic not exist");
    }

    @Override
    public List<String> topics() {
        return List.of();
    }
}
