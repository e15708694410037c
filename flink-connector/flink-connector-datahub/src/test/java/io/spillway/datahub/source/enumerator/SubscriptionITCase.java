/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.DataHubGatewayOptions;
import io.spillway.datahub.client.HttpDataHubGateway;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.SubscriptionOffset;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.source.config.DataHubSourceConfig;
import io.spillway.datahub.source.config.OnDataLoss;
import io.spillway.datahub.source.config.ReadRange;
import io.spillway.datahub.source.config.StartingPosition;
import io.spillway.datahub.source.config.SubscriptionConfig;
import io.spillway.datahub.source.config.SubscriptionConfig.OnEvent;
import io.spillway.datahub.source.config.SubscriptionConfig.Uncommitted;
import io.spillway.datahub.source.event.OffsetsCheckpointedEvent;
import io.spillway.datahub.source.split.DataHubShardSplit;
import io.spillway.datahub.source.split.PassedRecord;
import io.spillway.datahub.source.split.ShardPosition;
import io.spillway.datahub.source.testing.SourceConfigs;
import io.spillway.local.datahub.LocalDataHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starting from a subscription and committing to it, over HTTP. */
@Timeout(60)
class SubscriptionITCase {

    private static final TopicPath TOPIC = new TopicPath("project", "topic");

    private final List<DataHubSourceEnumerator> opened = new ArrayList<>();
    private LocalDataHub service;
    private DataHubGateway gateway;
    private TestingSplitEnumeratorContext<DataHubShardSplit> context;
    private String subscription;

    @BeforeEach
    void start() {
        service = LocalDataHub.start();
        service.createProject(TOPIC.project());
        service.createTopic(TOPIC.project(), TOPIC.topic(), 2, LocalDataHub.tuple("text:STRING"));
        gateway = gateways().create();
        for (int i = 0; i < 5; i++) {
            write("0");
            write("1");
        }
        subscription = gateway.subscriptions().create(TOPIC, "").join();
        context = new TestingSplitEnumeratorContext<>(1);
    }

    @AfterEach
    void stop() {
        opened.forEach(DataHubSourceEnumerator::close);
        gateway.close();
        service.close();
    }

