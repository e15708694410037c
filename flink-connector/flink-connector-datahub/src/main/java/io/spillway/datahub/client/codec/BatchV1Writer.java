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

/** Writes records in Avro, see {@link BatchV1Reader}. */
@Internal
final class BatchV1Writer {

    private static final int NULL = 0;
    private static final int PRESENT = 2; // 1, zigzag

    private final TopicSchema topic;
    private final BatchWriting columns;
    private final ProtoBuffer out;

    private BatchV1Writer(TopicSchema topic, int expectedSize) {
        this.topic = topic;
        this.columns = new BatchWriting(topic);
        this.out = new ProtoBuffer(Math.max(64, expectedSize));
    }

    static byte[] write(
            TopicSchema topic, List<EncodedRecord> records, Compression compression, int sizeGuess)
            throws MalformedMessageException, UnknownSchemaException {
        BatchV1Writer writer = new BatchV1Writer(topic, sizeGuess);
        for (EncodedRecord record : records) {
            writer.writeRecord(record);
        }
        return new BatchHeader(BatchHeader.V1, records.size(), topic.version(), topic.columnCount())
                .seal(writer.out.bytes(), writer.out.size(), compression);
    }

    private void writeRecord(EncodedRecord encoded)
            throws MalformedMessageException, UnknownSchemaException {
        RecordEntryReader record = columns.next(encoded);
        RecordSchema schema = topic.current();
        if (schema == null) {
            text(record.buffer(), record.offset(0), record.length(0));
        } else {
            for (int i = 0; i < schema.fields().size(); i++) {
                writeColumn(record, i, schema.fields().get(i));
            }
        }
        writeAttributes(record.attributes());
    }

    private void writeColumn(RecordEntryReader record, int column, RecordSchema.Field field)
            throws MalformedMessageException {
        boolean isNull = record.isNull(column);
        if (field.notNull()) {
            if (isNull) {
                throw MalformedMessageException.nonsense(
                        "column '" + field.name() + "' must not be null");
            }
        } else {
            out.raw(isNull ? NULL : PRESENT);
            if (isNull) {
                return;
            }
        }
        FieldType type = field.type();
        switch (type) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, TIMESTAMP ->
                    number(columns.wholeNumber(column, type));
            case FLOAT -> {
                out.ensure(Integer.BYTES);
                LittleEndian.putInt(
                        out.bytes(), out.size(), Float.floatToRawIntBits(columns.float32(column)));
                out.skip(Integer.BYTES);
            }
            case DOUBLE -> {
                out.ensure(Long.BYTES);
                LittleEndian.putLong(
                        out.bytes(),
                        out.size(),
                        Double.doubleToRawLongBits(record.doubleValue(column)));
                out.skip(Long.BYTES);
            }
            case BOOLEAN -> out.raw(record.booleanValue(column) ? 1 : 0);
            case STRING, DECIMAL, JSON ->
                    text(record.buffer(), record.offset(column), record.length(column));
        }
    }

    private void writeAttributes(Map<String, String> attributes) {
        if (attributes.isEmpty()) {
            out.raw(NULL);
            return;
        }
        out.raw(PRESENT);
        number(attributes.size());
        attributes.forEach(
                (name, value) -> {
                    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
                    byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
                    text(nameBytes, 0, nameBytes.length);
                    text(valueBytes, 0, valueBytes.length);
                });
        number(0);
    }

    private void text(byte[] source, int offset, int length) {
        number(length);
        out.raw(source, offset, length);
    }

    private void number(long value) {
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7fL) != 0) {
            out.raw((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.raw((int) rest);
    }
}
