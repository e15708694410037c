/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.sql.SqlText;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.annotation.Internal;

/**
 * Deletes rows, each by a statement of its own, since the server deletes from one child table and
 * one span of time at once.
 */
@Internal
final class RowDeleter {

    /** Statements under way at a time; their keys differ, so that their order does not count. */
    private static final int PARALLEL = 8;

    /** The table does not exist: neither does the row. */
    private static final Set<String> NO_SUCH_TABLE = Set.of("0x2603", "0x0618");

    private final TDengineGateway gateway;
    private final TargetTable table;
    private final String timestamp;

    RowDeleter(TDengineGateway gateway, TargetTable table) {
        this.gateway = gateway;
        this.table = table;
        timestamp = SqlText.name(table.columns().get(table.timestamp()).name());
    }

    /** Fails with the first failure, when no statement is under way any more. */
    CompletableFuture<Void> delete(List<SinkRow> rows) {
        AtomicInteger next = new AtomicInteger();
        CompletableFuture<?>[] chains = new CompletableFuture<?>[Math.min(PARALLEL, rows.size())];
        for (int i = 0; i < chains.length; i++) {
            CompletableFuture<Void> chain = new CompletableFuture<>();
            advance(rows, next, chain);
            chains[i] = chain;
        }
        return CompletableFuture.allOf(chains);
    }

    private void advance(List<SinkRow> rows, AtomicInteger next, CompletableFuture<Void> chain) {
        while (true) {
            int index = next.getAndIncrement();
            if (index >= rows.size()) {
                chain.complete(null);
                return;
            }
            CompletableFuture<Long> deleted = gateway.execute(statement(rows.get(index)));
            if (!deleted.isDone() || deleted.isCompletedExceptionally()) {
                deleted.whenComplete(
                        (affected, failure) -> {
                            if (failure == null || tellsNoSuchTable(failure)) {
                                advance(rows, next, chain);
                            } else {
                                next.set(rows.size()); // the other chains stop as well
                                chain.completeExceptionally(failure);
                            }
                        });
                return;
            }
        }
    }

    private String statement(SinkRow row) {
        return "DELETE FROM "
                + SqlText.table(table.database(), row.table())
                + " WHERE "
                + timestamp
                + " = "
                + row.timestamp();
    }

    private boolean tellsNoSuchTable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return table.superTable()
                && cause instanceof ServiceException service
                && NO_SUCH_TABLE.contains(service.code());
    }
}