    @Test
    void beginsBehindWhatWasCommittedAndWithAllOfAShardThatWasNot() {
        commit("0", 2, 0);
        assertThat(positionsOf(started(fallback(Uncommitted.LATEST))))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("0", ShardPosition.after(2, 0), "1", ShardPosition.EARLIEST));
    }

    @Test
    void subscriptionThatNeverCommittedBeginsAsToldTo() {
        assertThat(positionsOf(started(SubscriptionConfig.of(subscription))).values())
                .containsOnly(ShardPosition.EARLIEST);
        context = new TestingSplitEnumeratorContext<>(1);
        assertThat(positionsOf(started(fallback(Uncommitted.LATEST))).values())
                .containsOnly(ShardPosition.at(5));
    }

    @Test
    void offsetResetToATimeIsFollowed() {
        long time = service.records(TOPIC.project(), TOPIC.topic()).get(0).systemTime();
        gateway.subscriptions()
                .resetOffsets(
                        TOPIC, subscription, Map.of("0", SubscriptionOffset.resetTo(-1, time)))
                .join();
        assertThat(positionsOf(started(SubscriptionConfig.of(subscription))).get("0"))
                .isEqualTo(ShardPosition.at(0));
    }

    @Test
    void commitsTheLastRecordThatACheckpointHolds() {
        DataHubSourceEnumerator enumerator = started(SubscriptionConfig.of(subscription));
        tell(enumerator, Map.of("0", new PassedRecord(3, 0, 7_000)));
        assertThat(committed("0").sequence()).isEqualTo(3);
        assertThat(committed("0").timestampMillis()).isEqualTo(7_000);
        assertThat(committed("1").isCommitted()).isFalse();

        tell(enumerator, Map.of("0", new PassedRecord(4, 2, 8_000)));
        assertThat(committed("0").sequence()).isEqualTo(4);
        assertThat(committed("0").batchIndex()).isEqualTo(2);
    }

    @Test
    void shardFoundLaterIsOpenedWithItsFirstCommit() {
        DataHubSourceEnumerator enumerator = started(SubscriptionConfig.of(subscription));
        String child = service.splitShard(TOPIC.project(), TOPIC.topic(), "0").get(0);
        tell(enumerator, Map.of(child, new PassedRecord(0, 0, 7_000)));
        assertThat(committed(child).sequence()).isZero();
    }

    @Test
    void shardThatIsGoneHoldsNoOtherBack() {
        DataHubSourceEnumerator enumerator = started(SubscriptionConfig.of(subscription));
        tell(
                enumerator,
                Map.of("0", new PassedRecord(3, 0, 7_000), "99", new PassedRecord(3, 0, 7_000)));
        assertThat(committed("0").sequence()).isEqualTo(3);
        tell(enumerator, Map.of("0", new PassedRecord(4, 0, 7_000)));
        assertThat(committed("0").sequence()).isEqualTo(4);
    }

    @Test
    void whoOpensTheSubscriptionFencesTheJobThatGoesOnWithTheOtherShards() {
        DataHubSourceEnumerator enumerator = started(SubscriptionConfig.of(subscription));
        gateway.subscriptions().openOffsets(TOPIC, subscription, List.of("1")).join();

        tell(
                enumerator,
                Map.of("0", new PassedRecord(3, 0, 7_000), "1", new PassedRecord(3, 0, 7_000)));
        assertThat(committed("0").sequence()).isEqualTo(3);
        assertThat(committed("1").isCommitted()).isFalse();

        tell(enumerator, Map.of("1", new PassedRecord(4, 0, 7_000)));
        assertThat(committed("1").isCommitted()).as("not taken back").isFalse();
    }

    @Test
    void fencingFailsTheJobIfAskedTo() {
        DataHubSourceEnumerator enumerator =
                started(policies(OnEvent.FAIL, OnEvent.CONTINUE, OnEvent.CONTINUE));
        gateway.subscriptions().openOffsets(TOPIC, subscription, List.of("1")).join();

        assertThatThrownBy(() -> tell(enumerator, Map.of("1", new PassedRecord(3, 0, 7_000))))
                .hasMessageContaining(subscription)
                .hasMessageContaining("another reader opened shards [1]")
                .hasMessageContaining("scan.subscription.on-session-lost");
    }

    @Test
    void resetByAnOperatorMovesNoReaderAndIsOverwrittenOrFails() {
        DataHubSourceEnumerator enumerator = started(SubscriptionConfig.of(subscription));
        reset("0", 0);
        tell(enumerator, Map.of("0", new PassedRecord(3, 0, 7_000)));
        assertThat(committed("0").sequence()).isEqualTo(3);

        context = new TestingSplitEnumeratorContext<>(1);
        DataHubSourceEnumerator strict =
                started(policies(OnEvent.CONTINUE, OnEvent.FAIL, OnEvent.CONTINUE));
        reset("0", 0);
        assertThatThrownBy(() -> tell(strict, Map.of("0", new PassedRecord(4, 0, 7_000))))
                .hasMessageContaining("the offsets of shards [0] were reset")
                .hasMessageContaining("scan.subscription.on-reset");
        assertThat(committed("0").sequence()).isZero();
    }

    @Test
    void whatAnOfflineSubscriptionDidNotTakeIsCommittedLater() {
        DataHubSourceEnumerator enumerator = started(SubscriptionConfig.of(subscription));
        gateway.subscriptions().setOnline(TOPIC, subscription, false).join();
        tell(enumerator, Map.of("0", new PassedRecord(3, 0, 7_000)));
        assertThat(committed("0").isCommitted()).isFalse();

        gateway.subscriptions().setOnline(TOPIC, subscription, true).join();
        tell(enumerator, Map.of("1", new PassedRecord(2, 0, 7_000)));
        assertThat(committed("0").sequence()).isEqualTo(3);
        assertThat(committed("1").sequence()).isEqualTo(2);
    }

    @Test
    void offlineSubscriptionFailsTheJobIfAskedToAndElseTellsWhereItStands() {
        commit("0", 2, 0);
        gateway.subscriptions().setOnline(TOPIC, subscription, false).join();

        assertThat(positionsOf(started(SubscriptionConfig.of(subscription))).get("0"))
                .isEqualTo(ShardPosition.after(2, 0));
        context = new TestingSplitEnumeratorContext<>(1);
        assertThatThrownBy(
                        () -> started(policies(OnEvent.CONTINUE, OnEvent.CONTINUE, OnEvent.FAIL)))
                .hasMessageContaining("SubscriptionOffline");
    }

    @Test
    void subscriptionThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> started(SubscriptionConfig.of("1234567890123nosub")))
                .hasMessageContaining("1234567890123nosub")
                .hasMessageContaining("NoSuchSubscription");
    }

    private SubscriptionConfig fallback(Uncommitted uncommitted) {
        return new SubscriptionConfig(
                subscription,
                uncommitted,
                OnEvent.CONTINUE,
                OnEvent.CONTINUE,
                OnEvent.CONTINUE,
                OnEvent.CONTINUE);
    }

    private SubscriptionConfig policies(OnEvent sessionLost, OnEvent reset, OnEvent offline) {
        return new SubscriptionConfig(
                subscription, Uncommitted.EARLIEST, sessionLost, reset, offline, OnEvent.CONTINUE);
    }

    private DataHubSourceEnumerator started(SubscriptionConfig config) {
        DataHubSourceConfig source =
                new DataHubSourceConfig(
                        TOPIC,
                        gateways(),
                        new ReadRange(StartingPosition.subscription(), null),
                        OnDataLoss.FAIL,
                        ErrorPolicy.FAIL,
                        new DataHubSourceConfig.Tuning(
                                Duration.ofSeconds(10),
                                Duration.ofMillis(5),
                                1000,
                                SourceConfigs.THREE_ATTEMPTS,
                                false),
                        config);
        DataHubSourceEnumerator enumerator =
                new DataHubSourceEnumerator(context, source, EnumeratorState.initial(TOPIC));
        opened.add(enumerator);
        enumerator.start();
        context.getExecutorService().triggerAll();
        context.registerReader(0, "host");
        enumerator.addReader(0);
        return enumerator;
    }

    private void tell(DataHubSourceEnumerator enumerator, Map<String, PassedRecord> records) {
        enumerator.handleSourceEvent(0, new OffsetsCheckpointedEvent(records));
        context.getExecutorService().triggerAll();
    }

    private Map<String, ShardPosition> positionsOf(DataHubSourceEnumerator started) {
        assertThat(started).isNotNull();
        return context.getSplitAssignments().get(0).getAssignedSplits().stream()
                .collect(
                        Collectors.toMap(
                                DataHubShardSplit::shardId,
                                DataHubShardSplit::position,
                                (a, b) -> b,
                                TreeMap::new));
    }

    private SubscriptionOffset committed(String shard) {
        return gateway.subscriptions()
                .getOffsets(TOPIC, subscription, List.of(shard))
                .join()
                .get(shard);
    }

    private void commit(String shard, long sequence, int batchIndex) {
        SubscriptionOffset session =
                gateway.subscriptions()
                        .openOffsets(TOPIC, subscription, List.of(shard))
                        .join()
                        .get(shard);
        gateway.subscriptions()
                .commitOffsets(
                        TOPIC, subscription, Map.of(shard, session.at(sequence, 7_000, batchIndex)))
                .join();
    }

    private void reset(String shard, long sequence) {
        gateway.subscriptions()
                .resetOffsets(
                        TOPIC,
                        subscription,
                        Map.of(shard, SubscriptionOffset.resetTo(sequence, 7_000)))
                .join();
    }

    private void write(String shard) {
        gateway.putRecordsByShard(
                        TOPIC,
                        shard,
                        List.of(new RecordEntryWriter().reset().addText("x").toRecord()))
                .join();
    }

    private DataHubGatewayFactory gateways() {
        return HttpDataHubGateway.factory(
                DataHubGatewayOptions.builder()
                        .endpoint(service.endpoint())
                        .credentials(
                                StaticCredentialsProvider.of(
                                        service.accessId(), service.accessKeySecret()))
                        .build());
    }
}
