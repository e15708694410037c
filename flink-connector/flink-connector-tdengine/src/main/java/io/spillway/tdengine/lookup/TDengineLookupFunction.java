/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.lookup;

import io.spillway.common.failure.FailureBudget;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.row.BlockRows;
import io.spillway.tdengine.row.RowColumns;
import io.spillway.tdengine.schema.QueryRows;
import io.spillway.tdengine.schema.TableSchemas;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.AsyncLookupFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.types.RowKind;

/** Looks rows up by the values of some columns, tags or the table's name. */
@Internal
public final class TDengineLookupFunction extends AsyncLookupFunction {

    private static final long serialVersionUID = 1L;

    private final LookupSettings settings;
    private transient TDengineGateway gateway;
    private transient LookupStatement statement;

    public TDengineLookupFunction(LookupSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(FunctionContext context) throws Exception {
        gateway = settings.gateways().create();
        try {
            statement =
                    new LookupStatement(
                            settings,
                            attempt(
                                            () ->
                                                    TableSchemas.read(
                                                            gateway,
                                                            settings.database(),
                                                            settings.table()),
                                            new FailureBudget(settings.retries()))
                                    .get());
        } catch (ExecutionException e) {
            throw new IOException(
                    "Cannot look up in "
                            + settings.database()
                            + "."
                            + settings.table()
                            + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    @Override
    public CompletableFuture<Collection<RowData>> asyncLookup(RowData key) {
        String sql = statement.of(key);
        if (sql == null) {
            return CompletableFuture.completedFuture(List.of());
        }
        return attempt(() -> find(sql), new FailureBudget(settings.retries()));
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private CompletableFuture<Collection<RowData>> find(String sql) {
        return QueryRows.read(gateway, sql, new Rows()).thenApply(this::withinLimit);
    }

    private static <T> CompletableFuture<T> attempt(
            Supplier<CompletableFuture<T>> call, FailureBudget budget) {
        return call.get().exceptionallyCompose(failure -> again(call, budget, failure));
    }

    private static <T> CompletableFuture<T> again(
            Supplier<CompletableFuture<T>> call, FailureBudget budget, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        FailureKind kind =
                cause instanceof ServiceException service ? service.kind() : FailureKind.FATAL;
        if (!budget.spend(kind, System.nanoTime())) {
            return CompletableFuture.failedFuture(cause);
        }
        long pause = budget.pause(ThreadLocalRandom.current()).toMillis();
        Executor later = CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> call, later)
                .thenCompose(same -> attempt(same, budget));
    }

    private Collection<RowData> withinLimit(List<RowData> rows) {
        if (rows.size() > settings.limit()) {
            throw new CompletionException(
                    new ServiceException(
                            FailureKind.FATAL,
                            "TooManyRows",
                            0,
                            null,
                            "A lookup in "
                                    + settings.database()
                                    + "."
                                    + settings.table()
                                    + " found more than "
                                    + settings.limit()
                                    + " rows ('lookup.max-rows'); look up by more columns, or set"
                                    + " 'lookup.mode' = 'last-row'",
                            null));
        }
        return rows;
    }

    /** Decodes the rows of one answer. */
    private final class Rows implements QueryRows.RowReader<RowData> {

        private RowColumns columns;
        private DataBlock block;
        private BlockRows rows;

        @Override
        public RowData read(DataBlock current, int row) {
            if (columns == null) {
                columns = new RowColumns(settings.rowType(), current, settings.zone());
            }
            if (current != block) {
                rows = columns.rows(current, null);
                block = current;
            }
            try {
                return rows.row(row, RowKind.INSERT);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        }
    }
}
