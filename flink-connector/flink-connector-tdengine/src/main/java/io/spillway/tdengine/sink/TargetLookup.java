/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.QueryResult;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.TimestampPrecision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Asks the server for the table that is to be written, and makes it first if that is wanted. */
@Internal
final class TargetLookup {

    private final TDengineGateway gateway;
    private final SinkTarget target;
    private final TargetColumns columns;
    @Nullable private final SchemalessFormat schemaless;

    /**
     * @param names of the columns and tags to write
     * @param schemaless null if the table exists or is made before it is written
     */
    TargetLookup(
            TDengineGateway gateway,
            SinkTarget target,
            List<String> names,
            @Nullable SchemalessFormat schemaless) {
        this.gateway = gateway;
        this.target = target;
        this.schemaless = schemaless;
        columns = new TargetColumns(target, names);
    }

    /** Fails with a {@link ServiceException}. */
    CompletableFuture<TargetTable> find() {
        if (schemaless != null) {
            return (schemaless.precision() == null
                            ? precision(target.create())
                            : CompletableFuture.completedFuture(schemaless.precision()))
                    .thenApply(found -> columns.of(target.definition(), null, carried(found)));
        }
        return precision(target.create())
                .thenCompose(
                        found ->
                                created()
                                        .thenCompose(none -> describe())
                                        .thenApply(lines -> table(lines, found)));
    }

    /** What the protocol can carry of the database's precision. */
    private TimestampPrecision carried(TimestampPrecision database) {
        return switch (schemaless.protocol()) {
            case LINE -> database;
            case TELNET -> TimestampPrecision.MILLIS;
            case JSON -> {
                if (database == TimestampPrecision.NANOS) {
                    throw fatal(
                            "PrecisionNotCarried",
                            "The server reads numbers of the JSON protocol as doubles, which do "
                                    + "not hold the ns that database "
                                    + target.database()
                                    + " counts; use another protocol or sink.mode, or set "
                                    + "'sink.schemaless.precision' = 'us'",
                            null);
                }
                yield database;
            }
        };
    }

    private CompletableFuture<TimestampPrecision> precision(boolean create) {
        StringBuilder sql =
                new StringBuilder(
                        "SELECT `precision` FROM information_schema.ins_databases WHERE name = ");
        SqlLiterals.appendText(target.database(), sql);
        return read(sql.toString(), (block, row) -> block.getString(0, row))
                .thenCompose(
                        found -> {
                            if (!found.isEmpty()) {
                                return CompletableFuture.completedFuture(
                                        TimestampPrecision.ofSymbol(found.get(0)));
                            }
                            if (!create) {
                                throw fatal(
                                        "DatabaseNotExist",
                                        "Database '"
                                                + target.database()
                                                + "' does not exist (names tell upper and lower "
                                                + "case apart); create it or set "
                                                + "'sink.create-table' = 'true'",
                                        null);
                            }
                            return gateway.execute(TableDdl.createDatabase(target))
                                    .thenCompose(none -> precision(false));
                        });
    }

    private CompletableFuture<?> created() {
        return target.create()
                ? gateway.execute(TableDdl.createTable(target))
                : CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<List<DescribedColumn>> describe() {
        return read(
                "DESCRIBE " + Identifiers.quoted(target.database(), target.table()),
                DescribedColumn::of);
    }

    private TargetTable table(List<DescribedColumn> lines, TimestampPrecision precision) {
        String compositeKey = null;
        List<TargetColumn> all = new ArrayList<>();
        for (DescribedColumn line : lines) {
            all.add(line.column());
            if (line.compositeKey()) {
                compositeKey = line.column().name();
            }
        }
        return columns.of(all, compositeKey, precision);
    }

    private <T> CompletableFuture<List<T>> read(
            String sql, BiFunction<DataBlock, Integer, T> line) {
        return gateway.query(sql)
                .thenCompose(
                        result ->
                                read(result, new ArrayList<>(), line)
                                        .whenComplete((rows, failure) -> result.close()));
    }

    private static <T> CompletableFuture<List<T>> read(
            QueryResult result, List<T> rows, BiFunction<DataBlock, Integer, T> line) {
        return result.next()
                .thenCompose(
                        block -> {
                            if (block.isEmpty()) {
                                return CompletableFuture.completedFuture(rows);
                            }
                            for (int row = 0; row < block.get().rows(); row++) {
                                rows.add(line.apply(block.get(), row));
                            }
                            return read(result, rows, line);
                        });
    }

    static CompletionException fatal(String code, String message, @Nullable Throwable cause) {
        return new CompletionException(
                new ServiceException(FailureKind.FATAL, code, 0, null, message, cause));
    }
}
