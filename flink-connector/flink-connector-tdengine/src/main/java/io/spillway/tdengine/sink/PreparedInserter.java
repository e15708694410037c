/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.PreparedInsert;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.data.BindField;
import io.spillway.tdengine.data.BindRows;
import io.spillway.tdengine.sink.Batch.TableRows;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows by a prepared INSERT. After any failure the statement is closed and prepared anew:
 * the server may keep what was bound to it, and a broken connection has taken it along.
 */
@Internal
final class PreparedInserter implements RowsInserter {

    private static final Logger LOG = LoggerFactory.getLogger(PreparedInserter.class);

    private final TDengineGateway gateway;
    private final RowLayout layout;
    private final String sql;
    private final RowBinder binder;
    private final boolean newestTags;

    @Nullable private PreparedInsert statement;
    @Nullable private List<BindField> fields;
    @Nullable private BindRows rows;

    /**
     * @param newestTags whether a table's last row gives its tags, not the first
     */
    PreparedInserter(TDengineGateway gateway, RowLayout layout, boolean newestTags) {
        this.gateway = gateway;
        this.layout = layout;
        this.newestTags = newestTags;
        binder = new RowBinder(layout);
        sql = binder.statement();
    }

    @Override
    public CompletableFuture<Long> insert(List<TableRows> tables) {
        CompletableFuture<Long> written =
                statement == null
                        ? gateway.prepareInsert(sql)
                                .thenCompose(prepared -> insertInto(prepared, tables))
                        : insertInto(statement, tables);
        return written.whenComplete(
                (affected, failure) -> {
                    if (failure != null) {
                        discard();
                    }
                });
    }

    private CompletableFuture<Long> insertInto(PreparedInsert prepared, List<TableRows> tables) {
        if (prepared != statement) {
            statement = prepared;
            takeFields(prepared);
        }
        rows.clear();
        for (TableRows table : tables) {
            binder.bind(table, newestTags ? table.last() : table.first(), rows);
        }
        return prepared.insert(rows).thenApply(Integer::longValue);
    }

    private void takeFields(PreparedInsert prepared) {
        List<BindField> found = prepared.fields();
        if (rows == null || !found.equals(fields)) {
            binder.check(found);
            rows = prepared.newRows();
            fields = found;
        }
    }

    private void discard() {
        PreparedInsert failed = statement;
        statement = null;
        if (failed != null) {
            failed.close()
                    .whenComplete(
                            (none, failure) -> {
                                if (failure != null) {
                                    // it is not used again; the server frees it with the connection
                                    LOG.debug("A failed statement was not closed", failure);
                                }
                            });
        }
    }

    /** What the server answers does not fit what was asked. */
    static ServiceException unexpected(RowLayout layout, String what) {
        return new ServiceException(
                FailureKind.FATAL,
                "UnexpectedFields",
                0,
                null,
                "Prepared INSERT into " + layout.table() + ": " + what,
                null);
    }
}
