/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.wire;

import io.spillway.local.tdengine.engine.Engine.BoundField;
import io.spillway.local.tdengine.engine.Engine.BoundTable;
import io.spillway.local.tdengine.engine.TaosException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Reads what is bound to the question marks of a statement. */
public final class BindReader {

    private static final int HEADER = 28;
    private static final int BIND_COLUMN = 1;
    private static final int BIND_TAG = 2;

    private final ByteBuffer in;
    private final int start;
    private final int end;
    private final int tables;
    private final int tags;
    private final int columns;

    /**
     * @param in little-endian; read from its position on
     */
    private BindReader(ByteBuffer in) throws TaosException {
        this.in = in;
        this.start = in.position();
        if (in.remaining() < HEADER) {
            throw malformed("it has no header");
        }
        this.end = start + in.getInt(start);
        if (end > in.limit() || end < start + HEADER) {
            throw malformed("its length is wrong");
        }
        this.tables = in.getInt(start + 4);
        this.tags = in.getInt(start + 8);
        this.columns = in.getInt(start + 12);
    }

    /** Reads the rows of an insert. */
    public static List<BoundTable> tables(ByteBuffer in, List<BoundField> fields)
            throws TaosException {
        return guarded(() -> new BindReader(in).readTables(fields));
    }

    /** Reads the parameters of a query: one value each. */
    public static List<Object> parameters(ByteBuffer in, int count) throws TaosException {
        return guarded(
                () -> {
                    BindReader reader = new BindReader(in);
                    if (reader.columns != count) {
                        throw wrongCount();
                    }
                    int at = reader.section(24) + 4 * reader.tables;
                    List<Object> values = new ArrayList<>(count);
                    for (int i = 0; i < count; i++) {
                        BoundColumn column = new BoundColumn(in, at, new Texts());
                        values.add(column.values()[0]);
                        at += column.length();
                    }
                    return values;
                });
    }

    private List<BoundTable> readTables(List<BoundField> fields) throws TaosException {
        List<BoundField> tagFields = ofKind(fields, BIND_TAG);
        List<BoundField> columnFields = ofKind(fields, BIND_COLUMN);
        if (tags != 0 && tags != tagFields.size() || columns != columnFields.size()) {
            throw wrongCount();
        }
        String[] names = readNames();
        int tagAt = tags == 0 ? 0 : section(20) + 4 * tables;
        int columnAt = section(24) + 4 * tables;
        Texts texts = new Texts();
        List<BoundTable> bound = new ArrayList<>(tables);
        for (int table = 0; table < tables; table++) {
            Object[] tagValues = new Object[tags];
            for (int i = 0; i < tags; i++) {
                BoundColumn tag = new BoundColumn(in, tagAt, texts);
                tag.requireType(tagFields.get(i));
                tagValues[i] = tag.values()[0];
                tagAt += tag.length();
            }
            List<Object[]> rows = null;
            for (int i = 0; i < columns; i++) {
                BoundColumn column = new BoundColumn(in, columnAt, texts);
                column.requireType(columnFields.get(i));
                rows = rows == null ? newRows(column.count()) : rows;
                if (rows.size() != column.count()) {
                    throw new TaosException(
                            0x0200, "row number in each bind param should be the same");
                }
                column.readInto(rows, i);
                columnAt += column.length();
            }
            bound.add(
                    new BoundTable(
                            names[table],
                            Collections.unmodifiableList(Arrays.asList(tagValues)),
                            rows == null ? List.of() : rows));
        }
        return bound;
    }

    private List<Object[]> newRows(int count) {
        List<Object[]> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(new Object[columns]);
        }
        return rows;
    }

    private String[] readNames() throws TaosException {
        String[] names = new String[tables];
        if (in.getInt(start + 16) != 0) {
            int lengthAt = section(16);
            int at = lengthAt + 2 * tables;
            for (int i = 0; i < tables; i++) {
                int length = in.getShort(lengthAt + 2 * i) & 0xffff;
                // the length counts a NUL at the end
                names[i] =
                        new String(in.array(), at, Math.max(0, length - 1), StandardCharsets.UTF_8);
                at += length;
            }
        }
        return names;
    }

    private int section(int offsetAt) throws TaosException {
        int at = start + in.getInt(start + offsetAt);
        if (at < start + HEADER || at > end) {
            throw malformed("a section is outside of it");
        }
        return at;
    }

    private static List<BoundField> ofKind(List<BoundField> fields, int bindType) {
        return fields.stream().filter(field -> field.bindType() == bindType).toList();
    }

    private static TaosException wrongCount() {
        return new TaosException(0x0236, "bind number out of range or not match");
    }

    private static TaosException malformed(String why) {
        return new TaosException(0xffff, "invalid bind data: " + why);
    }

    private static <T> T guarded(Reading<T> reading) throws TaosException {
        try {
            return reading.read();
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            TaosException malformed = malformed("it ends too early");
            malformed.addSuppressed(e);
            throw malformed;
        }
    }

    private interface Reading<T> {
        T read() throws TaosException;
    }
}
