/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import io.spillway.tdengine.data.BindField;
import io.spillway.tdengine.data.BindField.Kind;
import io.spillway.tdengine.data.BindRows;
import io.spillway.tdengine.data.TDengineType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/**
 * {@link BindRows} in columns that span all tables; {@link BindFrame} cuts them into one part per
 * table. The server is told that no table comes twice.
 */
@Internal
public final class BindBuffer implements BindRows {

    private final List<BindField> fields;

    /** The type of each field and where it stands; null for the table name. */
    private final TDengineType[] types;

    private final BindColumn[] cells;
    private final boolean[] isTag;
    private final BindColumn[] tags;
    private final BindColumn[] columns;
    private final boolean hasTableName;
    private final int bytesPerRow;
    private final int bytesPerTable;

    private final TableStarts tables;
    private final Set<String> names = new HashSet<>();
    private int rows;
    private int lengths;

    public BindBuffer(List<BindField> fields) {
        this.fields = List.copyOf(fields);
        int count = fields.size();
        types = new TDengineType[count];
        cells = new BindColumn[count];
        isTag = new boolean[count];
        boolean named = false;
        int perRow = 0;
        int perTable = 0;
        for (int i = 0; i < count; i++) {
            BindField field = fields.get(i);
            types[i] = field.type();
            if (field.kind() == Kind.TABLE_NAME) {
                named = true;
                continue;
            }
            cells[i] = new BindColumn(field);
            isTag[i] = field.kind() == Kind.TAG;
            perTable += 21 + (isTag[i] ? cells[i].bytesPerCell() : 0);
            perRow += isTag[i] ? 0 : cells[i].bytesPerCell();
        }
        hasTableName = named;
        bytesPerRow = perRow;
        bytesPerTable = perTable;
        tags = select(true);
        columns = select(false);
        tables = new TableStarts(tags, columns);
    }

    @Override
    public void startTable(String tableName) {
        if (!hasTableName && tables.count() > 0) {
            return;
        }
        if (hasTableName && !names.add(tableName)) {
            throw new IllegalArgumentException(
                    "a table was started twice among the rows of one statement; put its rows"
                            + " together");
        }
        tables.add(hasTableName ? tableName.getBytes(StandardCharsets.UTF_8) : new byte[0], rows);
    }

    @Override
    public void startRow() {
        if (tables.count() == 0) {
            throw new IllegalStateException("a row was started before its table");
        }
        rows++;
    }

    @Override
    public void setNull(int field) {
        if (cells[field] != null) {
            cells[field].setNull(cell(field));
        }
    }

    @Override
    public void setLong(int field, long value) {
        TDengineType type = types[field];
        boolean fits =
                switch (type) {
                    case BOOL -> value == 0 || value == 1;
                    case TINYINT -> value == (byte) value;
                    case SMALLINT -> value == (short) value;
                    case INT -> value == (int) value;
                    case UTINYINT -> value >>> 8 == 0;
                    case USMALLINT -> value >>> 16 == 0;
                    case UINT -> value >>> 32 == 0;
                    case BIGINT, UBIGINT, TIMESTAMP -> true;
                    default -> throw wrongType(field, "an integer");
                };
        if (!fits) {
            throw new IllegalArgumentException(
                    "the value for " + describe(field) + " is out of the type's range");
        }
        cells[field].setLong(cell(field), value);
    }

    @Override
    public void setDouble(int field, double value) {
        switch (types[field]) {
            case DOUBLE -> cells[field].setLong(cell(field), Double.doubleToRawLongBits(value));
            case FLOAT -> {
                float narrow = (float) value;
                if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
                    throw new IllegalArgumentException(
                            "the value for " + describe(field) + " is out of the type's range");
                }
                cells[field].setLong(cell(field), Float.floatToRawIntBits(narrow));
            }
            default -> throw wrongType(field, "a floating-point number");
        }
    }

    @Override
    public void setDecimal(int field, BigDecimal value) {
        TDengineType type = types[field];
        if (type != TDengineType.DECIMAL64 && type != TDengineType.DECIMAL128) {
            throw wrongType(field, "a decimal");
        }
        BindField target = fields.get(field);
        BigDecimal scaled;
        try {
            // servers that do not tell a decimal's digits tell no scale either: then the value's
            // own
            scaled =
                    target.digits() == 0
                            ? value
                            : value.setScale(target.scale(), RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "the value for " + describe(field) + " has more digits after the point", e);
        }
        BigInteger unscaled = scaled.unscaledValue();
        boolean tooLong = target.digits() > 0 && scaled.precision() > target.digits();
        if (tooLong || unscaled.bitLength() >= 8 * type.width()) {
            throw new IllegalArgumentException(
                    "the value for " + describe(field) + " has too many digits");
        }
        // the server copies the bytes of the integer it would store itself
        if (type == TDengineType.DECIMAL64) {
            cells[field].setLong(cell(field), unscaled.longValue());
        } else {
            long high = unscaled.shiftRight(Long.SIZE).longValue();
            cells[field].setWide(cell(field), unscaled.longValue(), high);
        }
    }

    @Override
    public void setBytes(int field, byte[] bytes, int offset, int length) {
        TDengineType type = types[field];
        if (!type.isVariable()) {
            throw wrongType(field, "bytes");
        }
        if (cells[field] == null) {
            throw new IllegalArgumentException(
                    "the table name is given by startTable, not as " + describe(field));
        }
        put(field, bytes, offset, length);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int sizeInBytes() {
        long size =
                (long) rows * bytesPerRow
                        + (long) tables.count() * bytesPerTable
                        + tables.nameBytes()
                        + lengths;
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    @Override
    public void clear() {
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != null) {
                cells[i].clear(isTag[i] ? tables.count() : rows);
            }
        }
        tables.clear();
        names.clear();
        rows = 0;
        lengths = 0;
    }

    /** What the rows were made for. */
    public List<BindField> fields() {
        return fields;
    }

    boolean hasTableName() {
        return hasTableName;
    }

    TableStarts tables() {
        return tables;
    }

    /** In the statement's order. */
    BindColumn[] tags() {
        return tags;
    }

    /** In the statement's order. */
    BindColumn[] columns() {
        return columns;
    }

    private BindColumn[] select(boolean ofTags) {
        BindColumn[] found = new BindColumn[cells.length];
        int count = 0;
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != null && isTag[i] == ofTags) {
                found[count++] = cells[i];
            }
        }
        return Arrays.copyOf(found, count);
    }

    private void put(int field, byte[] bytes, int offset, int length) {
        BindColumn column = cells[field];
        int before = column.valuesEnd();
        column.setBytes(cell(field), bytes, offset, length);
        lengths += column.valuesEnd() - before;
    }

    private int cell(int field) {
        int count = isTag[field] ? tables.count() : tables.count() == 0 ? 0 : rows;
        if (count == 0) {
            throw new IllegalStateException(
                    describe(field)
                            + " was set before "
                            + (isTag[field] ? "startTable" : "startRow"));
        }
        return count - 1;
    }

    private IllegalArgumentException wrongType(int field, String given) {
        return new IllegalArgumentException(describe(field) + " does not take " + given);
    }

    private String describe(int field) {
        BindField target = fields.get(field);
        String type = target.type().toString();
        if (target.type() == TDengineType.DECIMAL64 || target.type() == TDengineType.DECIMAL128) {
            type = "DECIMAL(" + target.digits() + "," + target.scale() + ")";
        }
        return (isTag[field] ? "tag '" : "column '") + target.name() + "' of type " + type;
    }
}
