/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.value;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.ValueType;

/** Facts about the types of columns. */
public final class ValueTypes {

    private ValueTypes() {}

    /** Whether values of the type have a length of their own. */
    public static boolean isVariable(ValueType type) {
        return type.width() == 0;
    }

    /** VARCHAR, NCHAR and JSON. */
    public static boolean isText(ValueType type) {
        return type == ValueType.VARCHAR || type == ValueType.NCHAR || type == ValueType.JSON;
    }

    public static boolean isBytes(ValueType type) {
        return type == ValueType.VARBINARY || type == ValueType.GEOMETRY || type == ValueType.BLOB;
    }

    public static boolean isDecimal(ValueType type) {
        return type == ValueType.DECIMAL || type == ValueType.DECIMAL64;
    }

    public static boolean isUnsigned(ValueType type) {
        return switch (type) {
            case UTINYINT, USMALLINT, UINT, UBIGINT -> true;
            default -> false;
        };
    }

    public static boolean isInteger(ValueType type) {
        return switch (type) {
            case TINYINT, SMALLINT, INT, BIGINT -> true;
            default -> isUnsigned(type);
        };
    }

    public static boolean isNumber(ValueType type) {
        return isInteger(type)
                || isDecimal(type)
                || type == ValueType.FLOAT
                || type == ValueType.DOUBLE;
    }

    /** The name the server shows. */
    public static String name(ValueType type) {
        return switch (type) {
            case UTINYINT -> "TINYINT UNSIGNED";
            case USMALLINT -> "SMALLINT UNSIGNED";
            case UINT -> "INT UNSIGNED";
            case UBIGINT -> "BIGINT UNSIGNED";
            case DECIMAL, DECIMAL64 -> "DECIMAL";
            default -> type.name();
        };
    }

    /** The type as a column's declaration tells it. */
    public static String declaration(ColumnSpec column) {
        return switch (column.type()) {
            case VARCHAR, NCHAR, VARBINARY, GEOMETRY ->
                    name(column.type()) + "(" + column.length() + ")";
            case DECIMAL, DECIMAL64 -> "DECIMAL(" + column.precision() + "," + column.scale() + ")";
            default -> name(column.type());
        };
    }

    /** How the server stores the type if the statement does not say. */
    public static String encoding(ValueType type) {
        return switch (type) {
            case TIMESTAMP -> "delta-i";
            case BOOL -> "bit-packing";
            case FLOAT, DOUBLE -> "delta-d";
            default -> isInteger(type) ? "simple8b" : "disabled";
        };
    }

    public static String compression(ValueType type) {
        return switch (type) {
            case BOOL, VARCHAR, NCHAR, VARBINARY, DECIMAL, DECIMAL64 -> "zstd";
            case TINYINT, SMALLINT, UTINYINT, USMALLINT -> "zlib";
            default -> "lz4";
        };
    }
}
