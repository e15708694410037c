/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.common.binary.LittleEndian;
import io.spillway.common.compression.Compression;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/** Writes records in the service's own layout, see {@link BatchV0Reader}. */
@Internal
final class BatchV0Writer {

    private static final byte[] ZEROS = new byte[8];

    private final TopicSchema topic;
    private final BatchWriting columns;
    private final ProtoBuffer out;

    private BatchV0Writer(TopicSchema topic, int expectedSize) {
        this.topic = topic;
        this.columns = new BatchWriting(topic);
        this.out = new ProtoBuffer(Math.max(64, expectedSize));
    }

    static byte[] write(
            TopicSchema topic, List<EncodedRecord> records, Compression compression, int sizeGuess)
            throws MalformedMessageException, UnknownSchemaException {
        BatchV0Writer writer = new BatchV0Writer(topic, sizeGuess);
        for (EncodedRecord record : records) {
            writer.writeRecord(record);
        }
        return new BatchHeader(BatchHeader.V0, records.size(), 0, -1)
                .seal(writer.out.bytes(), writer.out.size(), compression);
    }

    private void writeRecord(EncodedRecord encoded)
            throws MalformedMessageException, UnknownSchemaException {
        RecordEntryReader record = columns.next(encoded);
        int start = out.size();
        int count = topic.columnCount();
        int bitmap = BatchV0Reader.RECORD_HEADER_SIZE;
        int slots = bitmap + BatchV0Reader.bitmapSize(count);
        zeros(slots + BatchV0Reader.SLOT * count);
        for (int i = 0; i < count; i++) {
            if (!record.isNull(i)) {
                out.bytes()[start + bitmap + (i >> 3)] |= (byte) (1 << (i & 7));
                writeColumn(record, i, start, slots + BatchV0Reader.SLOT * i);
            }
        }
        int attributesOffset = out.size() - start;
        writeAttributes(record.attributes());
        byte[] bytes = out.bytes();
        LittleEndian.putInt(bytes, start + BatchV0Reader.SCHEMA_VERSION_AT, topic.version());
        LittleEndian.putInt(bytes, start + BatchV0Reader.TOTAL_SIZE_AT, out.size() - start);
        LittleEndian.putInt(bytes, start + BatchV0Reader.ATTRIBUTES_OFFSET_AT, attributesOffset);
        LittleEndian.putInt(bytes, start + BatchV0Reader.FIELD_COUNT_AT, count);
    }

    private void writeColumn(RecordEntryReader record, int column, int start, int slotOffset)
            throws MalformedMessageException {
        RecordSchema schema = topic.current();
        FieldType type = schema == null ? FieldType.STRING : schema.fields().get(column).type();
        long slot =
                switch (type) {
                    case TINYINT, SMALLINT, INTEGER, BIGINT, TIMESTAMP ->
                            columns.wholeNumber(column, type);
                    case FLOAT -> Float.floatToRawIntBits(columns.float32(column)) & 0xffffffffL;
                    case DOUBLE -> Double.doubleToRawLongBits(record.doubleValue(column));
                    case BOOLEAN -> record.booleanValue(column) ? 1 : 0;
                    case STRING, DECIMAL, JSON -> writeText(record, column, start);
                };
        LittleEndian.putLong(out.bytes(), start + slotOffset, slot);
    }

    /**
     * Writes a text behind the slots unless it fits into its own, and returns what stands there.
     */
    private long writeText(RecordEntryReader record, int column, int start) {
        int length = record.length(column);
        int from = record.offset(column);
        if (length <= BatchV0Reader.MAX_INLINE) {
            long slot = (long) (0x80 | length) << 56;
            for (int i = 0; i < length; i++) {
                slot |= (record.buffer()[from + i] & 0xffL) << 8 * i;
            }
            return slot;
        }
        long offset = out.size() - start - BatchV0Reader.TEXT_BASE;
        out.raw(record.buffer(), from, length);
        zeros(-length & 7);
        return offset << 32 | length;
    }

    private void writeAttributes(Map<String, String> attributes) {
        number(attributes.size());
        attributes.forEach(
                (name, value) -> {
                    bytes(name.getBytes(StandardCharsets.UTF_8));
                    bytes(value.getBytes(StandardCharsets.UTF_8));
                });
    }

    private void bytes(byte[] text) {
        number(text.length);
        out.raw(text, 0, text.length);
    }

    private void number(int value) {
        out.ensure(Integer.BYTES);
        LittleEndian.putInt(out.bytes(), out.size(), value);
        out.skip(Integer.BYTES);
    }

    private void zeros(int count) {
        int left = count;
        while (left > 0) {
            int size = Math.min(left, ZEROS.length);
            out.raw(ZEROS, 0, size);
            left -= size;
        }
    }
}
