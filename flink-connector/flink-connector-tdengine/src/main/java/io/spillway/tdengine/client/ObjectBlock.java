/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Rows of values: a Long, Double, BigDecimal, String or byte[] per cell, as its column's type
 * demands, or null.
 */
@Internal
final class ObjectBlock implements DataBlock {

    private final List<Field> fields;
    private final TimestampPrecision precision;
    private final List<Object[]> rows;
    private final int sizeInBytes;

    ObjectBlock(
            List<Field> fields,
            TimestampPrecision precision,
            List<Object[]> rows,
            int sizeInBytes) {
        this.fields = fields;
        this.precision = precision;
        this.rows = rows;
        this.sizeInBytes = sizeInBytes;
    }

    @Override
    public int rows() {
        return rows.size();
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public TimestampPrecision precision() {
        return precision;
    }

    @Override
    public boolean isNull(int column, int row) {
        return rows.get(row)[column] == null;
    }

    @Override
    public long getLong(int column, int row) {
        Object cell = rows.get(row)[column];
        return cell == null ? 0 : cast(cell, Long.class, column, "an integer");
    }

    @Override
    public double getDouble(int column, int row) {
        Object cell = rows.get(row)[column];
        return cell == null ? 0 : cast(cell, Double.class, column, "a floating-point number");
    }

    @Override
    public BigDecimal getDecimal(int column, int row) {
        Object cell = rows.get(row)[column];
        return cell == null ? BigDecimal.ZERO : cast(cell, BigDecimal.class, column, "a decimal");
    }

    @Override
    public byte[] getBytes(int column, int row) {
        Object cell = rows.get(row)[column];
        if (cell == null) {
            return new byte[0];
        }
        return cell instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : cast(cell, byte[].class, column, "bytes").clone();
    }

    @Override
    @Nullable
    public String getString(int column, int row) {
        TDengineType type = fields.get(column).type();
        if (type != TDengineType.VARCHAR
                && type != TDengineType.NCHAR
                && type != TDengineType.JSON) {
            throw wrongType(column, "text");
        }
        return (String) rows.get(row)[column];
    }

    @Override
    public int sizeInBytes() {
        return sizeInBytes;
    }

    private <T> T cast(Object cell, Class<T> type, int column, String wanted) {
        if (!type.isInstance(cell)) {
            throw wrongType(column, wanted);
        }
        return type.cast(cell);
    }

    private IllegalStateException wrongType(int column, String wanted) {
        Field field = fields.get(column);
        return new IllegalStateException(
                "column '" + field.name() + "' of type " + field.type() + " is not " + wanted);
    }
}
