/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardAssignerTest {

    private final ShardAssigner assigner = new ShardAssigner("project.topic");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void consecutiveShardsSpreadEvenly(int parallelism) {
        int[] load = new int[parallelism];
        IntStream.range(5, 105)
                .forEach(id -> load[assigner.ownerOf(String.valueOf(id), parallelism)]++);

        int fair = 100 / parallelism;
        assertThat(IntStream.of(load)).allMatch(count -> count == fair || count == fair + 1);
    }

    @Test
    void ownerDependsOnNothingButTheShard() {
        int before = assigner.ownerOf("17", 5);
        IntStream.range(0, 50).forEach(id -> assigner.ownerOf(String.valueOf(id), 5));
        assertThat(assigner.ownerOf("17", 5)).isEqualTo(before);
        assertThat(new ShardAssigner("project.topic").ownerOf("17", 5)).isEqualTo(before);
    }

    @Test
    void topicsBeginAtDifferentSubtasks() {
        assertThat(
                        IntStream.range(0, 32)
                                .map(t -> new ShardAssigner("p.t" + t).ownerOf("0", 8))
                                .distinct()
                                .count())
                .isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-3", "vgroup-12", "99999999999999999999999", "4294967295", "٣"})
    void anyIdHasAnOwner(String id) {
        assertThat(assigner.ownerOf(id, 3)).isBetween(0, 2);
    }
}
