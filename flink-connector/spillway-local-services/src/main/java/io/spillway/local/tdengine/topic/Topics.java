/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.topic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.Topic;
import io.spillway.local.tdengine.query.Condition;
import io.spillway.local.tdengine.query.Projection;
import io.spillway.local.tdengine.query.Relation;
import io.spillway.local.tdengine.query.Relations;
import io.spillway.local.tdengine.sql.Expr;
import io.spillway.local.tdengine.sql.Select;
import io.spillway.local.tdengine.sql.Statement;
import io.spillway.local.tdengine.sql.TableName;
import io.spillway.local.tdengine.storage.Column;
import io.spillway.local.tdengine.storage.Database;
import io.spillway.local.tdengine.storage.LogRecord;
import io.spillway.local.tdengine.storage.SuperTable;
import io.spillway.local.tdengine.storage.Vgroup;
import io.spillway.local.tdengine.value.TaosErrors;
import io.spillway.local.tdengine.value.ValueTypes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All topics of a server. Guarded by the engine's lock. */
public final class Topics {

    private final Clock clock;
    private final Map<String, LogTopic> topics = new LinkedHashMap<>();
    private ConsumerGroups groups = ConsumerGroups.NONE;

    public Topics(Clock clock) {
        this.clock = clock;
    }

    public void setGroups(ConsumerGroups keeper) {
        groups = keeper;
    }

    /** Who keeps the consumer groups. */
    public ConsumerGroups groups() {
        return groups;
    }

    public Topic get(String name) throws TaosException {
        Topic topic = topics.get(name);
        if (topic == null) {
            throw new TaosException(0x03E1, "Topic not exist");
        }
        return topic;
    }

    public List<String> names() {
        return List.copyOf(topics.keySet());
    }

    public void create(Session session, Relations relations, Statement.CreateTopic statement)
            throws TaosException {
        LogTopic topic;
        if (statement.query() != null) {
            topic = query(session, relations, statement, statement.query());
        } else if (statement.superTable() != null) {
            topic = superTable(session, relations, statement, statement.superTable());
        } else {
            Database database = relations.database(session, statement.database());
            topic =
                    new LogTopic(
                            definition(statement, TopicDefinition.Kind.DATABASE, null),
                            database,
                            database.vgroups(),
                            new TableView(null, Condition.NONE));
        }
        if (topics.containsKey(statement.name())) {
            if (statement.ifNotExists()) {
                return;
            }
            throw new TaosException(0x03E0, "Topic already exists");
        }
        Database database = relations.database(session, topic.database());
        if (database.options().walRetentionSeconds() == 0) {
            throw new TaosException(0x038C, "WAL retention period is zero");
        }
        topics.put(statement.name(), topic);
        if (statement.query() != null) {
            database.appendToAll(new LogRecord.Mark());
        }
    }

    private TopicDefinition definition(
            Statement.CreateTopic statement, TopicDefinition.Kind kind, String table) {
        return new TopicDefinition(
                statement.name(),
                kind,
                statement.withMeta(),
                table,
                statement.query(),
                statement.sql(),
                clock.millis());
    }

    private LogTopic query(
            Session session, Relations relations, Statement.CreateTopic statement, Select query)
            throws TaosException {
        if (!(query.source() instanceof Select.Source.Named named)) {
            throw invalidQuery();
        }
        Relation relation = relations.find(session, named.table(), named.alias());
        Condition.of(query.where(), relation, session, clock, List.of());
        if (!Projection.isPossible(query, relation, session, clock)) {
            throw invalidQuery();
        }
        Database database = relations.database(session, named.table().database());
        String name = named.table().name();
        boolean superTable = database.superTable(name) != null;
        List<Vgroup> vgroups =
                superTable ? database.vgroups() : List.of(database.table(name).vgroup());
        Session creator = new Session(session.user(), database.name(), session.zone());
        return new LogTopic(
                definition(statement, TopicDefinition.Kind.COLUMN, name),
                database,
                vgroups,
                new QueryView(creator, clock, query, name, superTable, database.precision()));
    }

    private static TaosException invalidQuery() {
        return new TaosException(0x2639, "Invalid topic query");
    }

    private LogTopic superTable(
            Session session, Relations relations, Statement.CreateTopic statement, TableName table)
            throws TaosException {
        Database database = relations.database(session, table.database());
        SuperTable superTable = database.superTable(table.name());
        if (superTable == null) {
            throw TaosErrors.noStable();
        }
        Condition condition =
                Condition.of(
                        statement.where(),
                        Relation.of(superTable, null, database.precision()),
                        session,
                        clock,
                        List.of());
        return new LogTopic(
                definition(statement, TopicDefinition.Kind.STABLE, table.name()),
                database,
                database.vgroups(),
                new TableView(table.name(), condition));
    }

