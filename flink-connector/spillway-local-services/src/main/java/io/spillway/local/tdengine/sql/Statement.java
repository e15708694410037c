/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import io.spillway.local.tdengine.engine.ColumnSpec;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/** A statement as written. */
public sealed interface Statement permits Select, Insert, Statement.Other {

    /** Statements other than queries and inserts. */
    sealed interface Other extends Statement {}

    /**
     * @param options names in lower case; a value as written, without quotes
     */
    record CreateDatabase(String name, boolean ifNotExists, Map<String, String> options)
            implements Other {}

    record AlterDatabase(String name, Map<String, String> options) implements Other {}

    record DropDatabase(String name, boolean ifExists, boolean force) implements Other {}

    record UseDatabase(String name) implements Other {}

    record FlushDatabase(String name) implements Other {}

    record CreateSuperTable(
            TableName name, boolean ifNotExists, List<ColumnSpec> columns, List<ColumnSpec> tags)
            implements Other {}

    record CreateTable(TableName name, boolean ifNotExists, List<ColumnSpec> columns, int ttl)
            implements Other {}

    record CreateChildTables(List<Child> children) implements Other {}

    /**
     * @param tagNames null for all tags in their order
     */
    record Child(
            TableName name,
            boolean ifNotExists,
            TableName using,
            @Nullable List<String> tagNames,
            List<Expr> tagValues,
            int ttl) {}

    record DropTables(List<Dropped> tables) implements Other {}

    record Dropped(TableName name, boolean ifExists) {}

    record DropSuperTable(TableName name, boolean ifExists) implements Other {}

    /** ALTER TABLE and ALTER STABLE. */
    record AlterTable(TableName name, boolean superTable, Alteration alteration) implements Other {}

    /** What ALTER TABLE changes. */
    sealed interface Alteration {

        record AddColumn(ColumnSpec column) implements Alteration {}

        record DropColumn(String name) implements Alteration {}

        record ModifyColumn(ColumnSpec column) implements Alteration {}

        record RenameColumn(String name, String newName) implements Alteration {}

        record AddTag(ColumnSpec tag) implements Alteration {}

        record DropTag(String name) implements Alteration {}

        record ModifyTag(ColumnSpec tag) implements Alteration {}

        record RenameTag(String name, String newName) implements Alteration {}

        record SetTags(Map<String, Expr> values) implements Alteration {}
    }

    record Delete(TableName table, @Nullable Expr where) implements Other {}

    /**
     * @param query null for topics of a super table or a database
     * @param superTable null unless AS STABLE
     * @param database null unless AS DATABASE
     * @param where the condition of AS STABLE
     */
    record CreateTopic(
            String name,
            boolean ifNotExists,
            boolean withMeta,
            @Nullable Select query,
            @Nullable TableName superTable,
            @Nullable String database,
            @Nullable Expr where,
            String sql)
            implements Other {}

    record DropTopic(String name, boolean ifExists, boolean force) implements Other {}

    record DropConsumerGroup(String group, String topic, boolean ifExists, boolean force)
            implements Other {}

    record Describe(TableName table) implements Other {}

    /**
     * SHOW.
     *
     * @param database null for that of the session
     * @param like null for all
     */
    record Show(Subject subject, @Nullable String database, @Nullable String like)
            implements Other {

        /** What is shown. */
        public enum Subject {
            DATABASES,
            TABLES,
            NORMAL_TABLES,
            CHILD_TABLES,
            STABLES,
            VIEWS,
            VGROUPS,
            TOPICS,
            SUBSCRIPTIONS,
            CONSUMERS,
            CLUSTER_ALIVE,
            ALIVE
        }
    }

    record ShowCreate(Kind kind, TableName name) implements Other {

        /** Of what. */
        public enum Kind {
            DATABASE,
            TABLE,
            STABLE
        }
    }

    record ShowTags(TableName table) implements Other {}
}
