/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.split;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DataHubShardSplitStateTest {

    @Test
    void movesBehindEveryRecord() {
        DataHubShardSplitState state =
                new DataHubShardSplitState(new DataHubShardSplit("3", ShardPosition.EARLIEST, 100));
        assertThat(state.toSplit().position().isEarliest()).isTrue();

        state.moveTo(ShardPosition.at(5));
        assertThat(state.toSplit().position()).isEqualTo(new ShardPosition(5, 0));

        state.passed(5, 0, 1_000);
        state.passed(5, 1, 1_000);
        assertThat(state.toSplit())
                .isEqualTo(new DataHubShardSplit("3", new ShardPosition(5, 2), 100));
    }

    @Test
    void placeTellsWhichRecordsAreDone() {
        ShardPosition place = ShardPosition.after(5, 1);
        assertThat(place.isAfter(4, 9)).isTrue();
        assertThat(place.isAfter(5, 0)).isTrue();
        assertThat(place.isAfter(5, 1)).isTrue();
        assertThat(place.isAfter(5, 2)).isFalse();
        assertThat(place.isAfter(6, 0)).isFalse();
        assertThat(ShardPosition.EARLIEST.isAfter(0, 0)).isFalse();
        assertThat(ShardPosition.at(5).lastSequence()).isEqualTo(4);
        assertThat(place.lastSequence()).isEqualTo(5);
    }
}
