/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.shard.ShardStatus;
import io.spillway.common.shard.ShardTracker;
import io.spillway.common.shard.ShardTracker.TrackedShard;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.source.split.DataHubShardSplit;
import io.spillway.datahub.source.split.ShardPosition;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnumeratorStateSerializerTest {

    private static final EnumeratorState STATE =
            new EnumeratorState(
                    new TopicPath("p", "t"),
                    true,
                    List.of(
                            new TrackedShard("0", List.of(), ShardStatus.FINISHED),
                            new TrackedShard("1", List.of(), ShardStatus.ASSIGNED),
                            new TrackedShard("2", List.of("0", "1"), ShardStatus.WAITING)),
                    List.of(
                            new DataHubShardSplit(
                                    "2", ShardPosition.at(7), DataHubShardSplit.NEVER)));

    private final EnumeratorStateSerializer serializer = EnumeratorStateSerializer.INSTANCE;

    @Test
    void bytesOfVersion1() throws IOException {
        assertThat(serializer.getVersion()).isEqualTo(1);
        assertThat(HexFormat.of().formatHex(serializer.serialize(STATE)))
                .isEqualTo(
                        "000170"
                                + "000174"
                                + "01"
                                + "00000003"
                                + ("000130" + "02" + "00000000")
                                + ("000131" + "01" + "00000000")
                                + ("000132" + "00" + "00000002" + "000130" + "000131")
                                + "00000001"
                                + "00000001"
                                + "00000018"
                                + ("000132"
                                        + "0000000000000007"
                                        + "00000000"
                                        + "7fffffffffffffff"
                                        + "00"));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        EnumeratorState read = serializer.deserialize(1, serializer.serialize(STATE));

        assertThat(read.topic()).isEqualTo(STATE.topic());
        assertThat(read.started()).isTrue();
        assertThat(read.unassigned()).isEqualTo(STATE.unassigned());
        assertThat(ShardTracker.restore(read.shards()).snapshot()).isEqualTo(STATE.shards());
    }

    @Test
    void stateOfAnotherReleaseIsRefused() throws IOException {
        byte[] bytes = serializer.serialize(STATE);
        assertThatThrownBy(() -> serializer.deserialize(0, bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 0");
        assertThatThrownBy(() -> serializer.deserialize(1, Arrays.copyOf(bytes, bytes.length + 2)))
                .hasMessageContaining("2 bytes more");
    }
}
