/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.TopicDescription;
import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.data.RowData;

/** What of a row becomes the data of a record. Used by the task thread only. */
@Internal
interface RowContents extends Serializable {

    /**
     * Called once per task, before the first row.
     *
     * @param subtask index of the task among its siblings
     * @throws Exception if rows of this table do not fit the topic
     */
    void open(
            SerializationSchema.InitializationContext context, TopicDescription topic, int subtask)
            throws Exception;

    /**
     * Adds the data of a row, whose first columns are the table's.
     *
     * @return false if nothing is to be written for this row
     * @throws io.spillway.common.failure.RecordException if the topic can never hold the row
     */
    boolean write(RowData row, RecordEntryWriter out) throws IOException;
}
