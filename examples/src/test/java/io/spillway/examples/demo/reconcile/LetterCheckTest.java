/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.DeadLetters;
import io.spillway.examples.demo.workload.Poison;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LetterCheckTest {

    private static final Poison POISON =
            new Poison(7, "not JSON", "topic", 2, 40, bytes("key"), bytes("poison"));

    @Test
    void acceptsALetterWithAllOfItsRecord() {
        assertThat(LetterCheck.problems(List.of(POISON), List.of(letter("40", "poison", "7"))))
                .isEmpty();
    }

    @Test
    void tellsWhatDoesNotMatch() {
        assertThat(LetterCheck.problems(List.of(POISON), List.of()))
                .singleElement()
                .asString()
                .contains("no letter", "topic/2/40");
        assertThat(LetterCheck.problems(List.of(POISON), List.of(letter("40", "poiso", "7"))))
                .singleElement()
                .asString()
                .contains("is not its record");
        assertThat(LetterCheck.problems(List.of(POISON), List.of(letter("40", "poison", "8"))))
                .singleElement()
                .asString()
                .contains("is not its record");
        assertThat(
                        LetterCheck.problems(
                                List.of(POISON),
                                List.of(letter("40", "poison", "7"), letter("41", "change", "9"))))
                .singleElement()
                .asString()
                .contains("a letter for the change at topic/2/41", "refused");
    }

    private static DeadLetter letter(String offset, String value, String header) {
        DeadLetter.Origin origin = new DeadLetter.Origin("kafka", "topic", "2", offset, null, null);
        return DeadLetters.builder(origin, DeadLetter.Stage.DESERIALIZE)
                .key(bytes("key"))
                .value(bytes(value))
                .headers(List.of(new DeadLetter.Header(Poison.HEADER, bytes(header))))
                .error("Code", "refused")
                .build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
