/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.RecordSchema.Field;
import io.spillway.datahub.client.model.Shard;
import io.spillway.datahub.client.model.ShardRange;
import io.spillway.datahub.client.model.SubscriptionDescription;
import io.spillway.datahub.client.model.SubscriptionOffset;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.client.model.TopicSpec;
import io.spillway.local.datahub.LocalDataHub;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changes projects, topics, shards and subscriptions, against the local service. */
class DataHubAdminITCase {

    private static final TopicPath TOPIC = new TopicPath("shop", "orders");

    private final AdjustableClock clock = new AdjustableClock();
    private LocalDataHub hub;
    private DataHubGateway gateway;
    private DataHubAdmin admin;
    private DataHubSubscriptions subscriptions;

    @BeforeEach
    void start() throws Exception {
        hub = LocalDataHub.builder().clock(clock).start();
        gateway =
                new HttpDataHubGateway(
                        DataHubGatewayOptions.builder()
                                .endpoint(hub.endpoint())
                                .credentials(
                                        StaticCredentialsProvider.of(
                                                hub.accessId(), hub.accessKeySecret()))
                                .build());
        admin = gateway.admin();
        subscriptions = gateway.subscriptions();
        get(admin.createProject("shop", "all of it"));
        get(admin.createTopic(TOPIC, new TopicSpec(2, 3, schema("id"), "orders of the shop")));
    }

    @AfterEach
    void stop() {
        gateway.close();
        hub.close();
    }

    @Test
    void projectsAreListedDescribedChangedAndDeleted() throws Exception {
        get(admin.createProject("other", ""));

        assertThat(get(admin.listProjects())).containsExactlyInAnyOrder("shop", "other");
        assertThat(get(admin.getProject("shop")).comment()).isEqualTo("all of it");
        assertThat(get(admin.getProject("shop")).createTimeSeconds()).isPositive();
        get(admin.updateProject("shop", "a part"));
        assertThat(get(admin.getProject("shop")).comment()).isEqualTo("a part");

        get(admin.deleteProject("other"));
        assertThat(failureOf(admin.getProject("other")).code())
                .isEqualTo(DataHubErrors.NO_SUCH_PROJECT);
    }

    @Test
    void topicsAreListedChangedWidenedAndDeleted() throws Exception {
        TopicPath blob = new TopicPath("shop", "pictures");
        get(admin.createTopic(blob, new TopicSpec(1, 1, null, "")));

        assertThat(get(admin.listTopics("shop"))).containsExactlyInAnyOrder("orders", "pictures");
        assertThat(get(gateway.getTopic(blob)).blob()).isTrue();
        get(admin.updateTopic(TOPIC, 5, "longer"));
        assertThat(get(gateway.getTopic(TOPIC)).lifecycleDays()).isEqualTo(5);
        assertThat(get(gateway.getTopic(TOPIC)).comment()).isEqualTo("longer");

        get(admin.appendField(TOPIC, new Field("note", FieldType.STRING, false, null)));
        assertThat(get(gateway.getTopic(TOPIC)).schema()).isEqualTo(schema("id", "note"));
        assertThat(
                        failureOf(
                                admin.appendField(
                                        TOPIC, new Field("must", FieldType.STRING, true, null))))
                .hasMessageContaining("column 'must' cannot be added as not null");

        get(admin.deleteTopic(blob));
        assertThat(get(admin.listTopics("shop"))).containsExactly("orders");
    }

    @Test
    void shardsAreSplitInTheMiddleAndMergedAgain() throws Exception {
        assertThat(failureOf(admin.splitShard(TOPIC, "0", null)).code())
                .isEqualTo(DataHubErrors.LIMIT_EXCEEDED);
        clock.ahead = Duration.ofSeconds(10);

        List<ShardRange> halves = get(admin.splitShard(TOPIC, "0", null));

        String middle = "3FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";
        ShardRange first = halves.get(0);
        ShardRange second = halves.get(1);
        assertThat(first).isEqualTo(new ShardRange("2", "0".repeat(32), middle));
        assertThat(second.beginHashKey()).isEqualTo(middle);
        assertThat(failureOf(admin.splitShard(TOPIC, "9", null)).code())
                .isEqualTo(DataHubErrors.NO_SUCH_SHARD);
        assertThat(failureOf(admin.splitShard(TOPIC, "1", "nonsense")))
                .hasMessageContaining("the split key 'nonsense' must be 32 hex digits");

        clock.ahead = Duration.ofSeconds(20);
        ShardRange whole = get(admin.mergeShards(TOPIC, "2", "3"));
        assertThat(whole).isEqualTo(new ShardRange("4", "0".repeat(32), second.endHashKey()));
        assertThat(get(gateway.listShards(TOPIC)).shards())
                .filteredOn(shard -> shard.state() == Shard.State.ACTIVE)
                .extracting(Shard::id)
                .containsExactlyInAnyOrder("1", "4");
    }

