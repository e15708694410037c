/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.execution;

import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.value.JsonTags;
import io.spillway.local.tdengine.value.TaosErrors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import javax.annotation.Nullable;

/** Checks values against their columns. */
final class BoundValues {

    /** Byte order, kind and the count of what follows, or the first half of a coordinate. */
    private static final int WKB_HEAD = 9;

    private static final int WKB_KINDS = 7;

    private BoundValues() {}

    /**
     * The value as it is stored, mostly itself.
     *
     * @throws TaosException {@code 0x2653} if it is too long, {@code 0x2605} if of another type
     */
    @Nullable
    static Object check(ColumnSpec column, @Nullable Object value) throws TaosException {
        if (value == null) {
            return null;
        }
        boolean fits =
                switch (column.type()) {
                    case BOOL -> value instanceof Boolean;
                    case TINYINT -> value instanceof Byte;
                    case SMALLINT, UTINYINT -> value instanceof Short;
                    case INT, USMALLINT -> value instanceof Integer;
                    case BIGINT, UINT, TIMESTAMP -> value instanceof Long;
                    case UBIGINT -> value instanceof BigInteger;
                    case FLOAT -> value instanceof Float;
                    case DOUBLE -> value instanceof Double;
                    case DECIMAL, DECIMAL64 -> value instanceof BigDecimal;
                    case VARCHAR, NCHAR, JSON -> value instanceof String;
                    case VARBINARY, GEOMETRY, BLOB -> value instanceof byte[];
                };
        if (!fits) {
            throw TaosErrors.wrongType(column.name());
        }
        switch (column.type()) {
            case VARCHAR:
                return text(column, (String) value, utf8Length((String) value));
            case NCHAR:
                String text = (String) value;
                return text(column, text, text.codePointCount(0, text.length()));
            case JSON:
                String json = JsonTags.normalize((String) value);
                if (json == null) {
                    throw TaosErrors.insertSyntax((String) value, "json parse error");
                }
                return text(column, json, utf8Length(json));
            case VARBINARY, GEOMETRY, BLOB:
                if (column.type() == ValueType.GEOMETRY && !isWellKnownBinary((byte[]) value)) {
                    throw new TaosException(0x2803, "Invalid function para value");
                }
                if (((byte[]) value).length > column.length()) {
                    throw TaosErrors.tooLong(column.name());
                }
                return value;
            case DECIMAL, DECIMAL64:
                return decimal(column, (BigDecimal) value);
            default:
                return value;
        }
    }

    /** As far as its head tells. */
    private static boolean isWellKnownBinary(byte[] bytes) {
        if (bytes.length < WKB_HEAD || bytes[0] < 0 || bytes[0] > 1) {
            return false;
        }
        int kind = bytes[0] == 1 ? bytes[1] : bytes[4];
        return kind >= 1 && kind <= WKB_KINDS;
    }

    private static String text(ColumnSpec column, String value, int length) throws TaosException {
        if (length > column.length()) {
            throw TaosErrors.tooLong(column.name());
        }
        return value;
    }

    private static BigDecimal decimal(ColumnSpec column, BigDecimal value) throws TaosException {
        BigDecimal scaled = value.setScale(column.scale(), RoundingMode.HALF_UP);
        if (scaled.precision() > column.precision()) {
            throw new TaosException(0x013D, "Decimal value overflow");
        }
        return scaled;
    }

    static int utf8Length(String text) {
        int length = text.length();
        int bytes = length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x800) {
                // two halves of a pair make four bytes
                bytes += Character.isSurrogate(c) ? 1 : 2;
            } else if (c >= 0x80) {
                bytes++;
            }
        }
        return bytes;
    }
}
