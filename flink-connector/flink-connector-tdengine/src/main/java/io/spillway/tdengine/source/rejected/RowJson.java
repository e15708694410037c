/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.rejected;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A row of a block as a JSON object: integers and timestamps as numbers, unsigned 64-bit integers
 * and decimals as texts, bytes in base64.
 */
final class RowJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private RowJson() {}

    static byte[] of(DataBlock block, int row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            for (int column = 0; column < block.fields().size(); column++) {
                Field field = block.fields().get(column);
                out.writeFieldName(field.name());
                if (block.isNull(column, row)) {
                    out.writeNull();
                } else {
                    writeValue(out, block, field, column, row);
                }
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void writeValue(
            JsonGenerator out, DataBlock block, Field field, int column, int row)
            throws IOException {
        switch (field.type()) {
            case BOOL -> out.writeBoolean(block.getLong(column, row) != 0);
            case TINYINT, SMALLINT, INT, BIGINT, UTINYINT, USMALLINT, UINT, TIMESTAMP ->
                    out.writeNumber(block.getLong(column, row));
            case UBIGINT -> out.writeString(Long.toUnsignedString(block.getLong(column, row)));
            case FLOAT, DOUBLE -> out.writeNumber(block.getDouble(column, row));
            case DECIMAL64, DECIMAL128 ->
                    out.writeString(block.getDecimal(column, row).toPlainString());
            case VARCHAR, NCHAR, JSON -> out.writeString(block.getString(column, row));
            case VARBINARY, BLOB, GEOMETRY -> out.writeBinary(block.getBytes(column, row));
        }
    }
}
