/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.testing;

import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A block of values that are just there. */
public record RowsBlock(List<Field> fields, TimestampPrecision precision, List<List<Object>> values)
        implements DataBlock {

    /** Rows of a time and a text; the time counts up from 1,000. */
    public static RowsBlock ofTexts(List<String> texts) {
        List<Field> fields =
                List.of(
                        new Field("ts", TDengineType.TIMESTAMP, 8, 0, 0),
                        new Field("text", TDengineType.VARCHAR, 100, 0, 0));
        return new RowsBlock(
                fields,
                TimestampPrecision.MILLIS,
                texts.stream().map(text -> List.<Object>of(1_000L, text)).toList());
    }

    public static Field field(String name, TDengineType type) {
        return new Field(name, type, type.width() == 0 ? 100 : type.width(), 0, 0);
    }

    @Override
    public int rows() {
        return values.size();
    }

    @Override
    public boolean isNull(int column, int row) {
        return values.get(row).get(column) == null;
    }

    @Override
    public long getLong(int column, int row) {
        return ((Number) values.get(row).get(column)).longValue();
    }

    @Override
    public double getDouble(int column, int row) {
        return ((Number) values.get(row).get(column)).doubleValue();
    }

    @Override
    public BigDecimal getDecimal(int column, int row) {
        return (BigDecimal) values.get(row).get(column);
    }

    @Override
    public byte[] getBytes(int column, int row) {
        Object value = values.get(row).get(column);
        return value instanceof byte[] bytes
                ? bytes
                : String.valueOf(value).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String getString(int column, int row) {
        return (String) values.get(row).get(column);
    }

    @Override
    public int sizeInBytes() {
        return 16 * rows();
    }
}
