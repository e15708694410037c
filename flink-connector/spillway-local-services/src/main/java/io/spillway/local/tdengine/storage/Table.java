/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.storage;

import javax.annotation.Nullable;

/** A child table or a normal table. */
public final class Table {

    private static final Object[] NO_TAGS = {};

    private final String name;
    private final long uid;
    private final long createTime;
    private final Vgroup vgroup;
    @Nullable private final SuperTable superTable;
    private final RowStore rows;
    @Nullable private TableSchema ownSchema;
    private Object[] tags = NO_TAGS;
    private int ttl;

    private Table(
            String name,
            long uid,
            long createTime,
            Vgroup vgroup,
            @Nullable SuperTable superTable,
            @Nullable TableSchema ownSchema) {
        this.name = name;
        this.uid = uid;
        this.createTime = createTime;
        this.vgroup = vgroup;
        this.superTable = superTable;
        this.ownSchema = ownSchema;
        this.rows = new RowStore(schema().hasCompositeKey());
    }

    public static Table child(
            String name,
            long uid,
            long createTime,
            Vgroup vgroup,
            SuperTable superTable,
            Object[] tags) {
        Table table = new Table(name, uid, createTime, vgroup, superTable, null);
        table.tags = tags;
        return table;
    }

    public static Table normal(
            String name, long uid, long createTime, Vgroup vgroup, TableSchema schema) {
        return new Table(name, uid, createTime, vgroup, null, schema);
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

    public Vgroup vgroup() {
        return vgroup;
    }

    /** Null for a normal table. */
    @Nullable
    public SuperTable superTable() {
        return superTable;
    }

    public TableSchema schema() {
        return superTable == null ? ownSchema : superTable.schema();
    }

    /** Of a normal table only. */
    public void setSchema(TableSchema schema) {
        ownSchema = schema;
    }

    /** In the order of the super table's tags, empty for a normal table. Not to be changed. */
    public Object[] tags() {
        return tags;
    }

    public void setTags(Object[] values) {
        tags = values;
    }

    public RowStore rows() {
        return rows;
    }

    public int ttl() {
        return ttl;
    }

    public void setTtl(int days) {
        ttl = days;
    }
}
