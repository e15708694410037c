/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.storage;

import java.util.LinkedHashMap;
import java.util.Map;

/** What its child tables have in common. */
public final class SuperTable {

    private final String name;
    private final long uid;
    private final long createTime;
    private final Map<String, Table> children = new LinkedHashMap<>();
    private TableSchema schema;
    private TableSchema tags;

    public SuperTable(
            String name, long uid, long createTime, TableSchema schema, TableSchema tags) {
        this.name = name;
        this.uid = uid;
        this.createTime = createTime;
        this.schema = schema;
        this.tags = tags;
    }

    public String name() {
        return name;
    }

    public long uid() {
        return uid;
    }

    public long createTime() {
        return createTime;
    }

    public TableSchema schema() {
        return schema;
    }

    public TableSchema tags() {
        return tags;
    }

    public Map<String, Table> children() {
        return children;
    }

    public void addColumn(TableSchema changed) {
        schema = changed;
    }

    public void dropColumn(int position) {
        schema = schema.drop(position);
        for (Table child : children.values()) {
            child.rows().dropColumn(position);
        }
    }

    public void addTag(TableSchema changed) {
        tags = changed;
        for (Table child : children.values()) {
            Object[] values = new Object[changed.size()];
            System.arraycopy(child.tags(), 0, values, 0, child.tags().length);
            child.setTags(values);
        }
    }

    public void dropTag(int position) {
        tags = tags.drop(position);
        for (Table child : children.values()) {
            child.setTags(RowStore.without(child.tags(), position));
        }
    }

    /** New lengths or names; the positions stay. */
    public void replaceTags(TableSchema changed) {
        tags = changed;
    }
}
