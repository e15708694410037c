/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanSplitSerializerTest {

    private static final ScanSplitSerializer SERIALIZER = ScanSplitSerializer.INSTANCE;

    private static final ScanSplit SPLIT =
            new ScanSplit(
                    "scan-7",
                    "`ts`,`v`",
                    null,
                    "power",
                    List.of("d1", "d2"),
                    "ts",
                    "`v` > 1",
                    100,
                    new ScanPosition(1, 1_000, 3));

    private static final String VERSION_1 =
            "000000067363616e2d37"
                    + "00000008607473602c607660"
                    + "00000005706f776572"
                    + "00000002"
                    + "000000026431"
                    + "000000026432"
                    + "000000027473"
                    + "01"
                    + "00000007607660203e2031"
                    + "0000000000000064"
                    + "00000001"
                    + "00000000000003e8"
                    + "0000000000000003";

    private static final ScanSplit TAGGED =
            new ScanSplit(
                    SPLIT.splitId(),
                    SPLIT.select(),
                    new SplitTags("meters", List.of("site", "温"), List.of(1, 3)),
                    SPLIT.database(),
                    SPLIT.tables(),
                    SPLIT.timeColumn(),
                    null,
                    Long.MAX_VALUE,
                    ScanPosition.START);

    @Test
    void splitsOfTheFirstVersionAreRead() throws Exception {
        assertThat(SERIALIZER.deserialize(1, HexFormat.of().parseHex(VERSION_1))).isEqualTo(SPLIT);
    }

    @Test
    void bytesAreTheFirstVersionsAndTheTags() throws Exception {
        byte[] bytes = SERIALIZER.serialize(SPLIT);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(VERSION_1 + "00000000");
        assertThat(SERIALIZER.deserialize(SERIALIZER.getVersion(), bytes)).isEqualTo(SPLIT);

        byte[] tagged = SERIALIZER.serialize(TAGGED);
        assertThat(HexFormat.of().formatHex(tagged))
                .endsWith(
                        "00000002"
                                + "0000000473697465"
                                + "00000001"
                                + "00000003e6b8a9"
                                + "00000003"
                                + "000000066d6574657273");
        assertThat(SERIALIZER.deserialize(2, tagged)).isEqualTo(TAGGED);
    }

    @Test
    void theResultOfAQueryHasNoTags() throws Exception {
        ScanSplit query = ScanSplit.ofQuery("query", "SELECT 1");
        assertThat(SERIALIZER.deserialize(2, SERIALIZER.serialize(query))).isEqualTo(query);
    }

    @Test
    void bytesOfAnotherVersionOrLengthAreRefused() throws Exception {
        byte[] bytes = SERIALIZER.serialize(TAGGED);
        assertThatThrownBy(() -> SERIALIZER.deserialize(3, bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 3");
        assertThatThrownBy(() -> SERIALIZER.deserialize(1, bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bytes more");
        for (int length = 0; length < bytes.length; length++) {
            byte[] shorter = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> SERIALIZER.deserialize(2, shorter))
                    .as("%s bytes", length)
                    .isInstanceOf(IOException.class);
        }
    }
}
