/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads blocks as a person would write them down. */
public final class Cells {

    private Cells() {}

    public static List<String> row(DataBlock block, int row) {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < block.fields().size(); column++) {
            cells.add(cell(block, column, row));
        }
        return cells;
    }

    public static String cell(DataBlock block, int column, int row) {
        if (block.isNull(column, row)) {
            return "NULL";
        }
        Field field = block.fields().get(column);
        return switch (field.type()) {
            case FLOAT -> String.valueOf((float) block.getDouble(column, row));
            case DOUBLE -> String.valueOf(block.getDouble(column, row));
            case DECIMAL64, DECIMAL128 -> block.getDecimal(column, row).toPlainString();
            case VARCHAR, NCHAR, JSON -> block.getString(column, row);
            case VARBINARY, GEOMETRY, BLOB -> HexFormat.of().formatHex(block.getBytes(column, row));
            case UBIGINT -> Long.toUnsignedString(block.getLong(column, row));
            default -> String.valueOf(block.getLong(column, row));
        };
    }
}
