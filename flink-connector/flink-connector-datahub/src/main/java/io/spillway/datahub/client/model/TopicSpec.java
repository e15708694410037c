/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/**
 * A topic to be created.
 *
 * @param lifecycleDays days records are kept, 1 to 7
 * @param schema the columns of a TUPLE topic, null for a BLOB topic
 * @param extendMode whether shards will be added by extension instead of by splits
 */
@Experimental
public record TopicSpec(
        int shardCount,
        int lifecycleDays,
        @Nullable RecordSchema schema,
        boolean extendMode,
        String comment) {

    /** A topic whose shards are split and merged. */
    public TopicSpec(
            int shardCount, int lifecycleDays, @Nullable RecordSchema schema, String comment) {
        this(shardCount, lifecycleDays, schema, false, comment);
    }
}
