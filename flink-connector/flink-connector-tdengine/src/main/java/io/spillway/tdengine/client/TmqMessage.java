/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import io.spillway.tdengine.data.DataBlock;
import java.util.List;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/**
 * A message of a topic.
 *
 * @param offset where the message begins: seeking here delivers it again
 * @param nextOffset where the next one begins; -1 if the server does not tell, as for data that
 *     does not come from the log
 * @param blocks the rows, in the order of the log; empty if the message has none
 * @param meta changes of schema and deletes as the server's JSON, null if there are none
 */
@Experimental
public record TmqMessage(
        String topic,
        String database,
        int vgroupId,
        long offset,
        long nextOffset,
        List<Block> blocks,
        @Nullable String meta) {

    public TmqMessage {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(blocks, "blocks");
    }

    /**
     * Rows of one table or of one query.
     *
     * @param tableName the child table, null for topics made of a query
     */
    @Experimental
    public record Block(@Nullable String tableName, DataBlock data) {}
}
