/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.util.Locale;
import java.util.Objects;

/**
 * A column of a TUPLE topic. Names are case-insensitive in DataHub and held in lower case.
 *
 * @param notNull whether a record without a value here is refused
 * @param comment free text, empty if there is none
 */
public record TopicColumn(String name, ColumnType type, boolean notNull, String comment) {

    private static final int MAX_NAME = 128;

    public TopicColumn {
        Objects.requireNonNull(type, "type");
        name = name.toLowerCase(Locale.ROOT);
        if (!name.matches("[a-z_][a-z0-9_]*") || name.length() > MAX_NAME) {
            throw new DataHubException(
                    ErrorCode.INVALID_SCHEMA, "The field name '" + name + "' is invalid.");
        }
        comment = comment == null ? "" : comment;
    }

    /**
     * Reads {@code name:TYPE}, with a trailing {@code !} for a column that must not be null.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static TopicColumn parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(
                    "Column '" + text + "' must read name:TYPE or name:TYPE!");
        }
        boolean notNull = text.endsWith("!");
        String type = text.substring(colon + 1, notNull ? text.length() - 1 : text.length());
        return new TopicColumn(
                text.substring(0, colon).trim(), ColumnType.of(type.trim()), notNull, "");
    }
}
