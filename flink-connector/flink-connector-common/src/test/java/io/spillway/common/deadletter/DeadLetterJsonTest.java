/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.table.api.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterJsonTest {

    @Test
    void everyFieldComesBack() throws IOException {
        assertThat(DeadLetterJson.parse(DeadLetterJson.toBytes(TestLetters.full())))
                .isEqualTo(TestLetters.full());
        assertThat(DeadLetterJson.parse(DeadLetterJson.toBytes(TestLetters.bare())))
                .isEqualTo(TestLetters.bare());
    }

    @Test
    void theFormIsFixed() {
        assertThat(new String(DeadLetterJson.toBytes(TestLetters.full()), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"id":"kafka/orders/3/42/deserialize","stage":"deserialize",\
                        "origin_system":"kafka","origin_container":"orders",\
                        "origin_partition":"3","origin_position":"42",\
                        "origin_time":"2023-11-14T22:13:20.123Z",\
                        "source_position":"lsn:0/16B3748",\
                        "key":"{\\"id\\":7}","value_base64":"/wAB/g==",\
                        "headers":[{"name":"trace","value":"a"},\
                        {"name":"trace","value_base64":"gA=="},{"name":"empty"}],\
                        "code":"InvalidJson","exception_class":"java.io.IOException",\
                        "message":"Zeile \u00fcber \\"alles\\"",\
                        "stack_trace":"java.io.IOException\\n\\tat a.B.c","attempts":3,\
                        "first_failure":"2023-11-14T22:13:21Z",\
                        "last_failure":"2023-11-14T22:13:22.500Z","job_name":"sync orders"}""");
    }

    @Test
    void fieldsAreTheColumnsOfTheTable() throws IOException {
        JsonNode json = new ObjectMapper().readTree(DeadLetterJson.toBytes(TestLetters.full()));
        TreeSet<String> fields = new TreeSet<>();
        json.fieldNames().forEachRemaining(name -> fields.add(name.replace("_base64", "")));

        assertThat(fields)
                .containsExactlyInAnyOrderElementsOf(
                        DeadLetterRows.schema().getColumns().stream()
                                .map(Schema.UnresolvedColumn::getName)
                                .toList());
    }

    @Test
    void emptyBytesAreNotNull() throws IOException {
        DeadLetter empty =
                DeadLetters.builder(TestLetters.bare().origin(), DeadLetter.Stage.WRITE)
                        .key(new byte[0])
                        .value(new byte[0])
                        .headers(List.of(new DeadLetter.Header("h", new byte[0])))
                        .error("c", "m")
                        .build();

        assertThat(DeadLetterJson.parse(DeadLetterJson.toBytes(empty))).isEqualTo(empty);
    }

    @Test
    void anyByteComesBack() throws IOException {
        for (int lead = 0; lead < 256; lead++) {
            byte[] value = {'a', (byte) lead, (byte) 0xa2, '\n', 0};
            DeadLetter letter =
                    DeadLetters.builder(TestLetters.bare().origin(), DeadLetter.Stage.WRITE)
                            .value(value)
                            .error("c", "m")
                            .build();
            byte[] json = DeadLetterJson.toBytes(letter);

            assertThat(json).doesNotContain('\n');
            assertThat(DeadLetterJson.parse(json).value()).isEqualTo(value);
        }
    }

    @Test
    void valuesBeyondJacksonsDefaultLimitComeBack() throws IOException {
        byte[] value = new byte[21_000_000];
        Arrays.fill(value, (byte) 'x');
        DeadLetter letter =
                DeadLetters.builder(TestLetters.bare().origin(), DeadLetter.Stage.WRITE)
                        .value(value)
                        .error("c", "m")
                        .build();

        assertThat(DeadLetterJson.parse(DeadLetterJson.toBytes(letter)).value().length)
                .isEqualTo(value.length);
    }

    @Test
    void withoutPayloadNothingOfTheRecordIsShown() {
        String line = DeadLetterJson.withoutPayload(TestLetters.full());

        assertThat(line)
                .contains("kafka/orders/3/42", "InvalidJson")
                .doesNotContain("\"key\"", "value", "headers", "trace\":\"a");
    }

    @Test
    void unknownFieldsAreSkipped() throws IOException {
        String json =
                new String(DeadLetterJson.toBytes(TestLetters.full()), StandardCharsets.UTF_8);
        String later = "{\"new\":{\"a\":[1]},\"newer\":[{}],\"newest\":null," + json.substring(1);

        assertThat(DeadLetterJson.parse(TestLetters.utf8(later))).isEqualTo(TestLetters.full());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"id\":",
                "{\"headers\":7}",
                "{\"headers\":[{}]}",
                "{\"value\":7}",
                "{\"value_base64\":\"*\"}"
            })
    void brokenLettersAreRefused(String json) {
        assertThatThrownBy(() -> DeadLetterJson.parse(TestLetters.utf8(json)))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage", "attempts", "first_failure"})
    void brokenFieldsAreNamed(String field) {
        String json =
                new String(DeadLetterJson.toBytes(TestLetters.full()), StandardCharsets.UTF_8);
        String broken =
                json.replaceFirst("\"" + field + "\":(\"[^\"]*\"|3)", "\"" + field + "\":\"?\"");

        assertThatThrownBy(() -> DeadLetterJson.parse(TestLetters.utf8(broken)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(field);
    }
}
