/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.engine;

import javax.annotation.Nullable;

/** Data types with their code on the wire and the width of a value, 0 where values differ. */
public enum ValueType {
    BOOL(1, 1),
    TINYINT(2, 1),
    SMALLINT(3, 2),
    INT(4, 4),
    BIGINT(5, 8),
    FLOAT(6, 4),
    DOUBLE(7, 8),
    VARCHAR(8, 0),
    TIMESTAMP(9, 8),
    NCHAR(10, 0),
    UTINYINT(11, 1),
    USMALLINT(12, 2),
    UINT(13, 4),
    UBIGINT(14, 8),
    JSON(15, 0),
    VARBINARY(16, 0),
    DECIMAL(17, 16),
    BLOB(18, 0),
    GEOMETRY(20, 0),
    DECIMAL64(21, 8);

    private static final ValueType[] BY_CODE = byCode();

    private final int code;
    private final int width;

    ValueType(int code, int width) {
        this.code = code;
        this.width = width;
    }

    public int code() {
        return code;
    }

    public int width() {
        return width;
    }

    /** The type with a code; null if there is none. */
    @Nullable
    public static ValueType ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    private static ValueType[] byCode() {
        ValueType[] types = new ValueType[DECIMAL64.code + 1];
        for (ValueType type : values()) {
            types[type.code] = type;
        }
        return types;
    }
}
