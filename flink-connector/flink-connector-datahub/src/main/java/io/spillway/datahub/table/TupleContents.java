/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.common.failure.RecordException;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.TopicDescription;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Rows as records of a TUPLE topic: columns matched by name, values in their text form. */
@Internal
final class TupleContents implements RowContents {

    private static final long serialVersionUID = 1L;

    private final RowType rowType;
    private final ChangeColumns changes;
    private final ZoneId timeZone;

    private transient RecordSchema schema;
    private transient FieldEncoder[] encoders;
    private transient int[] sources;

    /**
     * @param changes columns of the topic that tell what a row changes
     * @param timeZone of timestamps without a zone
     */
    TupleContents(RowType rowType, ChangeColumns changes, ZoneId timeZone) {
        this.rowType = rowType;
        this.changes = changes;
        this.timeZone = timeZone;
    }

    @Override
    public void open(
            SerializationSchema.InitializationContext context,
            TopicDescription topic,
            int subtask) {
        schema = ColumnMapping.requireTuple(topic);
        Map<Integer, FieldEncoder> filled = changes.bind(rowType, topic, subtask);
        sources =
                ColumnMapping.writeSources(
                        rowType,
                        topic,
                        column -> changes.columnInTopic(column, schema),
                        filled.keySet());
        encoders = new FieldEncoder[sources.length];
        for (int position = 0; position < sources.length; position++) {
            encoders[position] = filled.get(position);
            if (sources[position] >= 0) {
                encoders[position] =
                        FieldEncoder.of(
                                sources[position],
                                rowType.getTypeAt(sources[position]),
                                schema.fields().get(position),
                                timeZone);
            }
        }
    }

    @Override
    public boolean write(RowData row, RecordEntryWriter out) throws IOException {
        changes.begin(row);
        for (int position = 0; position < sources.length; position++) {
            int source = sources[position];
            if (encoders[position] != null && (source < 0 || !row.isNullAt(source))) {
                encoders[position].encode(row, out);
            } else if (schema.fields().get(position).notNull()) {
                throw new RecordException(
                        "NullInNotNullColumn",
                        "Column '"
                                + schema.fields().get(position).name()
                                + "' is NULL, but the topic requires a value");
            } else {
                out.addNull();
            }
        }
        return true;
    }
}
