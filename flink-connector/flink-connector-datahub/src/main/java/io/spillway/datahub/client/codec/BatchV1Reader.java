/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.datahub.client.model.RecordSchema;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** Records in Avro: the columns, each with null unless the column refuses it, then attributes. */
@Internal
final class BatchV1Reader {

    private final AvroReader in;
    private final BatchHeader header;
    private final TopicSchema topic;

    BatchV1Reader(byte[] payload, BatchHeader header, TopicSchema topic) {
        this.in = new AvroReader(payload);
        this.header = header;
        this.topic = topic;
    }

    /** Adds all records of the batch. */
    void readInto(TranscodedRecords target, long sequence, long systemTime)
            throws MalformedMessageException, UnknownSchemaException {
        List<RecordSchema.Field> fields = topic.isBlob() ? List.of() : columns();
        for (int i = 0; i < header.recordCount(); i++) {
            RecordEntryWriter record = target.record();
            if (topic.isBlob()) {
                readText(record);
            } else {
                for (RecordSchema.Field field : fields) {
                    readColumn(record, field);
                }
            }
            readAttributes(record);
            target.add(sequence, systemTime, i);
        }
        if (!in.atEnd()) {
            throw BatchHeader.malformed("there are bytes behind its last record");
        }
    }

    private List<RecordSchema.Field> columns()
            throws MalformedMessageException, UnknownSchemaException {
        List<RecordSchema.Field> fields = topic.columnsOf(header.schemaVersion()).fields();
        int written = header.columnCount();
        if (written > fields.size()) {
            throw new UnknownSchemaException("records of " + written + " columns");
        }
        // columns were added since: those records are shorter
        return written < 0 ? fields : fields.subList(0, written);
    }

    private void readColumn(RecordEntryWriter record, RecordSchema.Field field)
            throws MalformedMessageException {
        if (!field.notNull() && in.isNull()) {
            record.addNull();
            return;
        }
        switch (field.type()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, TIMESTAMP -> record.addLong(in.number());
            case FLOAT -> record.addFloat(in.float32());
            case DOUBLE -> record.addDouble(in.float64());
            case BOOLEAN -> record.addBoolean(in.bool());
            case STRING, DECIMAL, JSON -> readText(record);
        }
    }

    private void readText(RecordEntryWriter record) throws MalformedMessageException {
        int length = in.length();
        record.addBytes(in.bytes(), in.advance(length), length);
    }

    private void readAttributes(RecordEntryWriter record) throws MalformedMessageException {
        if (in.isNull()) {
            return;
        }
        for (long left = blockSize(); left > 0; left = blockSize()) {
            for (; left > 0; left--) {
                int nameLength = in.length();
                int nameAt = in.advance(nameLength);
                int valueLength = in.length();
                int valueAt = in.advance(valueLength);
                record.addAttribute(in.bytes(), nameAt, nameLength, valueAt, valueLength);
            }
        }
    }

    /** How many attributes come next, 0 for no more. */
    private long blockSize() throws MalformedMessageException {
        long count = in.number();
        if (count < 0) {
            // a negative count is followed by the block's size in bytes
            in.number();
        }
        if (count == Long.MIN_VALUE) {
            throw BatchHeader.malformed("a record declares " + count + " attributes");
        }
        return Math.abs(count);
    }
}