    public void drop(Statement.DropTopic statement) throws TaosException {
        LogTopic topic = topics.get(statement.name());
        if (topic == null) {
            if (statement.ifExists()) {
                return;
            }
            throw new TaosException(0x03E1, "Topic not exist");
        }
        if (!statement.force() && groups.isSubscribed(statement.name())) {
            throw new TaosException(0x03EB, "Topic subscribed cannot be dropped");
        }
        topics.remove(statement.name());
        groups.dropTopic(statement.name());
    }

    public void dropGroup(Statement.DropConsumerGroup statement) throws TaosException {
        boolean dropped = groups.dropGroup(statement.group(), statement.topic(), statement.force());
        if (!dropped && !statement.ifExists()) {
            throw new TaosException(0x03E8, "Subcribe not exist");
        }
    }

    /** A database with topics can only be dropped by force, and its topics with it. */
    public void checkDropDatabase(String database, boolean force) throws TaosException {
        for (LogTopic topic : List.copyOf(topics.values())) {
            if (topic.database().equals(database)) {
                if (!force) {
                    throw new TaosException(0x03ED, "Topic must be dropped first");
                }
                topics.remove(topic.name());
                groups.dropTopic(topic.name());
            }
        }
    }

    public void checkDropSuperTable(Database database, SuperTable table) throws TaosException {
        for (LogTopic topic : topics.values()) {
            if (isOf(topic, database, table)) {
                throw new TaosException(0x03ED, "Topic must be dropped first");
            }
        }
    }

    /** A column or tag that a topic's query names stays. */
    public void checkDropField(Database database, SuperTable table, String field)
            throws TaosException {
        for (LogTopic topic : topics.values()) {
            Select query = topic.definition().query();
            if (isOf(topic, database, table) && query != null && names(query, field)) {
                throw new TaosException(0x03C4, "Field used by topic");
            }
        }
    }

    private static boolean isOf(LogTopic topic, Database database, SuperTable table) {
        return topic.database().equals(database.name())
                && table.name().equals(topic.definition().table());
    }

    private static boolean names(Select query, String field) {
        for (Select.Item item : query.items()) {
            if (item.expression() instanceof Expr.Star || names(item.expression(), field)) {
                return true;
            }
        }
        return query.where() != null && names(query.where(), field);
    }

    private static boolean names(Expr expression, String field) {
        if (expression instanceof Expr.ColumnName column) {
            return column.name().equals(field);
        }
        if (expression instanceof Expr.Binary binary) {
            return names(binary.left(), field) || names(binary.right(), field);
        }
        if (expression instanceof Expr.Not not) {
            return names(not.operand(), field);
        }
        if (expression instanceof Expr.In in) {
            return names(in.operand(), field);
        }
        if (expression instanceof Expr.Like like) {
            return names(like.operand(), field);
        }
        if (expression instanceof Expr.IsNull isNull) {
            return names(isNull.operand(), field);
        }
        if (expression instanceof Expr.JsonGet get) {
            return names(get.operand(), field);
        }
        return expression instanceof Expr.Between between && names(between.operand(), field);
    }

    /** Rows of ins_topics. */
    public List<Object[]> rows(Relations relations) {
        List<Object[]> rows = new ArrayList<>();
        for (LogTopic topic : topics.values()) {
            TopicDefinition definition = topic.definition();
            rows.add(
                    new Object[] {
                        definition.name(),
                        topic.database(),
                        definition.createTime(),
                        definition.sql(),
                        schema(relations, topic),
                        definition.withMeta() ? "yes" : "no",
                        definition.kind().text()
                    });
        }
        return rows;
    }

    private String schema(Relations relations, LogTopic topic) {
        TopicDefinition definition = topic.definition();
        Session session = new Session("root", topic.database(), clock.getZone());
        try {
            List<ColumnSpec> columns;
            switch (definition.kind()) {
                case COLUMN:
                    Relation relation =
                            relations.find(
                                    session,
                                    new TableName(topic.database(), definition.table()),
                                    definition.query().source().alias());
                    columns = Projection.of(definition.query(), relation, session, clock).columns();
                    break;
                case STABLE:
                    columns =
                            relations
                                    .database(session, topic.database())
                                    .superTable(definition.table())
                                    .schema()
                                    .columns()
                                    .stream()
                                    .map(Column::spec)
                                    .toList();
                    break;
                default:
                    return "NULL";
            }
            return json(columns);
        } catch (TaosException dropped) {
            return "NULL";
        }
    }

    private static String json(List<ColumnSpec> columns) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (ColumnSpec column : columns) {
            ObjectNode node = json.addObject();
            node.put("name", column.name());
            node.put("type", ValueTypes.name(column.type()));
            node.put("length", column.length());
        }
        return json.toString();
    }
}
