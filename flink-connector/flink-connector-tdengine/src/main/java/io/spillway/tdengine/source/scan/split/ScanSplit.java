/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.split;

import io.spillway.tdengine.sql.SqlText;
import java.util.List;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * Some tables of one vgroup within a range of time, read one after the other, each by its time; or
 * the result of one query.
 *
 * @param select the columns of each row, the time first; for the result of a query its whole text
 * @param tags what belongs to the rows beside these columns, null for nothing
 * @param database of the tables; empty for the result of a query
 * @param tables unquoted; empty for the result of a query
 * @param timeColumn unquoted; empty for the result of a query
 * @param condition rows must meet, null for none
 * @param limit most rows wanted of each table, {@link Long#MAX_VALUE} for all
 */
@Internal
public record ScanSplit(
        String splitId,
        String select,
        @Nullable SplitTags tags,
        String database,
        List<String> tables,
        String timeColumn,
        @Nullable String condition,
        long limit,
        ScanPosition position)
        implements SourceSplit {

    public ScanSplit {
        Objects.requireNonNull(splitId, "splitId");
        Objects.requireNonNull(select, "select");
        Objects.requireNonNull(position, "position");
        tables = List.copyOf(tables);
    }

    /** The result of a query. */
    public static ScanSplit ofQuery(String splitId, String sql) {
        return new ScanSplit(
                splitId, sql, null, "", List.of(), "", null, Long.MAX_VALUE, ScanPosition.START);
    }

    public boolean isQuery() {
        return tables.isEmpty();
    }

    /** Number of statements that read the whole split. */
    public int statements() {
        return isQuery() ? 1 : tables.size();
    }

    /** The statement that reads a table, from the position on if it is the position's table. */
    public String statement(int table, ScanPosition from) {
        if (isQuery()) {
            return select;
        }
        StringBuilder sql =
                new StringBuilder("SELECT ")
                        .append(select)
                        .append(" FROM ")
                        .append(SqlText.table(database, tables.get(table)));
        String and = " WHERE ";
        if (condition != null) {
            sql.append(and).append('(').append(condition).append(')');
            and = " AND ";
        }
        if (table == from.table() && from.hasTime()) {
            // rows of the same time differ by a further key: those passed are skipped by number
            sql.append(and).append(SqlText.name(timeColumn)).append(" >= ").append(from.time());
        }
        sql.append(" ORDER BY ").append(SqlText.name(timeColumn));
        if (limit != Long.MAX_VALUE) {
            sql.append(" LIMIT ").append(limit + (table == from.table() ? from.rows() : 0));
        }
        return sql.toString();
    }

    public ScanSplit at(ScanPosition newPosition) {
        return new ScanSplit(
                splitId, select, tags, database, tables, timeColumn, condition, limit, newPosition);
    }
}
