/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.common.deadletter.RowDataJson;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.sink.DataHubSerializationSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.data.RowData;

/** Encodes the rows of a table as records of a topic, and tells what chooses their shard. */
@Internal
final class RowDataSerializer implements DataHubSerializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private final RowContents contents;
    private final RowMetadata metadata;
    private final RowRouting routing;
    private final RowDataJson json;

    private transient RecordEntryWriter writer;

    RowDataSerializer(
            RowContents contents, RowMetadata metadata, RowRouting routing, RowDataJson json) {
        this.contents = contents;
        this.metadata = metadata;
        this.routing = routing;
        this.json = json;
    }

    @Override
    public void open(
            SerializationSchema.InitializationContext context, TopicDescription topic, int subtask)
            throws Exception {
        contents.open(context, topic, subtask);
        routing.open();
        writer = new RecordEntryWriter();
    }

    @Nullable
    @Override
    public EncodedRecord serialize(RowData row) throws IOException {
        writer.reset();
        metadata.write(row, writer);
        return contents.write(row, writer) ? writer.toRecord() : null;
    }

    @Nullable
    @Override
    public String shardId(RowData row) {
        return metadata.shardId(row);
    }

    @Nullable
    @Override
    public String hashKey(RowData row) {
        return metadata.hashKey(row);
    }

    @Nullable
    @Override
    public byte[] routingKey(RowData row) throws IOException {
        String partitionKey = metadata.partitionKey(row);
        return partitionKey != null
                ? partitionKey.getBytes(StandardCharsets.UTF_8)
                : routing.key(row);
    }

    @Override
    public byte[] describe(RowData row) {
        return json.write(row);
    }
}
