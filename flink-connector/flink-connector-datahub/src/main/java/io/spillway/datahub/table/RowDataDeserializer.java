/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.codec.MalformedMessageException;
import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.source.deserialization.DataHubDeserializationSchema;
import io.spillway.datahub.source.deserialization.DataHubRecord;
import io.spillway.datahub.source.deserialization.UndecodableRecordException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;

/** Decodes the records of a TUPLE topic into rows of a table, columns matched by name. */
@Internal
final class RowDataDeserializer implements DataHubDeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private final RowType rowType;
    private final List<ReadableMetadata> metadata;
    private final TopicPath topic;
    private final DataHubGatewayFactory gateways;
    private final TypeInformation<RowData> producedType;

    private transient int[] positions;
    private transient FieldDecoder[] decoders;
    private transient RecordEntryReader reader;
    private transient RecordSchema schema;

    /**
     * @param rowType the columns asked for
     * @param metadata what follows them in each row
     */
    RowDataDeserializer(
            RowType rowType,
            List<ReadableMetadata> metadata,
            TopicPath topic,
            DataHubGatewayFactory gateways,
            TypeInformation<RowData> producedType) {
        this.rowType = rowType;
        this.metadata = List.copyOf(metadata);
        this.topic = topic;
        this.gateways = gateways;
        this.producedType = producedType;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) throws Exception {
        TopicDescription description = describe();
        positions = ColumnMapping.readPositions(rowType, description);
        schema = description.schema();
        decoders = new FieldDecoder[positions.length];
        for (int i = 0; i < positions.length; i++) {
            decoders[i] = FieldDecoder.of(rowType.getTypeAt(i), schema.fields().get(positions[i]));
        }
        reader = new RecordEntryReader();
    }

    @Override
    public void deserialize(DataHubRecord record, Collector<RowData> out)
            throws UndecodableRecordException {
        GenericRowData row = new GenericRowData(positions.length + metadata.size());
        try {
            reader.read(record.batch(), record.index());
        } catch (MalformedMessageException e) {
            throw new UndecodableRecordException("MalformedRecord", e.getMessage(), e);
        }
        for (int i = 0; i < positions.length; i++) {
            if (!reader.isNull(positions[i])) {
                row.setField(i, decode(i));
            } else if (!rowType.getTypeAt(i).isNullable()) {
                throw new UndecodableRecordException(
                        "NullInNotNullColumn",
                        "Column '"
                                + rowType.getFieldNames().get(i)
                                + "' is NOT NULL in the table but NULL in the record",
                        null);
            }
        }
        for (int i = 0; i < metadata.size(); i++) {
            row.setField(positions.length + i, read(metadata.get(i), record));
        }
        out.collect(row);
    }

    private Object decode(int column) throws UndecodableRecordException {
        try {
            return decoders[column].decode(reader, positions[column]);
        } catch (MalformedMessageException | IllegalArgumentException | ArithmeticException e) {
            // the cause may quote the value: only its kind is told
            throw new UndecodableRecordException(
                    "InvalidValue",
                    "Column '"
                            + rowType.getFieldNames().get(column)
                            + "' has a text that is not "
                            + rowType.getTypeAt(column).asSummaryString(),
                    null);
        }
    }

    private Object read(ReadableMetadata key, DataHubRecord record)
            throws UndecodableRecordException {
        return switch (key) {
            case SHARD_ID -> StringData.fromString(record.shardId());
            case SEQUENCE -> record.sequence();
            case BATCH_INDEX -> record.batchIndex();
            case SYSTEM_TIME -> TimestampData.fromEpochMillis(record.systemTimeMillis());
            case ATTRIBUTES -> attributes();
        };
    }

    private GenericMapData attributes() throws UndecodableRecordException {
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

    private TopicDescription describe() throws Exception {
        try (DataHubGateway gateway = gateways.create()) {
            return gateway.getTopic(topic).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return producedType;
    }
}
