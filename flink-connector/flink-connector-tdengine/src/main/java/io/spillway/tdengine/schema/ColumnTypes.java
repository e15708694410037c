/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.schema;

import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TDengineType;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads types as DESCRIBE writes them. */
final class ColumnTypes {

    private static final Pattern DECIMAL =
            Pattern.compile("DECIMAL\\(\\s*(\\d+)\\s*,\\s*(\\d+)\\s*\\)");

    /** Decimals of more digits take 16 bytes. */
    private static final int MAX_DECIMAL64_DIGITS = 18;

    private static final Map<String, TDengineType> OTHER_NAMES =
            Map.of(
                    "BINARY", TDengineType.VARCHAR,
                    "TINYINT UNSIGNED", TDengineType.UTINYINT,
                    "SMALLINT UNSIGNED", TDengineType.USMALLINT,
                    "INT UNSIGNED", TDengineType.UINT,
                    "BIGINT UNSIGNED", TDengineType.UBIGINT);

    private ColumnTypes() {}

    /**
     * @param length declared length in bytes, for NCHAR in characters
     * @throws IllegalArgumentException if the type is not known
     */
    static Field field(String name, String type, int length) {
        String upper = type.toUpperCase(Locale.ROOT);
        Matcher decimal = DECIMAL.matcher(upper);
        if (decimal.matches()) {
            int digits = Integer.parseInt(decimal.group(1));
            int scale = Integer.parseInt(decimal.group(2));
            return new Field(
                    name,
                    digits <= MAX_DECIMAL64_DIGITS
                            ? TDengineType.DECIMAL64
                            : TDengineType.DECIMAL128,
                    length,
                    digits,
                    scale);
        }
        TDengineType known = OTHER_NAMES.get(upper);
        if (known == null) {
            try {
                known = TDengineType.valueOf(upper);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "Column '" + name + "' has the type " + type + ", which is not supported",
                        e);
            }
        }
        return new Field(name, known, length, 0, 0);
    }
}
