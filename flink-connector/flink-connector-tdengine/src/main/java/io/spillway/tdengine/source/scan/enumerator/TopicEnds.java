/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.enumerator;

import io.spillway.tdengine.client.TDengineGateway;
import io.spillway.tdengine.client.TmqConsumer;
import io.spillway.tdengine.client.TmqConsumer.Assignment;
import io.spillway.tdengine.client.TmqSubscription;
import io.spillway.tdengine.sql.SqlText;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the ends of a topic's logs. The server tells them to the members of a group only, so a
 * group is joined for a moment, whose single member gets every vgroup.
 */
final class TopicEnds {

    private static final Logger LOG = LoggerFactory.getLogger(TopicEnds.class);

    private TopicEnds() {}

    /** The offset behind the newest of each vgroup. */
    static CompletableFuture<Map<Integer, Long>> read(TDengineGateway gateway, String topic) {
        String group = "spillway_ends_" + UUID.randomUUID().toString().replace("-", "");
        TmqSubscription subscription =
                new TmqSubscription(group, group, List.of(topic), "latest", false, Map.of());
        return gateway.subscribe(subscription)
                .thenCompose(consumer -> endsOf(consumer, topic))
                .thenCompose(ends -> drop(gateway, group, topic).thenApply(dropped -> ends));
    }

    private static CompletableFuture<Map<Integer, Long>> endsOf(
            TmqConsumer consumer, String topic) {
        return consumer.assignment(topic)
                .thenApply(
                        given ->
                                given.stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Assignment::vgroupId, Assignment::end)))
                .thenCompose(ends -> consumer.unsubscribe().thenApply(left -> ends))
                .whenComplete((ends, failure) -> consumer.close());
    }

    /** The group has no use any more; one that stays only shows up in lists of groups. */
    private static CompletableFuture<Void> drop(
            TDengineGateway gateway, String group, String topic) {
        return gateway.execute(
                        "DROP CONSUMER GROUP IF EXISTS "
                                + SqlText.name(group)
                                + " ON "
                                + SqlText.name(topic))
                .handle(
                        (rows, failure) -> {
                            if (failure != null) {
                                LOG.warn(
                                        "Consumer group {} of topic {} could not be dropped: {}",
                                        group,
                                        topic,
                                        failure.getMessage());
                            }
                            return null;
                        });
    }
}
