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
import io.spillway.local.tdengine.engine.Topic;
import io.spillway.local.tdengine.query.Describer;
import io.spillway.local.tdengine.query.Relations;
import io.spillway.local.tdengine.query.SelectExecutor;
import io.spillway.local.tdengine.query.SystemTables;
import io.spillway.local.tdengine.sql.Insert;
import io.spillway.local.tdengine.sql.Parser;
import io.spillway.local.tdengine.sql.Select;
import io.spillway.local.tdengine.sql.Statement;
import io.spillway.local.tdengine.storage.Database;
import io.spillway.local.tdengine.storage.Databases;
import io.spillway.local.tdengine.storage.Vgroup;
import io.spillway.local.tdengine.topic.ConsumerGroups;
import io.spillway.local.tdengine.topic.Topics;
import io.spillway.local.tdengine.value.TaosErrors;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.annotation.Nullable;

/** A TDengine server in memory. One lock guards all: many may read, one writes. */
public final class LocalEngine implements Engine {

    private final EngineSettings settings;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Databases databases;
    private final Topics topics;
    private final Relations relations;
    private final SelectExecutor selects;
    private final InsertExecutor inserts;
    private final Statements statements;
    private final SchemalessWrites schemaless;

    public LocalEngine(Clock clock) {
        this(clock, EngineSettings.defaults());
    }

    /**
     * @param clock tells the time of now(), KEEP and retention
     */
    public LocalEngine(Clock clock, EngineSettings settings) {
        this.settings = settings;
        this.databases = new Databases(clock);
        this.topics = new Topics(clock);
        this.relations =
                new Relations(
                        databases,
                        new SystemTables(
                                databases,
                                this::topicRows,
                                () -> topics.groups().subscriptions(),
                                () -> topics.groups().consumers()));
        this.selects = new SelectExecutor(relations, clock);
        this.inserts = new InsertExecutor(databases, relations);
        TableStatements tables = new TableStatements(databases, relations, topics);
        this.statements =
                new Statements(
                        new DatabaseStatements(databases, relations, topics, settings.vgroups()),
                        tables,
                        new AlterStatements(relations, topics, clock),
                        new DeleteStatement(relations, clock),
                        new ShowStatements(relations, selects),
                        new Describer(relations),
                        topics,
                        relations);
        this.schemaless = new SchemalessWrites(databases, relations, tables);
    }

    private List<Object[]> topicRows() {
        return topics.rows(relations);
    }

    /** Lets the side that keeps consumer groups answer what statements ask about them. */
    public void setConsumerGroups(ConsumerGroups groups) {
        lock.writeLock().lock();
        try {
            topics.setGroups(groups);
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void authenticate(String user, String password) throws TaosException {
        if (!settings.checksUsers()) {
            return;
        }
        if (!user.equals(settings.user()) || !password.equals(settings.password())) {
            throw new TaosException(0x0357, "Authentication failure");
        }
    }

    @Override
    public SqlResult execute(Session session, String sql) throws TaosException {
        Parser.Parsed parsed = Parser.parse(sql);
        if (parsed.parameters() > 0) {
            throw TaosErrors.syntax(sql.substring(sql.indexOf('?')));
        }
        Statement statement = parsed.statement();
        boolean reads =
                statement instanceof Select
                        || statement instanceof Statement.Show
                        || statement instanceof Statement.ShowCreate
                        || statement instanceof Statement.ShowTags
                        || statement instanceof Statement.Describe;
        Lock held = reads ? lock.readLock() : lock.writeLock();
        held.lock();
        try {
            if (statement instanceof Select select) {
                return selects.execute(session, select, List.of());
            }
            if (statement instanceof Insert insert) {
                return SqlResult.updated(inserts.execute(session, insert));
            }
            return statements.execute(session, (Statement.Other) statement);
        } finally {
            held.unlock();
        }
    }

    @Override
    public Prepared prepare(Session session, String sql) throws TaosException {
        Parser.Parsed parsed = Parser.parse(sql);
        lock.readLock().lock();
        try {
            if (parsed.statement() instanceof Insert insert) {
                return new PreparedInsert(
                        session, databases, relations, lock, insert, parsed.parameters());
            }
            if (parsed.statement() instanceof Select select) {
                return new PreparedQuery(session, selects, lock, select, parsed.parameters());
            }
        } finally {
            lock.readLock().unlock();
        }
        throw TaosErrors.syntax(sql);
    }

    @Override
    public int insertSchemaless(
            Session session,
            int protocol,
            String precision,
            String data,
            int ttlDays,
            @Nullable String tableNameTag)
            throws TaosException {
        lock.writeLock().lock();
        try {
            return schemaless.insert(session, protocol, precision, data, ttlDays, tableNameTag);
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public Topic topic(String name) throws TaosException {
        lock.readLock().lock();
        try {
            return topics.get(name);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public List<String> topics() {
        lock.readLock().lock();
        try {
            return topics.names();
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Forgets the logs of a database before an offset, in every vgroup.
     *
     * @return how many vgroups there are
     * @throws TaosException {@code 0x0388} if there is no such database
     */
    public int recycleWal(String database, long beforeOffset) throws TaosException {
        lock.readLock().lock();
        try {
            Database found = databases.get(database);
            if (found == null) {
                throw TaosErrors.noDatabase();
            }
            for (Vgroup vgroup : found.vgroups()) {
                vgroup.wal().recycle(beforeOffset);
            }
            return found.vgroups().size();
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Gives a database one more vgroup, for tables that are made from now on.
     *
     * @return its id
     * @throws TaosException {@code 0x0388} if there is no such database
     */
    public int addVgroup(String database) throws TaosException {
        lock.writeLock().lock();
        try {
            Database found = databases.get(database);
            if (found == null) {
                throw TaosErrors.noDatabase();
            }
            return databases.addVgroup(found).id();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * The vgroup that holds a table or would hold it.
     *
     * @throws TaosException {@code 0x0388} if there is no such database
     */
    public int vgroupId(String database, String table) throws TaosException {
        lock.readLock().lock();
        try {
            Database found = databases.get(database);
            if (found == null) {
                throw TaosErrors.noDatabase();
            }
            return found.vgroupOf(table).id();
        } finally {
            lock.readLock().unlock();
        }
    }
}
