/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.common.binary.LittleEndian;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * Records in the service's own layout: a header, a bit per column that is not null, eight bytes per
 * column, long texts, attributes. Reads one batch.
 */
@Internal
final class BatchV0Reader {

    static final int RECORD_HEADER_SIZE = 20;
    static final int SCHEMA_VERSION_AT = 4;
    static final int TOTAL_SIZE_AT = 8;
    static final int ATTRIBUTES_OFFSET_AT = 12;
    static final int FIELD_COUNT_AT = 16;

    /** Offsets of long texts count from here, for whatever reason. */
    static final int TEXT_BASE = 16;

    static final int SLOT = 8;
    static final int MAX_INLINE = 7;
    static final long INLINE_FLAG = 0x80L << 56;

    private final byte[] payload;
    private final TopicSchema topic;
    private int position;
    private int start;
    private int end;

    BatchV0Reader(byte[] payload, TopicSchema topic) {
        this.payload = payload;
        this.topic = topic;
    }

    /** Adds all records of the batch. */
    void readInto(TranscodedRecords target, int count, long sequence, long systemTime)
            throws MalformedMessageException, UnknownSchemaException {
        for (int i = 0; i < count; i++) {
            readRecord(target.record(), i == count - 1);
            target.add(sequence, systemTime, i);
        }
        if (position != payload.length) {
            throw BatchHeader.malformed("there are bytes behind its last record");
        }
    }

    private void readRecord(RecordEntryWriter record, boolean last)
            throws MalformedMessageException, UnknownSchemaException {
        start = position;
        if (payload.length - start < RECORD_HEADER_SIZE) {
            throw BatchHeader.malformed("it ends before its last record");
        }
        int encodeType = LittleEndian.getInt(payload, start);
        if (encodeType != 0) {
            throw BatchHeader.malformed("a record has the unknown encoding " + encodeType);
        }
        int totalSize = LittleEndian.getInt(payload, start + TOTAL_SIZE_AT);
        if (totalSize < RECORD_HEADER_SIZE || totalSize > payload.length - start) {
            throw BatchHeader.malformed("a record does not have the size it declares");
        }
        end = start + totalSize;
        if (topic.isBlob()) {
            readBlob(record);
        } else {
            int version = LittleEndian.getInt(payload, start + SCHEMA_VERSION_AT);
            readColumns(record, topic.columnsOf(version));
        }
        position =
                new BatchV0Attributes(payload)
                        .readInto(record, start, end, attributesOffset(), last);
    }

    private int attributesOffset() throws MalformedMessageException {
        int offset = LittleEndian.getInt(payload, start + ATTRIBUTES_OFFSET_AT);
        if (offset < RECORD_HEADER_SIZE || offset > end - start - Integer.BYTES) {
            throw BatchHeader.malformed("a record's attributes lie outside of it");
        }
        return start + offset;
    }

    private void readBlob(RecordEntryWriter record) throws MalformedMessageException {
        int slots = slots(1);
        if (isNull(0)) {
            throw BatchHeader.malformed("a record has no data");
        }
        readText(record, slots, slots + SLOT);
    }

    private void readColumns(RecordEntryWriter record, RecordSchema schema)
            throws MalformedMessageException, UnknownSchemaException {
        List<RecordSchema.Field> fields = schema.fields();
        int count = fields.size();
        int slots = slots(count);
        // not every writer tells it; those that do may know columns that were added meanwhile
        int told = LittleEndian.getInt(payload, start + FIELD_COUNT_AT);
        if (told > count || hasBitsBehind(count)) {
            throw new UnknownSchemaException("records of more than " + count + " columns");
        }
        int known = told > 0 ? told : count;
        int textsFrom = slots + SLOT * known;
        for (int i = 0; i < count; i++) {
            if (i >= known || isNull(i)) {
                record.addNull();
            } else {
                readColumn(record, fields.get(i).type(), slots + SLOT * i, textsFrom);
            }
        }
    }

    /** Where the columns' slots begin, which must all lie within the record. */
    private int slots(int count) throws MalformedMessageException {
        int slots = start + RECORD_HEADER_SIZE + bitmapSize(count);
        // a record written before columns were added is shorter; its last columns are null then
        if (slots > end) {
            throw BatchHeader.malformed("a record is too short for its columns");
        }
        return slots;
    }

    static int bitmapSize(int count) {
        return (count + 63 >> 6) << 3;
    }

    private boolean isNull(int column) {
        return (payload[start + RECORD_HEADER_SIZE + (column >> 3)] & 1 << (column & 7)) == 0;
    }

    private boolean hasBitsBehind(int count) {
        for (int i = count; i < bitmapSize(count) * Byte.SIZE; i++) {
            if (!isNull(i)) {
                return true;
            }
        }
        return false;
    }

    private void readColumn(RecordEntryWriter record, FieldType type, int slot, int textsFrom)
            throws MalformedMessageException {
        if (slot > end - SLOT) {
            throw BatchHeader.malformed("a record is too short for its columns");
        }
        switch (type) {
            case TINYINT -> record.addLong(payload[slot]);
            case SMALLINT -> record.addLong(LittleEndian.getShort(payload, slot));
            case INTEGER -> record.addLong(LittleEndian.getInt(payload, slot));
            case BIGINT, TIMESTAMP -> record.addLong(LittleEndian.getLong(payload, slot));
            case FLOAT -> record.addFloat(Float.intBitsToFloat(LittleEndian.getInt(payload, slot)));
            case DOUBLE ->
                    record.addDouble(Double.longBitsToDouble(LittleEndian.getLong(payload, slot)));
            case BOOLEAN -> record.addBoolean(LittleEndian.getLong(payload, slot) != 0);
            case STRING, DECIMAL, JSON -> readText(record, slot, textsFrom);
        }
    }

    private void readText(RecordEntryWriter record, int slot, int textsFrom)
            throws MalformedMessageException {
        if (slot > end - SLOT) {
            throw BatchHeader.malformed("a record is too short for its columns");
        }
        long value = LittleEndian.getLong(payload, slot);
        if ((value & INLINE_FLAG) != 0) {
            int length = (int) (value >>> 56) & 0x7f;
            if (length > MAX_INLINE) {
                throw BatchHeader.malformed("a short text of " + length + " bytes");
            }
            record.addBytes(payload, slot, length);
            return;
        }
        long length = value & 0xffffffffL;
        long from = start + TEXT_BASE + (value >>> 32);
        if (from < textsFrom || from + length > end) {
            throw BatchHeader.malformed("a text lies outside of its record");
        }
        record.addBytes(payload, (int) from, (int) length);
    }
}
