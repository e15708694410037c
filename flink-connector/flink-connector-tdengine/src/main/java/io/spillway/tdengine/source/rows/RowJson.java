/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TimestampPrecision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * A row as a JSON object, for dead letters: times in ISO 8601, decimals as text, bytes in hex, all
 * else as one would expect.
 */
@Internal
public final class RowJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private RowJson() {}

    /**
     * @param row counted from 0
     */
    public static byte[] write(DataBlock block, int row) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            List<Field> fields = block.fields();
            for (int column = 0; column < fields.size(); column++) {
                out.writeFieldName(fields.get(column).name());
                if (block.isNull(column, row)) {
                    out.writeNull();
                } else {
                    writeValue(fields.get(column), block, column, row, out);
                }
            }
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeValue(
            Field field, DataBlock block, int column, int row, JsonGenerator out)
            throws IOException {
        switch (field.type()) {
            case BOOL -> out.writeBoolean(block.getLong(column, row) != 0);
            case TINYINT, SMALLINT, INT, BIGINT, UTINYINT, USMALLINT, UINT ->
                    out.writeNumber(block.getLong(column, row));
            case UBIGINT -> out.writeNumber(Long.toUnsignedString(block.getLong(column, row)));
            case FLOAT -> out.writeNumber((float) block.getDouble(column, row));
            case DOUBLE -> out.writeNumber(block.getDouble(column, row));
            case DECIMAL64, DECIMAL128 ->
                    out.writeString(block.getDecimal(column, row).toPlainString());
            case TIMESTAMP ->
                    out.writeString(time(block.getLong(column, row), block.precision()).toString());
            case VARCHAR, NCHAR, JSON -> out.writeString(block.getString(column, row));
            case VARBINARY, BLOB, GEOMETRY ->
                    out.writeString(HexFormat.of().formatHex(block.getBytes(column, row)));
        }
    }

    private static Instant time(long value, TimestampPrecision precision) {
        long perSecond = precision.perSecond();
        return Instant.ofEpochSecond(
                Math.floorDiv(value, perSecond),
                Math.floorMod(value, perSecond) * (NANOS_PER_SECOND / perSecond));
    }
}
