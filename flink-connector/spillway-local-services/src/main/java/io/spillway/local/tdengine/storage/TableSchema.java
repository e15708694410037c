/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.storage;

import io.spillway.local.tdengine.engine.ColumnSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Columns of a table; immutable, every change has a new version. */
public final class TableSchema {

    /** Where the second part of a composite key stands. */
    public static final int KEY = 1;

    private final List<Column> columns;
    private final Map<String, Integer> positions = new HashMap<>();
    private final int version;
    private final int nextId;

    public TableSchema(List<Column> columns, int version, int nextId) {
        this.columns = List.copyOf(columns);
        this.version = version;
        this.nextId = nextId;
        for (int i = 0; i < columns.size(); i++) {
            positions.put(columns.get(i).name(), i);
        }
    }

    public List<Column> columns() {
        return columns;
    }

    public Column column(int position) {
        return columns.get(position);
    }

    public int size() {
        return columns.size();
    }

    public int version() {
        return version;
    }

    /** -1 if there is no such column. */
    public int position(String name) {
        return positions.getOrDefault(name, -1);
    }

    /** Whether the second column is a part of the key, beside the time. */
    public boolean hasCompositeKey() {
        return columns.size() > KEY && columns.get(KEY).spec().key();
    }

    public TableSchema add(ColumnSpec spec) {
        List<Column> changed = new ArrayList<>(columns);
        changed.add(new Column(spec, nextId));
        return new TableSchema(changed, version + 1, nextId + 1);
    }

    public TableSchema drop(int position) {
        List<Column> changed = new ArrayList<>(columns);
        changed.remove(position);
        return new TableSchema(changed, version + 1, nextId);
    }

    public TableSchema replace(int position, ColumnSpec spec) {
        List<Column> changed = new ArrayList<>(columns);
        changed.set(position, new Column(spec, columns.get(position).id()));
        return new TableSchema(changed, version + 1, nextId);
    }
}
