/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.value;

import java.util.HexFormat;
import java.util.Locale;

/** Values of tags as text. */
public final class TagText {

    private TagText() {}

    /** Without quotes. */
    public static String plain(Object value) {
        if (value instanceof byte[] bytes) {
            return "\\x" + HexFormat.of().withUpperCase().formatHex(bytes);
        }
        if (value instanceof Float || value instanceof Double) {
            return String.format(Locale.ROOT, "%.9f", ((Number) value).doubleValue());
        }
        return value.toString();
    }

    /** As a literal of SQL. */
    public static String literal(Object value) {
        if (value instanceof Float || value instanceof Double) {
            return String.format(Locale.ROOT, "%e", ((Number) value).doubleValue());
        }
        return value instanceof Number || value instanceof Boolean
                ? plain(value)
                : "\"" + plain(value) + "\"";
    }
}
