/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.local.datahub.fault.DataHubFaults;
import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.ErrorCode;
import io.spillway.local.datahub.topic.Project;
import io.spillway.local.datahub.topic.Projects;
import io.spillway.local.datahub.topic.Topic;
import java.util.Locale;

/** Finds the call that a request means. What it does not know is refused. */
final class Routes {

    private final Projects projects;
    private final ProjectCalls projectCalls;
    private final TopicCalls topicCalls;
    private final ShardCalls shardCalls = new ShardCalls();
    private final RecordCalls recordCalls;
    private final SubscriptionCalls subscriptionCalls;
    private final GroupCalls groupCalls;

    Routes(Projects projects, DataHubFaults faults, boolean avroBatches, String creator) {
        this.projects = projects;
        this.projectCalls = new ProjectCalls(projects, creator);
        this.topicCalls = new TopicCalls(creator);
        this.recordCalls = new RecordCalls(faults, avroBatches);
        this.subscriptionCalls = new SubscriptionCalls(creator);
        this.groupCalls = new GroupCalls(faults);
    }

    Reply handle(String path, Exchange exchange) {
        // /projects/{p}/topics/{t}/shards/{s}: the first part is empty
        String[] parts = path.split("/", -1);
        if (parts.length < 2 || !parts[1].equals("projects")) {
            throw unknown(path);
        }
        if (parts.length == 2) {
            return onProjects(exchange);
        }
        if (parts.length == 3) {
            return onProject(parts[2], exchange);
        }
        if (!parts[3].equals("topics")) {
            throw notSupported("The resource '" + parts[3] + "'");
        }
        Project project = projects.get(parts[2]);
        if (parts.length == 4) {
            requireMethod(exchange, "GET");
            return topicCalls.list(project, exchange);
        }
        if (parts.length == 5) {
            return onTopic(project, parts[4], exchange);
        }
        Topic topic = project.topic(parts[4]);
        return switch (parts[5]) {
            case "shards" -> inShards(path, parts, topic, exchange);
            case "subscriptions" -> inSubscriptions(path, parts, topic, exchange);
            default -> throw notSupported("The resource '" + parts[5] + "'");
        };
    }

    private Reply inShards(String path, String[] parts, Topic topic, Exchange exchange) {
        RecordCalls.TopicName name = new RecordCalls.TopicName(parts[2], parts[4]);
        return switch (parts.length) {
            case 6 -> onShards(name, topic, exchange);
            case 7 -> onShard(name, topic, parts[6], exchange);
            default -> throw unknown(path);
        };
    }

    private Reply inSubscriptions(String path, String[] parts, Topic topic, Exchange exchange) {
        if (parts.length == 8 && parts[7].equals("offsets")) {
            return onOffsets(topic, parts[6], exchange);
        }
        return switch (parts.length) {
            case 6 -> onSubscriptions(topic, parts[4], exchange);
            case 7 -> onSubscription(topic, parts[4], parts[6], exchange);
            default -> throw unknown(path);
        };
    }

    private Reply onProjects(Exchange exchange) {
        requireMethod(exchange, "GET");
        return projectCalls.list(exchange);
    }

    private Reply onProject(String name, Exchange exchange) {
        return switch (exchange.method()) {
            case "GET" -> projectCalls.get(name);
            case "POST" -> projectCalls.create(name, exchange);
            case "PUT" -> projectCalls.update(name, exchange);
            case "DELETE" -> projectCalls.delete(name);
            default -> throw badMethod(exchange);
        };
    }

    private Reply onTopic(Project project, String name, Exchange exchange) {
        return switch (exchange.method()) {
            case "GET" -> topicCalls.get(project.topic(name));
            case "POST" -> topicCalls.post(project, name, exchange);
            case "PUT" -> topicCalls.update(project.topic(name), exchange);
            case "DELETE" -> topicCalls.delete(project, name);
            default -> throw badMethod(exchange);
        };
    }

    private Reply onShards(RecordCalls.TopicName name, Topic topic, Exchange exchange) {
        if (exchange.method().equals("GET")) {
            return shardCalls.list(topic);
        }
        requireMethod(exchange, "POST");
        if (exchange.hasContentType(Exchange.BATCH)) {
            throw notSupported("A multi-shard put of batches");
        }
        if (exchange.hasContentType(Exchange.PROTOBUF)) {
            if (!requestAction(exchange).equals("pub")) {
                throw unknownAction(requestAction(exchange));
            }
            return recordCalls.put(name, topic, exchange);
        }
        JsonNode request = exchange.json();
        String action = Exchange.action(request);
        return switch (action) {
            case "pub" -> recordCalls.putJson(name, topic, request);
            case "split" -> shardCalls.split(topic, request);
            case "merge" -> shardCalls.merge(topic, request);
            case "extend" -> shardCalls.extend(topic, request);
            case "activate" -> shardCalls.activate(topic, request);
            default -> throw unknownAction(action);
        };
    }

