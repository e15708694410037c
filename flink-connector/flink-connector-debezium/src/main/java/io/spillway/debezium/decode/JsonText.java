/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Checks that bytes are UTF-8 and that their JSON escapes are whole characters. The JSON reader
 * itself lets overlong forms and halves of surrogate pairs pass, which would reach the target as
 * another text than the one in the record; and it takes zero bytes for a sign of UTF-16.
 */
@Internal
final class JsonText {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long BACKSLASHES = 0x5c5c5c5c5c5c5c5cL;

    private JsonText() {}

    /**
     * Checks a record's key or value.
     *
     * @param known the payload found behind a known schema; what stands before it is right
     * @throws DebeziumDecodeException if the bytes are no text
     */
    static void check(byte[] bytes, @Nullable Payload known) throws DebeziumDecodeException {
        if (bytes.length == 0) {
            throw Json.invalid("no bytes at all");
        }
        if (bytes[0] == 0) {
            throw Json.invalid(
                    "begins with a zero byte, as Avro with a schema registry does; only JSON is"
                            + " decoded");
        }
        String fault = fault(bytes, known == null ? 0 : known.offset());
        if (fault != null) {
            throw Json.invalid(fault);
        }
    }

    /**
     * What is wrong with the bytes and where, or null if nothing is.
     *
     * @param from where to begin; what stands before is known to be right
     */
    @Nullable
    static String fault(byte[] bytes, int from) {
        int position = from;
        while (position < bytes.length) {
            position = skipPlain(bytes, position);
            if (position == bytes.length) {
                return null;
            }
            byte current = bytes[position];
            int next;
            if (current == 0) {
                return "a zero byte at byte " + position;
            }
            if (current == '\\') {
                next = afterEscape(bytes, position);
                if (next < 0) {
                    return "half of a surrogate pair at byte " + position;
                }
            } else {
                next = current >= 0 ? position + 1 : afterCharacter(bytes, position);
                if (next < 0) {
                    return "not UTF-8 at byte " + position;
                }
            }
            position = next;
        }
        return null;
    }

    /**
     * Position of the first byte from {@code position} on that is a backslash, zero or not ASCII.
     */
    private static int skipPlain(byte[] bytes, int position) {
        int at = position;
        while (at + Long.BYTES <= bytes.length) {
            long word = (long) LONGS.get(bytes, at);
            long difference = word ^ BACKSLASHES;
            long special =
                    word | ((difference - LOW_BITS) & ~difference) | ((word - LOW_BITS) & ~word);
            if ((special & HIGH_BITS) != 0) {
                break;
            }
            at += Long.BYTES;
        }
        while (at < bytes.length && bytes[at] > 0 && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    private static int afterEscape(byte[] bytes, int position) {
        if (position + 1 >= bytes.length || bytes[position + 1] != 'u') {
            return Math.min(position + 2, bytes.length);
        }
        int unit = codeUnit(bytes, position);
        if (unit < 0 || !Character.isSurrogate((char) unit)) {
            // The JSON reader finds what is wrong with other escapes.
            return Math.min(position + 2, bytes.length);
        }
        int second = codeUnit(bytes, position + 6);
        boolean pair =
                Character.isHighSurrogate((char) unit)
                        && second >= 0
                        && Character.isLowSurrogate((char) second);
        return pair ? position + 12 : -1;
    }

    /** The code unit of the escape at {@code position}, -1 if there is none. */
    private static int codeUnit(byte[] bytes, int position) {
        if (position + 6 > bytes.length || bytes[position] != '\\' || bytes[position + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = position + 2; i < position + 6; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    /** Position after the multi-byte character at {@code position}, -1 if it is malformed. */
    private static int afterCharacter(byte[] bytes, int position) {
        int first = bytes[position] & 0xff;
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first < 0xc2 || first > 0xf4 || position + length > bytes.length) {
            return -1;
        }
        int second = bytes[position + 1] & 0xff;
        // Overlong forms, surrogates, and what lies beyond U+10FFFF show in the second byte.
        int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < lowest || second > highest) {
            return -1;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[position + i] & 0xc0) != 0x80) {
                return -1;
            }
        }
        return position + length;
    }
}
