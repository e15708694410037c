/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.datahub.client.model.EncodedRecord;
import org.apache.flink.annotation.Experimental;

/**
 * Adds attributes to records that are encoded already: {@link #begin}, the attributes, {@link
 * #appendTo}. Attributes the record has stay. Not thread-safe.
 */
@Experimental
public final class AttributeAppender {

    private static final int ATTRIBUTES = 8;
    private static final int DATA = 9;
    private static final int ATTRIBUTES_TAG = 0x42;
    private static final int PAIR_TAG = 0x0a;
    private static final int NAME_TAG = 0x0a;
    private static final int VALUE_TAG = 0x12;

    private final ProtoBuffer added = new ProtoBuffer(256);
    private final ProtoReader in = new ProtoReader();

    /** Forgets the attributes of the record before. */
    public AttributeAppender begin() {
        added.reset();
        return this;
    }

    /** One more attribute. */
    public AttributeAppender add(String name, String value) {
        int nameLength = ProtoBuffer.utf8Length(name);
        int valueLength = ProtoBuffer.utf8Length(value);
        added.raw(PAIR_TAG);
        added.varint(fieldSize(nameLength) + fieldSize(valueLength));
        added.raw(NAME_TAG);
        added.varint(nameLength);
        added.utf8(name, nameLength);
        added.raw(VALUE_TAG);
        added.varint(valueLength);
        added.utf8(value, valueLength);
        return this;
    }

    /**
     * The record with the attributes.
     *
     * @throws MalformedMessageException if the record is none
     */
    public EncodedRecord appendTo(EncodedRecord record) throws MalformedMessageException {
        byte[] body = record.body();
        in.reset(body, 0, body.length);
        int fieldBegin = 0;
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            if (field == ATTRIBUTES) {
                int length = in.length("attributes");
                return spliced(body, fieldBegin, in.position(), length);
            }
            if (field == DATA) {
                return spliced(body, fieldBegin, fieldBegin, 0);
            }
            in.skip();
            fieldBegin = in.position();
        }
        throw ProtoReader.malformed("a record has no data");
    }

    /**
     * @param head bytes before the attributes' field
     * @param oldBegin where the attributes there are begin
     */
    private EncodedRecord spliced(byte[] body, int head, int oldBegin, int oldLength) {
        int length = oldLength + added.size();
        int tail = body.length - oldBegin - oldLength;
        byte[] result = new byte[head + fieldSize(length) + tail];
        System.arraycopy(body, 0, result, 0, head);
        result[head] = (byte) ATTRIBUTES_TAG;
        int at = ProtoBuffer.putVarint(result, head + 1, length);
        System.arraycopy(body, oldBegin, result, at, oldLength);
        at += oldLength;
        System.arraycopy(added.bytes(), 0, result, at, added.size());
        at += added.size();
        System.arraycopy(body, oldBegin + oldLength, result, at, tail);
        return new EncodedRecord(result);
    }

    /** Size of a length-delimited field: tag, length, content. */
    private static int fieldSize(int length) {
        return 1 + ProtoBuffer.varintSize(length) + length;
    }
}
