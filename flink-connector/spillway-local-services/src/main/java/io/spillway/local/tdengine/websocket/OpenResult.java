/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.websocket;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.SqlResult;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Rows of a query that are still to be fetched. Thread-safe. */
final class OpenResult {

    /** Rows of a block at most. */
    private static final int BLOCK_ROWS = 4096;

    private final SqlResult result;
    private List<Object[]> current = List.of();

    OpenResult(SqlResult result) {
        this.result = result;
    }

    List<ColumnSpec> columns() {
        return result.columns();
    }

    /** The next rows; none at the end. */
    synchronized List<Object[]> next() {
        Iterator<Object[]> rows = result.rows();
        List<Object[]> block = new ArrayList<>();
        while (block.size() < BLOCK_ROWS && rows.hasNext()) {
            block.add(rows.next());
        }
        current = block;
        return block;
    }

    /** The rows that {@link #next} told last. */
    synchronized List<Object[]> current() {
        return current;
    }
}
