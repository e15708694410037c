/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.nio.charset.StandardCharsets;

/**
 * A place in a shard, opaque to clients: {@code 3000}, the record's system time in seconds, its
 * sequence, and a flag that says "just after it".
 */
public final class Cursor {

    /** Characters of every cursor. */
    public static final int LENGTH = 32;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Cursor() {}

    /** At a record. */
    public static byte[] at(long sequence, long systemTime) {
        return encode(sequence, systemTime, 0);
    }

    /** Just after a record. */
    public static byte[] after(long sequence, long systemTime) {
        return encode(sequence, systemTime, 1);
    }

    /** The sequence of the next record to read. */
    static long position(String cursor) {
        if (cursor.length() != LENGTH || !cursor.startsWith("3000")) {
            throw invalid();
        }
        long sequence = 0;
        for (int i = 4; i < LENGTH; i++) {
            int digit = Character.digit(cursor.charAt(i), 16);
            if (digit < 0) {
                throw invalid();
            }
            if (i >= 12 && i < 28) {
                sequence = sequence << 4 | digit;
            }
        }
        String flag = cursor.substring(28);
        if (sequence < 0 || sequence == Long.MAX_VALUE || !flag.matches("000[01]")) {
            throw invalid();
        }
        return flag.equals("0001") ? sequence + 1 : sequence;
    }

    static DataHubException invalid() {
        return new DataHubException(ErrorCode.INVALID_CURSOR, "The cursor is invalid.");
    }

    static DataHubException expired() {
        return new DataHubException(ErrorCode.INVALID_CURSOR, "The cursor is expired.");
    }

    private static byte[] encode(long sequence, long systemTime, int flag) {
        byte[] text = new byte[LENGTH];
        hex(text, 0, 4, 0x3000);
        hex(text, 4, 8, systemTime / 1000);
        hex(text, 12, 16, sequence);
        hex(text, 28, 4, flag);
        return text;
    }

    private static void hex(byte[] target, int from, int digits, long value) {
        long rest = value;
        for (int i = from + digits - 1; i >= from; i--) {
            target[i] = HEX[(int) (rest & 0xf)];
            rest >>>= 4;
        }
    }
}
