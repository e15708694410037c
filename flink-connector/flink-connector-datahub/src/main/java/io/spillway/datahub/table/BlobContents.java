/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.common.failure.RecordException;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.TopicDescription;
import java.io.IOException;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.ProjectedRowData;

/** Rows as records of a BLOB topic: the bytes a format makes of them, or their only column. */
@Internal
final class BlobContents implements RowContents {

    private static final long serialVersionUID = 1L;

    @Nullable private final SerializationSchema<RowData> format;
    private final int columns;
    private final boolean project;
    @Nullable private transient ProjectedRowData projected;

    private BlobContents(
            @Nullable SerializationSchema<RowData> format, int columns, boolean project) {
        this.format = format;
        this.columns = columns;
        this.project = project;
    }

    /** The only column, of type BYTES, is the record. */
    static BlobContents ofBytes() {
        return new BlobContents(null, 1, false);
    }

    /**
     * A format makes the record.
     *
     * @param columns number of the row's first columns that the format gets
     * @param more whether others follow, which it must not see
     */
    static BlobContents of(SerializationSchema<RowData> format, int columns, boolean more) {
        return new BlobContents(format, columns, more);
    }

    @Override
    public void open(
            SerializationSchema.InitializationContext context, TopicDescription topic, int subtask)
            throws Exception {
        if (!topic.blob()) {
            throw new ValidationException(
                    "Topic "
                            + topic.path()
                            + " is a TUPLE topic, but the table "
                            + (format == null ? "has a column of BYTES" : "has a 'format'")
                            + ", which is for BLOB topics; "
                            + (format == null
                                    ? "declare the topic's columns."
                                    : "remove 'format'."));
        }
        if (project) {
            projected = ProjectedRowData.from(IntStream.range(0, columns).toArray());
        }
        if (format != null) {
            format.open(context);
        }
    }

    @Override
    public boolean write(RowData row, RecordEntryWriter out) throws IOException {
        if (format == null) {
            if (row.isNullAt(0)) {
                throw new RecordException("NullBlob", "The only column of a BLOB topic is NULL");
            }
            out.addBytes(row.getBinary(0));
            return true;
        }
        byte[] bytes = serialize(projected == null ? row : projected.replaceRow(row));
        if (bytes == null) {
            return false;
        }
        out.addBytes(bytes);
        return true;
    }

    @Nullable
    private byte[] serialize(RowData row) throws RecordException {
        try {
            return format.serialize(row);
        } catch (RuntimeException e) {
            // formats know no other way to say that they cannot encode a row
            throw new RecordException(
                    "FormatRefused", "The format cannot encode the row: " + e.getMessage(), e);
        }
    }
}
