/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import io.spillway.common.binary.LittleEndian;
import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;

/** NCHAR values: code points in four bytes each. What is no code point reads as U+FFFD. */
@Internal
final class Utf32 {

    private static final int REPLACEMENT = 0xfffd;

    private Utf32() {}

    static String toText(byte[] bytes, int offset, int length) {
        int points = length / 4;
        char[] chars = new char[2 * points];
        int size = 0;
        for (int i = 0; i < points; i++) {
            size += Character.toChars(codePoint(bytes, offset + 4 * i), chars, size);
        }
        return new String(chars, 0, size);
    }

    static byte[] toUtf8(byte[] bytes, int offset, int length) {
        int points = length / 4;
        for (int i = 0; i < points; i++) {
            if (LittleEndian.getInt(bytes, offset + 4 * i) >>> 7 != 0) {
                return toText(bytes, offset, length).getBytes(StandardCharsets.UTF_8);
            }
        }
        byte[] ascii = new byte[points];
        for (int i = 0; i < points; i++) {
            ascii[i] = bytes[offset + 4 * i];
        }
        return ascii;
    }

    private static int codePoint(byte[] bytes, int at) {
        int point = LittleEndian.getInt(bytes, at);
        boolean valid =
                Character.isValidCodePoint(point)
                        && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
        return valid ? point : REPLACEMENT;
    }
}
