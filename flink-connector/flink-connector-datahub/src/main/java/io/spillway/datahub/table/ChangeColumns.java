/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.TopicDescription;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Columns of a topic that tell what a row changes. The table does not declare them. */
@Internal
interface ChangeColumns extends Serializable {

    /** No such columns: rows are inserts. */
    ChangeColumns NONE = (rowType, topic, subtask) -> Map.of();

    /**
     * What fills which position of the topic's records.
     *
     * @throws org.apache.flink.table.api.ValidationException if the topic has no such columns, or
     *     the table declares them too
     */
    Map<Integer, FieldEncoder> bind(RowType rowType, TopicDescription topic, int subtask);

    /** The name the topic has for a column of the table. */
    default String columnInTopic(String column, RecordSchema schema) {
        return column;
    }

    /**
     * Called before each row is encoded.
     *
     * @throws io.spillway.common.failure.RecordException if the row can never be written
     */
    default void begin(RowData row) throws IOException {}
}
