/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.model.TopicPath;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/** Paths of what the service knows; refuses names that would need escaping in one. */
@Internal
final class ResourcePaths {

    /** What may stand in a path without being escaped, which is all the service allows. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,128}");

    private static final Pattern SHARD_ID = Pattern.compile("[0-9]{1,10}");

    private ResourcePaths() {}

    static String project(String project) throws ServiceException {
        requireName("project name", project);
        return "/projects/" + project;
    }

    static String topics(String project) throws ServiceException {
        return project(project) + "/topics";
    }

    static String topic(TopicPath topic) throws ServiceException {
        requireName("topic name", topic.topic());
        return topics(topic.project()) + "/" + topic.topic();
    }

    static String shards(TopicPath topic) throws ServiceException {
        return topic(topic) + "/shards";
    }

    static String shard(TopicPath topic, String shardId) throws ServiceException {
        requireShardId(shardId);
        return shards(topic) + "/" + shardId;
    }

    static String subscriptions(TopicPath topic) throws ServiceException {
        return topic(topic) + "/subscriptions";
    }

    static String subscription(TopicPath topic, String subscriptionId) throws ServiceException {
        requireName("subscription id", subscriptionId);
        return subscriptions(topic) + "/" + subscriptionId;
    }

    static String offsets(TopicPath topic, String subscriptionId) throws ServiceException {
        return subscription(topic, subscriptionId) + "/offsets";
    }

    static void requireShardId(String shardId) throws ServiceException {
        require(
                SHARD_ID.matcher(shardId).matches(),
                "the DataHub shard id '" + shardId + "' must be a number");
    }

    private static void requireName(String what, String name) throws ServiceException {
        require(
                NAME.matcher(name).matches(),
                "the DataHub "
                        + what
                        + " '"
                        + name
                        + "' must consist of letters, digits and underscores");
    }

    static void require(boolean condition, String message) throws ServiceException {
        if (!condition) {
            throw new ServiceException(
                    FailureKind.FATAL, DataHubErrors.INVALID_PARAMETER, 0, null, message, null);
        }
    }

    /** A call whose arguments are checked before anything is sent. */
    @FunctionalInterface
    interface Call<T> {
        CompletableFuture<T> make() throws ServiceException;
    }

    static <T> CompletableFuture<T> checked(Call<T> call) {
        try {
            return call.make();
        } catch (ServiceException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }
}
