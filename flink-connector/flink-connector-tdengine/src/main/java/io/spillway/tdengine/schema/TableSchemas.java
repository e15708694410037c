/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.schema;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.schema.TableSchema.Column;
import io.spillway.tdengine.schema.TableSchema.Kind;
import io.spillway.tdengine.sql.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;

/** Asks a server what its tables look like. */
@Internal
public final class TableSchemas {

    private static final String TAG = "TAG";
    private static final String KEY = "KEY";

    /** Databases of system tables. */
    private static final Set<String> SYSTEM = Set.of("information_schema", "performance_schema");

    private TableSchemas() {}

    /** Fails with a {@link ServiceException}, of the server's code if there is no such table. */
    public static CompletableFuture<TableSchema> read(
            TDengineGateway gateway, String database, String table) {
        return precision(gateway, database)
                .thenCompose(
                        precision ->
                                columns(gateway, database, table)
                                        .thenCombine(
                                                kind(gateway, database, table),
                                                (columns, kind) ->
                                                        new TableSchema(
                                                                database, table, kind, precision,
                                                                columns)));
    }

    /** Whether a database holds what the server tells of itself. */
    public static boolean isSystem(String database) {
        return SYSTEM.contains(database);
    }

    /** The precision of a database's timestamps. */
    public static CompletableFuture<TimestampPrecision> precision(
            TDengineGateway gateway, String database) {
        if (isSystem(database)) {
            return CompletableFuture.completedFuture(TimestampPrecision.MILLIS);
        }
        return QueryRows.read(
                        gateway,
                        "SELECT `precision` FROM information_schema.ins_databases WHERE name = "
                                + SqlText.string(database),
                        (block, row) -> TimestampPrecision.ofSymbol(block.getString(0, row)))
                .thenCompose(
                        found ->
                                found.isEmpty()
                                        ? CompletableFuture.failedFuture(noDatabase(database))
                                        : CompletableFuture.completedFuture(found.get(0)));
    }

    private static CompletableFuture<List<Column>> columns(
            TDengineGateway gateway, String database, String table) {
        return QueryRows.read(
                gateway,
                "DESCRIBE " + SqlText.table(database, table),
                (block, row) -> column(block, row));
    }

    private static Column column(DataBlock block, int row) {
        Field field =
                ColumnTypes.field(
                        block.getString(0, row),
                        block.getString(1, row),
                        (int) block.getLong(2, row));
        String note = block.isNull(3, row) ? "" : block.getString(3, row);
        return new Column(field, note.equals(TAG), note.contains(KEY));
    }

    private static CompletableFuture<Kind> kind(
            TDengineGateway gateway, String database, String table) {
        if (isSystem(database)) {
            return CompletableFuture.completedFuture(Kind.SYSTEM_TABLE);
        }
        String where =
                " WHERE db_name = "
                        + SqlText.string(database)
                        + " AND %s = "
                        + SqlText.string(table);
        return QueryRows.read(
                        gateway,
                        "SELECT stable_name FROM information_schema.ins_stables"
                                + String.format(where, "stable_name"),
                        (block, row) -> Kind.SUPER_TABLE)
                .thenCompose(
                        found ->
                                found.isEmpty()
                                        ? kindOfTable(gateway, String.format(where, "table_name"))
                                        : CompletableFuture.completedFuture(found.get(0)));
    }

    private static CompletableFuture<Kind> kindOfTable(TDengineGateway gateway, String where) {
        return QueryRows.read(
                        gateway,
                        "SELECT stable_name FROM information_schema.ins_tables" + where,
                        (block, row) -> block.isNull(0, row) ? Kind.NORMAL_TABLE : Kind.CHILD_TABLE)
                .thenApply(
                        found -> {
                            List<Kind> kinds = new ArrayList<>(found);
                            return kinds.isEmpty() ? Kind.NORMAL_TABLE : kinds.get(0);
                        });
    }

    private static ServiceException noDatabase(String database) {
        return new ServiceException(
                FailureKind.FATAL,
                "0x0388",
                0,
                null,
                "Database '" + database + "' does not exist (0x0388)",
                null);
    }
}
