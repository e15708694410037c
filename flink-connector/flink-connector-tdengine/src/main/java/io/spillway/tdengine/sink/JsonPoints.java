/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.spillway.tdengine.data.TDengineType;
import java.util.EnumSet;
import org.apache.flink.annotation.Internal;

/**
 * OpenTSDB's JSON protocol: an array of points with one typed value each. The server reads every
 * number as a double.
 */
@Internal
final class JsonPoints extends SchemalessText {

    private static final long MAX_EXACT = 1L << 53;

    private final int value;
    private final String timestampType;

    JsonPoints(RowLayout layout, String tableNameTag) {
        super(
                layout,
                tableNameTag,
                EnumSet.of(
                        TDengineType.BOOL,
                        TDengineType.TINYINT,
                        TDengineType.SMALLINT,
                        TDengineType.INT,
                        TDengineType.BIGINT,
                        TDengineType.FLOAT,
                        TDengineType.DOUBLE,
                        TDengineType.VARCHAR,
                        TDengineType.NCHAR));
        value = onlyValue("JSON");
        timestampType = table.precision().symbol();
    }

    @Override
    String before() {
        return "[";
    }

    @Override
    String between() {
        return ",";
    }

    @Override
    String after() {
        return "]";
    }

    @Override
    void append(SinkRow row, StringBuilder out) {
        out.append("{\"metric\":");
        quoted(table.name(), out);
        out.append(",\"timestamp\":{\"value\":")
                .append(timestamp(row))
                .append(",\"type\":\"")
                .append(timestampType)
                .append("\"},\"value\":{\"value\":");
        String type = appendValue(row, out);
        out.append(",\"type\":\"").append(type).append("\"},\"tags\":{");
        quoted(tableNameTag, out);
        out.append(':');
        quoted(row.table(), out);
        for (int tag : tags) {
            String text = tagText(row, tag);
            if (!text.isEmpty()) {
                out.append(',');
                quoted(name(tag), out);
                out.append(':');
                quoted(text, out);
            }
        }
        out.append("}}");
    }

    /** Returns the name of the value's type. */
    private String appendValue(SinkRow row, StringBuilder out) {
        if (row.isNull(value)) {
            throw notRepresentable(name(value), "is NULL, which the JSON protocol cannot tell");
        }
        return switch (table.columns().get(value).type()) {
            case BOOL -> {
                out.append(row.getLong(value) != 0);
                yield "bool";
            }
            case TINYINT -> integer(row, "tinyint", out);
            case SMALLINT -> integer(row, "smallint", out);
            case INT -> integer(row, "int", out);
            case BIGINT -> integer(row, "bigint", out);
            case FLOAT -> {
                out.append((float) finite(row, value));
                yield "float";
            }
            case DOUBLE -> {
                out.append(finite(row, value));
                yield "double";
            }
            case VARCHAR -> {
                quoted(row.getString(value), out);
                yield "binary";
            }
            default -> {
                quoted(row.getString(value), out);
                yield "nchar";
            }
        };
    }

    private String integer(SinkRow row, String type, StringBuilder out) {
        long number = row.getLong(value);
        if (Math.abs(number) > MAX_EXACT || number == Long.MIN_VALUE) {
            throw notRepresentable(
                    name(value), "has more digits than the server reads in the JSON protocol");
        }
        out.append(number);
        return type;
    }

    private static void quoted(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }
}
