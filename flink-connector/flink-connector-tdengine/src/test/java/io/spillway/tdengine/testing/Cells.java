/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.testing;

import io.spillway.tdengine.data.DataBlock;
import java.math.BigInteger;
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

    /** Of the class a person would expect: unsigned types have the next wider one. */
    public static Object value(DataBlock block, int column, int row) {
        if (block.isNull(column, row)) {
            return null;
        }
        return switch (block.fields().get(column).type()) {
            case BOOL -> block.getLong(column, row) != 0;
            case TINYINT -> (byte) block.getLong(column, row);
            case SMALLINT, UTINYINT -> (short) block.getLong(column, row);
            case INT, USMALLINT -> (int) block.getLong(column, row);
            case BIGINT, UINT, TIMESTAMP -> block.getLong(column, row);
            case UBIGINT -> new BigInteger(Long.toUnsignedString(block.getLong(column, row)));
            case FLOAT -> (float) block.getDouble(column, row);
            case DOUBLE -> block.getDouble(column, row);
            case VARCHAR, NCHAR, JSON -> block.getString(column, row);
            case VARBINARY, GEOMETRY, BLOB -> block.getBytes(column, row);
            case DECIMAL64, DECIMAL128 -> block.getDecimal(column, row);
        };
    }
}
