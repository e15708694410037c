/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import java.util.Arrays;
import java.util.List;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.RowType;

/**
 * The columns of a table that hold values of their own. The planner counts computed columns and
 * metadata too when it names a column by its position.
 *
 * @param rowType those columns
 * @param primaryKey positions in {@code rowType}, empty without one
 * @param positions for each column of the table its position in {@code rowType}, -1 for none
 */
record DeclaredColumns(RowType rowType, int[] primaryKey, int[] positions) {

    static DeclaredColumns of(ResolvedSchema schema) {
        List<Column> columns = schema.getColumns();
        int[] positions = new int[columns.size()];
        int next = 0;
        for (int i = 0; i < positions.length; i++) {
            positions[i] = columns.get(i).isPhysical() ? next++ : -1;
        }
        return new DeclaredColumns(
                (RowType) schema.toPhysicalRowDataType().getLogicalType(),
                Arrays.stream(schema.getPrimaryKeyIndexes()).map(key -> positions[key]).toArray(),
                positions);
    }
}
