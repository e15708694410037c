/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/**
 * What the service says of a topic.
 *
 * @param schema the columns of a TUPLE topic, null for a BLOB topic
 * @param extendMode whether shards are added by extension: then all of them share one hash range
 * @param schemaRegistry whether the topic may have several schemas, told apart by a version
 */
@Experimental
public record TopicDescription(
        TopicPath path,
        boolean blob,
        @Nullable RecordSchema schema,
        int shardCount,
        int lifecycleDays,
        boolean extendMode,
        boolean schemaRegistry,
        String comment) {

    /** A topic with one schema. */
    public TopicDescription(
            TopicPath path,
            boolean blob,
            @Nullable RecordSchema schema,
            int shardCount,
            int lifecycleDays,
            boolean extendMode,
            String comment) {
        this(path, blob, schema, shardCount, lifecycleDays, extendMode, false, comment);
    }
}
