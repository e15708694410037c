/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import io.spillway.common.binary.LittleEndian;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.annotation.Internal;

/** Reads a part of an array from front to back and never beyond its end. */
@Internal
final class ByteReader {

    private final byte[] bytes;
    private final int end;
    private int at;

    ByteReader(byte[] bytes, int offset, int length) throws MalformedMessageException {
        if (offset < 0 || length < 0 || length > bytes.length - offset) {
            throw new MalformedMessageException("a part reaches beyond the end of its message");
        }
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    byte[] array() {
        return bytes;
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    /** Whether what comes next is the same as some part before. */
    boolean repeats(int from, int length) {
        return length <= remaining()
                && Arrays.equals(bytes, from, from + length, bytes, at, at + length);
    }

    int u8() throws MalformedMessageException {
        return bytes[advance(1)] & 0xff;
    }

    int u16() throws MalformedMessageException {
        return LittleEndian.getShort(bytes, advance(2)) & 0xffff;
    }

    int i32() throws MalformedMessageException {
        return LittleEndian.getInt(bytes, advance(4));
    }

    long i64() throws MalformedMessageException {
        return LittleEndian.getLong(bytes, advance(8));
    }

    /** A length in four bytes, which must fit what is left. */
    int length32() throws MalformedMessageException {
        int length = i32();
        if (length < 0 || length > remaining()) {
            throw tooLong();
        }
        return length;
    }

    /** Seven bits a byte, lowest first. */
    int varint() throws MalformedMessageException {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = u8();
            value |= (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new MalformedMessageException("a number of variable length does not end");
    }

    int zigzag() throws MalformedMessageException {
        int value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A length of variable size, which must fit what is left. */
    int varLength() throws MalformedMessageException {
        int length = varint();
        if (length < 0 || length > remaining()) {
            throw tooLong();
        }
        return length;
    }

    /** UTF-8 ended by a zero, behind its length that counts the zero. */
    String zeroEndedText() throws MalformedMessageException {
        int length = varLength();
        int from = advance(length);
        int textLength = length > 0 && bytes[from + length - 1] == 0 ? length - 1 : length;
        return new String(bytes, from, textLength, StandardCharsets.UTF_8);
    }

    String text(int length) throws MalformedMessageException {
        return new String(bytes, advance(length), length, StandardCharsets.UTF_8);
    }

    void skip(int count) throws MalformedMessageException {
        advance(count);
    }

    private int advance(int count) throws MalformedMessageException {
        if (count < 0 || count > end - at) {
            throw new MalformedMessageException(
                    "the message ends early: " + count + " bytes wanted, " + (end - at) + " left");
        }
        int from = at;
        at += count;
        return from;
    }

    private static MalformedMessageException tooLong() {
        return new MalformedMessageException("a length is beyond the end of its message");
    }
}
