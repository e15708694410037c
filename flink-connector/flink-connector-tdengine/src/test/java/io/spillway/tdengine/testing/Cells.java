/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.testing;

import io.spillway.tdengine.data.DataBlock;
import java.util.HexFormat;

/** Cells of blocks as texts that tests can compare. */
public final class Cells {

    private Cells() {}

    /** Null for NULL; times as counts, binaries in hexadecimal digits. */
    public static String text(DataBlock block, int column, int row) {
        if (block.isNull(column, row)) {
            return null;
        }
        return switch (block.fields().get(column).type()) {
            case BOOL -> block.getLong(column, row) == 0 ? "false" : "true";
            case UBIGINT -> Long.toUnsignedString(block.getLong(column, row));
            case TINYINT, SMALLINT, INT, BIGINT, UTINYINT, USMALLINT, UINT, TIMESTAMP ->
                    Long.toString(block.getLong(column, row));
            case FLOAT, DOUBLE -> Double.toString(block.getDouble(column, row));
            case VARCHAR, NCHAR, JSON -> block.getString(column, row);
            case VARBINARY, GEOMETRY, BLOB -> HexFormat.of().formatHex(block.getBytes(column, row));
            case DECIMAL64, DECIMAL128 -> block.getDecimal(column, row).toPlainString();
        };
    }
}
