/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLetterBuilderTest {

    private static final DeadLetter.Origin KNOWN =
            new DeadLetter.Origin("kafka", "orders", "3", "42", null, null);
    private static final DeadLetter.Origin UNKNOWN =
            new DeadLetter.Origin("datahub", "p/t", null, null, null, null);

    @Test
    void identityIsPositionAndStageWhateverElseDiffers() {
        DeadLetter first = letter(KNOWN, "a").attempts(1, 5, 5).build();
        DeadLetter replayed = letter(KNOWN, "b").attempts(9, 7, 8).jobName("j").build();

        assertThat(first.id()).isEqualTo("kafka/orders/3/42/deserialize");
        assertThat(replayed.id()).isEqualTo(first.id());
    }

    @Test
    void withoutPositionTheBytesAreTheIdentity() {
        String id = letter(UNKNOWN, "a").build().id();

        assertThat(id).matches("datahub/p%2Ft/-/sha256:[0-9a-f]{32}/deserialize");
        assertThat(letter(UNKNOWN, "a").attempts(2, 1, 2).build().id()).isEqualTo(id);
        assertThat(letter(UNKNOWN, "b").build().id()).isNotEqualTo(id);
    }

    @Test
    void bytesThatMoveBetweenKeyAndValueGiveAnotherIdentity() {
        String left = id(TestLetters.utf8("ab"), TestLetters.utf8("c"));
        String right = id(TestLetters.utf8("a"), TestLetters.utf8("bc"));
        String nullKey = id(null, TestLetters.utf8("abc"));
        String emptyKey = id(new byte[0], TestLetters.utf8("abc"));

        assertThat(List.of(left, right, nullKey, emptyKey)).doesNotHaveDuplicates();
    }

    @Test
    void partsThatHoldTheSeparatorCannotLookLikeOthers() {
        DeadLetter.Origin a = new DeadLetter.Origin("s", "a/b", "c", "1", null, null);
        DeadLetter.Origin b = new DeadLetter.Origin("s", "a", "b/c", "1", null, null);

        assertThat(letter(a, "x").build().id()).isNotEqualTo(letter(b, "x").build().id());
    }

    @Test
    void longIdentitiesFitAndStayApart() {
        String path = "\u00fc".repeat(400);
        DeadLetter.Origin a = new DeadLetter.Origin("file", path, "0", "1", null, null);
        DeadLetter.Origin b = new DeadLetter.Origin("file", path, "0", "2", null, null);

        assertThat(bytes(letter(a, "x").build().id())).isLessThanOrEqualTo(512);
        assertThat(letter(a, "x").build().id()).isNotEqualTo(letter(b, "x").build().id());
    }

    @Test
    void messageIsOneLineAndBounded() {
        DeadLetter letter =
                DeadLetters.builder(KNOWN, DeadLetter.Stage.WRITE)
                        .error("Bad", "first\r\n\tsecond\u2028third" + "\u00e4".repeat(2_000))
                        .build();

        assertThat(letter.error().message()).startsWith("first second third").endsWith("...");
        assertThat(bytes(letter.error().message())).isLessThanOrEqualTo(1024);
        assertThat(letter.error().exceptionClass()).isNull();
        assertThat(letter.error().stackTrace()).isNull();
    }

    @Test
    void stackTraceIsCutByBytesBetweenCharacters() {
        Exception cause = new IllegalStateException("\ud83d\ude00".repeat(1_000));
        for (int limit = 100; limit < 108; limit++) {
            DeadLetter letter =
                    DeadLetters.builder(KNOWN, DeadLetter.Stage.WRITE)
                            .error(cause)
                            .stackTraceBytes(limit)
                            .build();
            String trace = letter.error().stackTrace();
            assertThat(bytes(trace)).isBetween(limit - 3, limit);
            assertThat(trace).doesNotContain("?").endsWith("...");
        }
    }

    @Test
    void anExceptionGivesCodeClassAndMessage() {
        DeadLetter letter = letter(KNOWN, "a").error(new ArithmeticException("by zero")).build();

        assertThat(letter.error().code()).isEqualTo("ArithmeticException");
        assertThat(letter.error().exceptionClass()).isEqualTo("java.lang.ArithmeticException");
        assertThat(letter.error().message()).isEqualTo("by zero");
        assertThat(letter.error().stackTrace()).contains("anExceptionGivesCodeClassAndMessage");
    }

    @Test
    void anonymousExceptionsHaveACodeToo() {
        DeadLetter letter = letter(KNOWN, "a").error(new RuntimeException() {}).build();

        assertThat(letter.error().code()).isEqualTo("RuntimeException");
        assertThat(letter.error().message()).isNotEmpty();
    }

    @Test
    void nothingOfTheRecordIsShownByToString() {
        DeadLetter letter =
                letter(KNOWN, "very-secret")
                        .headers(
                                List.of(new DeadLetter.Header("h", TestLetters.utf8("hidden-too"))))
                        .build();

        assertThat(letter.toString() + letter.headers() + letter.error().message())
                .contains("orders")
                .doesNotContain("very-secret", "hidden-too");
    }

    @Test
    void aLetterNeedsAnError() {
        assertThatThrownBy(() -> DeadLetters.builder(KNOWN, DeadLetter.Stage.WRITE).build())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> letter(KNOWN, "a").attempts(0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static DeadLetterBuilder letter(DeadLetter.Origin origin, String value) {
        return DeadLetters.builder(origin, DeadLetter.Stage.DESERIALIZE)
                .value(TestLetters.utf8(value))
                .error("InvalidJson", "not JSON");
    }

    private static String id(byte[] key, byte[] value) {
        return DeadLetters.builder(UNKNOWN, DeadLetter.Stage.WRITE)
                .key(key)
                .value(value)
                .error("c", "m")
                .build()
                .id();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
