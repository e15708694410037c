/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.datahub.client.model.EncodedRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/**
 * Encodes one record after another: {@link #reset}, the columns in the order of the topic's schema
 * (for a BLOB topic a single {@link #addBytes}), keys and attributes, {@link #toRecord}. Only the
 * finished record is allocated.
 *
 * <p>Not thread-safe.
 */
@Experimental
public final class RecordEntryWriter {

    private static final int FIELD_TAG = 0x0a;
    private static final int VALUE_TAG = 0x0a;
    private static final int HASH_KEY_TAG = 0x12;
    private static final int PARTITION_KEY_TAG = 0x1a;
    private static final int ATTRIBUTES_TAG = 0x42;
    private static final int DATA_TAG = 0x4a;
    private static final int PAIR_TAG = 0x0a;
    private static final int PAIR_KEY_TAG = 0x0a;
    private static final int PAIR_VALUE_TAG = 0x12;

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private final ProtoBuffer keys = new ProtoBuffer(64);
    private final ProtoBuffer attributes = new ProtoBuffer(256);
    private final ProtoBuffer data = new ProtoBuffer(1024);
    @Nullable private String hashKey;
    @Nullable private String partitionKey;

    /** Begins a new record. */
    public RecordEntryWriter reset() {
        keys.reset();
        attributes.reset();
        data.reset();
        hashKey = null;
        partitionKey = null;
        return this;
    }

    /** The next column is null. */
    public RecordEntryWriter addNull() {
        data.raw(FIELD_TAG);
        data.raw(0);
        return this;
    }

    /** The next column is a text. */
    public RecordEntryWriter addText(String text) {
        int length = ProtoBuffer.utf8Length(text);
        beginValue(length);
        data.utf8(text, length);
        return this;
    }

    /** The next column is a text, given in UTF-8. */
    public RecordEntryWriter addText(byte[] utf8) {
        return addBytes(utf8, 0, utf8.length);
    }

    /** The next column is a text, given in UTF-8. */
    public RecordEntryWriter addText(byte[] utf8, int offset, int length) {
        return addBytes(utf8, offset, length);
    }

    /** The next column is a whole number: any integer type, or microseconds since the epoch. */
    public RecordEntryWriter addLong(long value) {
        int length = DecimalText.length(value);
        beginValue(length);
        data.decimal(value, length);
        return this;
    }

    /** The next column is a DOUBLE. */
    public RecordEntryWriter addDouble(double value) {
        int fractionDigits = DecimalText.fractionDigits(value);
        if (fractionDigits == 0) {
            return addText(Double.toString(value));
        }
        int length = DecimalText.length(value, fractionDigits);
        beginValue(length);
        data.decimal(value, fractionDigits, length);
        return this;
    }

    /** The next column is a FLOAT. */
    public RecordEntryWriter addFloat(float value) {
        return addText(Float.toString(value));
    }

    /** The next column is a BOOLEAN. */
    public RecordEntryWriter addBoolean(boolean value) {
        return addText(value ? TRUE : FALSE);
    }

    /** The next column is a DECIMAL. */
    public RecordEntryWriter addDecimal(BigDecimal value) {
        return addText(value.toPlainString());
    }

    /** The content of a BLOB topic's record. */
    public RecordEntryWriter addBytes(byte[] bytes) {
        return addBytes(bytes, 0, bytes.length);
    }

    /** The content of a BLOB topic's record. */
    public RecordEntryWriter addBytes(byte[] bytes, int offset, int length) {
        beginValue(length);
        data.raw(bytes, offset, length);
        return this;
    }

    /** Adds an attribute. Names are not checked for duplicates. */
    public RecordEntryWriter addAttribute(String name, String value) {
        int nameLength = ProtoBuffer.utf8Length(name);
        int valueLength = ProtoBuffer.utf8Length(value);
        attributes.raw(PAIR_TAG);
        attributes.varint(fieldSize(nameLength) + fieldSize(valueLength));
        attributes.raw(PAIR_KEY_TAG);
        attributes.varint(nameLength);
        attributes.utf8(name, nameLength);
        attributes.raw(PAIR_VALUE_TAG);
        attributes.varint(valueLength);
        attributes.utf8(value, valueLength);
        return this;
    }

    /** Adds an attribute, given in UTF-8. */
    RecordEntryWriter addAttribute(
            byte[] source, int nameAt, int nameLength, int valueAt, int valueLength) {
        attributes.raw(PAIR_TAG);
        attributes.varint(fieldSize(nameLength) + fieldSize(valueLength));
        attributes.raw(PAIR_KEY_TAG);
        attributes.varint(nameLength);
        attributes.raw(source, nameAt, nameLength);
        attributes.raw(PAIR_VALUE_TAG);
        attributes.varint(valueLength);
        attributes.raw(source, valueAt, valueLength);
        return this;
    }

    /**
     * Has the service choose the shard by hash key.
     *
     * @param newHashKey 32 hexadecimal digits, null for none
     */
    public RecordEntryWriter hashKey(@Nullable String newHashKey) {
        hashKey = newHashKey;
        return this;
    }

    /** Has the service choose the shard by the hash of this key; null for none. */
    public RecordEntryWriter partitionKey(@Nullable String newPartitionKey) {
        partitionKey = newPartitionKey;
        return this;
    }

    /** Size the record has so far, bytes. */
    public int size() {
        writeKeys();
        int size = keys.size() + fieldSize(data.size());
        return attributes.size() == 0 ? size : size + fieldSize(attributes.size());
    }

    /** The finished record; the writer can be {@link #reset}. */
    public EncodedRecord toRecord() {
        byte[] body = new byte[size()];
        writeTo(body, 0);
        return new EncodedRecord(body);
    }

    /** Appends the finished record to others. */
    void appendTo(ProtoBuffer target) {
        int size = size();
        target.ensure(size);
        writeTo(target.bytes(), target.size());
        target.skip(size);
    }

    /** Writes what {@link #size} has measured. */
    private void writeTo(byte[] body, int position) {
        System.arraycopy(keys.bytes(), 0, body, position, keys.size());
        int at = position + keys.size();
        if (attributes.size() > 0) {
            at = put(body, at, ATTRIBUTES_TAG, attributes);
        }
        put(body, at, DATA_TAG, data);
    }

    private void writeKeys() {
        keys.reset();
        writeKey(HASH_KEY_TAG, hashKey);
        writeKey(PARTITION_KEY_TAG, partitionKey);
    }

    private void writeKey(int tag, @Nullable String key) {
        if (key != null) {
            int length = ProtoBuffer.utf8Length(key);
            keys.raw(tag);
            keys.varint(length);
            keys.utf8(key, length);
        }
    }

    private void beginValue(int length) {
        data.nested(FIELD_TAG, VALUE_TAG, length);
    }

    private static int put(byte[] body, int position, int tag, ProtoBuffer content) {
        int at = position;
        body[at++] = (byte) tag;
        at = ProtoBuffer.putVarint(body, at, content.size());
        System.arraycopy(content.bytes(), 0, body, at, content.size());
        return at + content.size();
    }

    /** Size of a length-delimited field: tag, length, content. */
    private static int fieldSize(int length) {
        return 1 + ProtoBuffer.varintSize(length) + length;
    }
}
