/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import static io.spillway.datahub.client.ResourcePaths.checked;
import static io.spillway.datahub.client.ResourcePaths.require;

import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.codec.AdminCodec;
import io.spillway.datahub.client.codec.ControlPlaneCodec;
import io.spillway.datahub.client.model.ProjectDescription;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.SchemaVersion;
import io.spillway.datahub.client.model.Shard;
import io.spillway.datahub.client.model.ShardListing;
import io.spillway.datahub.client.model.ShardMeter;
import io.spillway.datahub.client.model.ShardRange;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.client.model.TopicSpec;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Projects, topics and shards over HTTP. */
@Internal
final class HttpDataHubAdmin implements DataHubAdmin {

    private static final int SCHEMA_PAGE_SIZE = 100;
    private static final int HEX = 16;
    private static final Pattern HASH_KEY = Pattern.compile("[0-9A-Fa-f]{32}");

    private final DataHubTransport transport;

    HttpDataHubAdmin(DataHubTransport transport) {
        this.transport = transport;
    }

    @Override
    public CompletableFuture<List<String>> listProjects() {
        return transport.json(
                "list the projects",
                "GET",
                "/projects",
                null,
                reply -> AdminCodec.readNames(reply.body(), "ProjectNames"));
    }

    @Override
    public CompletableFuture<ProjectDescription> getProject(String project) {
        return checked(
                () ->
                        transport.json(
                                "describe project " + project,
                                "GET",
                                ResourcePaths.project(project),
                                null,
                                reply -> AdminCodec.readProject(project, reply.body())));
    }

    @Override
    public CompletableFuture<Void> createProject(String project, String comment) {
        return change(
                "create project " + project,
                "POST",
                () -> ResourcePaths.project(project),
                AdminCodec.project(comment));
    }

    @Override
    public CompletableFuture<Void> updateProject(String project, String comment) {
        return change(
                "change project " + project,
                "PUT",
                () -> ResourcePaths.project(project),
                AdminCodec.project(comment));
    }

    @Override
    public CompletableFuture<Void> deleteProject(String project) {
        return change(
                "delete project " + project, "DELETE", () -> ResourcePaths.project(project), null);
    }

    @Override
    public CompletableFuture<List<String>> listTopics(String project) {
        return checked(
                () ->
                        transport.json(
                                "list the topics of " + project,
                                "GET",
                                ResourcePaths.topics(project),
                                null,
                                reply -> AdminCodec.readNames(reply.body(), "TopicNames")));
    }

    @Override
    public CompletableFuture<Void> createTopic(TopicPath topic, TopicSpec spec) {
        return change(
                "create topic " + topic,
                "POST",
                () -> ResourcePaths.topic(topic),
                AdminCodec.createTopic(spec));
    }

    @Override
    public CompletableFuture<Void> updateTopic(TopicPath topic, int lifecycleDays, String comment) {
        return change(
                "change topic " + topic,
                "PUT",
                () -> ResourcePaths.topic(topic),
                AdminCodec.updateTopic(lifecycleDays, comment));
    }

    @Override
    public CompletableFuture<Void> deleteTopic(TopicPath topic) {
        return change("delete topic " + topic, "DELETE", () -> ResourcePaths.topic(topic), null);
    }

    @Override
    public CompletableFuture<Void> appendField(TopicPath topic, RecordSchema.Field field) {
        return checked(
                () -> {
                    require(
                            !field.notNull(),
                            "column '"
                                    + field.name()
                                    + "' cannot be added as not null: records written before do"
                                    + " not have it");
                    return change(
                            "add column '" + field.name() + "' to " + topic,
                            "POST",
                            () -> ResourcePaths.topic(topic),
                            AdminCodec.appendField(field));
                });
    }

    @Override
    public CompletableFuture<List<SchemaVersion>> listSchemas(TopicPath topic) {
        return listSchemasFrom(topic, 1, new ArrayList<>());
    }

    private CompletableFuture<List<SchemaVersion>> listSchemasFrom(
            TopicPath topic, int page, List<SchemaVersion> found) {
        CompletableFuture<List<SchemaVersion>> answer =
                checked(
                        () ->
                                transport.json(
                                        "list the schemas of " + topic,
                                        "POST",
                                        ResourcePaths.topic(topic),
                                        AdminCodec.listSchemas(page, SCHEMA_PAGE_SIZE),
                                        reply -> AdminCodec.readSchemas(reply.body())));
        return DataHubTransport.chained(
                answer,
                schemas -> {
                    found.addAll(schemas);
                    return schemas.size() < SCHEMA_PAGE_SIZE
                            ? CompletableFuture.completedFuture(List.copyOf(found))
                            : listSchemasFrom(topic, page + 1, found);
                });
    }