    @Test
    void subscriptionsAreMadeFoundAndDeleted() throws Exception {
        int many = 103;
        List<String> ids =
                IntStream.range(0, many)
                        .mapToObj(i -> uncheckedGet(subscriptions.create(TOPIC, "number " + i)))
                        .toList();

        List<SubscriptionDescription> found = get(subscriptions.list(TOPIC));
        assertThat(found)
                .extracting(SubscriptionDescription::id)
                .containsExactlyInAnyOrderElementsOf(ids);
        String id = ids.get(0);
        assertThat(get(subscriptions.get(TOPIC, id)).comment()).isEqualTo("number 0");
        get(subscriptions.updateComment(TOPIC, id, "first"));
        get(subscriptions.setOnline(TOPIC, id, false));
        SubscriptionDescription changed = get(subscriptions.get(TOPIC, id));
        assertThat(changed.comment()).isEqualTo("first");
        assertThat(changed.online()).isFalse();

        get(subscriptions.delete(TOPIC, id));
        assertThat(failureOf(subscriptions.get(TOPIC, id)).code()).isEqualTo("NoSuchSubscription");
    }

    @Test
    void onlyTheLastSessionCommitsAndAResetMovesIt() throws Exception {
        String id = get(subscriptions.create(TOPIC, ""));
        Map<String, SubscriptionOffset> fresh =
                get(subscriptions.openOffsets(TOPIC, id, List.of("0", "1")));
        assertThat(fresh).containsOnlyKeys("0", "1");
        assertThat(fresh.get("0").isCommitted()).isFalse();

        SubscriptionOffset done = fresh.get("0").at(41, 1_000, 3);
        get(subscriptions.commitOffsets(TOPIC, id, Map.of("0", done)));
        SubscriptionOffset read = get(subscriptions.getOffsets(TOPIC, id, List.of())).get("0");
        assertThat(read.sequence()).isEqualTo(41);
        assertThat(read.timestampMillis()).isEqualTo(1_000);
        assertThat(read.batchIndex()).isEqualTo(3);

        SubscriptionOffset second =
                get(subscriptions.openOffsets(TOPIC, id, List.of("0"))).get("0");
        assertThat(second.sequence()).isEqualTo(41);
        assertThat(failureOf(subscriptions.commitOffsets(TOPIC, id, Map.of("0", done))).code())
                .isEqualTo("OffsetSessionChanged");

        get(subscriptions.resetOffsets(TOPIC, id, Map.of("0", SubscriptionOffset.resetTo(7, 500))));
        assertThat(failureOf(subscriptions.commitOffsets(TOPIC, id, Map.of("0", second))).code())
                .isEqualTo("OffsetReseted");
        assertThat(get(subscriptions.openOffsets(TOPIC, id, List.of("0"))).get("0").sequence())
                .isEqualTo(7);

        get(subscriptions.setOnline(TOPIC, id, false));
        assertThat(failureOf(subscriptions.openOffsets(TOPIC, id, List.of("0"))).code())
                .isEqualTo("SubscriptionOffline");
        assertThat(failureOf(subscriptions.openOffsets(TOPIC, id, List.of())))
                .hasMessageContaining("at least one shard");
    }

    private static RecordSchema schema(String... names) {
        return new RecordSchema(
                Arrays.stream(names)
                        .map(name -> new Field(name, FieldType.STRING, false, null))
                        .toList());
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static <T> T uncheckedGet(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static ServiceException failureOf(CompletableFuture<?> future) {
        Throwable thrown = catchThrowable(() -> get(future));
        assertThat(thrown).isInstanceOf(ExecutionException.class);
        return (ServiceException) thrown.getCause();
    }

    /** The service's clock; requests are still signed with the real time. */
    private static final class AdjustableClock extends Clock {

        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
