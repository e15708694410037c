/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/**
 * The schemas of a topic. Without a registry there is one, version 0, which grows; with a registry
 * a change makes a new version and the old ones stay known. Thread-safe.
 */
public final class SchemaVersions {

    private final Clock clock;
    private boolean registry;
    private int nextId = 1;

    /** Oldest first; the last one is the topic's schema. Replaced as a whole. */
    private volatile List<SchemaVersion> versions;

    SchemaVersions(TopicSchema first, boolean registry, Clock clock) {
        if (registry && first.isBlob()) {
            throw DataHubException.invalidParameter("A BLOB topic has no schema registry.");
        }
        this.clock = clock;
        this.registry = registry;
        this.versions = List.of(new SchemaVersion(0, first, clock.millis()));
    }

    public synchronized boolean isRegistry() {
        return registry;
    }

    /** All versions, oldest first. */
    public List<SchemaVersion> all() {
        return versions;
    }

    public SchemaVersion current() {
        List<SchemaVersion> all = versions;
        return all.get(all.size() - 1);
    }

    public SchemaVersion get(int id) {
        for (SchemaVersion version : versions) {
            if (version.id() == id) {
                return version;
            }
        }
        throw new DataHubException(
                ErrorCode.INVALID_SCHEMA, "The schema version " + id + " does not exist.");
    }

    /** The version that has exactly these columns, null if none has. */
    @Nullable
    public SchemaVersion find(TopicSchema schema) {
        for (SchemaVersion version : versions) {
            if (version.schema().hasColumnsOf(schema)) {
                return version;
            }
        }
        return null;
    }

    /**
     * Makes a schema a version of the topic, the current one; from now on the topic has a registry.
     * One that is known already is found again.
     */
    synchronized SchemaVersion register(TopicSchema schema) {
        if (current().schema().isBlob()) {
            throw DataHubException.invalidParameter("A BLOB topic has no fields.");
        }
        SchemaVersion known = find(schema);
        registry = true;
        if (known != null) {
            return known;
        }
        if (!schema.extendsColumnsOf(current().schema())) {
            throw new DataHubException(
                    ErrorCode.INVALID_SCHEMA,
                    "A new schema version must have the fields of the current one, and after them"
                            + " fields that allow null.");
        }
        return add(schema);
    }

    synchronized void append(List<TopicColumn> columns) {
        SchemaVersion current = current();
        TopicSchema longer = current.schema().append(columns);
        if (registry) {
            add(longer);
        } else {
            versions = List.of(new SchemaVersion(current.id(), longer, current.createTime()));
        }
    }

    synchronized void delete(int id) {
        SchemaVersion deleted = get(id);
        if (deleted == current()) {
            throw new DataHubException(
                    ErrorCode.OPERATION_DENIED, "The current schema version cannot be deleted.");
        }
        versions = versions.stream().filter(version -> version != deleted).toList();
    }

    private SchemaVersion add(TopicSchema schema) {
        SchemaVersion added = new SchemaVersion(nextId++, schema, clock.millis());
        List<SchemaVersion> all = new ArrayList<>(versions);
        all.add(added);
        versions = List.copyOf(all);
        return added;
    }
}