    @Override
    public CompletableFuture<SchemaVersion> getSchema(TopicPath topic, int version) {
        return checked(
                () ->
                        transport.json(
                                "get schema " + version + " of " + topic,
                                "POST",
                                ResourcePaths.topic(topic),
                                AdminCodec.getSchema(version),
                                reply -> AdminCodec.readSchema(reply.body())));
    }

    @Override
    public CompletableFuture<List<ShardRange>> splitShard(
            TopicPath topic, String shardId, @Nullable String splitKey) {
        if (splitKey != null) {
            return splitAt(topic, shardId, splitKey);
        }
        CompletableFuture<ShardListing> listing =
                checked(
                        () -> {
                            ResourcePaths.requireShardId(shardId);
                            return transport.json(
                                    "list the shards of " + topic,
                                    "GET",
                                    ResourcePaths.shards(topic),
                                    null,
                                    reply -> ControlPlaneCodec.readShards(reply.body()));
                        });
        return DataHubTransport.chained(
                listing,
                shards -> checked(() -> splitAt(topic, shardId, middleOf(topic, shardId, shards))));
    }

    private CompletableFuture<List<ShardRange>> splitAt(
            TopicPath topic, String shardId, String splitKey) {
        return checked(
                () -> {
                    ResourcePaths.requireShardId(shardId);
                    require(
                            HASH_KEY.matcher(splitKey).matches(),
                            "the split key '" + splitKey + "' must be 32 hex digits");
                    return transport.json(
                            "split shard " + shardId + " of " + topic,
                            "POST",
                            ResourcePaths.shards(topic),
                            AdminCodec.splitShard(shardId, splitKey),
                            reply -> AdminCodec.readSplit(reply.body()));
                });
    }

    private static String middleOf(TopicPath topic, String shardId, ShardListing listing)
            throws ServiceException {
        for (Shard shard : listing.shards()) {
            if (shard.id().equals(shardId)) {
                require(
                        HASH_KEY.matcher(shard.beginHashKey()).matches()
                                && HASH_KEY.matcher(shard.endHashKey()).matches(),
                        "shard " + shardId + " of " + topic + " has no range to split");
                BigInteger middle =
                        new BigInteger(shard.beginHashKey(), HEX)
                                .add(new BigInteger(shard.endHashKey(), HEX))
                                .shiftRight(1);
                return String.format("%032X", middle);
            }
        }
        throw new ServiceException(
                DataHubErrors.kindOf(DataHubErrors.NO_SUCH_SHARD, 0),
                DataHubErrors.NO_SUCH_SHARD,
                0,
                null,
                "cannot split shard " + shardId + " of " + topic + ": it is not in its list",
                null);
    }

    @Override
    public CompletableFuture<ShardRange> mergeShards(
            TopicPath topic, String shardId, String adjacentShardId) {
        return checked(
                () -> {
                    ResourcePaths.requireShardId(shardId);
                    ResourcePaths.requireShardId(adjacentShardId);
                    return transport.json(
                            "merge shards " + shardId + " and " + adjacentShardId + " of " + topic,
                            "POST",
                            ResourcePaths.shards(topic),
                            AdminCodec.mergeShards(shardId, adjacentShardId),
                            reply -> AdminCodec.readMerge(reply.body()));
                });
    }

    @Override
    public CompletableFuture<Void> extendShards(TopicPath topic, int shardCount) {
        return change(
                "extend " + topic + " to " + shardCount + " shards",
                "POST",
                () -> ResourcePaths.shards(topic),
                AdminCodec.extendShards(shardCount));
    }

    @Override
    public CompletableFuture<ShardMeter> getMeter(TopicPath topic, String shardId) {
        return checked(
                () ->
                        transport.json(
                                "read the meter of shard " + shardId + " of " + topic,
                                "POST",
                                ResourcePaths.shard(topic, shardId),
                                AdminCodec.getMeter(),
                                reply -> AdminCodec.readMeter(reply.body())));
    }

    /** Where a call goes, once the names in it were checked. */
    @FunctionalInterface
    private interface Path {
        String get() throws ServiceException;
    }

    private CompletableFuture<Void> change(
            String purpose, String method, Path path, @Nullable byte[] body) {
        return checked(() -> transport.json(purpose, method, path.get(), body, reply -> null));
    }
}
