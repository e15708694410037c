/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.query;

import javax.annotation.Nullable;

/** The row an expression looks at; one object serves a whole scan. */
public final class Cursor {

    private static final Object[] NONE = {};

    private Object[] row = NONE;
    private Object[] tags = NONE;
    @Nullable private String table;
    private Object[] aggregates = NONE;

    public void set(@Nullable String tableName, Object[] tagValues, Object[] cells) {
        table = tableName;
        tags = tagValues;
        row = cells;
    }

    public void set(Object[] cells) {
        row = cells;
    }

    void setAggregates(Object[] results) {
        aggregates = results;
    }

    void copyFrom(Cursor other) {
        row = other.row;
        tags = other.tags;
        table = other.table;
    }

    /** Null too for a column added after the row was written. */
    @Nullable
    Object cell(int index) {
        return index < row.length ? row[index] : null;
    }

    @Nullable
    Object tag(int index) {
        return index < tags.length ? tags[index] : null;
    }

    @Nullable
    String table() {
        return table;
    }

    @Nullable
    Object aggregate(int index) {
        return aggregates[index];
    }
}
