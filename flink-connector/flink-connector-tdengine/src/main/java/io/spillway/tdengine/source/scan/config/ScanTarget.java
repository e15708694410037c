/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.config;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * What a scan reads: a super table, a child table, a normal table, or the result of a query.
 * Immutable.
 *
 * @param database of the table, null for a query
 * @param name the table, or the query's text
 * @param columns columns and tags to read, all if empty
 * @param conditions all of which rows and their tables must meet
 * @param from the first time to read, null for no bound
 * @param to the time to stop before, null for no bound
 */
@PublicEvolving
public record ScanTarget(
        @Nullable String database,
        String name,
        List<String> columns,
        List<ScanCondition> conditions,
        @Nullable Instant from,
        @Nullable Instant to)
        implements Serializable {

    public ScanTarget {
        Objects.requireNonNull(name, "name");
        columns = List.copyOf(columns);
        conditions = List.copyOf(conditions);
        if (from != null && to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException(
                    "the scan's start " + from + " must be before its end " + to);
        }
    }

    /** A super table, child table or normal table, as the server spells it. */
    public static ScanTarget table(String database, String table) {
        Objects.requireNonNull(database, "database");
        return new ScanTarget(database, table, List.of(), List.of(), null, null);
    }

    /**
     * The result of a query. It is read by one task; what was read of it before a restart is passed
     * over by number, which is right only if the result is the same again.
     */
    public static ScanTarget query(String sql) {
        return new ScanTarget(null, sql, List.of(), List.of(), null, null);
    }

    public boolean isQuery() {
        return database == null;
    }

    /** Only these columns and tags. */
    public ScanTarget withColumns(List<String> newColumns) {
        return new ScanTarget(database, name, newColumns, conditions, from, to);
    }

    /** Only rows that meet all of these conditions, by themselves or by their tables. */
    public ScanTarget withConditions(List<ScanCondition> newConditions) {
        return new ScanTarget(database, name, columns, newConditions, from, to);
    }

    /** Only rows from one time to before another. */
    public ScanTarget within(@Nullable Instant newFrom, @Nullable Instant newTo) {
        return new ScanTarget(database, name, columns, conditions, newFrom, newTo);
    }

    @Override
    public String toString() {
        return isQuery() ? "a query" : database + "." + name;
    }
}
