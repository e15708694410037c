/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.local.datahub.fault.DataHubFaults;
import io.spillway.local.datahub.topic.ConsumerGroup;
import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.GroupPlan;
import io.spillway.local.datahub.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Calls of the consumers of a group. */
final class GroupCalls {

    private final DataHubFaults faults;

    GroupCalls(DataHubFaults faults) {
        this.faults = faults;
    }

    Reply join(Topic topic, String id, JsonNode request) {
        long asked = Exchange.requireLong(request, "SessionTimeout");
        if (asked < 1) {
            throw DataHubException.invalidParameter("The session timeout must be positive.");
        }
        Duration timeout = faults.currentSessionTimeout(Duration.ofMillis(asked));
        ConsumerGroup.Member member = topic.subscriptions().get(id).group().join(timeout);
        return Reply.json(
                Exchange.JSON
                        .createObjectNode()
                        .put("ConsumerId", member.id())
                        .put("VersionId", member.versionId())
                        .put("SessionTimeout", member.sessionTimeout().toMillis()));
    }

    Reply heartbeat(Topic topic, String id, JsonNode request) {
        GroupPlan plan =
                topic.subscriptions()
                        .get(id)
                        .group()
                        .heartbeat(
                                Exchange.requireText(request, "ConsumerId"),
                                Exchange.requireLong(request, "VersionId"),
                                texts(request, "HoldShardList"),
                                texts(request, "ReadEndShardList"),
                                topic.shards().all());
        ObjectNode reply = Exchange.JSON.createObjectNode();
        reply.put("PlanVersion", plan.version()).put("TotalPlan", "");
        ArrayNode shards = reply.putArray("ShardList");
        plan.shardIds().forEach(shards::add);
        return Reply.json(reply);
    }

    Reply sync(Topic topic, String id, JsonNode request) {
        topic.subscriptions()
                .get(id)
                .group()
                .sync(
                        Exchange.requireText(request, "ConsumerId"),
                        Exchange.requireLong(request, "VersionId"),
                        texts(request, "ReleaseShardList"),
                        texts(request, "ReadEndShardList"));
        return Reply.EMPTY;
    }

    Reply leave(Topic topic, String id, JsonNode request) {
        topic.subscriptions()
                .get(id)
                .group()
                .leave(
                        Exchange.requireText(request, "ConsumerId"),
                        Exchange.requireLong(request, "VersionId"));
        return Reply.EMPTY;
    }

    private static List<String> texts(JsonNode request, String name) {
        List<String> texts = new ArrayList<>();
        request.path(name).forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
