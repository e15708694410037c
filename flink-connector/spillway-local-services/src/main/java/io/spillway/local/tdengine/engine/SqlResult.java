/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.engine;

import java.util.Iterator;
import java.util.List;

/**
 * What a statement answered.
 *
 * @param update whether it returns no rows
 * @param affectedRows of an update
 * @param columns of a query
 * @param precision 0 ms, 1 us, 2 ns
 * @param rows read once, by one thread
 */
public record SqlResult(
        boolean update,
        int affectedRows,
        List<ColumnSpec> columns,
        int precision,
        Iterator<Object[]> rows) {

    public static SqlResult updated(int affectedRows) {
        return new SqlResult(true, affectedRows, List.of(), 0, List.<Object[]>of().iterator());
    }

    public static SqlResult queried(
            List<ColumnSpec> columns, int precision, Iterator<Object[]> rows) {
        return new SqlResult(false, 0, columns, precision, rows);
    }
}
