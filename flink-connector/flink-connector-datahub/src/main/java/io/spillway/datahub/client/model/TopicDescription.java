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
 */
@Experimental
public record TopicDescription(
        TopicPath path,
        boolean blob,
        @Nullable RecordSchema schema,
        int shardCount,
        int lifecycleDays,
        boolean extendMode,
        String comment) {}
