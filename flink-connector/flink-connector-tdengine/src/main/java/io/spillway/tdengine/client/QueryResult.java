/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TimestampPrecision;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Experimental;

/**
 * The open result of a query. Blocks are fetched ahead, a bounded number of them. Used by one
 * thread at a time.
 */
@Experimental
public interface QueryResult extends AutoCloseable {

    List<Field> fields();

    TimestampPrecision precision();

    /**
     * The next block, empty after the last. The next call may only be made when the former's future
     * is complete.
     */
    CompletableFuture<Optional<DataBlock>> next();

    /** Frees the result on the server, also in the middle. Does not block; may be called twice. */
    @Override
    void close();
}
