/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.TDengineType;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/**
 * A line of the answer to DESCRIBE.
 *
 * @param compositeKey whether it is the second part of the table's key
 */
@Internal
record DescribedColumn(TargetColumn column, boolean compositeKey) {

    private static final int FIELD = 0;
    private static final int TYPE = 1;
    private static final int LENGTH = 2;
    private static final int NOTE = 3;

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL.*\\((\\d+), *(\\d+)\\)");

    private static final Map<String, TDengineType> SPELLED_OTHERWISE =
            Map.of(
                    "BINARY", TDengineType.VARCHAR,
                    "TINYINT UNSIGNED", TDengineType.UTINYINT,
                    "SMALLINT UNSIGNED", TDengineType.USMALLINT,
                    "INT UNSIGNED", TDengineType.UINT,
                    "BIGINT UNSIGNED", TDengineType.UBIGINT);

    /**
     * @throws IllegalArgumentException if the type is unknown
     */
    static DescribedColumn of(DataBlock lines, int row) {
        String name = lines.getString(FIELD, row);
        String type = lines.getString(TYPE, row);
        String note = lines.getString(NOTE, row);
        Matcher decimal = DECIMAL.matcher(type);
        TargetColumn column;
        if (decimal.matches()) {
            column =
                    TargetColumn.decimal(
                            name,
                            Integer.parseInt(decimal.group(1)),
                            Integer.parseInt(decimal.group(2)));
        } else {
            TDengineType known = SPELLED_OTHERWISE.get(type);
            column =
                    TargetColumn.of(
                            name,
                            known == null ? TDengineType.valueOf(type) : known,
                            (int) lines.getLong(LENGTH, row));
        }
        return new DescribedColumn(
                "TAG".equals(note) ? column.asTag() : column, "COMPOSITE KEY".equals(note));
    }
}
