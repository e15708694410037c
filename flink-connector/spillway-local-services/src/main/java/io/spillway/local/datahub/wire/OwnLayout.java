/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import io.spillway.local.datahub.topic.ColumnType;
import io.spillway.local.datahub.topic.TopicSchema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * A record in version 0 of the batches: a header, a bit for each column that has a value, a slot of
 * 8 bytes for each column, the texts that do not fit their slot, the attributes.
 */
final class OwnLayout {

    /** The header without the field count, from where places of texts are counted. */
    static final int HEADER = 16;

    static final int SLOT = 8;

    /** The longest text a slot holds; its last byte tells so, and the length. */
    static final int MAX_INLINE = 7;

    static final int INLINE = 0x80;

    private OwnLayout() {}

    /** The schema version that the first record names. */
    static int schemaVersion(byte[] payload) {
        if (payload.length < HEADER) {
            throw BatchHeader.refused("is cut short");
        }
        return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    }

    /** Where the bits of the columns start. */
    static int bitmapOffset() {
        return HEADER + 4;
    }

    static int slotsOffset(int columns) {
        return bitmapOffset() + ((columns + 63) >> 6 << 3);
    }

    /** Writes a record. */
    static byte[] record(
            TopicSchema schema,
            int schemaVersion,
            List<byte[]> values,
            Map<String, String> attributes) {
        int columns = values.size();
        int slots = slotsOffset(columns);
        int attributesOffset = slots + SLOT * columns;
        for (int i = 0; i < columns; i++) {
            byte[] value = values.get(i);
            if (value != null && isText(type(schema, i)) && value.length > MAX_INLINE) {
                attributesOffset += padded(value.length);
            }
        }
        List<byte[]> pairs = new ArrayList<>();
        int size = attributesOffset + 4;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            pairs.add(attribute.getKey().getBytes(StandardCharsets.UTF_8));
            pairs.add(attribute.getValue().getBytes(StandardCharsets.UTF_8));
        }
        for (byte[] text : pairs) {
            size += 4 + text.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0).putInt(schemaVersion).putInt(size).putInt(attributesOffset).putInt(columns);
        out.position(slots + SLOT * columns);
        for (int i = 0; i < columns; i++) {
            byte[] value = values.get(i);
            if (value != null) {
                int bit = bitmapOffset() + (i >> 3);
                out.put(bit, (byte) (out.get(bit) | 1 << (i & 7)));
                writeValue(out, slots + SLOT * i, type(schema, i), value);
            }
        }
        out.position(attributesOffset).putInt(attributes.size());
        pairs.forEach(text -> out.putInt(text.length).put(text));
        return out.array();
    }

    static boolean isText(@Nullable ColumnType type) {
        return type == null
                || type == ColumnType.STRING
                || type == ColumnType.DECIMAL
                || type == ColumnType.JSON;
    }

    /** The type of a column, null for a BLOB. */
    @Nullable
    static ColumnType type(TopicSchema schema, int column) {
        return schema.isBlob() ? null : schema.columns().get(column).type();
    }

    private static void writeValue(
            ByteBuffer out, int slot, @Nullable ColumnType type, byte[] utf8) {
        if (isText(type)) {
            writeText(out, slot, utf8);
            return;
        }
        String text = new String(utf8, StandardCharsets.UTF_8);
        switch (type) {
            case DOUBLE -> out.putDouble(slot, Double.parseDouble(text));
            case FLOAT -> out.putFloat(slot, Float.parseFloat(text));
            case BOOLEAN ->
                    out.put(slot, (byte) (text.toLowerCase(Locale.ROOT).equals("true") ? 1 : 0));
            default -> out.putLong(slot, Long.parseLong(text));
        }
    }

    /**
     * Puts a text into its slot, or behind everything written so far and its place into the slot.
     */
    private static void writeText(ByteBuffer out, int slot, byte[] text) {
        if (text.length <= MAX_INLINE) {
            out.put(slot, text).put(slot + MAX_INLINE, (byte) (INLINE | text.length));
            return;
        }
        int at = out.position();
        out.putInt(slot, text.length).putInt(slot + 4, at - HEADER);
        out.put(text).position(at + padded(text.length));
    }

    private static int padded(int length) {
        return (length + 7) / 8 * 8;
    }
}
