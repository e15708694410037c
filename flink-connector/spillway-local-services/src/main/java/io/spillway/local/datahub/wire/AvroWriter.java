/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import io.spillway.local.datahub.topic.ColumnType;
import io.spillway.local.datahub.topic.TopicSchema;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes the records of version 1 of the batches: Avro's binary form of a record with a field for
 * each column, a union with null where the column allows that, and a last one with a map of the
 * attributes, or null.
 */
final class AvroWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private AvroWriter() {}

    static byte[] record(TopicSchema schema, List<byte[]> values, Map<String, String> attributes) {
        AvroWriter writer = new AvroWriter();
        if (schema.isBlob()) {
            writer.bytes(values.get(0));
        } else {
            for (int i = 0; i < values.size(); i++) {
                boolean nullable = !schema.columns().get(i).notNull();
                byte[] value = values.get(i);
                if (nullable) {
                    writer.number(value == null ? 0 : 1);
                }
                if (value != null) {
                    writer.value(schema.columns().get(i).type(), value);
                }
            }
        }
        writer.attributes(attributes);
        return writer.out.toByteArray();
    }

    private void value(ColumnType type, byte[] utf8) {
        if (OwnLayout.isText(type)) {
            bytes(utf8);
            return;
        }
        String text = new String(utf8, StandardCharsets.UTF_8);
        switch (type) {
            case BOOLEAN -> out.write(text.equalsIgnoreCase("true") ? 1 : 0);
            case FLOAT -> out.writeBytes(littleEndian(4).putFloat(Float.parseFloat(text)).array());
            case DOUBLE ->
                    out.writeBytes(littleEndian(8).putDouble(Double.parseDouble(text)).array());
            default -> number(Long.parseLong(text));
        }
    }

    private void attributes(Map<String, String> attributes) {
        if (attributes.isEmpty()) {
            number(0);
            return;
        }
        number(1);
        number(attributes.size());
        attributes.forEach(
                (key, value) -> {
                    bytes(key.getBytes(StandardCharsets.UTF_8));
                    bytes(value.getBytes(StandardCharsets.UTF_8));
                });
        number(0);
    }

    private void bytes(byte[] value) {
        number(value.length);
        out.writeBytes(value);
    }

    /** A zig-zag number of variable length. */
    private void number(long value) {
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
