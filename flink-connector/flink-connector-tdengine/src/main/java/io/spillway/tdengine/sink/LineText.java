/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.data.TDengineType;
import java.util.EnumSet;
import java.util.HexFormat;
import org.apache.flink.annotation.Internal;

/**
 * InfluxDB's line protocol with the server's type suffixes. A NULL is left out, and the server then
 * stores NULL.
 */
@Internal
final class LineText extends SchemalessText {

    private static final HexFormat HEX = HexFormat.of();

    private final String measurement;

    LineText(RowLayout layout, String tableNameTag) {
        super(
                layout,
                tableNameTag,
                EnumSet.complementOf(
                        EnumSet.of(
                                TDengineType.TIMESTAMP,
                                TDengineType.DECIMAL64,
                                TDengineType.DECIMAL128,
                                TDengineType.BLOB,
                                TDengineType.JSON)));
        StringBuilder escaped = new StringBuilder();
        appendEscaped(table.name(), table.name(), "\\, ", escaped);
        measurement = escaped.toString();
        if (measurement.startsWith("#")) {
            throw new IllegalArgumentException(
                    "The line protocol takes lines that begin with # for comments, table "
                            + table
                            + " cannot be written by it; use sink.mode stmt2");
        }
    }

    @Override
    void append(SinkRow row, StringBuilder out) {
        out.append(measurement);
        appendPair(tableNameTag, row.table(), out);
        for (int tag : tags) {
            String text = tagText(row, tag);
            if (!text.isEmpty()) {
                appendPair(name(tag), text, out);
            }
        }
        char before = ' ';
        for (int value : values) {
            if (!row.isNull(value)) {
                out.append(before);
                appendEscaped(name(value), name(value), "\\,= ", out);
                out.append('=');
                appendValue(row, value, out);
                before = ',';
            }
        }
        if (before == ' ') {
            throw refused(
                    "NotRepresentable",
                    "All values of the row are NULL, which the line protocol cannot tell");
        }
        out.append(' ').append(timestamp(row));
    }

    private static void appendPair(String name, String text, StringBuilder out) {
        out.append(',');
        appendEscaped(name, name, "\\,= ", out);
        out.append('=');
        appendEscaped(name, text, "\\,= ", out);
    }

    private void appendValue(SinkRow row, int column, StringBuilder out) {
        switch (table.columns().get(column).type()) {
            case BOOL -> out.append(row.getLong(column) != 0);
            case TINYINT -> out.append(row.getLong(column)).append("i8");
            case SMALLINT -> out.append(row.getLong(column)).append("i16");
            case INT -> out.append(row.getLong(column)).append("i32");
            case BIGINT -> out.append(row.getLong(column)).append("i64");
            case UTINYINT -> out.append(row.getLong(column)).append("u8");
            case USMALLINT -> out.append(row.getLong(column)).append("u16");
            case UINT -> out.append(row.getLong(column)).append("u32");
            case UBIGINT -> out.append(Long.toUnsignedString(row.getLong(column))).append("u64");
            case FLOAT -> out.append((float) finite(row, column)).append("f32");
            case DOUBLE -> out.append(finite(row, column)).append("f64");
            case VARCHAR -> appendQuoted("\"", column, row.getString(column), out);
            case NCHAR -> appendQuoted("L\"", column, row.getString(column), out);
            case VARBINARY ->
                    out.append("B\"\\x").append(HEX.formatHex(row.getBytes(column))).append('"');
            case GEOMETRY -> out.append("G\"").append(geometry(row, column)).append('"');
            default -> throw new IllegalStateException("Not a type of lines");
        }
    }

    private String geometry(SinkRow row, int column) {
        try {
            return WellKnownText.of(row.getBytes(column));
        } catch (IllegalArgumentException e) {
            throw notRepresentable(
                    name(column), "is no well-known binary that the line protocol could tell");
        }
    }

    private void appendQuoted(String open, int column, String text, StringBuilder out) {
        out.append(open);
        appendEscaped(name(column), text, "\\\"", out);
        out.append('"');
    }

    private static void appendEscaped(
            String column, String text, String special, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == 0) {
                throw notRepresentable(
                        column, "has a line feed or character 0, which would end the line");
            }
            if (special.indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c);
        }
    }
}
