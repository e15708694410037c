/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import java.util.Arrays;
import org.apache.flink.annotation.Internal;

/** A growing array protobuf fields are written to. Reusable, not thread-safe. */
@Internal
final class ProtoBuffer {

    private static final byte REPLACEMENT = '?';

    /** Most bytes of a tag and a length. */
    private static final int MAX_HEADER = 6;

    private byte[] bytes;
    private int size;

    ProtoBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    void reset() {
        size = 0;
    }

    /** Makes room, to be filled through {@link #raw}. */
    void ensure(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            long grown = Math.max(needed, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(grown, Integer.MAX_VALUE - 8));
        }
    }

    /** Takes over bytes that were written behind the end, into room made by {@link #ensure}. */
    void skip(int count) {
        size += count;
    }

    void raw(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    void raw(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    void varint(int value) {
        ensure(5);
        size = putVarint(bytes, size, value);
    }

    /**
     * Begins a length-delimited field that holds nothing but another one, and makes room for the
     * content.
     *
     * @param length of the content, which is to be written next
     */
    void nested(int outerTag, int innerTag, int length) {
        ensure(Math.addExact(2 * MAX_HEADER, length));
        bytes[size++] = (byte) outerTag;
        size = putVarint(bytes, size, 1 + varintSize(length) + length);
        bytes[size++] = (byte) innerTag;
        size = putVarint(bytes, size, length);
    }

    /**
     * Writes a number in decimal digits.
     *
     * @param length {@link DecimalText#length} of the number
     */
    void decimal(long value, int length) {
        ensure(length);
        DecimalText.put(bytes, size, value, length);
        size += length;
    }

    /**
     * Writes a number in decimal digits with a point.
     *
     * @param length {@link DecimalText#length} of the number
     */
    void decimal(double value, int fractionDigits, int length) {
        ensure(length);
        DecimalText.put(bytes, size, value, fractionDigits, length);
        size += length;
    }

    /** Writes UTF-8; its length is {@link #utf8Length}. Broken surrogates become {@code ?}. */
    void utf8(String text, int utf8Length) {
        ensure(utf8Length);
        if (utf8Length == text.length()) {
            for (int i = 0; i < utf8Length; i++) {
                char c = text.charAt(i);
                bytes[size++] = c < 0x80 ? (byte) c : REPLACEMENT;
            }
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[size++] = (byte) c;
            } else if (c < 0x800) {
                bytes[size++] = (byte) (0xc0 | c >> 6);
                bytes[size++] = (byte) (0x80 | c & 0x3f);
            } else if (!Character.isSurrogate(c)) {
                bytes[size++] = (byte) (0xe0 | c >> 12);
                bytes[size++] = (byte) (0x80 | c >> 6 & 0x3f);
                bytes[size++] = (byte) (0x80 | c & 0x3f);
            } else if (isPair(text, i)) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                bytes[size++] = (byte) (0xf0 | point >> 18);
                bytes[size++] = (byte) (0x80 | point >> 12 & 0x3f);
                bytes[size++] = (byte) (0x80 | point >> 6 & 0x3f);
                bytes[size++] = (byte) (0x80 | point & 0x3f);
            } else {
                bytes[size++] = REPLACEMENT;
            }
        }
    }

    /** How many bytes a text takes in UTF-8. */
    static int utf8Length(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x800 && !Character.isSurrogate(c)) {
                length += 2;
            } else if (c >= 0x80 && c < 0x800) {
                length++;
            } else if (Character.isSurrogate(c) && isPair(text, i)) {
                // four bytes for two chars
                length += 2;
                i++;
            }
        }
        return length;
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    /** How many bytes a non-negative number takes as a varint. */
    static int varintSize(int value) {
        return value == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(value)) / 7;
    }

    /** Writes a non-negative number and returns the position behind it. */
    static int putVarint(byte[] target, int position, int value) {
        int at = position;
        int rest = value;
        while (rest > 0x7f) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }
}
