/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Letters for tests. */
public final class TestLetters {

    private TestLetters() {}

    /** Every field set; key is text, value is not UTF-8, headers repeat a name and hold a null. */
    public static DeadLetter full() {
        return new DeadLetter(
                "kafka/orders/3/42/deserialize",
                new DeadLetter.Origin(
                        "kafka", "orders", "3", "42", 1_700_000_000_123L, "lsn:0/16B3748"),
                DeadLetter.Stage.DESERIALIZE,
                utf8("{\"id\":7}"),
                new byte[] {(byte) 0xff, 0, 1, (byte) 0xfe},
                List.of(
                        new DeadLetter.Header("trace", utf8("a")),
                        new DeadLetter.Header("trace", new byte[] {(byte) 0x80}),
                        new DeadLetter.Header("empty", null)),
                new DeadLetter.Failure(
                        "InvalidJson",
                        "java.io.IOException",
                        "Zeile \u00fcber \"alles\"",
                        "java.io.IOException\n\tat a.B.c"),
                3,
                1_700_000_001_000L,
                1_700_000_002_500L,
                "sync orders");
    }

    /** Every field null that may be. */
    public static DeadLetter bare() {
        return new DeadLetter(
                "datahub/p.t/-/sha256:00/write",
                new DeadLetter.Origin("datahub", "p.t", null, null, null, null),
                DeadLetter.Stage.WRITE,
                null,
                null,
                List.of(),
                new DeadLetter.Failure("MalformedRecord", null, "too wide", null),
                1,
                0,
                0,
                null);
    }

    /** A letter of a topic and offset, with text as value. */
    public static DeadLetter at(String topic, long offset, String value) {
        DeadLetter.Origin origin =
                new DeadLetter.Origin("kafka", topic, "0", Long.toString(offset), null, null);
        return DeadLetters.builder(origin, DeadLetter.Stage.DESERIALIZE)
                .key(utf8("k" + offset))
                .value(utf8(value))
                .error("InvalidJson", "not JSON")
                .build();
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
