/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.datahub.client.model.RecordSchema;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * A topic's columns, under every version its records may name. Immutable.
 *
 * @param current the current columns, null for a BLOB topic
 * @param version what records written now name
 * @param registered all schemas of a topic with a schema registry by their versions, empty
 *     otherwise
 */
@Internal
public record TopicSchema(
        @Nullable RecordSchema current, int version, Map<Integer, RecordSchema> registered) {

    /** Named by records of BLOB topics. */
    private static final int BLOB_VERSION = -1;

    /** Named by records of topics without a schema registry. */
    private static final int UNVERSIONED = 0;

    public TopicSchema {
        registered = Map.copyOf(registered);
    }

    /** A BLOB topic. */
    public static TopicSchema blob() {
        return new TopicSchema(null, BLOB_VERSION, Map.of());
    }

    /** A topic with one schema. */
    public static TopicSchema of(RecordSchema schema) {
        return new TopicSchema(schema, UNVERSIONED, Map.of());
    }

    /** Whether records are bytes without columns. */
    public boolean isBlob() {
        return current == null;
    }

    /** How many columns records written now have; a BLOB counts as one. */
    public int columnCount() {
        return current == null ? 1 : current.fields().size();
    }

    /**
     * The columns of records that name a version.
     *
     * @throws UnknownSchemaException if the version was registered since this was looked up
     */
    RecordSchema columnsOf(int namedVersion) throws UnknownSchemaException {
        RecordSchema schema = namedVersion == UNVERSIONED ? current : registered.get(namedVersion);
        if (schema == null) {
            throw new UnknownSchemaException("records of schema version " + namedVersion);
        }
        return schema;
    }
}
