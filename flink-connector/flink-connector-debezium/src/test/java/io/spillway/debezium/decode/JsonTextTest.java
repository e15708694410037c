/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.debezium.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void agreesWithTheJdkOnEveryCodePoint() {
        for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                byte[] bytes =
                        ("12345" + Character.toString(codePoint) + "6789")
                                .getBytes(StandardCharsets.UTF_8);
                if (JsonText.fault(bytes, 0) != null) {
                    assertThat(codePoint).as("code point refused").isNull();
                }
            }
        }
    }

    @Test
    void agreesWithTheJdkOnRandomBytes() {
        Random random = new Random(7);
        int malformed = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(20)];
            for (int j = 0; j < bytes.length; j++) {
                // ASCII without backslash, or the bytes on which validity hangs
                bytes[j] = (byte) (random.nextInt(3) > 0 ? 'a' + j : 0x80 + random.nextInt(0x80));
            }
            boolean valid = isUtf8(bytes);
            malformed += valid ? 0 : 1;
            assertThat(JsonText.fault(bytes, 0) == null)
                    .as(() -> HexFormat.of().formatHex(bytes))
                    .isEqualTo(valid);
        }
        assertThat(malformed).isBetween(10_000, 199_000);
    }

    @Test
    void escapes() {
        assertThat(fault("\\ud83e\\udd84")).isNull();
        assertThat(fault("abcdefg\\ud83e\\udd84")).isNull();
        assertThat(fault("\\\\ud83e")).isNull();
        assertThat(fault("\\\\\\ud83e")).contains("byte 2");
        assertThat(fault("\\udd84\\ud83e")).contains("byte 0");
        assertThat(fault("\\uD83E")).contains("surrogate");
        assertThat(fault("\\u00e9\\n\\\"")).isNull();
        assertThat(fault("\\")).isNull();
        assertThat(fault("\\ud8")).isNull();
        assertThat(fault("")).isNull();
    }

    @Test
    void zeroBytes() {
        for (int length = 1; length < 20; length++) {
            assertThat(fault("x".repeat(length - 1) + "\0x")).contains("byte " + (length - 1));
        }
    }

    private static String fault(String text) {
        return JsonText.fault(text.getBytes(StandardCharsets.UTF_8), 0);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
