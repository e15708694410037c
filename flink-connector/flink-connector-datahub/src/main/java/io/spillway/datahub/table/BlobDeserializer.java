/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.source.deserialization.DataHubDeserializationSchema;
import io.spillway.datahub.source.deserialization.DataHubRecord;
import io.spillway.datahub.source.deserialization.UndecodableRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.flink.table.data.utils.ProjectedRowData;
import org.apache.flink.util.Collector;

/**
 * Decodes the records of a BLOB topic: as they are into a single column, or by a format into any
 * number of rows and changes.
 */
final class BlobDeserializer implements DataHubDeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private final TopicAccess access;
    private final RecordMetadata metadata;
    private final TypeInformation<RowData> producedType;
    @Nullable private final DeserializationSchema<RowData> format;

    /** The columns asked for, of those the format or the record itself makes; null for all. */
    @Nullable private final int[] projection;

    private transient RecordEntryReader reader;
    private transient List<RowData> rows;

    /**
     * @param format decodes a record's bytes, null for a single column with the bytes themselves
     * @param projection columns to emit, null for all
     */
    BlobDeserializer(
            TopicAccess access,
            @Nullable DeserializationSchema<RowData> format,
            @Nullable int[] projection,
            RecordMetadata metadata,
            TypeInformation<RowData> producedType) {
        this.access = access;
        this.format = format;
        this.projection = projection;
        this.metadata = metadata;
        this.producedType = producedType;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) throws Exception {
        TopicDescription topic = access.describe();
        if (!topic.blob()) {
            throw new ValidationException(
                    "Topic "
                            + topic.path()
                            + " is a TUPLE topic with columns of its own; remove 'format' and declare"
                            + " its columns.");
        }
        if (format != null) {
            format.open(context);
        }
        reader = new RecordEntryReader();
        rows = new ArrayList<>();
    }

    @Override
    public void deserialize(DataHubRecord record, Collector<RowData> out) throws IOException {
        reader.read(record.batch(), record.index());
        rows.clear();
        decode();
        if (rows.isEmpty()) {
            return;
        }
        GenericRowData values = null;
        if (metadata.count() > 0) {
            values = new GenericRowData(metadata.count());
            metadata.fill(values, 0, record, reader);
        }
        for (RowData row : rows) {
            RowData projected =
                    projection == null ? row : ProjectedRowData.from(projection).replaceRow(row);
            out.collect(
                    values == null
                            ? projected
                            : new JoinedRowData(row.getRowKind(), projected, values));
        }
    }

    /** All of a record's rows or none: what is emitted cannot be taken back. */
    private void decode() throws IOException {
        byte[] bytes = reader.isNull(0) ? null : reader.bytes(0);
        if (format == null) {
            rows.add(GenericRowData.of((Object) bytes));
            return;
        }
        if (bytes == null) {
            throw new UndecodableRecordException("NoData", "The record has no data", null);
        }
        try {
            format.deserialize(bytes, new Rows(rows));
        } catch (IOException | RuntimeException e) {
            // the message may quote the record: only its kind is told
            throw new UndecodableRecordException(
                    "InvalidValue",
                    "The record cannot be decoded by the table's format ("
                            + e.getClass().getSimpleName()
                            + ")",
                    null);
        }
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return producedType;
    }

    private record Rows(List<RowData> into) implements Collector<RowData> {

        @Override
        public void collect(RowData row) {
            if (row != null) {
                into.add(row);
            }
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
