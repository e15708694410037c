/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import io.spillway.local.datahub.topic.ColumnType;
import io.spillway.local.datahub.topic.RecordBody;
import io.spillway.local.datahub.topic.TopicSchema;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/** Reads the records of {@link OwnLayout}. */
final class OwnLayoutReader {

    private final ByteBuffer in;

    OwnLayoutReader(byte[] payload) {
        this.in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Whether the first record has as many columns as a schema: what follows its slots, the first
     * long text or the attributes, tells where they end.
     */
    static boolean fits(byte[] payload, TopicSchema schema) {
        ByteBuffer record = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        int columns = schema.columns().size();
        int slots = OwnLayout.slotsOffset(columns);
        try {
            long first = record.getInt(12);
            for (int i = 0; i < columns; i++) {
                int slot = slots + OwnLayout.SLOT * i;
                if (isPresent(record, i)
                        && OwnLayout.isText(OwnLayout.type(schema, i))
                        && record.get(slot + OwnLayout.MAX_INLINE) >= 0) {
                    first = Math.min(first, (long) OwnLayout.HEADER + record.getInt(slot + 4));
                }
            }
            return first == slots + OwnLayout.SLOT * columns;
        } catch (IndexOutOfBoundsException e) {
            // that many columns would not even be within the payload
            return false;
        }
    }

    private static boolean isPresent(ByteBuffer record, int column) {
        return (record.get(OwnLayout.bitmapOffset() + (column >> 3)) >> (column & 7) & 1) == 1;
    }

    /** Reads all records, which must fill the payload. */
    List<byte[]> records(TopicSchema schema, int schemaVersion, int count) {
        List<byte[]> bodies = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                bodies.add(record(schema, schemaVersion));
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw BatchHeader.refused("has a record that leads outside of it");
        }
        if (in.hasRemaining()) {
            throw BatchHeader.refused("has bytes behind its records");
        }
        return bodies;
    }

    private byte[] record(TopicSchema schema, int schemaVersion) {
        int columns = schema.isBlob() ? 1 : schema.columns().size();
        int start = in.position();
        int size = in.getInt(start + 8);
        int attributesOffset = in.getInt(start + 12);
        // writers disagree on what the count at 16 says, so the schema tells it
        if (size > in.remaining()
                || attributesOffset < OwnLayout.slotsOffset(columns) + OwnLayout.SLOT * columns
                || attributesOffset > size) {
            throw BatchHeader.refused("has a record of a wrong size");
        }
        if (in.getInt(start) != 0) {
            throw BatchHeader.refused("has a record of an unknown encoding");
        }
        if (in.getInt(start + 4) != schemaVersion) {
            throw BatchHeader.refused("has records of several schema versions");
        }
        ByteBuffer record = in.slice(start, size).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> values = new ArrayList<>(columns);
        int slots = OwnLayout.slotsOffset(columns);
        for (int i = 0; i < columns; i++) {
            int slot = slots + OwnLayout.SLOT * i;
            values.add(
                    isPresent(record, i) ? value(record, slot, OwnLayout.type(schema, i)) : null);
        }
        Map<String, String> attributes = attributes(record.position(attributesOffset));
        in.position(start + size);
        return RecordBody.of(attributes, values);
    }

    private static byte[] value(ByteBuffer record, int slot, @Nullable ColumnType type) {
        if (OwnLayout.isText(type)) {
            return text(record, slot);
        }
        String text =
                switch (type) {
                    case DOUBLE -> Double.toString(record.getDouble(slot));
                    case FLOAT -> Float.toString(record.getFloat(slot));
                    case BOOLEAN -> Boolean.toString(record.get(slot) != 0);
                    default -> Long.toString(record.getLong(slot));
                };
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] text(ByteBuffer record, int slot) {
        int last = record.get(slot + OwnLayout.MAX_INLINE) & 0xff;
        boolean inline = (last & OwnLayout.INLINE) != 0;
        int length = inline ? last & ~OwnLayout.INLINE : record.getInt(slot);
        long from = inline ? slot : (long) OwnLayout.HEADER + record.getInt(slot + 4);
        if ((inline && length > OwnLayout.MAX_INLINE)
                || length < 0
                || from < 0
                || from + length > record.capacity()) {
            throw BatchHeader.refused("has a text outside of its record");
        }
        byte[] text = new byte[length];
        record.get((int) from, text);
        return text;
    }

    private static Map<String, String> attributes(ByteBuffer record) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (!record.hasRemaining()) {
            return attributes;
        }
        int count = record.getInt();
        for (int i = 0; i < count; i++) {
            attributes.put(attributeText(record), attributeText(record));
        }
        return attributes;
    }

    private static String attributeText(ByteBuffer record) {
        int length = record.getInt();
        if (length < 0 || length > record.remaining()) {
            throw BatchHeader.refused("has an attribute outside of its record");
        }
        byte[] text = new byte[length];
        record.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
