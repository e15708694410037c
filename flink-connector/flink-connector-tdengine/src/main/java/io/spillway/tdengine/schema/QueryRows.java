/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.schema;

import io.spillway.tdengine.client.QueryResult;
import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.data.DataBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;

/** Reads small results to their end. */
@Internal
public final class QueryRows {

    private QueryRows() {}

    /** Makes something of a row. */
    @Internal
    @FunctionalInterface
    public interface RowReader<T> {
        T read(DataBlock block, int row);
    }

    /** All rows of a query, in order. */
    public static <T> CompletableFuture<List<T>> read(
            TDengineGateway gateway, String sql, RowReader<T> reader) {
        return gateway.query(sql)
                .thenCompose(
                        result ->
                                collect(result, reader, new ArrayList<>())
                                        .whenComplete((rows, failure) -> result.close()));
    }

    private static <T> CompletableFuture<List<T>> collect(
            QueryResult result, RowReader<T> reader, List<T> rows) {
        return result.next()
                .thenCompose(
                        block -> {
                            if (block.isEmpty()) {
                                return CompletableFuture.completedFuture(rows);
                            }
                            for (int row = 0; row < block.get().rows(); row++) {
                                rows.add(reader.read(block.get(), row));
                            }
                            return collect(result, reader, rows);
                        });
    }
}
