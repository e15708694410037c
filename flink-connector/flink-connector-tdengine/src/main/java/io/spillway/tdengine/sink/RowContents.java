/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.tdengine.data.TimestampPrecision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.flink.annotation.Internal;

/** Shows a row that was refused: its cells by column name as JSON. */
@Internal
final class RowContents {

    private static final JsonFactory JSON = new JsonFactory();

    private final RowLayout layout;

    RowContents(RowLayout layout) {
        this.layout = layout;
    }

    byte[] json(SinkRow row) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (layout.table().superTable()) {
                json.writeStringField("tbname", row.table());
            }
            for (int i = 0; i < layout.columns(); i++) {
                json.writeFieldName(layout.table().columns().get(i).name());
                if (row.isNull(i)) {
                    json.writeNull();
                } else {
                    write(json, row, i);
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }

    private void write(JsonGenerator json, SinkRow row, int column) throws IOException {
        switch (layout.table().columns().get(column).type()) {
            case BOOL -> json.writeBoolean(row.getLong(column) != 0);
            case TIMESTAMP -> json.writeString(time(row.getLong(column)));
            case UBIGINT -> json.writeNumber(Long.toUnsignedString(row.getLong(column)));
            case FLOAT -> json.writeNumber((float) row.getDouble(column));
            case DOUBLE -> json.writeNumber(row.getDouble(column));
            case DECIMAL64, DECIMAL128 -> json.writeNumber(row.getDecimal(column).toPlainString());
            case VARCHAR, NCHAR, JSON -> json.writeString(row.getString(column));
            case VARBINARY, GEOMETRY, BLOB -> json.writeBinary(row.getBytes(column));
            default -> json.writeNumber(row.getLong(column));
        }
    }

    private String time(long value) {
        TimestampPrecision precision = layout.table().precision();
        long seconds = Math.floorDiv(value, precision.perSecond());
        long nanos =
                Math.floorMod(value, precision.perSecond())
                        * (TimestampPrecision.NANOS.perSecond() / precision.perSecond());
        try {
            return Instant.ofEpochSecond(seconds, nanos).toString();
        } catch (java.time.DateTimeException e) {
            return String.valueOf(value); // further away than a calendar reaches
        }
    }
}
