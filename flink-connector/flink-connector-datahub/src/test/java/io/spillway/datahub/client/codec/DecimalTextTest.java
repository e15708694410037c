/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers written digit by digit are those the JDK writes. */
class DecimalTextTest {

    private final RecordEntryWriter writer = new RecordEntryWriter();
    private final RecordEntryReader reader = new RecordEntryReader();

    @Test
    void wholeNumbersOfEveryLength() throws Exception {
        Random random = new Random(5);
        for (int bits = 0; bits < Long.SIZE; bits++) {
            for (int i = 0; i < 200; i++) {
                long value = random.nextLong() >> bits;
                assertThat(written(value)).isEqualTo(Long.toString(value));
            }
        }
        for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
            for (long value : new long[] {power - 1, power, power + 1, -power, 1 - power}) {
                assertThat(written(value)).isEqualTo(Long.toString(value));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "12.5, 12.5",
        "-0.01, -0.01",
        "100, 100.0",
        "0.001, 0.001",
        "9999999.9999, 9999999.9999",
        "-9999999, -9999999.0",
        "1234.05, 1234.05",
        "0, 0.0",
        "-0.0, -0.0",
        "10000000, 1.0E7",
        "0.0009, 9.0E-4",
        "0.12345, 0.12345",
        "NaN, NaN",
        "-Infinity, -Infinity"
    })
    void numbersWithAPoint(double value, String text) throws Exception {
        reader.read(writer.reset().addDouble(value).toRecord());

        assertThat(reader.text(0)).isEqualTo(text);
    }

    @Test
    void numbersWithAPointAreTheShortestThatReadTheSame() throws Exception {
        Random random = new Random(7);
        int[] scales = {1, 10, 100, 1000, 10_000, 100_000};
        for (int i = 0; i < 200_000; i++) {
            double value = (random.nextInt() >> random.nextInt(31)) / (double) scales[i % 6];
            reader.read(writer.reset().addDouble(value).toRecord());
            String text = reader.text(0);
            assertThat(Double.parseDouble(text)).isEqualTo(value);
            assertThat(text.length()).isLessThanOrEqualTo(Double.toString(value).length());
            assertThat(new BigDecimal(text))
                    .isEqualByComparingTo(new BigDecimal(Double.toString(value)));
        }
    }

    private String written(long value) throws Exception {
        reader.read(writer.reset().addLong(value).toRecord());
        return reader.text(0);
    }
}
