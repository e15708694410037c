/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.datahub.client.codec.TopicSchema;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.SchemaVersion;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.flink.annotation.Internal;

/**
 * The schemas of topics, looked up when they are first needed and when records show that they have
 * changed. Thread-safe.
 */
@Internal
final class TopicSchemas {

    private final Function<TopicPath, CompletableFuture<TopicDescription>> descriptions;
    private final DataHubAdmin admin;
    private final Map<TopicPath, CompletableFuture<TopicSchema>> known = new ConcurrentHashMap<>();

    /**
     * @param descriptions describes a topic as the service knows it now
     */
    TopicSchemas(
            Function<TopicPath, CompletableFuture<TopicDescription>> descriptions,
            DataHubAdmin admin) {
        this.descriptions = descriptions;
        this.admin = admin;
    }

    /** The schema as it was last seen. */
    CompletableFuture<TopicSchema> of(TopicPath topic) {
        return settled(topic, known.computeIfAbsent(topic, this::lookUp));
    }

    /** The schema as it is now, unless it was looked up since {@code stale} was. */
    CompletableFuture<TopicSchema> newerThan(TopicPath topic, TopicSchema stale) {
        CompletableFuture<TopicSchema> newer =
                known.compute(
                        topic,
                        (path, current) ->
                                current == null || isStale(current, stale)
                                        ? lookUp(path)
                                        : current);
        return settled(topic, newer);
    }

    private static boolean isStale(CompletableFuture<TopicSchema> current, TopicSchema stale) {
        return current.isCompletedExceptionally()
                || current.isDone() && current.getNow(null) == stale;
    }

    /** A failed look-up is tried again by the next call. */
    private CompletableFuture<TopicSchema> settled(
            TopicPath topic, CompletableFuture<TopicSchema> lookUp) {
        if (lookUp.isDone() && !lookUp.isCompletedExceptionally()) {
            return lookUp;
        }
        return lookUp.whenComplete(
                (schema, failure) -> {
                    if (failure != null) {
                        known.remove(topic, lookUp);
                    }
                });
    }

    private CompletableFuture<TopicSchema> lookUp(TopicPath topic) {
        return DataHubTransport.chained(
                descriptions.apply(topic),
                description -> {
                    RecordSchema schema = description.schema();
                    if (schema == null) {
                        return CompletableFuture.completedFuture(TopicSchema.blob());
                    }
                    if (!description.schemaRegistry()) {
                        return CompletableFuture.completedFuture(TopicSchema.of(schema));
                    }
                    return DataHubTransport.chained(
                            admin.listSchemas(topic),
                            versions -> registered(topic, schema, versions));
                });
    }

    private static CompletableFuture<TopicSchema> registered(
            TopicPath topic, RecordSchema current, List<SchemaVersion> versions) {
        Map<Integer, RecordSchema> byVersion = new HashMap<>();
        int version = -1;
        for (SchemaVersion registered : versions) {
            byVersion.put(registered.version(), registered.schema());
            if (hasSameColumns(registered.schema(), current)) {
                version = Math.max(version, registered.version());
            }
        }
        if (version < 0) {
            return CompletableFuture.failedFuture(
                    new ServiceException(
                            FailureKind.FATAL,
                            DataHubErrors.MALFORMED_RESPONSE,
                            0,
                            null,
                            "none of the registered schemas of " + topic + " is the topic's own",
                            null));
        }
        return CompletableFuture.completedFuture(new TopicSchema(current, version, byVersion));
    }

    /** Comments do not matter. */
    private static boolean hasSameColumns(RecordSchema one, RecordSchema other) {
        if (one.fields().size() != other.fields().size()) {
            return false;
        }
        for (int i = 0; i < one.fields().size(); i++) {
            RecordSchema.Field a = one.fields().get(i);
            RecordSchema.Field b = other.fields().get(i);
            if (!a.name().equals(b.name()) || a.type() != b.type() || a.notNull() != b.notNull()) {
                return false;
            }
        }
        return true;
    }
}
