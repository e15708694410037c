/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.exception.DatahubClientException;
import com.aliyun.datahub.client.exception.ResourceNotFoundException;
import com.aliyun.datahub.client.exception.ShardNotFoundException;
import com.aliyun.datahub.client.exception.SubscriptionOfflineException;
import com.aliyun.datahub.client.exception.SubscriptionOffsetResetException;
import com.aliyun.datahub.client.exception.SubscriptionSessionInvalidException;
import com.aliyun.datahub.client.model.SubscriptionEntry;
import com.aliyun.datahub.client.model.SubscriptionOffset;
import com.aliyun.datahub.client.model.SubscriptionState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vendor's Java client manages subscriptions and their offsets. */
class VendorSdkSubscriptionITCase {

    private static final String PROJECT = "readers";
    private static final String TOPIC = "orders";
    private static final List<String> SHARDS = List.of("0", "1");

    private LocalDataHub hub;
    private DatahubClient client;

    @BeforeEach
    void start() {
        hub = LocalDataHub.start();
        hub.createProject(PROJECT);
        hub.createTopic(PROJECT, TOPIC, 2, LocalDataHub.tuple("id:BIGINT!", "name:STRING"));
        client = VendorClients.JSON.connect(hub);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void subscriptionsLiveTheirLife(VendorClients how) {
        DatahubClient any = how.connect(hub);
        String first = any.createSubscription(PROJECT, TOPIC, "the first").getSubId();
        String second = any.createSubscription(PROJECT, TOPIC, "the second").getSubId();

        assertThat(any.listSubscription(PROJECT, TOPIC, 1, 10).getSubscriptions())
                .extracting(SubscriptionEntry::getSubId)
                .containsExactly(first, second);
        assertThat(any.listSubscription(PROJECT, TOPIC, 2, 1).getSubscriptions())
                .extracting(SubscriptionEntry::getSubId)
                .containsExactly(second);
        assertThat(any.listSubscription(PROJECT, TOPIC, 2, 1).getTotalCount()).isEqualTo(2);

        any.updateSubscription(PROJECT, TOPIC, first, "renamed");
        any.updateSubscriptionState(PROJECT, TOPIC, first, SubscriptionState.OFFLINE);
        SubscriptionEntry entry = any.getSubscription(PROJECT, TOPIC, first);
        assertThat(entry.getComment()).isEqualTo("renamed");
        assertThat(entry.getState()).isEqualTo(SubscriptionState.OFFLINE);
        assertThat(entry.getTopicName()).isEqualTo(TOPIC);

        any.deleteSubscription(PROJECT, TOPIC, first);
        assertThatThrownBy(() -> any.getSubscription(PROJECT, TOPIC, first))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("NoSuchSubscription");
    }

    @ParameterizedTest
    @EnumSource
    void committedOffsetsAreFoundByTheNextSession(VendorClients how) {
        DatahubClient any = how.connect(hub);
        String id = any.createSubscription(PROJECT, TOPIC, "").getSubId();
        Map<String, SubscriptionOffset> offsets =
                any.openSubscriptionSession(PROJECT, TOPIC, id, SHARDS).getOffsets();
        assertThat(offsets).containsOnlyKeys("0", "1");
        assertThat(offsets.get("0").getSequence()).isEqualTo(-1);
        assertThat(offsets.get("0").getTimestamp()).isEqualTo(-1);
        assertThat(offsets.get("0").getVersionId()).isZero();
        assertThat(offsets.get("0").getSessionId()).isEqualTo("1");

        offsets.get("0").setSequence(41);
        offsets.get("0").setTimestamp(1234);
        offsets.get("0").setBatchIndex(3);
        any.commitSubscriptionOffset(PROJECT, TOPIC, id, Map.of("0", offsets.get("0")));

        SubscriptionOffset found =
                any.getSubscriptionOffset(PROJECT, TOPIC, id, SHARDS).getOffsets().get("0");
        assertThat(found.getSequence()).isEqualTo(41);
        assertThat(found.getTimestamp()).isEqualTo(1234);
        assertThat(found.getBatchIndex()).isEqualTo(3);
        assertThat(any.getSubscriptionOffset(PROJECT, TOPIC, id, null).getOffsets())
                .containsOnlyKeys("0", "1");
        SubscriptionOffset next =
                any.openSubscriptionSession(PROJECT, TOPIC, id, List.of("0")).getOffsets().get("0");
        assertThat(next.getSessionId()).isEqualTo("2");
        assertThat(next.getSequence()).isEqualTo(41);
    }

    @Test
    void aLaterSessionFencesTheEarlier() {
        String id = subscription();
        Map<String, SubscriptionOffset> earlier = open(id);
        Map<String, SubscriptionOffset> later = open(id);

        refused(id, earlier, SubscriptionSessionInvalidException.class, "OffsetSessionChanged");
        client.commitSubscriptionOffset(PROJECT, TOPIC, id, later);
    }

    @Test
    void withoutASessionNothingIsCommitted() {
        String id = subscription();
        SubscriptionOffset offset = new SubscriptionOffset();
        offset.setSequence(1);
        offset.setTimestamp(1);
        offset.setSessionId("1");

        refused(
                id,
                Map.of("0", offset),
                SubscriptionSessionInvalidException.class,
                "OffsetSessionClosed");
    }

    @Test
    void aResetIsSeenByTheReader() {
        String id = subscription();
        Map<String, SubscriptionOffset> offsets = open(id);
        SubscriptionOffset target = new SubscriptionOffset();
        target.setSequence(7);
        target.setTimestamp(70);

        client.resetSubscriptionOffset(PROJECT, TOPIC, id, Map.of("0", target));

        refused(id, offsets, SubscriptionOffsetResetException.class, "OffsetReseted");
        Map<String, SubscriptionOffset> reopened = open(id);
        assertThat(reopened.get("0").getSequence()).isEqualTo(7);
        assertThat(reopened.get("0").getVersionId()).isEqualTo(1);
        client.commitSubscriptionOffset(PROJECT, TOPIC, id, reopened);
    }

    @Test
    void anOfflineSubscriptionTakesNoSessionAndNoCommit() {
        String id = subscription();
        Map<String, SubscriptionOffset> offsets = open(id);
        client.updateSubscriptionState(PROJECT, TOPIC, id, SubscriptionState.OFFLINE);

        refused(id, offsets, SubscriptionOfflineException.class, "SubscriptionOffline");
        assertThatThrownBy(() -> open(id)).isInstanceOf(SubscriptionOfflineException.class);
        client.updateSubscriptionState(PROJECT, TOPIC, id, SubscriptionState.ONLINE);
        client.commitSubscriptionOffset(PROJECT, TOPIC, id, offsets);
    }

    @Test
    void shardsThatDoNotExistHaveNoOffsets() {
        String id = subscription();

        assertThatThrownBy(
                        () -> client.openSubscriptionSession(PROJECT, TOPIC, id, List.of("0", "9")))
                .isInstanceOf(ShardNotFoundException.class);
    }

    private String subscription() {
        return client.createSubscription(PROJECT, TOPIC, "").getSubId();
    }

    private Map<String, SubscriptionOffset> open(String id) {
        return client.openSubscriptionSession(PROJECT, TOPIC, id, SHARDS).getOffsets();
    }

    private void refused(
            String id,
            Map<String, SubscriptionOffset> offsets,
            Class<? extends DatahubClientException> type,
            String code) {
        assertThatThrownBy(() -> client.commitSubscriptionOffset(PROJECT, TOPIC, id, offsets))
                .isInstanceOf(type)
                .hasMessageContaining(code);
    }
}
