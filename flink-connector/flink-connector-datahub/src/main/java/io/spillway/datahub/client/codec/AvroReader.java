/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.common.binary.LittleEndian;
import org.apache.flink.annotation.Internal;

/** Avro's binary encoding, in an array. Never reads outside of it. */
@Internal
final class AvroReader {

    private final byte[] bytes;
    private int position;

    AvroReader(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position == bytes.length;
    }

    /** An int or a long: zigzag, seven bits a byte. */
    long number() throws MalformedMessageException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = next();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw BatchHeader.malformed("a number has more than 10 bytes");
    }

    /** The branch of a union of null and something else. */
    boolean isNull() throws MalformedMessageException {
        long branch = number();
        if (branch != 0 && branch != 1) {
            throw BatchHeader.malformed("a column has the type " + branch + " of two");
        }
        return branch == 0;
    }

    boolean bool() throws MalformedMessageException {
        byte value = next();
        if (value != 0 && value != 1) {
            throw BatchHeader.malformed("a truth value of " + value);
        }
        return value == 1;
    }

    float float32() throws MalformedMessageException {
        return Float.intBitsToFloat(LittleEndian.getInt(bytes, advance(Integer.BYTES)));
    }

    double float64() throws MalformedMessageException {
        return Double.longBitsToDouble(LittleEndian.getLong(bytes, advance(Long.BYTES)));
    }

    /** Length of a text or bytes, which begin at {@link #position}; to be {@link #advance}d. */
    int length() throws MalformedMessageException {
        long length = number();
        if (length < 0 || length > bytes.length - position) {
            throw BatchHeader.malformed("a text is longer than its batch");
        }
        return (int) length;
    }

    /** Skips bytes and returns where they began. */
    int advance(int count) throws MalformedMessageException {
        if (count > bytes.length - position) {
            throw BatchHeader.malformed("it ends within a record");
        }
        int from = position;
        position += count;
        return from;
    }

    private byte next() throws MalformedMessageException {
        if (position == bytes.length) {
            throw BatchHeader.malformed("it ends within a record");
        }
        return bytes[position++];
    }
}
