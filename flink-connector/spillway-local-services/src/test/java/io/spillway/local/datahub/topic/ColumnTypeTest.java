/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypeTest {

    @ParameterizedTest
    @CsvSource({
        "TINYINT, -128",
        "TINYINT, 127",
        "SMALLINT, -32768",
        "INTEGER, 2147483647",
        "BIGINT, -9223372036854775808",
        "BIGINT, 9223372036854775807",
        "BIGINT, 0",
        "FLOAT, -3.4028235E38",
        "FLOAT, NaN",
        "DOUBLE, 4.9E-324",
        "DOUBLE, -Infinity",
        "DOUBLE, 1",
        "BOOLEAN, true",
        "BOOLEAN, False",
        "TIMESTAMP, -62135798400000000",
        "TIMESTAMP, 253402271999000000",
        "DECIMAL, -0.000000000000000000000000000001",
        "DECIMAL, 1E+3",
        "DECIMAL, .5",
        "JSON, '{\"a\":[1,null]}'",
        "JSON, 7",
        "STRING, ''"
    })
    void acceptsItsTextForms(ColumnType type, String text) {
        assertThat(accepts(type, text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "TINYINT, 128",
        "TINYINT, ''",
        "SMALLINT, -32769",
        "INTEGER, 2147483648",
        "BIGINT, 9223372036854775808",
        "BIGINT, -9223372036854775809",
        "BIGINT, 99999999999999999999999",
        "BIGINT, 1.0",
        "BIGINT, +1",
        "BIGINT, -",
        "BIGINT, '1 '",
        "FLOAT, 3.5E38",
        "FLOAT, 1.0f",
        "DOUBLE, 1e999",
        "DOUBLE, 0x1p3",
        "DOUBLE, nan",
        "DOUBLE, ''",
        "BOOLEAN, 1",
        "BOOLEAN, ''",
        "TIMESTAMP, -62135798400000001",
        "TIMESTAMP, 253402271999000001",
        "TIMESTAMP, 2026-01-01",
        "DECIMAL, 1e",
        "DECIMAL, .",
        "DECIMAL, 1.2.3",
        "JSON, ''",
        "JSON, '{\"a\":'",
        "JSON, '1 2'"
    })
    void refusesOtherTexts(ColumnType type, String text) {
        assertThat(accepts(type, text)).isFalse();
    }

    @Test
    void stringsAreUtf8OfAtMostTwoMegabytes() {
        assertThat(ColumnType.STRING.accepts(new byte[] {'a', (byte) 0xc3}, 0, 2)).isFalse();
        assertThat(ColumnType.STRING.accepts(new byte[] {(byte) 0xc0, (byte) 0x80}, 0, 2))
                .isFalse();
        int limit = 2 * 1024 * 1024;
        assertThat(accepts(ColumnType.STRING, "a".repeat(limit))).isTrue();
        assertThat(accepts(ColumnType.STRING, "a".repeat(limit + 1))).isFalse();
    }

    private static boolean accepts(ColumnType type, String text) {
        // stands in the middle of other bytes, as in a record
        byte[] bytes = ("9" + text + "9").getBytes(StandardCharsets.UTF_8);
        return type.accepts(bytes, 1, bytes.length - 1);
    }
}
