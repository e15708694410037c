/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.sink.Batch.TableRows;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;

/**
 * Writes rows over one connection, in the one way a {@link SinkMode} names. One call at a time, on
 * changing threads.
 */
@Internal
interface RowsInserter {

    /**
     * Writes the rows, each key once. If the future fails, any part of them may have been written;
     * writing them again is safe.
     *
     * @param tables at least one
     * @return the rows the server says it wrote
     */
    CompletableFuture<Long> insert(List<TableRows> tables);
}
