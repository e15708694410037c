/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.datahub.client.exception.DatahubClientException;
import com.aliyun.datahub.client.exception.InvalidParameterException;
import com.aliyun.datahub.client.exception.LimitExceededException;
import com.aliyun.datahub.client.exception.ShardSealedException;
import com.aliyun.datahub.client.model.CursorType;
import com.aliyun.datahub.client.model.ExpandMode;
import com.aliyun.datahub.client.model.MergeShardResult;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.RecordType;
import com.aliyun.datahub.client.model.ShardEntry;
import com.aliyun.datahub.client.model.ShardState;
import com.aliyun.datahub.client.model.SplitShardResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vendor's Java client splits, merges and extends shards. */
class VendorSdkShardsITCase extends VendorSdkFixture {

    private static final String ALL_ONES = "F".repeat(32);

    @Test
    void hashRangesCoverTheKeySpaceEvenly() {
        topic(3);

        List<ShardEntry> shards = client.listShard(PROJECT, TOPIC).getShards();

        assertThat(shards)
                .extracting(ShardEntry::getBeginHashKey)
                .containsExactly("0".repeat(32), "5".repeat(32), "A".repeat(32));
        assertThat(shards)
                .extracting(ShardEntry::getEndHashKey)
                .containsExactly("5".repeat(32), "A".repeat(32), ALL_ONES);
        assertThat(shards).extracting(ShardEntry::getState).containsOnly(ShardState.ACTIVE);
        assertThat(shards.get(0).getLeftShardId()).isNull();
        assertThat(shards.get(0).getRightShardId()).isEqualTo("1");
        assertThat(shards.get(2).getRightShardId()).isNull();
    }

    @Test
    void splitAndMergeMakeChildrenOfTheirParents() {
        topic(1);
        clock.advance(Duration.ofSeconds(6));

        SplitShardResult split = client.splitShard(PROJECT, TOPIC, "0");

        assertThat(split.getNewShards())
                .extracting(ShardEntry::getShardId)
                .containsExactly("1", "2");
        Map<String, ShardEntry> shards = shards();
        assertThat(shards.get("0").getState()).isEqualTo(ShardState.CLOSED);
        assertThat(shards.get("0").getClosedTime()).isEqualTo(clock.millis());
        assertThat(shards.get("1").getState()).isEqualTo(ShardState.ACTIVE);
        assertThat(shards.get("1").getParentShardIds()).containsExactly("0");
        assertThat(shards.get("1").getEndHashKey()).isEqualTo(shards.get("2").getBeginHashKey());
        assertThat(shards.get("2").getEndHashKey()).isEqualTo(ALL_ONES);

        clock.advance(Duration.ofSeconds(6));
        String quarter = "3" + "F".repeat(31);
        client.splitShard(PROJECT, TOPIC, "1", quarter);
        assertThat(shards().get("3").getEndHashKey()).isEqualTo(quarter);

        clock.advance(Duration.ofSeconds(6));
        // neighbours may be named in either order
        MergeShardResult merged = client.mergeShard(PROJECT, TOPIC, "2", "4");
        assertThat(merged.getShardId()).isEqualTo("5");
        assertThat(merged.getBeginHashKey()).isEqualTo(quarter);
        assertThat(merged.getEndHashKey()).isEqualTo(ALL_ONES);
        assertThat(shards().get("5").getParentShardIds()).containsExactly("4", "2");
        assertThat(client.getTopic(PROJECT, TOPIC).getShardCount()).isEqualTo(2);
    }

    @Test
    void splitsAndMergesThatCannotBeAreRefused() {
        topic(3);
        refusal(
                () -> client.splitShard(PROJECT, TOPIC, "0"),
                LimitExceededException.class,
                "LimitExceeded");
        clock.advance(Duration.ofSeconds(6));

        for (String key : List.of("0".repeat(32), "5".repeat(32), "7".repeat(32))) {
            refusal(
                    () -> client.splitShard(PROJECT, TOPIC, "0", key),
                    InvalidParameterException.class,
                    "InvalidParameter");
        }
        refusal(
                () -> client.mergeShard(PROJECT, TOPIC, "0", "2"),
                InvalidParameterException.class,
                "InvalidParameter");
        refusal(
                () -> client.mergeShard(PROJECT, TOPIC, "1", "1"),
                InvalidParameterException.class,
                "InvalidParameter");
        client.splitShard(PROJECT, TOPIC, "0");
        refusal(
                () -> client.splitShard(PROJECT, TOPIC, "0", "1" + "0".repeat(31)),
                ShardSealedException.class,
                "InvalidShardOperation");
        refusal(
                () -> client.mergeShard(PROJECT, TOPIC, "3", "4"),
                LimitExceededException.class,
                "LimitExceeded");
    }

