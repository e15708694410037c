/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.local.tdengine.engine.ColumnSpec;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.ValueType;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Results in JSON. */
final class RestRows {

    private static final JsonFactory JSON = new JsonFactory();
    private static final long NANOS = 1_000_000_000;

    private final ZoneId zone;
    private final boolean objects;

    /**
     * @param zone of the times shown
     * @param objects whether rows are objects instead of arrays
     */
    RestRows(ZoneId zone, boolean objects) {
        this.zone = zone;
        this.objects = objects;
    }

    void write(SqlResult result, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("code", 0);
            int rows = result.update() ? writeUpdate(json, result) : writeQuery(json, result);
            json.writeNumberField("rows", rows);
            json.writeEndObject();
        }
    }

    private int writeUpdate(JsonGenerator json, SqlResult result) throws IOException {
        json.writeFieldName("column_meta");
        json.writeStartArray();
        writeColumn(json, "affected_rows", "INT", 4);
        json.writeEndArray();
        json.writeFieldName("data");
        json.writeStartArray();
        startRow(json);
        startCell(json, "affected_rows");
        json.writeNumber(result.affectedRows());
        endRow(json);
        json.writeEndArray();
        return 1;
    }

    private int writeQuery(JsonGenerator json, SqlResult result) throws IOException {
        List<ColumnSpec> columns = result.columns();
        json.writeFieldName("column_meta");
        json.writeStartArray();
        for (ColumnSpec column : columns) {
            writeColumn(json, column.name(), typeName(column), column.length());
        }
        json.writeEndArray();
        json.writeFieldName("data");
        json.writeStartArray();
        DateTimeFormatter times = times(result.precision());
        int count = 0;
        while (result.rows().hasNext()) {
            Object[] row = result.rows().next();
            startRow(json);
            for (int i = 0; i < row.length; i++) {
                startCell(json, columns.get(i).name());
                writeValue(json, columns.get(i).type(), row[i], result.precision(), times);
            }
            endRow(json);
            count++;
        }
        json.writeEndArray();
        return count;
    }

    private static void writeColumn(JsonGenerator json, String name, String type, int length)
            throws IOException {
        json.writeStartArray();
        json.writeString(name);
        json.writeString(type);
        json.writeNumber(length);
        json.writeEndArray();
    }

    private void startRow(JsonGenerator json) throws IOException {
        if (objects) {
            json.writeStartObject();
        } else {
            json.writeStartArray();
        }
    }

    private void startCell(JsonGenerator json, String column) throws IOException {
        if (objects) {
            json.writeFieldName(column);
        }
    }

    private void endRow(JsonGenerator json) throws IOException {
        if (objects) {
            json.writeEndObject();
        } else {
            json.writeEndArray();
        }
    }

    private void writeValue(
            JsonGenerator json,
            ValueType type,
            Object value,
            int precision,
            DateTimeFormatter times)
            throws IOException {
        if (value == null) {
            json.writeNull();
            return;
        }
        switch (type) {
            case BOOL -> json.writeBoolean((Boolean) value);
            case TIMESTAMP -> json.writeString(times.format(instant((Long) value, precision)));
            case FLOAT, DOUBLE -> writeFloating(json, value);
            case VARCHAR, NCHAR -> json.writeString((String) value);
            case JSON -> json.writeRawValue((String) value);
            case VARBINARY, GEOMETRY, BLOB ->
                    json.writeString(HexFormat.of().formatHex((byte[]) value));
            case DECIMAL, DECIMAL64 -> json.writeString(((BigDecimal) value).toPlainString());
            default -> json.writeNumber(value.toString());
        }
    }

    /** In plain digits unless they get very long, and 1 instead of 1.0. */
    private static void writeFloating(JsonGenerator json, Object value) throws IOException {
        double number = ((Number) value).doubleValue();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            json.writeNull(); // JSON has no such numbers
            return;
        }
        double size = Math.abs(number);
        if (size != 0 && (size < 1e-6 || size >= 1e21)) {
            json.writeNumber(value.toString().toLowerCase(Locale.ROOT));
        } else {
            BigDecimal digits = new BigDecimal(value.toString());
            json.writeNumber(
                    digits.signum() == 0 ? "0" : digits.stripTrailingZeros().toPlainString());
        }
    }

    private static Instant instant(long time, int precision) {
        long perSecond = precision == 0 ? 1_000 : precision == 1 ? 1_000_000 : NANOS;
        return Instant.ofEpochSecond(
                Math.floorDiv(time, perSecond),
                Math.floorMod(time, perSecond) * (NANOS / perSecond));
    }

    /** Always as many digits as the database's precision has. */
    private DateTimeFormatter times(int precision) {
        return new DateTimeFormatterBuilder()
                .appendPattern("uuuu-MM-dd'T'HH:mm:ss." + "SSS".repeat(precision + 1))
                .appendOffset("+HH:MM", "Z")
                .toFormatter(Locale.ROOT)
                .withZone(zone);
    }

    private static String typeName(ColumnSpec column) {
        return switch (column.type()) {
            case UTINYINT -> "TINYINT UNSIGNED";
            case USMALLINT -> "SMALLINT UNSIGNED";
            case UINT -> "INT UNSIGNED";
            case UBIGINT -> "BIGINT UNSIGNED";
            case DECIMAL, DECIMAL64 -> "DECIMAL(" + column.precision() + "," + column.scale() + ")";
            default -> column.type().name();
        };
    }
}
