/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.deadletter.DeadLetter;
import io.spillway.common.deadletter.TestLetters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class KafkaDeadLetterHeadersTest {

    @Test
    void originalHeadersComeFirstThenOursInOrder() {
        List<String> lines = new ArrayList<>();
        for (Header header : KafkaDeadLetterHeaders.toHeaders(TestLetters.full())) {
            lines.add(header.key() + "=" + text(header.value()));
        }
        assertThat(lines)
                .containsExactly(
                        "trace=a",
                        "trace=\ufffd",
                        "empty=null",
                        "DEAD_LETTER_MESSAGE_TOPIC=orders",
                        "DEAD_LETTER_MESSAGE_PARTITION=3",
                        "DEAD_LETTER_MESSAGE_OFFSET=42",
                        "DEAD_LETTER_MESSAGE_TIMESTAMP=2023-11-14T22:13:20.123Z",
                        "DEAD_LETTER_SUMMARY=Zeile \u00fcber \"alles\"",
                        "DEAD_LETTER_DETAIL=java.io.IOException\n\tat a.B.c",
                        "DEAD_LETTER_ID=kafka/orders/3/42/deserialize",
                        "DEAD_LETTER_STAGE=deserialize",
                        "DEAD_LETTER_CODE=InvalidJson",
                        "DEAD_LETTER_EXCEPTION_CLASS=java.io.IOException",
                        "DEAD_LETTER_ATTEMPTS=3",
                        "DEAD_LETTER_FIRST_FAILURE=2023-11-14T22:13:21Z",
                        "DEAD_LETTER_LAST_FAILURE=2023-11-14T22:13:22.500Z",
                        "DEAD_LETTER_SYSTEM=kafka",
                        "DEAD_LETTER_JOB=sync orders",
                        "DEAD_LETTER_SOURCE_POSITION=lsn:0/16B3748");
    }

    @Test
    void lettersComeBack() {
        assertThat(roundTrip(TestLetters.full())).isEqualTo(TestLetters.full());
        assertThat(roundTrip(TestLetters.bare())).isEqualTo(TestLetters.bare());
    }

    @Test
    void aLetterThatFailedAgainKeepsTheFirstLettersHeadersAsOriginals() {
        DeadLetter first = TestLetters.full();
        List<DeadLetter.Header> carried = new ArrayList<>();
        KafkaDeadLetterHeaders.toHeaders(first)
                .forEach(
                        header -> carried.add(new DeadLetter.Header(header.key(), header.value())));
        DeadLetter bare = TestLetters.bare();
        DeadLetter second =
                new DeadLetter(
                        bare.id(),
                        bare.origin(),
                        bare.stage(),
                        first.key(),
                        first.value(),
                        carried,
                        bare.error(),
                        bare.attempts(),
                        bare.firstFailureMillis(),
                        bare.lastFailureMillis(),
                        bare.jobName());

        DeadLetter read = roundTrip(second);
        assertThat(read).isEqualTo(second);
        assertThat(read.jobName()).isNull();
    }

    @Test
    void whatWeAddNeverExceedsTheLimit() {
        String wide = "\u20ac".repeat(20_000);
        DeadLetter letter =
                new DeadLetter(
                        wide,
                        new DeadLetter.Origin(wide, wide, wide, wide, Long.MIN_VALUE / 2, wide),
                        DeadLetter.Stage.DESERIALIZE,
                        null,
                        null,
                        List.of(),
                        new DeadLetter.Failure(wide, wide, wide, wide),
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        wide);
        int bytes = 0;
        for (Header header : KafkaDeadLetterHeaders.toHeaders(letter)) {
            bytes += header.key().length() + header.value().length;
            assertThat(text(header.value())).doesNotContain("\ufffd");
        }
        assertThat(bytes).isLessThanOrEqualTo(KafkaDeadLetterHeaders.MAX_BYTES);
    }

    @Test
    void otherRecordsAreRefusedByTheMissingHeader() {
        assertThatThrownBy(() -> KafkaDeadLetterHeaders.toLetter(null, null, new RecordHeaders()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DEAD_LETTER_");

        Headers broken = KafkaDeadLetterHeaders.toHeaders(TestLetters.full());
        broken.remove("DEAD_LETTER_ATTEMPTS");
        broken.add("DEAD_LETTER_ATTEMPTS", TestLetters.utf8("many"));
        assertThatThrownBy(() -> KafkaDeadLetterHeaders.toLetter(null, null, broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DEAD_LETTER_ATTEMPTS");
    }

    private static DeadLetter roundTrip(DeadLetter letter) {
        return KafkaDeadLetterHeaders.toLetter(
                letter.key(), letter.value(), KafkaDeadLetterHeaders.toHeaders(letter));
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }
}
