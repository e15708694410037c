/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sql;

import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/** Names and values as they stand in SQL. */
@Internal
public final class SqlText {

    private SqlText() {}

    /**
     * A name in back quotes, so that the server keeps its case and its odd characters.
     *
     * @throws IllegalArgumentException if the name is empty or has a back quote, which no name can
     *     have
     */
    public static String name(String name) {
        if (name.isEmpty() || name.indexOf('`') >= 0) {
            throw new IllegalArgumentException(
                    "'"
                            + name
                            + "' cannot be a name in TDengine: names are not empty and have no"
                            + " back quote");
        }
        return '`' + name + '`';
    }

    /** A table in its database. */
    public static String table(String database, String table) {
        return name(database) + '.' + name(table);
    }

    /** Names separated by commas. */
    public static String names(Collection<String> names) {
        return names.stream().map(SqlText::name).collect(Collectors.joining(","));
    }

    /** A text in single quotes. */
    public static String string(String value) {
        StringBuilder out = new StringBuilder(value.length() + 8);
        appendString(out, value);
        return out.toString();
    }

    /** Appends a text in single quotes. */
    public static void appendString(StringBuilder out, String value) {
        out.append('\'');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\'' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('\'');
    }
}
