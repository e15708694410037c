/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.row.RowColumns;
import io.spillway.tdengine.schema.QueryRows;
import io.spillway.tdengine.schema.TableSchema;
import io.spillway.tdengine.schema.TableSchemas;
import io.spillway.tdengine.sql.SqlText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.apache.flink.table.types.logical.RowType;

/**
 * The tags of tables whose rows come from a topic: messages bring them only if the topic is a query
 * that selects them. They are asked for when a table's rows first come, for many tables at once at
 * the begin, and again from time to time, for the server tells a change of them to few topics. Used
 * by one thread, which waits for the answers.
 */
final class TopicTags implements Serializable, AutoCloseable {

    private static final long serialVersionUID = 1L;

    /** Tables whose tags the first question is for; those of others are asked for one by one. */
    private static final int AT_ONCE = 10_000;

    /** Tables whose tags are kept at most. */
    private static final int MOST_KEPT = 100_000;

    private static final long KEPT_NANOS = Duration.ofMinutes(10).toNanos();

    private final TDengineGatewayFactory gateways;
    private final String database;
    private final String superTable;
    private final RowType rowType;
    private final ZoneId zone;

    @Nullable private transient TDengineGateway gateway;

    /** The columns that are tags; null before the server was asked. */
    @Nullable private transient List<String> names;

    private transient Map<String, Object[]> byTable;
    private transient long since;

    /** Of the last answer: they mostly have the same fields. */
    @Nullable private transient RowColumns columns;

    /**
     * @param rowType the columns asked for
     * @param zone of times without one
     */
    TopicTags(
            TDengineGatewayFactory gateways,
            String database,
            String superTable,
            RowType rowType,
            ZoneId zone) {
        this.gateways = gateways;
        this.database = database;
        this.superTable = superTable;
        this.rowType = rowType;
        this.zone = zone;
    }

    /**
     * What the rows of a table have in the columns that are tags.
     *
     * @return by column, null in those that are no tags; null if there are no tags among the
     *     columns, or the table is none of the super table
     * @throws IOException if the server does not answer
     */
    @Nullable
    Object[] of(String table) throws IOException {
        if (names == null) {
            names = ask("columns", TableSchemas.read(gateway(), database, superTable), this::tags);
        }
        if (names.isEmpty()) {
            return null;
        }
        if (byTable == null || System.nanoTime() - since > KEPT_NANOS) {
            byTable = new HashMap<>();
            columns = null;
            since = System.nanoTime();
            read(" LIMIT " + AT_ONCE);
        }
        if (!byTable.containsKey(table)) {
            if (byTable.size() >= MOST_KEPT) {
                byTable.clear();
            }
            read(" WHERE tbname = " + SqlText.string(table));
            byTable.putIfAbsent(table, null);
        }
        return byTable.get(table);
    }

    /** Lets go of the connection; the next question opens another. */
    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
            gateway = null;
        }
    }

    private List<String> tags(TableSchema schema) {
        return schema.kind() == TableSchema.Kind.SUPER_TABLE
                ? schema.columns().stream()
                        .filter(TableSchema.Column::tag)
                        .map(TableSchema.Column::name)
                        .filter(name -> RowColumns.indexOf(rowType, name) >= 0)
                        .toList()
                : List.of();
    }

    private void read(String which) throws IOException {
        String sql =
                "SELECT TAGS tbname,"
                        + SqlText.names(names)
                        + " FROM "
                        + SqlText.table(database, superTable)
                        + which;
        // kept before the next block comes, in the order of the blocks
        Map<String, Object[]> found = new HashMap<>();
        ask("tags", QueryRows.read(gateway(), sql, (block, row) -> put(found, block, row)), x -> x);
        byTable.putAll(found);
    }

    private boolean put(Map<String, Object[]> found, DataBlock block, int row) {
        if (columns == null) {
            columns = new RowColumns(rowType, block, zone);
        }
        // the name of the table is the first column of the answer, and no tag
        found.put(block.getString(0, row), columns.cells(block, row));
        return true;
    }

    private TDengineGateway gateway() {
        if (gateway == null) {
            gateway = gateways.create();
        }
        return gateway;
    }

    private <A, T> T ask(String what, CompletableFuture<A> answer, Function<A, T> reader)
            throws IOException {
        try {
            return reader.apply(answer.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException(
                            "Interrupted while reading the "
                                    + what
                                    + " of "
                                    + database
                                    + "."
                                    + superTable);
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            throw new IOException(
                    "Cannot read the "
                            + what
                            + " of "
                            + database
                            + "."
                            + superTable
                            + ", which rows of its topic come without: "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }
}
