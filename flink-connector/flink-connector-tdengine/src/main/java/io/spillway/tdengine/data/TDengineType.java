/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.data;

import org.apache.flink.annotation.Experimental;

/** The data types of TDengine with their codes on the wire. */
@Experimental
public enum TDengineType {
    BOOL(1, 1),
    TINYINT(2, 1),
    SMALLINT(3, 2),
    INT(4, 4),
    BIGINT(5, 8),
    FLOAT(6, 4),
    DOUBLE(7, 8),
    /** UTF-8 text; its length is declared in bytes. */
    VARCHAR(8, 0),
    /** A point in time in the database's precision. */
    TIMESTAMP(9, 8),
    /** Text; its length is declared in characters. */
    NCHAR(10, 0),
    UTINYINT(11, 1),
    USMALLINT(12, 2),
    UINT(13, 4),
    UBIGINT(14, 8),
    /** Text of a tag; columns cannot have this type. */
    JSON(15, 0),
    VARBINARY(16, 0),
    DECIMAL128(17, 16),
    BLOB(18, 0),
    /** Well-known binary, little-endian. */
    GEOMETRY(20, 0),
    DECIMAL64(21, 8);

    private static final TDengineType[] BY_CODE = new TDengineType[22];

    static {
        for (TDengineType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;
    private final int width;

    TDengineType(int code, int width) {
        this.code = code;
        this.width = width;
    }

    /** The code on the wire. */
    public int code() {
        return code;
    }

    /** Bytes of one value, 0 if values differ in length. */
    public int width() {
        return width;
    }

    public boolean isVariable() {
        return width == 0;
    }

    /**
     * @throws IllegalArgumentException if no type has this code
     */
    public static TDengineType ofCode(int code) {
        TDengineType type = code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
        if (type == null) {
            throw new IllegalArgumentException("TDengine has no data type of code " + code);
        }
        return type;
    }
}
