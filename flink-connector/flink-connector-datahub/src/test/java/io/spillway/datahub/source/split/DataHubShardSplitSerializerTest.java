/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataHubShardSplitSerializerTest {

    private final DataHubShardSplitSerializer serializer = DataHubShardSplitSerializer.INSTANCE;

    @Test
    void bytesOfVersion1() throws IOException {
        DataHubShardSplit split =
                new DataHubShardSplit("17", new ShardPosition(300, 2), 0x1234_5678_9aL, true);

        assertThat(serializer.getVersion()).isEqualTo(1);
        assertThat(HexFormat.of().formatHex(serializer.serialize(split)))
                .isEqualTo(
                        "00023137" + "000000000000012c" + "00000002" + "000000123456789a" + "01");
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        for (DataHubShardSplit split :
                List.of(
                        new DataHubShardSplit("0", ShardPosition.EARLIEST, DataHubShardSplit.NEVER),
                        new DataHubShardSplit("4294967295", ShardPosition.at(0), 0),
                        new DataHubShardSplit(
                                "1", ShardPosition.after(Long.MAX_VALUE - 1, 7), 9, true))) {
            assertThat(serializer.deserialize(1, serializer.serialize(split))).isEqualTo(split);
        }
    }

    @Test
    void stateOfAnotherReleaseIsRefused() throws IOException {
        byte[] bytes =
                serializer.serialize(
                        new DataHubShardSplit("0", ShardPosition.at(1), DataHubShardSplit.NEVER));

        assertThatThrownBy(() -> serializer.deserialize(2, bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 2");
        assertThatThrownBy(() -> serializer.deserialize(1, Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("1 bytes more");
        assertThatThrownBy(() -> serializer.deserialize(1, Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IOException.class);
    }
}
