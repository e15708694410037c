/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.common.deadletter.RowDataJson;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.sink.DataHubSerializationSchema;
import io.spillway.datahub.source.deserialization.DataHubDeserializationSchema;
import io.spillway.datahub.table.DataHubScanOptions.ChangelogFormat;
import io.spillway.datahub.table.DataHubScanOptions.LengthCheck;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/**
 * What tables encode and decode rows with, for benchmarks; in this package because nobody else
 * needs to see it.
 */
public final class TableCodecs {

    private TableCodecs() {}

    /** What a table of these columns reads a topic with. */
    public static DataHubDeserializationSchema<RowData> deserializer(
            RowType columns, TopicPath topic, DataHubGatewayFactory gateways) {
        return new RowDataDeserializer(
                columns,
                new RecordMetadata(List.of()),
                new TopicAccess(topic, gateways),
                new RowDataDeserializer.ScanFormat(LengthCheck.PAD, ChangelogFormat.NONE),
                InternalTypeInfo.of(columns));
    }

    /** What a table of these columns, without a key, writes a topic with. */
    public static DataHubSerializationSchema<RowData> serializer(RowType columns) {
        return new RowDataSerializer(
                new TupleContents(columns, ChangeColumns.NONE, ZoneOffset.UTC),
                RowMetadata.of(columns.getFieldCount(), List.of()),
                new RowRouting(columns, new int[0]),
                new RowDataJson(columns, null));
    }
}
