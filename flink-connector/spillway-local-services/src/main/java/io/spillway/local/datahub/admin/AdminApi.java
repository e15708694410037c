/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.local.datahub.fault.DataHubFaults;
import io.spillway.local.datahub.topic.Project;
import io.spillway.local.datahub.topic.Projects;
import io.spillway.local.datahub.topic.Shard;
import io.spillway.local.datahub.topic.Shards;
import io.spillway.local.datahub.topic.Topic;
import java.util.List;
import org.eclipse.jetty.util.Fields;

/**
 * What the page can ask for and do:
 *
 * <pre>
 * GET    topics                                    every topic with its counts
 * GET    topics/PROJECT/TOPIC                      one topic with its shards and subscriptions
 * GET    topics/PROJECT/TOPIC/records?limit=20     its last records; shard=0 for those of one shard
 * POST   topics/PROJECT/TOPIC/shards/ID/split
 * POST   topics/PROJECT/TOPIC/shards/ID/merge      {"with": "1"}
 * POST   topics/PROJECT/TOPIC/extend               {"shards": 1}, in extend mode
 * GET    faults                                    every fault with its parameters and state
 * POST   faults/NAME                               {parameter: value}: switches a fault on
 * DELETE faults/NAME                               switches it off
 * DELETE faults                                    switches all of them off
 * </pre>
 */
final class AdminApi {

    private static final int MAX_RECORDS = 1000;

    private final Projects projects;
    private final DataHubFaults faults;
    private final TopicDescriber describer = new TopicDescriber();

    AdminApi(Projects projects, DataHubFaults faults) {
        this.projects = projects;
        this.faults = faults;
    }

    JsonNode call(String method, String path, Fields query, JsonNode body) {
        List<String> parts = List.of(path.split("/", -1));
        if (parts.get(0).equals("faults") && parts.size() <= 2) {
            return onFaults(method, parts, body);
        }
        if (!parts.get(0).equals("topics") || parts.size() == 2) {
            throw new AdminException(404, "There is nothing at '" + path + "'.");
        }
        if (parts.size() == 1) {
            require(method, "GET");
            return topics();
        }
        Topic topic = projects.get(parts.get(1)).topic(parts.get(2));
        List<String> rest = parts.subList(3, parts.size());
        if (rest.isEmpty()) {
            require(method, "GET");
            return describer.topic(topic);
        }
        if (rest.equals(List.of("records"))) {
            require(method, "GET");
            return describer.records(topic, query.getValue("shard"), limit(query));
        }
        require(method, "POST");
        return change(topic, rest, body);
    }

    private JsonNode topics() {
        ArrayNode answer = AdminHandler.JSON.createArrayNode();
        for (String name : projects.names()) {
            Project project = projects.get(name);
            for (String topicName : project.topicNames()) {
                Topic topic = project.topic(topicName);
                answer.addObject()
                        .put("project", name)
                        .put("topic", topicName)
                        .put("type", topic.schema().isBlob() ? "BLOB" : "TUPLE")
                        .put("shards", topic.shards().open().size())
                        .put("written", topic.written());
            }
        }
        return answer;
    }

    private static JsonNode change(Topic topic, List<String> what, JsonNode body) {
        Shards shards = topic.shards();
        List<Shard> made;
        if (what.equals(List.of("extend"))) {
            made = shards.extendBy(body.path("shards").asInt(1));
        } else if (what.size() == 3
                && what.get(0).equals("shards")
                && what.get(2).equals("split")) {
            Shard parent = shards.get(what.get(1));
            made = shards.split(parent.id(), parent.middleHashKey(), false);
        } else if (what.size() == 3
                && what.get(0).equals("shards")
                && what.get(2).equals("merge")) {
            String with = body.path("with").asText("");
            made = List.of(shards.merge(what.get(1), with, false));
        } else {
            throw new AdminException(404, "A topic has no '" + String.join("/", what) + "'.");
        }
        ObjectNode answer = AdminHandler.JSON.createObjectNode();
        ArrayNode ids = answer.putArray("shards");
        made.forEach(shard -> ids.add(shard.id()));
        return answer;
    }

    private JsonNode onFaults(String method, List<String> parts, JsonNode body) {
        if (parts.size() == 1) {
            switch (method) {
                case "GET" -> {}
                case "DELETE" -> faults.clear();
                default -> throw notAllowed(method);
            }
            return FaultSwitch.describe(faults);
        }
        FaultSwitch fault = FaultSwitch.of(parts.get(1));
        switch (method) {
            case "POST" -> fault.switchOn(faults, body);
            case "DELETE" -> fault.switchOff(faults);
            default -> throw notAllowed(method);
        }
        return FaultSwitch.describe(faults);
    }

    private static int limit(Fields query) {
        String limit = query.getValue("limit");
        if (limit == null) {
            return 20;
        }
        if (!limit.matches("\\d{1,4}") || Integer.parseInt(limit) > MAX_RECORDS) {
            throw new AdminException(400, "The limit is a number up to " + MAX_RECORDS + ".");
        }
        return Integer.parseInt(limit);
    }

    private static void require(String method, String wanted) {
        if (!method.equals(wanted)) {
            throw notAllowed(method);
        }
    }

    private static AdminException notAllowed(String method) {
        return new AdminException(405, method + " is not possible here.");
    }
}
