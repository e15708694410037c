/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.tdengine.source.tmq.enumerator.TmqEnumeratorState;
import io.spillway.tdengine.source.tmq.enumerator.TmqEnumeratorStateSerializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TmqSplitSerializerTest {

    private static final TmqSplit SPLIT =
            new TmqSplit("meters", 7, new TmqPosition(23, 2_048, 31), 99);
    private static final String SPLIT_HEX =
            "00066d6574657273"
                    + "00000007"
                    + "0000000000000017"
                    + "0000000000000800"
                    + "000000000000001f"
                    + "0000000000000063";

    @Test
    void splitKeepsItsBytes() throws Exception {
        byte[] bytes = TmqSplitSerializer.INSTANCE.serialize(SPLIT);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(SPLIT_HEX);
        assertThat(TmqSplitSerializer.INSTANCE.deserialize(1, bytes)).isEqualTo(SPLIT);
    }

    @Test
    void enumeratorStateKeepsItsBytes() throws Exception {
        TmqEnumeratorState state =
                new TmqEnumeratorState(
                        "meters",
                        true,
                        false,
                        List.of(SPLIT),
                        List.of(new TmqSplit("meters", 8, TmqPosition.at(5), 5)));
        byte[] bytes = TmqEnumeratorStateSerializer.INSTANCE.serialize(state);
        assertThat(HexFormat.of().formatHex(bytes))
                .startsWith("00066d6574657273" + "01" + "00" + "00000001" + "00000001" + "0000002c")
                .contains(SPLIT_HEX);
        assertThat(TmqEnumeratorStateSerializer.INSTANCE.deserialize(1, bytes)).isEqualTo(state);
    }

    @Test
    void bytesOfAnotherVersionOrLengthAreRefused() throws Exception {
        byte[] bytes = TmqSplitSerializer.INSTANCE.serialize(SPLIT);
        assertThatThrownBy(() -> TmqSplitSerializer.INSTANCE.deserialize(2, bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 2");
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> TmqSplitSerializer.INSTANCE.deserialize(1, longer))
                .hasMessageContaining("1 bytes more");
        assertThatThrownBy(
                        () ->
                                TmqSplitSerializer.INSTANCE.deserialize(
                                        1, Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IOException.class);
        byte[] state =
                TmqEnumeratorStateSerializer.INSTANCE.serialize(TmqEnumeratorState.initial("t"));
        assertThatThrownBy(() -> TmqEnumeratorStateSerializer.INSTANCE.deserialize(9, state))
                .hasMessageContaining("version 9");
    }
}
