/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import io.spillway.common.binary.LittleEndian;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Checks the server's block layout once, cell by cell where cells have lengths, so that reading it
 * in place needs no further checks and a damaged block fails as a whole.
 */
@Internal
public final class RawBlockReader {

    /** Bytes before the types of the columns. */
    static final int HEADER = 28;

    /** Bytes of a column's type. */
    static final int TYPE_SIZE = 5;

    private static final int MAX_DIGITS = 38;
    private static final byte[] JSON_NULL = {'n', 'u', 'l', 'l'};

    private RawBlockReader() {}

    /**
     * @param fields the columns as the query's answer named them
     * @throws MalformedMessageException if the bytes are no block of these columns
     */
    public static DataBlock read(
            byte[] bytes, int offset, int length, List<Field> fields, TimestampPrecision precision)
            throws MalformedMessageException {
        return read(new ByteReader(bytes, offset, length), names(fields), precision, fields);
    }

    /**
     * A block that brings its types along.
     *
     * @param names of its columns
     * @param known the columns if they are known, null to read them
     */
    static DataBlock read(
            ByteReader in,
            List<String> names,
            TimestampPrecision precision,
            @Nullable List<Field> known)
            throws MalformedMessageException {
        int start = in.position();
        int version = in.i32();
        if (version != 1 && version != 2) {
            throw new MalformedMessageException("a block has the unknown version " + version);
        }
        int length = in.i32();
        if (length < HEADER || length - 8 > in.remaining()) {
            throw new MalformedMessageException("a block's length is beyond its message");
        }
        int rows = in.i32();
        int columns = in.i32();
        in.skip(4 + 8);
        if (rows < 0 || columns != names.size() || columns == 0) {
            throw new MalformedMessageException(
                    "a block has "
                            + rows
                            + " rows of "
                            + columns
                            + " columns where "
                            + names.size()
                            + " were announced");
        }
        List<Field> fields = known;
        if (fields == null) {
            fields = readFields(in, names);
        } else {
            checkFields(in, fields);
        }
        int[] sizes = new int[columns];
        for (int i = 0; i < columns; i++) {
            sizes[i] = in.i32();
        }
        int[] heads = new int[columns];
        int[] values = new int[columns];
        boolean[] nulls = new boolean[columns];
        for (int i = 0; i < columns; i++) {
            nulls[i] = layOut(in, fields.get(i).type(), rows, sizes[i], i, heads, values);
        }
        return new RawBlock(
                in.array(), rows, fields, precision, heads, values, nulls, in.position() - start);
    }

    private static List<Field> readFields(ByteReader in, List<String> names)
            throws MalformedMessageException {
        List<Field> fields = new ArrayList<>(names.size());
        for (String name : names) {
            fields.add(field(name, type(in.u8()), in.i32()));
        }
        return List.copyOf(fields);
    }

    private static void checkFields(ByteReader in, List<Field> fields)
            throws MalformedMessageException {
        for (Field field : fields) {
            if (in.u8() != field.type().code()) {
                throw new MalformedMessageException(
                        "a block's column '" + field.name() + "' is not " + field.type());
            }
            in.skip(4);
        }
    }

    /** What a block's own head says of a column: lengths with their prefix, decimals packed. */
    private static Field field(String name, TDengineType type, int packed)
            throws MalformedMessageException {
        switch (type) {
            case DECIMAL64:
            case DECIMAL128:
                int scale = packed & 0xff;
                int digits = packed >>> 8 & 0xff;
                if (digits > MAX_DIGITS || scale > digits) {
                    throw new MalformedMessageException(
                            "a block's column '" + name + "' has an impossible decimal type");
                }
                return new Field(name, type, type.width(), digits, scale);
            case NCHAR:
                return new Field(name, type, Math.max(0, packed - 2) / 4, 0, 0);
            case BLOB:
                return new Field(name, type, Math.max(0, packed - 4), 0, 0);
            default:
                int length = type.isVariable() ? Math.max(0, packed - 2) : type.width();
                return new Field(name, type, length, 0, 0);
        }
    }

    /** Finds where a column lies; whether it may have NULLs. */
    private static boolean layOut(
            ByteReader in,
            TDengineType type,
            int rows,
            int size,
            int column,
            int[] heads,
            int[] values)
            throws MalformedMessageException {
        long head = type.isVariable() ? 4L * rows : (rows + 7L) / 8;
        boolean fits = size >= 0 && head + size <= in.remaining();
        if (!fits || !type.isVariable() && size < (long) rows * type.width()) {
            throw new MalformedMessageException("column " + column + " of a block is cut short");
        }
        heads[column] = in.position();
        in.skip((int) head);
        values[column] = in.position();
        in.skip(size);
        return type.isVariable()
                ? checkCells(in.array(), type, rows, heads[column], values[column], size, column)
                : hasBits(in.array(), heads[column], (int) head);
    }

    private static boolean hasBits(byte[] bytes, int from, int length) {
        for (int at = from; at < from + length; at++) {
            if (bytes[at] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether there are NULLs. */
    private static boolean checkCells(
            byte[] bytes, TDengineType type, int rows, int head, int base, int size, int column)
            throws MalformedMessageException {
        int prefix = type == TDengineType.BLOB ? 4 : 2;
        boolean nulls = false;
        for (int row = 0; row < rows; row++) {
            int offset = LittleEndian.getInt(bytes, head + 4 * row);
            if (offset == -1) {
                nulls = true;
                continue;
            }
            boolean good = offset >= 0 && offset <= size - prefix;
            if (good) {
                int length =
                        prefix == 4
                                ? LittleEndian.getInt(bytes, base + offset)
                                : LittleEndian.getShort(bytes, base + offset) & 0xffff;
                good =
                        length >= 0
                                && length <= size - prefix - offset
                                && (type != TDengineType.NCHAR || (length & 3) == 0);
            }
            if (!good) {
                throw new MalformedMessageException(
                        "a cell of column " + column + " of a block lies outside of it");
            }
            if (type == TDengineType.JSON && isJsonNull(bytes, base + offset)) {
                // the server spells a tag that is NULL out
                LittleEndian.putInt(bytes, head + 4 * row, -1);
                nulls = true;
            }
        }
        return nulls;
    }

    private static boolean isJsonNull(byte[] bytes, int at) {
        return LittleEndian.getShort(bytes, at) == JSON_NULL.length
                && Arrays.equals(bytes, at + 2, at + 2 + JSON_NULL.length, JSON_NULL, 0, 4);
    }

    static TDengineType type(int code) throws MalformedMessageException {
        try {
            return TDengineType.ofCode(code);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(e.getMessage());
        }
    }

    static TimestampPrecision precision(int code) throws MalformedMessageException {
        try {
            return TimestampPrecision.ofCode(code);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(e.getMessage());
        }
    }

    private static List<String> names(List<Field> fields) {
        List<String> names = new ArrayList<>(fields.size());
        for (Field field : fields) {
            names.add(field.name());
        }
        return names;
    }
}