    private Reply onShard(
            RecordCalls.TopicName name, Topic topic, String shardId, Exchange exchange) {
        requireMethod(exchange, "POST");
        if (exchange.hasContentType(Exchange.BATCH)) {
            return switch (requestAction(exchange)) {
                case "pub" -> recordCalls.putBatches(name, topic, shardId, exchange);
                case "sub" -> recordCalls.getBatches(topic, shardId, exchange);
                default -> throw unknownAction(requestAction(exchange));
            };
        }
        if (exchange.hasContentType(Exchange.PROTOBUF)) {
            return switch (requestAction(exchange)) {
                case "pub" -> recordCalls.putToShard(name, topic, shardId, exchange);
                case "sub" -> recordCalls.get(topic, shardId, exchange);
                default -> throw unknownAction(requestAction(exchange));
            };
        }
        JsonNode request = exchange.json();
        String action = Exchange.action(request);
        return switch (action) {
            case "sub" -> recordCalls.getJson(topic, shardId, request);
            case "cursor" -> shardCalls.cursor(topic, shardId, request);
            case "meter" -> shardCalls.meter(topic, shardId);
            default -> throw unknownAction(action);
        };
    }

    private Reply onSubscriptions(Topic topic, String topicName, Exchange exchange) {
        requireMethod(exchange, "POST");
        JsonNode request = exchange.json();
        String action = Exchange.action(request);
        return switch (action) {
            case "create" -> subscriptionCalls.create(topic, request);
            case "list" -> subscriptionCalls.list(topic, topicName, request);
            default -> throw unknownAction(action);
        };
    }

    private Reply onSubscription(Topic topic, String topicName, String id, Exchange exchange) {
        return switch (exchange.method()) {
            case "GET" -> subscriptionCalls.get(topic, topicName, id);
            case "PUT" -> subscriptionCalls.update(topic, id, exchange.json());
            case "DELETE" -> subscriptionCalls.delete(topic, id);
            case "POST" -> onGroup(topic, id, exchange.json());
            default -> throw badMethod(exchange);
        };
    }

    private Reply onGroup(Topic topic, String id, JsonNode request) {
        String action = Exchange.action(request);
        return switch (action) {
            case "joingroup" -> groupCalls.join(topic, id, request);
            case "heartbeat" -> groupCalls.heartbeat(topic, id, request);
            case "syncgroup" -> groupCalls.sync(topic, id, request);
            case "leavegroup" -> groupCalls.leave(topic, id, request);
            default -> throw unknownAction(action);
        };
    }

    private Reply onOffsets(Topic topic, String id, Exchange exchange) {
        JsonNode request = exchange.json();
        String call = exchange.method() + ' ' + Exchange.action(request);
        return switch (call) {
            case "POST open" -> subscriptionCalls.openOffsets(topic, id, request);
            case "POST get" -> subscriptionCalls.getOffsets(topic, id, request);
            case "PUT commit" -> subscriptionCalls.commitOffsets(topic, id, request);
            case "PUT reset" -> subscriptionCalls.resetOffsets(topic, id, request);
            default -> throw unknownAction(call);
        };
    }

    private static String requestAction(Exchange exchange) {
        String action = exchange.header("x-datahub-request-action");
        return action == null ? "" : action.toLowerCase(Locale.ROOT);
    }

    private static void requireMethod(Exchange exchange, String method) {
        if (!exchange.method().equals(method)) {
            throw badMethod(exchange);
        }
    }

    static DataHubException notSupported(String what) {
        return new DataHubException(
                ErrorCode.INVALID_OPERATION, what + ": not supported by this local service.");
    }

    private static DataHubException unknownAction(String action) {
        return notSupported("The action '" + action + "'");
    }

    private static DataHubException badMethod(Exchange exchange) {
        return new DataHubException(
                ErrorCode.INVALID_OPERATION, "Not a method here: " + exchange.method() + ".");
    }

    private static DataHubException unknown(String path) {
        return new DataHubException(
                ErrorCode.INVALID_URI_SPEC, "The path '" + path + "' is invalid.");
    }
}
