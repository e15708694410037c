/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.datahub.client.model.Shard;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which shard a key belongs to, before and after shards change. */
class ShardTableTest {

    private static final String MIN = "0".repeat(32);
    private static final String THIRD = "5".repeat(32);
    private static final String HALF = "8" + "0".repeat(31);
    private static final String TWO_THIRDS = "A".repeat(32);
    private static final String MAX = "F".repeat(32);
    private static final int KEYS = 3000;

    @Test
    void spreadsKeysOverTheHashRanges() {
        ShardTable table =
                table(
                        shard("0", MIN, THIRD),
                        shard("1", THIRD, TWO_THIRDS),
                        shard("2", TWO_THIRDS, MAX));
        assertThat(table.isComplete()).isTrue();
        Map<String, Integer> counts = new HashMap<>();
        keys(table).values().forEach(shard -> counts.merge(shard, 1, Integer::sum));
        assertThat(counts).hasSize(3);
        assertThat(counts.values()).allMatch(count -> count > KEYS / 4);
    }

    @Test
    void boundsBelongToTheShardThatBeginsThere() {
        ShardTable table = table(shard("0", MIN, HALF), shard("1", HALF, MAX));
        assertThat(table.shardOf(0, 0)).isEqualTo("0");
        assertThat(table.shardOf(Long.MAX_VALUE, -1)).isEqualTo("0");
        assertThat(table.shardOf(Long.MIN_VALUE, 0)).isEqualTo("1");
        assertThat(table.shardOf(-1, -1)).isEqualTo("1");
    }

    @Test
    void aSplitMovesOnlyTheKeysOfTheShardThatWasSplit() {
        Map<String, String> before = keys(table(shard("0", MIN, THIRD), shard("1", THIRD, MAX)));
        Map<String, String> after =
                keys(
                        table(
                                shard("0", MIN, THIRD),
                                shard("3", TWO_THIRDS, MAX),
                                shard("2", THIRD, TWO_THIRDS)));
        before.forEach(
                (key, shard) -> {
                    if (shard.equals("0")) {
                        assertThat(after.get(key)).isEqualTo("0");
                    } else {
                        assertThat(after.get(key)).isIn("2", "3");
                    }
                });
    }

    @Test
    void anExtensionMovesKeysOnlyToTheNewShard() {
        Map<String, String> before = keys(table(shard("0", MIN, MAX), shard("1", MIN, MAX)));
        Map<String, String> after =
                keys(table(shard("0", MIN, MAX), shard("1", MIN, MAX), shard("2", MIN, MAX)));
        assertThat(after.values()).contains("0", "1", "2");
        assertThat(after.values().stream().filter("2"::equals).count())
                .isBetween(KEYS / 4L, KEYS / 2L);
        before.forEach((key, shard) -> assertThat(after.get(key)).isIn(shard, "2"));
    }

    @Test
    void isIncompleteWhileASplitOrMergeIsUnderWay() {
        assertThat(table().isComplete()).isFalse();
        assertThat(table(shard("0", MIN, HALF)).isComplete()).isFalse();
        assertThat(table(shard("1", HALF, MAX)).isComplete()).isFalse();
        assertThat(table(shard("0", MIN, THIRD), shard("2", TWO_THIRDS, MAX)).isComplete())
                .isFalse();
        assertThat(table(shard("0", MIN, TWO_THIRDS), shard("2", THIRD, MAX)).isComplete())
                .as("overlap")
                .isFalse();
        assertThat(table(shard("0", MIN, MAX)).isComplete()).isTrue();
    }

    @Test
    void refusesAHashKeyThatIsNone() {
        assertThatThrownBy(() -> table(shard("0", "00", MAX)))
                .hasMessageContaining("32 hex digits");
    }

    private static ShardTable table(Shard... shards) {
        return ShardTable.of(List.of(shards), false);
    }

    private static Shard shard(String id, String begin, String end) {
        return new Shard(id, Shard.State.ACTIVE, begin, end, List.of(), 0);
    }

    private static Map<String, String> keys(ShardTable table) {
        KeyHash hash = new KeyHash();
        Map<String, String> shards = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            hash.update(("key-" + i).getBytes(StandardCharsets.UTF_8));
            shards.put("key-" + i, table.shardOf(hash.high(), hash.low()));
        }
        return shards;
    }
}
