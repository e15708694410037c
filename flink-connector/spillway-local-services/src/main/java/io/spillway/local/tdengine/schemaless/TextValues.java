/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.schemaless;

import io.spillway.local.tdengine.engine.ValueType;
import io.spillway.local.tdengine.value.Wkt;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import javax.annotation.Nullable;

/** Values of fields in lines, typed by quotes and suffixes. */
final class TextValues {

    private static final int LONG_BITS = 64;

    private TextValues() {}

    /** Null if the text is no value. */
    @Nullable
    static PointValue parse(String key, String text, String near) {
        if (text.startsWith("\"")) {
            return quoted(key, text, 1, near);
        }
        if (text.length() >= 3 && text.charAt(1) == '"') {
            return quoted(key, text, 2, near);
        }
        switch (text.toLowerCase(Locale.ROOT)) {
            case "t", "true":
                return new PointValue(key, ValueType.BOOL, true, 1, near);
            case "f", "false":
                return new PointValue(key, ValueType.BOOL, false, 1, near);
            default:
                return number(key, text.toLowerCase(Locale.ROOT), near);
        }
    }

    @Nullable
    private static PointValue quoted(String key, String text, int skip, String near) {
        if (text.length() <= skip || !text.endsWith("\"")) {
            return null;
        }
        String content = text.substring(skip, text.length() - 1);
        switch (skip == 1 ? 'v' : Character.toLowerCase(text.charAt(0))) {
            case 'v':
                return text(key, ValueType.VARCHAR, content, near);
            case 'l':
                return text(key, ValueType.NCHAR, content, near);
            case 'b':
                byte[] bytes = bytes(content);
                return bytes == null
                        ? null
                        : new PointValue(key, ValueType.VARBINARY, bytes, bytes.length, near);
            case 'g':
                byte[] wkb = Wkt.toWkb(content);
                return wkb == null
                        ? null
                        : new PointValue(key, ValueType.GEOMETRY, wkb, wkb.length, near);
            default:
                return null;
        }
    }

    static PointValue text(String key, ValueType type, String content, String near) {
        int length =
                type == ValueType.NCHAR
                        ? content.codePointCount(0, content.length())
                        : content.getBytes(StandardCharsets.UTF_8).length;
        return new PointValue(key, type, content, length, near);
    }

    @Nullable
    private static byte[] bytes(String content) {
        if (!content.startsWith("\\x")) {
            return content.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return HexFormat.of().parseHex(content.substring(2));
        } catch (IllegalArgumentException odd) {
            return null;
        }
    }

    @Nullable
    private static PointValue number(String key, String text, String near) {
        int suffixAt = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'i' || c == 'u' || c == 'f') {
                suffixAt = i;
                break;
            }
        }
        String digits = text.substring(0, suffixAt);
        ValueType type = type(text.substring(suffixAt));
        if (type == null) {
            return null;
        }
        try {
            Object value = convert(new BigDecimal(digits), type);
            return value == null ? null : new PointValue(key, type, value, type.width(), near);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    @Nullable
    private static ValueType type(String suffix) {
        return switch (suffix) {
            case "", "f64" -> ValueType.DOUBLE;
            case "f32" -> ValueType.FLOAT;
            case "i8" -> ValueType.TINYINT;
            case "i16" -> ValueType.SMALLINT;
            case "i32" -> ValueType.INT;
            case "i64", "i" -> ValueType.BIGINT;
            case "u8" -> ValueType.UTINYINT;
            case "u16" -> ValueType.USMALLINT;
            case "u32" -> ValueType.UINT;
            case "u64", "u" -> ValueType.UBIGINT;
            default -> null;
        };
    }

    /** Null if the number does not fit the type. */
    @Nullable
    static Object convert(BigDecimal number, ValueType type) {
        if (type == ValueType.DOUBLE) {
            return number.doubleValue();
        }
        if (type == ValueType.FLOAT) {
            return Float.isInfinite(number.floatValue()) ? null : (Object) number.floatValue();
        }
        BigInteger whole = number.toBigInteger();
        boolean unsigned =
                switch (type) {
                    case UTINYINT, USMALLINT, UINT, UBIGINT -> true;
                    default -> false;
                };
        int bits = type.width() * 8;
        boolean fits =
                unsigned
                        ? whole.signum() >= 0 && whole.bitLength() <= Math.min(bits, LONG_BITS)
                        : whole.bitLength() < bits;
        if (!fits) {
            return null;
        }
        return switch (type) {
            case TINYINT -> whole.byteValue();
            case SMALLINT, UTINYINT -> whole.shortValue();
            case INT, USMALLINT -> whole.intValue();
            case UBIGINT -> whole;
            default -> whole.longValue();
        };
    }
}
