/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.data.TDengineType;
import java.util.EnumSet;
import org.apache.flink.annotation.Internal;

/** OpenTSDB's telnet protocol: {@code metric timestamp value tag=text ...}. It has no escapes. */
@Internal
final class TelnetText extends SchemalessText {

    private static final long MIN_MILLIS = 1_000_000_000_000L;
    private static final long MAX_MILLIS = 9_999_999_999_999L;

    private final int value;

    TelnetText(RowLayout layout, String tableNameTag) {
        super(
                layout,
                tableNameTag,
                EnumSet.complementOf(
                        EnumSet.of(
                                TDengineType.TIMESTAMP,
                                TDengineType.DECIMAL64,
                                TDengineType.DECIMAL128,
                                TDengineType.BLOB,
                                TDengineType.JSON,
                                TDengineType.VARBINARY,
                                TDengineType.GEOMETRY)));
        value = onlyValue("telnet");
        requireWord(table.name(), table.name());
    }

    @Override
    void append(SinkRow row, StringBuilder out) {
        long millis = row.timestamp();
        if (millis < MIN_MILLIS || millis > MAX_MILLIS) {
            throw notRepresentable(
                    name(table.timestamp()),
                    "lies before 2001-09-09 or after 2286-11-20: the telnet protocol tells the "
                            + "unit of a timestamp by its digits");
        }
        out.append(table.name()).append(' ').append(millis).append(' ');
        appendValue(row, out);
        out.append(' ').append(tableNameTag).append('=').append(word("tbname", row.table()));
        for (int tag : tags) {
            String text = tagText(row, tag);
            if (!text.isEmpty()) {
                out.append(' ').append(name(tag)).append('=').append(word(name(tag), text));
            }
        }
    }

    private void appendValue(SinkRow row, StringBuilder out) {
        if (row.isNull(value)) {
            throw notRepresentable(name(value), "is NULL, which the telnet protocol cannot tell");
        }
        switch (table.columns().get(value).type()) {
            case BOOL -> out.append(row.getLong(value) != 0);
            case TINYINT -> out.append(row.getLong(value)).append("i8");
            case SMALLINT -> out.append(row.getLong(value)).append("i16");
            case INT -> out.append(row.getLong(value)).append("i32");
            case BIGINT -> out.append(row.getLong(value)).append("i64");
            case UTINYINT -> out.append(row.getLong(value)).append("u8");
            case USMALLINT -> out.append(row.getLong(value)).append("u16");
            case UINT -> out.append(row.getLong(value)).append("u32");
            case UBIGINT -> out.append(Long.toUnsignedString(row.getLong(value))).append("u64");
            case FLOAT -> out.append((float) finite(row, value)).append("f32");
            case DOUBLE -> out.append(finite(row, value)).append("f64");
            case VARCHAR -> out.append('"').append(word(name(value), text(row))).append('"');
            case NCHAR -> out.append("L\"").append(word(name(value), text(row))).append('"');
            default -> throw new IllegalStateException("Not a type of the telnet protocol");
        }
    }

    private String text(SinkRow row) {
        return row.getString(value);
    }

    private static String word(String column, String text) {
        if (!isWord(text)) {
            throw notRepresentable(
                    column, "has a space, a line feed or =, which the telnet protocol cannot tell");
        }
        return text;
    }

    private static void requireWord(String what, String text) {
        if (!isWord(text)) {
            throw new IllegalArgumentException(
                    "The telnet protocol cannot tell the name '" + what + "'; use sink.mode stmt2");
        }
    }

    private static boolean isWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '=') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
