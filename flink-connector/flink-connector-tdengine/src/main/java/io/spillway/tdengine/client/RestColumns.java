/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.tdengine.client.codec.MalformedMessageException;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TDengineType;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/** Reads the columns of a REST answer, whose types are spelt as in SQL. */
@Internal
final class RestColumns {

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");
    private static final int LARGEST_DECIMAL64 = 18;

    private static final Map<String, TDengineType> TYPES =
            Map.ofEntries(
                    Map.entry("BOOL", TDengineType.BOOL),
                    Map.entry("TINYINT", TDengineType.TINYINT),
                    Map.entry("SMALLINT", TDengineType.SMALLINT),
                    Map.entry("INT", TDengineType.INT),
                    Map.entry("BIGINT", TDengineType.BIGINT),
                    Map.entry("TINYINT UNSIGNED", TDengineType.UTINYINT),
                    Map.entry("SMALLINT UNSIGNED", TDengineType.USMALLINT),
                    Map.entry("INT UNSIGNED", TDengineType.UINT),
                    Map.entry("BIGINT UNSIGNED", TDengineType.UBIGINT),
                    Map.entry("FLOAT", TDengineType.FLOAT),
                    Map.entry("DOUBLE", TDengineType.DOUBLE),
                    Map.entry("VARCHAR", TDengineType.VARCHAR),
                    Map.entry("BINARY", TDengineType.VARCHAR),
                    Map.entry("NCHAR", TDengineType.NCHAR),
                    Map.entry("TIMESTAMP", TDengineType.TIMESTAMP),
                    Map.entry("JSON", TDengineType.JSON),
                    Map.entry("VARBINARY", TDengineType.VARBINARY),
                    Map.entry("GEOMETRY", TDengineType.GEOMETRY),
                    Map.entry("BLOB", TDengineType.BLOB));

    private RestColumns() {}

    static Field field(String name, String typeName, int length) throws MalformedMessageException {
        String upper = typeName.toUpperCase(Locale.ROOT);
        Matcher decimal = DECIMAL.matcher(upper);
        if (decimal.matches()) {
            int digits = Integer.parseInt(decimal.group(1));
            TDengineType type =
                    digits <= LARGEST_DECIMAL64 ? TDengineType.DECIMAL64 : TDengineType.DECIMAL128;
            return new Field(name, type, length, digits, Integer.parseInt(decimal.group(2)));
        }
        TDengineType type = TYPES.get(upper);
        if (type == null) {
            throw new MalformedMessageException(
                    "column '" + name + "' is of the unknown type " + Failures.oneLine(typeName));
        }
        return new Field(name, type, length, 0, 0);
    }
}
