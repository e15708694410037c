/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.sql;

import java.util.List;
import javax.annotation.Nullable;

/**
 * INSERT into one or more tables.
 *
 * @param sql the statement, for messages
 */
public record Insert(List<Target> targets, String sql) implements Statement {

    /**
     * Rows of one table, or of one super table whose tables a column names.
     *
     * @param table null if it is a question mark
     * @param using null without USING
     * @param tagNames null for all
     * @param tagValues empty without USING
     * @param columns null for all
     */
    public record Target(
            @Nullable TableName table,
            @Nullable TableName using,
            @Nullable List<String> tagNames,
            List<Cell> tagValues,
            @Nullable List<String> columns,
            List<Cell[]> rows,
            int ttl) {}

    /**
     * A value as written.
     *
     * @param text of a string without its quotes
     * @param shiftNanos what is added to a time
     * @param position where it begins in the statement
     */
    public record Cell(Kind kind, String text, long shiftNanos, int position) {

        /** Its form. */
        public enum Kind {
            NULL,
            BOOL,
            NUMBER,
            STRING,
            NOW,
            TODAY,
            PARAMETER
        }
    }
}
