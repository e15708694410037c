/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;

/**
 * A cursor over one protobuf message in an array. Reusable; never reads outside the message and
 * fails with {@link MalformedMessageException} only. Not thread-safe.
 */
@Internal
final class ProtoReader {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private byte[] buffer = new byte[0];
    private int position;
    private int end;
    private int wireType;

    /** Stands at the begin of a message. */
    void reset(byte[] newBuffer, int offset, int length) throws MalformedMessageException {
        if (offset < 0 || length < 0 || length > newBuffer.length - offset) {
            throw malformed("it is not within its buffer");
        }
        buffer = newBuffer;
        position = offset;
        end = offset + length;
    }

    byte[] buffer() {
        return buffer;
    }

    int position() {
        return position;
    }

    /** Moves within the message, to a position seen before. */
    void seek(int newPosition) {
        position = newPosition;
    }

    /** The number of the next field, 0 at the end of the message. */
    int nextField() throws MalformedMessageException {
        if (position == end) {
            return 0;
        }
        long tag = readVarint();
        long field = tag >>> 3;
        if (field == 0 || tag >>> 32 != 0) {
            throw malformed("field number out of range");
        }
        wireType = (int) tag & 7;
        return (int) field;
    }

    /** Reads the varint of the current field. */
    long varint(String field) throws MalformedMessageException {
        expect(VARINT, field);
        return readVarint();
    }

    /** Reads the current field's length and stands at its first byte. */
    int length(String field) throws MalformedMessageException {
        expect(BYTES, field);
        return readLength();
    }

    /** Reads the current field as text. */
    String text(String field) throws MalformedMessageException {
        int length = length(field);
        String text = new String(buffer, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    /** Narrows the message to the nested one of this length that begins here; see {@link #exit}. */
    int enter(int length) {
        int outerEnd = end;
        end = position + length;
        return outerEnd;
    }

    /** Leaves a nested message, wherever in it the cursor stands. */
    void exit(int outerEnd) {
        position = end;
        end = outerEnd;
    }

    /** Skips bytes {@link #length} has announced. */
    void advance(int length) {
        position += length;
    }

    /** Skips the current field, which nobody knows. */
    void skip() throws MalformedMessageException {
        switch (wireType) {
            case VARINT -> readVarint();
            case FIXED64 -> skip(Long.BYTES);
            case BYTES -> skip(readLength());
            case FIXED32 -> skip(Integer.BYTES);
            default -> throw malformed("wire type " + wireType);
        }
    }

    private void skip(int count) throws MalformedMessageException {
        if (count > end - position) {
            throw malformed("it ends within a field");
        }
        position += count;
    }

    private void expect(int expected, String field) throws MalformedMessageException {
        if (wireType != expected) {
            throw malformed("field " + field + " has wire type " + wireType);
        }
    }

    private int readLength() throws MalformedMessageException {
        long length = readVarint();
        if (length < 0 || length > end - position) {
            throw malformed("a field is longer than its message");
        }
        return (int) length;
    }

    private long readVarint() throws MalformedMessageException {
        // tags and most lengths have one byte
        if (position < end && buffer[position] >= 0) {
            return buffer[position++];
        }
        return readLongVarint();
    }

    private long readLongVarint() throws MalformedMessageException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (position == end) {
                throw malformed("it ends within a number");
            }
            byte next = buffer[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number has more than 10 bytes");
    }

    static MalformedMessageException malformed(String problem) {
        return MalformedMessageException.nonsense("malformed protobuf message: " + problem);
    }
}
