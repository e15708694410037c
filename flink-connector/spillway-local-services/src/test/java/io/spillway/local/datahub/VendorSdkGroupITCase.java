/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.exception.ResourceNotFoundException;
import com.aliyun.datahub.client.exception.SubscriptionOfflineException;
import com.aliyun.datahub.client.model.HeartbeatResult;
import com.aliyun.datahub.client.model.JoinGroupResult;
import com.aliyun.datahub.client.model.SubscriptionOffset;
import com.aliyun.datahub.client.model.SubscriptionState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The vendor's client as several consumers of a group. */
class VendorSdkGroupITCase {

    private static final String PROJECT = "groups";
    private static final String TOPIC = "rows";

    private final MutableClock clock = new MutableClock();
    private LocalDataHub hub;
    private DatahubClient client;
    private String sub;

    @BeforeEach
    void start() {
        hub = LocalDataHub.builder().clock(clock).start();
        hub.createProject(PROJECT);
        hub.createTopic(PROJECT, TOPIC, 4, LocalDataHub.tuple("id:BIGINT!", "name:STRING"));
        client = VendorClients.PROTOBUF.connect(hub);
        sub = client.createSubscription(PROJECT, TOPIC, "").getSubId();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void aShardIsLetGoBeforeItIsGivenToAnother() {
        JoinGroupResult one = join();
        HeartbeatResult alone = heartbeat(one, List.of(), List.of());
        assertThat(alone.getShardList()).containsExactly("0", "1", "2", "3");
        JoinGroupResult two = join();

        assertThat(heartbeat(two, List.of(), List.of()).getShardList()).isEmpty();
        HeartbeatResult fewer = heartbeat(one, alone.getShardList(), List.of());
        assertThat(fewer.getShardList()).hasSize(2);
        assertThat(fewer.getPlanVersion()).isGreaterThan(alone.getPlanVersion());
        // the first one has not confirmed yet
        assertThat(heartbeat(two, List.of(), List.of()).getShardList()).isEmpty();

        heartbeat(one, fewer.getShardList(), List.of());

        HeartbeatResult other = heartbeat(two, List.of(), List.of());
        assertThat(other.getShardList())
                .hasSize(2)
                .doesNotContainAnyElementsOf(fewer.getShardList());
        assertThat(heartbeat(two, other.getShardList(), List.of()).getPlanVersion())
                .isEqualTo(other.getPlanVersion());
    }

    @Test
    void childrenAreReadWhenTheirParentsWereReadToTheEnd() {
        JoinGroupResult one = join();
        heartbeat(one, List.of(), List.of());
        String merged = hub.mergeShards(PROJECT, TOPIC, "0", "1");

        assertThat(heartbeat(one, List.of("0", "1", "2", "3"), List.of()).getShardList())
                .containsExactly("0", "1", "2", "3");
        client.syncGroup(
                PROJECT,
                TOPIC,
                sub,
                one.getConsumerId(),
                one.getVersionId(),
                List.of(),
                List.of("0"));
        assertThat(heartbeat(one, List.of("1", "2", "3"), List.of()).getShardList())
                .containsExactly("1", "2", "3");

        assertThat(heartbeat(one, List.of("1", "2", "3"), List.of("1")).getShardList())
                .containsExactly("2", "3", merged);

        // an operator sets the offsets back
        client.resetSubscriptionOffset(PROJECT, TOPIC, sub, Map.of("0", new SubscriptionOffset()));
        assertThat(heartbeat(one, List.of("2", "3", merged), List.of()).getShardList())
                .containsExactly("0", "2", "3");
    }

    @Test
    void shardsOfAConsumerThatLeftOrFellSilentGoToOthers() {
        JoinGroupResult one = join();
        JoinGroupResult two = join();
        heartbeat(one, List.of(), List.of());
        heartbeat(two, List.of(), List.of());
        clock.advance(Duration.ofSeconds(50));
        heartbeat(two, List.of(), List.of());
        clock.advance(Duration.ofSeconds(50));

        assertThat(heartbeat(two, List.of(), List.of()).getShardList()).hasSize(4);
        assertThatThrownBy(() -> heartbeat(one, List.of(), List.of()))
                .isInstanceOf(ResourceNotFoundException.class);

        JoinGroupResult three = join();
        client.leaveGroup(PROJECT, TOPIC, sub, two.getConsumerId(), two.getVersionId());

        assertThat(heartbeat(three, List.of(), List.of()).getShardList()).hasSize(4);
        assertThat(hub.consumers(PROJECT, TOPIC, sub)).containsOnlyKeys(three.getConsumerId());
        client.updateSubscriptionState(PROJECT, TOPIC, sub, SubscriptionState.OFFLINE);
        assertThatThrownBy(this::join).isInstanceOf(SubscriptionOfflineException.class);
    }

    private JoinGroupResult join() {
        JoinGroupResult joined = client.joinGroup(PROJECT, TOPIC, sub, 60_000);
        assertThat(joined.getSessionTimeout()).isEqualTo(60_000);
        return joined;
    }

    private HeartbeatResult heartbeat(JoinGroupResult who, List<String> held, List<String> ended) {
        return client.heartbeat(
                PROJECT, TOPIC, sub, who.getConsumerId(), who.getVersionId(), held, ended);
    }
}