    @Test
    void topicsInExtendModeGrowAndAreNeverSplitOrMerged() {
        client.createProject(PROJECT, "");
        client.createTopic(
                PROJECT,
                TOPIC,
                2,
                5,
                RecordType.TUPLE,
                VendorRecords.idAndName(),
                "",
                ExpandMode.ONLY_EXTEND);
        clock.advance(Duration.ofSeconds(6));

        client.extendShard(PROJECT, TOPIC, 4);

        assertThat(client.getTopic(PROJECT, TOPIC).getExpandMode())
                .isEqualTo(ExpandMode.ONLY_EXTEND);
        List<ShardEntry> shards = client.listShard(PROJECT, TOPIC).getShards();
        assertThat(shards).extracting(ShardEntry::getShardId).containsExactly("0", "1", "2", "3");
        assertThat(shards).extracting(ShardEntry::getEndHashKey).containsOnly(ALL_ONES);
        assertThat(shards).allSatisfy(s -> assertThat(s.getParentShardIds()).isNullOrEmpty());
        client.putRecordsByShard(PROJECT, TOPIC, "3", VendorRecords.rows("3", 0, 1));
        refusal(
                () -> client.extendShard(PROJECT, TOPIC, 4),
                InvalidParameterException.class,
                "InvalidParameter");
        refusal(
                () -> client.mergeShard(PROJECT, TOPIC, "0", "1"),
                DatahubClientException.class,
                "OperationDenied");
        refusal(
                () -> client.splitShard(PROJECT, TOPIC, "0", "7" + "F".repeat(31)),
                DatahubClientException.class,
                "OperationDenied");
        RecordEntry keyed = VendorRecords.row(null, 1L, "keyed");
        keyed.setPartitionKey("customer-7");
        assertThat(
                        client.putRecords(PROJECT, TOPIC, List.of(keyed))
                                .getPutErrorEntries()
                                .get(0)
                                .getErrorcode())
                .isEqualTo("InvalidParameter");
    }

    @Test
    void topicsInSplitModeAreNotExtended() {
        topic(1);

        refusal(
                () -> client.extendShard(PROJECT, TOPIC, 4),
                DatahubClientException.class,
                "OperationDenied");
    }

    @Test
    void parentsCloseSlowlyIfToldTo() {
        topic(1);
        put(1);
        hub.faults().closingDelay(Duration.ofSeconds(3));
        hub.splitShard(PROJECT, TOPIC, "0");
        assertThat(shards().get("0").getState()).isEqualTo(ShardState.CLOSING);
        refusal(() -> put(2), DatahubClientException.class, "InvalidShardOperation");
        String end =
                client.getRecords(
                                PROJECT,
                                TOPIC,
                                "0",
                                VendorRecords.idAndName(),
                                cursor(CursorType.OLDEST).getCursor(),
                                9)
                        .getNextCursor();
        assertThat(
                        client.getRecords(PROJECT, TOPIC, "0", VendorRecords.idAndName(), end, 9)
                                .getRecordCount())
                .isZero();

        clock.advance(Duration.ofSeconds(4));

        assertThat(shards().get("0").getState()).isEqualTo(ShardState.CLOSED);
        refusal(
                () -> client.getRecords(PROJECT, TOPIC, "0", VendorRecords.idAndName(), end, 9),
                DatahubClientException.class,
                "InvalidShardOperation");
    }

    @Test
    void shardsOpenSlowlyIfToldTo() {
        topic(1);
        hub.faults().openingDelay(Duration.ofSeconds(30));
        hub.splitShard(PROJECT, TOPIC, "0");
        assertThat(shards().get("1").getState()).isEqualTo(ShardState.OPENING);
        refusal(
                () -> client.putRecordsByShard(PROJECT, TOPIC, "1", VendorRecords.rows("1", 0, 1)),
                DatahubClientException.class,
                "ShardNotReady");

        clock.advance(Duration.ofSeconds(31));
        client.waitForShardReady(PROJECT, TOPIC);
        client.putRecordsByShard(PROJECT, TOPIC, "1", VendorRecords.rows("1", 0, 1));

        assertThat(hub.recordCount(PROJECT, TOPIC)).isEqualTo(1);
    }
}
