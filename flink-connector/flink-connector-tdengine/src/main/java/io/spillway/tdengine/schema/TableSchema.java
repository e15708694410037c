/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.schema;

import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TimestampPrecision;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * A table as the server describes it.
 *
 * @param precision of the database
 * @param columns in the server's order, those first that are not tags; the first is the timestamp,
 *     but of a system table
 */
@Internal
public record TableSchema(
        String database,
        String table,
        Kind kind,
        TimestampPrecision precision,
        List<Column> columns) {

    public TableSchema {
        columns = List.copyOf(columns);
    }

    /** The column every row has its time in. */
    public Column timeColumn() {
        return columns.get(0);
    }

    public Optional<Column> column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .or(
                        () ->
                                columns.stream()
                                        .filter(column -> column.name().equalsIgnoreCase(name))
                                        .findFirst());
    }

    /** What a table is. */
    @Internal
    public enum Kind {
        SUPER_TABLE,
        CHILD_TABLE,
        NORMAL_TABLE,

        /** What the server tells of itself: rows of no time, in no order. */
        SYSTEM_TABLE
    }

    /**
     * A column or tag.
     *
     * @param tag whether its value belongs to the child table
     * @param key whether rows of the same time differ by it
     */
    @Internal
    public record Column(Field field, boolean tag, boolean key) {

        public String name() {
            return field.name();
        }
    }
}
