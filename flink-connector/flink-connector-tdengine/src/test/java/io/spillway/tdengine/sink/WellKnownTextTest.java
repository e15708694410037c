/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Geometries as text. */
class WellKnownTextTest {

    private static final String ONE_TWO = "000000000000f03f0000000000000040";
    private static final String POINT = "0101000000" + ONE_TWO;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                POINT + "|POINT(1.0 2.0)",
                "00000000013ff00000000000004000000000000000|POINT(1.0 2.0)",
                "010200000002000000" + ONE_TWO + ONE_TWO + "|LINESTRING(1.0 2.0,1.0 2.0)",
                "01030000000100000001000000" + ONE_TWO + "|POLYGON((1.0 2.0))",
                "010400000002000000" + POINT + POINT + "|MULTIPOINT((1.0 2.0),(1.0 2.0))",
                "010700000001000000" + POINT + "|GEOMETRYCOLLECTION(POINT(1.0 2.0))"
            })
    void shapes(String binary, String text) {
        assertThat(WellKnownText.of(HexFormat.of().parseHex(binary))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01",
                "0101000000",
                "0109000000" + ONE_TWO,
                "01010000a0" + ONE_TWO,
                POINT + "00",
                "0102000000ffffffff",
                "0102000000ffffff7f" + ONE_TWO
            })
    void anythingElseIsRefused(String binary) {
        assertThatThrownBy(() -> WellKnownText.of(HexFormat.of().parseHex(binary)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void depthIsBounded() {
        String deep = "010700000001000000".repeat(1_000) + POINT;
        assertThatThrownBy(() -> WellKnownText.of(HexFormat.of().parseHex(deep)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
