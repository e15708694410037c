/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.client.codec.MalformedMessageException;
import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.source.deserialization.DataHubRecord;
import io.spillway.datahub.source.deserialization.UndecodableRecordException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** Fills the metadata columns of a row. */
record RecordMetadata(List<ReadableMetadata> keys) implements Serializable {

    RecordMetadata {
        keys = List.copyOf(keys);
    }

    int count() {
        return keys.size();
    }

    /**
     * @param reader stands at the record
     * @param first the first column to fill
     */
    void fill(GenericRowData row, int first, DataHubRecord record, RecordEntryReader reader)
            throws UndecodableRecordException {
        for (int i = 0; i < keys.size(); i++) {
            row.setField(first + i, read(keys.get(i), record, reader));
        }
    }

    @Nullable
    private static Object read(ReadableMetadata key, DataHubRecord record, RecordEntryReader reader)
            throws UndecodableRecordException {
        return switch (key) {
            case SHARD_ID -> StringData.fromString(record.shardId());
            case SEQUENCE -> record.sequence();
            case BATCH_INDEX -> record.batchIndex();
            case SYSTEM_TIME -> TimestampData.fromEpochMillis(record.systemTimeMillis());
            case ATTRIBUTES -> attributes(reader);
            case PARTITION_KEY -> StringData.fromString(reader.partitionKey());
            case HASH_KEY -> StringData.fromString(reader.hashKey());
        };
    }

    private static GenericMapData attributes(RecordEntryReader reader)
            throws UndecodableRecordException {
        Map<StringData, StringData> attributes = new HashMap<>();
        try {
            reader.attributes()
                    .forEach(
                            (name, value) ->
                                    attributes.put(
                                            StringData.fromString(name),
                                            StringData.fromString(value)));
        } catch (MalformedMessageException e) {
            throw new UndecodableRecordException("MalformedRecord", e.getMessage(), e);
        }
        return new GenericMapData(attributes);
    }
}
