/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.reader;

import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TimestampPrecision;
import java.math.BigDecimal;
import java.util.List;
import javax.annotation.Nullable;

/** Rows of a table with the table's tags among their columns. */
final class TaggedBlock implements DataBlock {

    private final DataBlock rows;
    private final DataBlock tags;
    private final int tagRow;
    private final int[] sources;
    private final List<Field> fields;

    /**
     * @param tagRow row of the table among the tags
     * @param sources of each column: its index in the rows, or the complement of that in the tags
     */
    TaggedBlock(DataBlock rows, DataBlock tags, int tagRow, int[] sources, List<Field> fields) {
        this.rows = rows;
        this.tags = tags;
        this.tagRow = tagRow;
        this.sources = sources;
        this.fields = fields;
    }

    @Override
    public int rows() {
        return rows.rows();
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public TimestampPrecision precision() {
        return rows.precision();
    }

    @Override
    public boolean isNull(int column, int row) {
        int source = sources[column];
        return source >= 0 ? rows.isNull(source, row) : tags.isNull(~source, tagRow);
    }

    @Override
    public long getLong(int column, int row) {
        int source = sources[column];
        return source >= 0 ? rows.getLong(source, row) : tags.getLong(~source, tagRow);
    }

    @Override
    public double getDouble(int column, int row) {
        int source = sources[column];
        return source >= 0 ? rows.getDouble(source, row) : tags.getDouble(~source, tagRow);
    }

    @Override
    public BigDecimal getDecimal(int column, int row) {
        int source = sources[column];
        return source >= 0 ? rows.getDecimal(source, row) : tags.getDecimal(~source, tagRow);
    }

    @Override
    public byte[] getBytes(int column, int row) {
        int source = sources[column];
        return source >= 0 ? rows.getBytes(source, row) : tags.getBytes(~source, tagRow);
    }

    @Override
    public <T> T mapBytes(int column, int row, BytesFunction<T> function) {
        int source = sources[column];
        return source >= 0
                ? rows.mapBytes(source, row, function)
                : tags.mapBytes(~source, tagRow, function);
    }

    @Override
    @Nullable
    public String getString(int column, int row) {
        int source = sources[column];
        return source >= 0 ? rows.getString(source, row) : tags.getString(~source, tagRow);
    }

    @Override
    public boolean isConstant(int column) {
        int source = sources[column];
        return source < 0 || rows.isConstant(source);
    }

    @Override
    public int sizeInBytes() {
        return rows.sizeInBytes();
    }
}
