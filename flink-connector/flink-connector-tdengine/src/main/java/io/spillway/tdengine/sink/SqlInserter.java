/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.sink.Batch.TableRows;
import io.spillway.tdengine.sql.SqlText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/**
 * Writes rows by the text of INSERT statements, as many as the server's limit of their length asks
 * for, one after the other.
 */
@Internal
final class SqlInserter implements RowsInserter {

    /** The server takes 1 MiB. */
    static final int MAX_STATEMENT_BYTES = 1_000_000;

    private final TDengineGateway gateway;
    private final RowLayout layout;
    private final SqlLiterals literals;
    private final boolean newestTags;
    private final String columns;
    private final List<Integer> columnIndexes = new ArrayList<>();
    private final List<Integer> tagIndexes = new ArrayList<>();
    private final boolean namedInRows;
    private final int maxBytes;

    /**
     * @param newestTags whether a table's last row gives its tags, not the first
     */
    SqlInserter(TDengineGateway gateway, RowLayout layout, boolean newestTags) {
        this(gateway, layout, newestTags, MAX_STATEMENT_BYTES);
    }

    SqlInserter(TDengineGateway gateway, RowLayout layout, boolean newestTags, int maxBytes) {
        this.gateway = gateway;
        this.layout = layout;
        this.newestTags = newestTags;
        this.maxBytes = maxBytes;
        literals = new SqlLiterals(layout);
        List<TargetColumn> all = layout.table().columns();
        for (int i = 0; i < all.size(); i++) {
            (all.get(i).tag() ? tagIndexes : columnIndexes).add(i);
        }
        columns = names(columnIndexes);
        namedInRows = layout.table().superTable() && tagIndexes.isEmpty();
    }

    @Override
    public CompletableFuture<Long> insert(List<TableRows> tables) {
        CompletableFuture<Long> written = CompletableFuture.completedFuture(0L);
        for (String statement : statements(tables)) {
            written =
                    written.thenCompose(
                            before ->
                                    gateway.execute(statement)
                                            .thenApply(affected -> before + affected));
        }
        return written;
    }

    /** Statements that together write all rows. */
    List<String> statements(List<TableRows> tables) {
        List<String> statements = new ArrayList<>();
        StringBuilder sql = new StringBuilder("INSERT INTO");
        int begin = sql.length();
        StringBuilder row = new StringBuilder();
        int bytes = begin;
        String open = null;
        for (TableRows table : tables) {
            String target = target(table);
            int targetBytes = bytesOf(target);
            for (SinkRow each : table.rows()) {
                row.setLength(0);
                appendRow(each, row);
                int rowBytes = bytesOf(row);
                int more = rowBytes + (target.equals(open) ? 0 : targetBytes);
                if (bytes > begin && bytes + more > maxBytes) {
                    statements.add(sql.toString());
                    sql.setLength(begin);
                    bytes = begin;
                    open = null;
                }
                if (!target.equals(open)) {
                    sql.append(target);
                    bytes += targetBytes;
                    open = target;
                }
                sql.append(row);
                bytes += rowBytes;
            }
        }
        statements.add(sql.toString());
        return statements;
    }

    /**
     * Such as {@code `db`.`d1` USING `db`.`st` (`gid`) TAGS (1) (`ts`,`v`) VALUES}, or, without
     * tags, {@code `db`.`st` (tbname,`ts`,`v`) VALUES}.
     */
    private String target(TableRows rows) {
        TargetTable table = layout.table();
        if (namedInRows) {
            return " "
                    + SqlText.table(table.database(), table.name())
                    + " (tbname,"
                    + columns.substring(1)
                    + " VALUES ";
        }
        StringBuilder sql = new StringBuilder(" ");
        sql.append(SqlText.table(table.database(), rows.table()));
        if (table.superTable()) {
            sql.append(" USING ")
                    .append(SqlText.table(table.database(), table.name()))
                    .append(' ')
                    .append(names(tagIndexes))
                    .append(" TAGS (");
            appendCells(newestTags ? rows.last() : rows.first(), tagIndexes, sql);
        }
        return sql.append(' ').append(columns).append(" VALUES ").toString();
    }

    private void appendRow(SinkRow row, StringBuilder sql) {
        sql.append('(');
        if (namedInRows) {
            SqlText.appendString(sql, row.table());
            sql.append(',');
        }
        appendCells(row, columnIndexes, sql);
    }

    private void appendCells(SinkRow row, List<Integer> indexes, StringBuilder sql) {
        for (int i = 0; i < indexes.size(); i++) {
            if (i > 0) {
                sql.append(',');
            }
            literals.append(row, indexes.get(i), sql);
        }
        sql.append(')');
    }

    private String names(List<Integer> indexes) {
        return indexes.stream()
                .map(column -> SqlText.name(layout.table().columns().get(column).name()))
                .collect(Collectors.joining(",", "(", ")"));
    }

    private static int bytesOf(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return text.toString().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return text.length();
    }
}
