/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/**
 * A table of the demo in PostgreSQL, and the topic its changes go to: the table's columns, the
 * change's position in PostgreSQL's log, and the operation.
 *
 * @param columns the first one is the primary key
 * @param fullIdentity whether PostgreSQL logs the whole old row of updates and deletes, or the key
 */
@Internal
public record SourceTable(String name, List<SourceColumn> columns, boolean fullIdentity) {

    /** Column of the topic that holds the position of the change, which no other change has. */
    public static final String LSN_COLUMN = "source_lsn";

    /** Column of the topic that holds the operation. */
    public static final String OP_COLUMN = "__op";

    /** Updates and deletes of this one carry the key only, as PostgreSQL's default is. */
    public static final SourceTable CUSTOMERS =
            new SourceTable(
                    "customers",
                    List.of(
                            new SourceColumn("id", ColumnKind.BIGINT, false, false),
                            new SourceColumn("name", ColumnKind.TEXT, false, false),
                            new SourceColumn("email", ColumnKind.TEXT, true, true),
                            new SourceColumn("active", ColumnKind.BOOLEAN, false, true),
                            new SourceColumn("credit", ColumnKind.DECIMAL, true, true),
                            new SourceColumn("created_at", ColumnKind.TIMESTAMP, false, false),
                            new SourceColumn("seen_at", ColumnKind.TIMESTAMPTZ, true, true)),
                    false);

    /** Updates and deletes of this one carry the whole old row. */
    public static final SourceTable ORDERS =
            new SourceTable(
                    "orders",
                    List.of(
                            new SourceColumn("id", ColumnKind.BIGINT, false, false),
                            new SourceColumn("customer_id", ColumnKind.BIGINT, false, false),
                            new SourceColumn("quantity", ColumnKind.INTEGER, false, true),
                            new SourceColumn("amount", ColumnKind.DECIMAL, true, true),
                            new SourceColumn("weight", ColumnKind.DOUBLE, true, false),
                            new SourceColumn("paid", ColumnKind.BOOLEAN, true, true),
                            new SourceColumn("note", ColumnKind.TEXT, true, true),
                            new SourceColumn("ordered_at", ColumnKind.TIMESTAMP, false, false)),
                    true);

    /** Both tables. */
    public static List<SourceTable> all() {
        return List.of(CUSTOMERS, ORDERS);
    }

    /** The statements that create the table. */
    public List<String> ddl() {
        String columnList =
                columns.stream().map(SourceColumn::ddl).collect(Collectors.joining(", "));
        return List.of(
                "CREATE TABLE " + name + " (" + columnList + ", PRIMARY KEY (id))",
                "ALTER TABLE " + name + " REPLICA IDENTITY " + (fullIdentity ? "FULL" : "DEFAULT"));
    }

    /** The columns of the topic in order, each {@code name:TYPE}. */
    public String[] topicColumns() {
        List<String> topic = new ArrayList<>();
        columns.forEach(column -> topic.add(column.name() + ":" + column.kind().dataHubType()));
        topic.add(LSN_COLUMN + ":BIGINT");
        topic.add(OP_COLUMN + ":STRING");
        return topic.toArray(String[]::new);
    }

    /** Index of {@link #LSN_COLUMN} in the topic. */
    public int lsnIndex() {
        return columns.size();
    }

    /** Index of {@link #OP_COLUMN} in the topic. */
    public int opIndex() {
        return columns.size() + 1;
    }

    /** The Kafka topic Debezium writes the table's changes to. */
    public String kafkaTopic(String prefix) {
        return prefix + ".public." + name;
    }
}
