/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import org.apache.flink.annotation.Internal;

/** Reads back records that were encoded for protobuf, as columns of a topic's types. */
@Internal
final class BatchWriting {

    private final RecordEntryReader record = new RecordEntryReader();
    private final TopicSchema topic;

    BatchWriting(TopicSchema topic) {
        this.topic = topic;
    }

    /** Stands at the next record. */
    RecordEntryReader next(EncodedRecord encoded)
            throws MalformedMessageException, UnknownSchemaException {
        record.read(encoded);
        if (record.columnCount() > topic.columnCount()) {
            throw new UnknownSchemaException("records of " + record.columnCount() + " columns");
        }
        if (topic.isBlob() && record.isNull(0)) {
            throw MalformedMessageException.nonsense("a record of a BLOB topic has no data");
        }
        return record;
    }

    /** A column of one of the integer types, within its range. */
    long wholeNumber(int column, FieldType type) throws MalformedMessageException {
        long value = record.longValue(column);
        boolean fits =
                switch (type) {
                    case TINYINT -> value == (byte) value;
                    case SMALLINT -> value == (short) value;
                    case INTEGER -> value == (int) value;
                    default -> true;
                };
        if (!fits) {
            throw MalformedMessageException.nonsense(
                    "column '" + name(column) + "': " + value + " is no " + type);
        }
        return value;
    }

    /** A FLOAT column. */
    float float32(int column) throws MalformedMessageException {
        // by way of a double it would be rounded twice
        String text = record.text(column);
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            throw MalformedMessageException.nonsense(
                    "column '" + name(column) + "' holds no FLOAT");
        }
    }

    private String name(int column) {
        RecordSchema schema = topic.current();
        return schema == null ? "data" : schema.fields().get(column).name();
    }
}
