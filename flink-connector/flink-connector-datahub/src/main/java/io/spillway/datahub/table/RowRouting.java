/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordSchema;
import java.io.IOException;
import java.io.Serializable;
import java.time.ZoneOffset;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** The columns whose values choose the shard, encoded so that equal values have equal bytes. */
@Internal
final class RowRouting implements Serializable {

    private static final long serialVersionUID = 1L;

    private final RowType rowType;
    private final int[] columns;

    private transient FieldEncoder[] encoders;
    private transient RecordEntryWriter writer;

    /**
     * @param columns none if shards take turns
     * @throws ValidationException if a column has a type that cannot choose a shard
     */
    RowRouting(RowType rowType, int[] columns) {
        this.rowType = rowType;
        this.columns = columns;
        for (int column : columns) {
            encoder(column);
        }
    }

    void open() {
        encoders = new FieldEncoder[columns.length];
        for (int i = 0; i < columns.length; i++) {
            encoders[i] = encoder(columns[i]);
        }
        writer = new RecordEntryWriter();
    }

    /** Null if the record may go to any shard. */
    @Nullable
    byte[] key(RowData row) throws IOException {
        if (columns.length == 0) {
            return null;
        }
        writer.reset();
        for (int i = 0; i < columns.length; i++) {
            if (row.isNullAt(columns[i])) {
                writer.addNull();
            } else {
                encoders[i].encode(row, writer);
            }
        }
        return writer.toRecord().body();
    }

    private FieldEncoder encoder(int column) {
        String name = rowType.getFieldNames().get(column);
        LogicalType type = rowType.getTypeAt(column);
        FieldType ownType =
                switch (type.getTypeRoot()) {
                    case TINYINT -> FieldType.TINYINT;
                    case SMALLINT -> FieldType.SMALLINT;
                    case INTEGER -> FieldType.INTEGER;
                    case BIGINT -> FieldType.BIGINT;
                    case FLOAT -> FieldType.FLOAT;
                    case DOUBLE -> FieldType.DOUBLE;
                    case BOOLEAN -> FieldType.BOOLEAN;
                    case CHAR, VARCHAR -> FieldType.STRING;
                    case DECIMAL -> FieldType.DECIMAL;
                    case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                            FieldType.TIMESTAMP;
                    case BINARY, VARBINARY -> null;
                    default ->
                            throw new ValidationException(
                                    "Column '"
                                            + name
                                            + "' is "
                                            + type.asSummaryString()
                                            + " and cannot choose the shard; name others by "
                                            + "'sink.hash-fields'.");
                };
        return ownType == null
                ? (row, out) -> out.addBytes(row.getBinary(column))
                : FieldEncoder.of(
                        column,
                        type,
                        new RecordSchema.Field(name, ownType, false, null),
                        ZoneOffset.UTC);
    }
}
