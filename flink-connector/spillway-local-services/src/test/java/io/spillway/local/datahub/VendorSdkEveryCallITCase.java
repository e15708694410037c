/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.model.CursorType;
import com.aliyun.datahub.client.model.ExpandMode;
import com.aliyun.datahub.client.model.Field;
import com.aliyun.datahub.client.model.FieldType;
import com.aliyun.datahub.client.model.JoinGroupResult;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.RecordSchema;
import com.aliyun.datahub.client.model.RecordType;
import com.aliyun.datahub.client.model.SubscriptionOffset;
import com.aliyun.datahub.client.model.SubscriptionState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call of the protocol that the vendor's client has, in each of its encodings. */
class VendorSdkEveryCallITCase {

    /** Operations of the protocol; JSON has no put by shard, batches have no multi-shard put. */
    private static final int CALLS = 38;

    private static final String PROJECT = "every_call";

    private final MutableClock clock = new MutableClock();

    /** Names of the calls made so far. */
    private final Set<String> called = new TreeSet<>();

    @ParameterizedTest
    @EnumSource
    void everyCallIsAnswered(VendorClients how) {
        try (LocalDataHub hub = LocalDataHub.builder().clock(clock).start()) {
            DatahubClient client = recording(how.connect(hub));
            projects(client);
            topicsAndSchemas(client);
            shards(client);
            records(client, how);
            subscriptions(client);
            groups(client);
            client.deleteTopicSchema(PROJECT, "rows", 0);
            assertThat(client.listTopicSchema(PROJECT, "rows").getRecordSchemaInfoList())
                    .hasSize(1);
            client.deleteTopic(PROJECT, "rows");
            client.deleteTopic(PROJECT, "growing");
            client.deleteProject(PROJECT);
        }
        boolean both = how.isBinary() && !how.isBatch();
        assertThat(called).as("calls made: %s", called).hasSize(both ? CALLS : CALLS - 1);
    }

    private static void projects(DatahubClient client) {
        client.createProject(PROJECT, "comment");
        assertThat(client.getProject(PROJECT).getComment()).isEqualTo("comment");
        client.updateProject(PROJECT, "other");
        assertThat(client.listProject("every").getProjectNames()).containsExactly(PROJECT);
    }

    private static void topicsAndSchemas(DatahubClient client) {
        RecordSchema schema = VendorRecords.idAndName();
        client.createTopic(PROJECT, "rows", 1, 3, RecordType.TUPLE, schema, "comment");
        client.createTopic(PROJECT, "growing", 1, 3, RecordType.BLOB, "", ExpandMode.ONLY_EXTEND);
        client.updateTopic(PROJECT, "rows", 5, "other");
        assertThat(client.getTopic(PROJECT, "rows").getLifeCycle()).isEqualTo(5);
        assertThat(client.listTopic(PROJECT).getTopicNames()).containsExactly("growing", "rows");
        assertThat(client.registerTopicSchema(PROJECT, "rows", schema).getVersionId()).isZero();
        client.appendField(PROJECT, "rows", new Field("price", FieldType.DOUBLE));
        assertThat(client.listTopicSchema(PROJECT, "rows", 1, 10).getRecordSchemaInfoList())
                .hasSize(2);
        assertThat(client.getTopicSchema(PROJECT, "rows", schema).getVersionId()).isZero();
    }

    private void shards(DatahubClient client) {
        clock.advance(Duration.ofSeconds(6));
        client.splitShard(PROJECT, "rows", "0");
        clock.advance(Duration.ofSeconds(6));
        assertThat(client.mergeShard(PROJECT, "rows", "1", "2").getShardId()).isEqualTo("3");
        client.extendShard(PROJECT, "growing", 3);
        assertThat(client.listShard(PROJECT, "growing").getShards()).hasSize(3);
    }

    private static void records(DatahubClient client, VendorClients how) {
        RecordSchema schema = client.getTopic(PROJECT, "rows").getRecordSchema();
        List<RecordEntry> rows = List.of(VendorRecords.row(schema, "3", 1L, "one", 0.5));
        if (!how.isBatch()) {
            assertThat(client.putRecords(PROJECT, "rows", rows).getFailedRecordCount()).isZero();
        }
        if (how.isBinary()) {
            client.putRecordsByShard(PROJECT, "rows", "3", rows);
        }
        for (CursorType type : List.of(CursorType.OLDEST, CursorType.LATEST)) {
            String cursor = client.getCursor(PROJECT, "rows", "3", type).getCursor();
            List<RecordEntry> read =
                    client.getRecords(PROJECT, "rows", "3", schema, cursor, 1).getRecords();
            assertThat(read)
                    .extracting(VendorRecords::values)
                    .containsExactly(List.of(1L, "one", 0.5));
        }
        client.getCursor(PROJECT, "rows", "3", CursorType.SYSTEM_TIME, 1);
        client.getCursor(PROJECT, "rows", "3", CursorType.SEQUENCE, 0);
        assertThat(client.getMeterInfo(PROJECT, "rows", "3").getStorage()).isPositive();
    }

    private static void subscriptions(DatahubClient client) {
        String id = client.createSubscription(PROJECT, "rows", "comment").getSubId();
        client.updateSubscription(PROJECT, "rows", id, "other");
        assertThat(client.getSubscription(PROJECT, "rows", id).getComment()).isEqualTo("other");
        assertThat(client.listSubscription(PROJECT, "rows", 1, 10).getTotalCount()).isEqualTo(1);
        List<String> shard = List.of("3");
        SubscriptionOffset offset =
                client.openSubscriptionSession(PROJECT, "rows", id, shard).getOffsets().get("3");
        offset.setSequence(7);
        client.commitSubscriptionOffset(PROJECT, "rows", id, Map.of("3", offset));
        assertThat(
                        client.getSubscriptionOffset(PROJECT, "rows", id, shard)
                                .getOffsets()
                                .get("3")
                                .getSequence())
                .isEqualTo(7);
        client.resetSubscriptionOffset(PROJECT, "rows", id, Map.of("3", offset));
        client.updateSubscriptionState(PROJECT, "rows", id, SubscriptionState.OFFLINE);
        client.deleteSubscription(PROJECT, "rows", id);
    }

    private static void groups(DatahubClient client) {
        String id = client.createSubscription(PROJECT, "growing", "").getSubId();
        JoinGroupResult joined = client.joinGroup(PROJECT, "growing", id, 60_000);
        String consumer = joined.getConsumerId();
        long version = joined.getVersionId();
        assertThat(
                        client.heartbeat(
                                        PROJECT, "growing", id, consumer, version, List.of(),
                                        List.of())
                                .getShardList())
                .containsExactly("0", "1", "2");
        client.syncGroup(PROJECT, "growing", id, consumer, version, List.of("1"), List.of("0"));
        client.leaveGroup(PROJECT, "growing", id, consumer, version);
    }

    private DatahubClient recording(DatahubClient client) {
        return (DatahubClient)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {DatahubClient.class},
                        (proxy, method, args) -> {
                            called.add(method.getName());
                            try {
                                return method.invoke(client, args);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
