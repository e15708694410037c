/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.sql.SqlText;
import java.util.HexFormat;
import java.util.concurrent.CompletionException;
import org.apache.flink.annotation.Internal;

/** Cells as literals of the server's SQL. */
@Internal
final class SqlLiterals {

    private static final HexFormat HEX = HexFormat.of();

    private final RowLayout layout;

    SqlLiterals(RowLayout layout) {
        this.layout = layout;
    }

    void append(SinkRow row, int column, StringBuilder sql) {
        if (row.isNull(column)) {
            sql.append("NULL");
            return;
        }
        TargetColumn target = layout.table().columns().get(column);
        switch (target.type()) {
            case BOOL -> sql.append(row.getLong(column) != 0);
            case TINYINT, SMALLINT, INT, BIGINT, TIMESTAMP, UTINYINT, USMALLINT, UINT ->
                    sql.append(row.getLong(column));
            case UBIGINT -> sql.append(Long.toUnsignedString(row.getLong(column)));
            case FLOAT -> sql.append((float) finite(target, row.getDouble(column)));
            case DOUBLE -> sql.append(finite(target, row.getDouble(column)));
            case DECIMAL64, DECIMAL128 -> sql.append(row.getDecimal(column).toPlainString());
            case VARCHAR, NCHAR, JSON -> {
                String text = row.getString(column);
                if (text.indexOf(0) >= 0) {
                    throw refused(target, "contains the character 0, which SQL cannot tell");
                }
                SqlText.appendString(sql, text);
            }
            case VARBINARY, BLOB ->
                    sql.append("'\\x").append(HEX.formatHex(row.getBytes(column))).append('\'');
            case GEOMETRY -> {
                try {
                    sql.append('\'').append(WellKnownText.of(row.getBytes(column))).append('\'');
                } catch (IllegalArgumentException e) {
                    throw refused(target, "is no well-known binary that SQL could tell");
                }
            }
        }
    }

    private static double finite(TargetColumn column, double value) {
        if (!Double.isFinite(value)) {
            throw refused(column, "is NaN or infinite, which SQL cannot tell");
        }
        return value;
    }

    /** Found by halving the batch, as if the server had refused it. */
    static CompletionException refused(TargetColumn column, String what) {
        return new CompletionException(
                new ServiceException(
                        FailureKind.RECORD,
                        "NotRepresentable",
                        0,
                        null,
                        "The value of column '" + column.name() + "' " + what,
                        null));
    }
}
