/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import io.spillway.local.datahub.topic.ColumnType;
import io.spillway.local.datahub.topic.RecordBody;
import io.spillway.local.datahub.topic.TopicColumn;
import io.spillway.local.datahub.topic.TopicSchema;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the records that {@link AvroWriter} describes. */
final class AvroReader {

    private final ByteBuffer in;

    AvroReader(byte[] payload) {
        this.in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads all records, which must fill the payload. */
    List<byte[]> records(TopicSchema schema, int count) {
        List<byte[]> bodies = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                bodies.add(record(schema));
            }
        } catch (BufferUnderflowException e) {
            throw BatchHeader.refused("is cut short");
        }
        if (in.hasRemaining()) {
            throw BatchHeader.refused("has bytes behind its records");
        }
        return bodies;
    }

    private byte[] record(TopicSchema schema) {
        List<byte[]> values = new ArrayList<>();
        if (schema.isBlob()) {
            values.add(bytes());
        } else {
            for (TopicColumn column : schema.columns()) {
                values.add(column.notNull() || isSet() ? value(column.type()) : null);
            }
        }
        return RecordBody.of(isSet() ? attributes() : Map.of(), values);
    }

    private byte[] value(ColumnType type) {
        if (OwnLayout.isText(type)) {
            return bytes();
        }
        String text =
                switch (type) {
                    case BOOLEAN -> Boolean.toString(in.get() != 0);
                    case FLOAT -> Float.toString(in.getFloat());
                    case DOUBLE -> Double.toString(in.getDouble());
                    default -> Long.toString(number());
                };
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A map comes in blocks; one of a negative count is followed by its size in bytes. */
    private Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (long count = number(); count != 0; count = number()) {
            if (count < 0) {
                number();
            }
            // the payload ends long before a made-up count does
            for (long left = Math.abs(count); left != 0; left--) {
                attributes.put(text(), text());
            }
        }
        return attributes;
    }

    /** Which branch of a union of null and a type follows. */
    private boolean isSet() {
        long branch = number();
        if (branch != 0 && branch != 1) {
            throw BatchHeader.refused("has a value that is neither null nor of its type");
        }
        return branch == 1;
    }

    private String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private byte[] bytes() {
        long length = number();
        if (length < 0 || length > in.remaining()) {
            throw BatchHeader.refused("is cut short");
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw BatchHeader.refused("has a number of too many bytes");
    }
}
