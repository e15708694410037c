/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import io.spillway.datahub.client.model.ProjectDescription;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.SchemaVersion;
import io.spillway.datahub.client.model.ShardMeter;
import io.spillway.datahub.client.model.ShardRange;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.client.model.TopicSpec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/**
 * The calls that make, change and delete projects, topics and shards. Futures fail as those of
 * {@link DataHubGateway} do. Thread-safe.
 */
@Experimental
public interface DataHubAdmin {

    /** The names of all projects the account may see, in the order of the answer. */
    CompletableFuture<List<String>> listProjects();

    /** Describes a project; {@code NoSuchProject} if it does not exist. */
    CompletableFuture<ProjectDescription> getProject(String project);

    /** Creates a project; {@code ProjectAlreadyExist} if there is one. */
    CompletableFuture<Void> createProject(String project, String comment);

    CompletableFuture<Void> updateProject(String project, String comment);

    /** Deletes a project, which must have no topics. */
    CompletableFuture<Void> deleteProject(String project);

    /** The names of all topics of a project, in the order of the answer. */
    CompletableFuture<List<String>> listTopics(String project);

    /** Creates a topic; {@code TopicAlreadyExist} if there is one. */
    CompletableFuture<Void> createTopic(TopicPath topic, TopicSpec spec);

    /**
     * Changes a topic.
     *
     * @param lifecycleDays days records are kept, 1 to 7
     */
    CompletableFuture<Void> updateTopic(TopicPath topic, int lifecycleDays, String comment);

    /** Deletes a topic with all of its records and subscriptions. */
    CompletableFuture<Void> deleteTopic(TopicPath topic);

    /**
     * Adds a column behind the last one; records written before are read as null there.
     *
     * @param field must allow null
     */
    CompletableFuture<Void> appendField(TopicPath topic, RecordSchema.Field field);

    /** All schemas of a topic with a schema registry, in the order of the answer. */
    CompletableFuture<List<SchemaVersion>> listSchemas(TopicPath topic);

    /** One schema of a topic with a schema registry. */
    CompletableFuture<SchemaVersion> getSchema(TopicPath topic, int version);

    /**
     * Splits a shard; it is closed and two new ones take over. {@code LimitExceeded} within five
     * seconds of the shard's creation.
     *
     * @param splitKey first hash key of the second new shard, 32 hex digits; null for the middle
     */
    CompletableFuture<List<ShardRange>> splitShard(
            TopicPath topic, String shardId, @Nullable String splitKey);

    /** Merges two neighbours; they are closed and a new one takes over. */
    CompletableFuture<ShardRange> mergeShards(
            TopicPath topic, String shardId, String adjacentShardId);

    /**
     * Adds shards to a topic in extend mode.
     *
     * @param shardCount how many active shards it shall have afterwards
     */
    CompletableFuture<Void> extendShards(TopicPath topic, int shardCount);

    /** What a shard is billed for. */
    CompletableFuture<ShardMeter> getMeter(TopicPath topic, String shardId);
}
