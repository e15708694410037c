/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.common.failure.RecordException;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.sink.DataHubSerializationSchema;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Encodes the rows of a table as records of a TUPLE topic, columns matched by name. */
@Internal
final class RowDataSerializer implements DataHubSerializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private final RowType rowType;
    @Nullable private final String opColumn;
    private final int[] routingColumns;

    private transient RecordSchema schema;
    private transient FieldEncoder[] encoders;
    private transient int[] sources;
    private transient int opPosition;
    private transient RecordEntryWriter writer;
    private transient FieldEncoder[] routingEncoders;
    private transient RecordEntryWriter routingWriter;
    private transient RowJson json;

    /**
     * @param opColumn the topic's column that takes the operation, null if rows are inserts only
     * @param routingColumns the columns that choose the shard, empty if shards take turns
     */
    RowDataSerializer(RowType rowType, @Nullable String opColumn, int[] routingColumns) {
        this.rowType = rowType;
        this.opColumn = opColumn;
        this.routingColumns = routingColumns;
    }

    @Override
    public void open(
            SerializationSchema.InitializationContext context, TopicDescription description) {
        sources = ColumnMapping.writeSources(rowType, description, opColumn);
        opPosition =
                opColumn == null ? -1 : ColumnMapping.opPosition(rowType, description, opColumn);
        schema = description.schema();
        encoders = new FieldEncoder[sources.length];
        for (int position = 0; position < sources.length; position++) {
            if (sources[position] >= 0) {
                encoders[position] =
                        FieldEncoder.of(
                                sources[position],
                                rowType.getTypeAt(sources[position]),
                                schema.fields().get(position));
            }
        }
        writer = new RecordEntryWriter();
        routingEncoders = new FieldEncoder[routingColumns.length];
        for (int i = 0; i < routingColumns.length; i++) {
            routingEncoders[i] = encoders[schema.indexOf(columnName(routingColumns[i]))];
        }
        routingWriter = new RecordEntryWriter();
        json = new RowJson(rowType, opColumn);
    }

    @Override
    public EncodedRecord serialize(RowData row) throws IOException {
        writer.reset();
        for (int position = 0; position < sources.length; position++) {
            int source = sources[position];
            if (position == opPosition) {
                writer.addText(row.getRowKind().shortString());
            } else if (source >= 0 && !row.isNullAt(source)) {
                encoders[position].encode(row, writer);
            } else if (schema.fields().get(position).notNull()) {
                throw new RecordException(
                        "NullInNotNullColumn",
                        "Column '"
                                + schema.fields().get(position).name()
                                + "' is NULL, but the topic requires a value");
            } else {
                writer.addNull();
            }
        }
        return writer.toRecord();
    }

    /** The encoded form of the routing columns: unambiguous, and equal wherever values are. */
    @Nullable
    @Override
    public byte[] routingKey(RowData row) throws IOException {
        if (routingColumns.length == 0) {
            return null;
        }
        routingWriter.reset();
        for (int i = 0; i < routingColumns.length; i++) {
            if (row.isNullAt(routingColumns[i])) {
                routingWriter.addNull();
            } else {
                routingEncoders[i].encode(row, routingWriter);
            }
        }
        return routingWriter.toRecord().body();
    }

    @Override
    public byte[] describe(RowData row) {
        return json.write(row);
    }

    private String columnName(int column) {
        return rowType.getFieldNames().get(column);
    }
}
