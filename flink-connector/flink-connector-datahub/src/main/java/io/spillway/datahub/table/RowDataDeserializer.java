/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.client.codec.MalformedMessageException;
import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.source.deserialization.DataHubDeserializationSchema;
import io.spillway.datahub.source.deserialization.DataHubRecord;
import io.spillway.datahub.source.deserialization.UndecodableRecordException;
import io.spillway.datahub.table.DataHubScanOptions.ChangelogFormat;
import io.spillway.datahub.table.DataHubScanOptions.LengthCheck;
import java.io.IOException;
import java.io.Serializable;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;

/** Decodes the records of a TUPLE topic into rows of a table, columns matched by name. */
@Internal
final class RowDataDeserializer implements DataHubDeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    /**
     * How records are taken.
     *
     * @param lengthCheck what becomes of records with another number of columns
     * @param changelog whether they are changes
     */
    record ScanFormat(LengthCheck lengthCheck, ChangelogFormat changelog) implements Serializable {}

    private final RowType rowType;
    private final RecordMetadata metadata;
    private final TopicAccess access;
    private final ScanFormat format;
    private final TypeInformation<RowData> producedType;

    private transient int[] positions;
    private transient FieldDecoder[] decoders;
    private transient RecordEntryReader reader;
    private transient ColumnCounts counts;
    @Nullable private transient DtsColumns dts;

    /**
     * @param rowType the columns asked for
     * @param metadata what follows them in each row
     * @param format how records are taken
     */
    RowDataDeserializer(
            RowType rowType,
            RecordMetadata metadata,
            TopicAccess access,
            ScanFormat format,
            TypeInformation<RowData> producedType) {
        this.rowType = rowType;
        this.metadata = metadata;
        this.access = access;
        this.format = format;
        this.producedType = producedType;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) throws Exception {
        TopicDescription description = access.describe();
        dts = format.changelog() == ChangelogFormat.DTS ? DtsColumns.of(description) : null;
        positions =
                ColumnMapping.readPositions(
                        rowType, description, dts == null ? "" : dts.dataPrefix());
        RecordSchema schema = description.schema();
        counts = new ColumnCounts(access, schema, format.lengthCheck(), context.getMetricGroup());
        decoders = new FieldDecoder[positions.length];
        for (int i = 0; i < positions.length; i++) {
            decoders[i] = FieldDecoder.of(rowType.getTypeAt(i), schema.fields().get(positions[i]));
        }
        reader = new RecordEntryReader();
    }

    @Override
    public void deserialize(DataHubRecord record, Collector<RowData> out) throws IOException {
        reader.read(record.batch(), record.index());
        if (counts.skips(record, reader.columnCount())) {
            return;
        }
        GenericRowData row = new GenericRowData(positions.length + metadata.count());
        if (dts != null) {
            row.setRowKind(dts.kindOf(reader));
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
        metadata.fill(row, positions.length, record, reader);
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

    @Override
    public TypeInformation<RowData> getProducedType() {
        return producedType;
    }
}
