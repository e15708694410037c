/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.annotation.Experimental;

/**
 * How to join a consumer group.
 *
 * @param groupId at most 192 characters, no colon
 * @param clientId at most 255 characters
 * @param startFrom where a vgroup without a committed offset begins: {@code earliest} or {@code
 *     latest}
 * @param withMeta whether changes of schema and deletes are delivered, where the topic has them
 * @param settings further settings of the server's consumer, such as {@code max.poll.interval.ms}
 */
@Experimental
public record TmqSubscription(
        String groupId,
        String clientId,
        List<String> topics,
        String startFrom,
        boolean withMeta,
        Map<String, String> settings) {

    public TmqSubscription {
        Objects.requireNonNull(groupId, "groupId");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(startFrom, "startFrom");
        topics = List.copyOf(topics);
        settings = Map.copyOf(settings);
    }
}
