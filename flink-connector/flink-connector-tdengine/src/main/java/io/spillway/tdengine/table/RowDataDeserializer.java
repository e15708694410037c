/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.common.failure.RecordException;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TimestampPrecision;
import io.spillway.tdengine.row.BlockRows;
import io.spillway.tdengine.row.RowColumns;
import io.spillway.tdengine.source.deserialization.MetaMessage;
import io.spillway.tdengine.source.deserialization.SourceRows;
import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/**
 * Turns rows of TDengine into rows of a table, columns matched by name: those a block does not have
 * are NULL.
 */
@Internal
final class RowDataDeserializer implements TDengineDeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private final RowType rowType;
    private final ReadableMetadata[] metadata;
    private final boolean showsMeta;
    private final ZoneId zone;
    private final TypeInformation<RowData> producedType;
    @Nullable private final RowDeletes deletes;
    @Nullable private final TopicTags tags;

    /** Of the last block: blocks of one schema mostly follow one another. */
    private transient RowColumns columns;

    private transient List<Field> fields;
    private transient TimestampPrecision precision;

    /** Of the last row. */
    private transient BlockRows block;

    private transient SourceRows blockOrigin;

    /**
     * @param rowType the columns asked for
     * @param metadata what follows them in each row
     * @param zone of times without one
     * @param deletes if rows replace one another and are deleted, null if all are inserts
     * @param tags of rows that come without, null if they are not to be had
     */
    RowDataDeserializer(
            RowType rowType,
            List<ReadableMetadata> metadata,
            ZoneId zone,
            TypeInformation<RowData> producedType,
            @Nullable RowDeletes deletes,
            @Nullable TopicTags tags) {
        this.rowType = rowType;
        this.metadata = metadata.toArray(new ReadableMetadata[0]);
        this.showsMeta = metadata.contains(ReadableMetadata.META);
        this.zone = zone;
        this.producedType = producedType;
        this.deletes = deletes;
        this.tags = tags;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) throws Exception {
        if (deletes != null) {
            deletes.open();
        }
    }

    @Override
    public void close() {
        if (tags != null) {
            tags.close();
        }
    }

    @Override
    public void deserialize(SourceRows rows, int row, Collector<RowData> out) throws IOException {
        if (rows != blockOrigin) {
            block = blockOf(rows);
            blockOrigin = rows;
        }
        out.collect(block.row(row, deletes == null ? RowKind.INSERT : RowKind.UPDATE_AFTER));
    }

    @Override
    public void deserializeMeta(MetaMessage meta, Collector<RowData> out) throws RecordException {
        int width = rowType.getFieldCount() + metadata.length;
        GenericRowData target = null;
        if (deletes != null) {
            target = deletes.of(meta, width);
        } else if (showsMeta) {
            target = new GenericRowData(width);
        }
        if (target == null) {
            return;
        }
        for (int i = 0; i < metadata.length; i++) {
            boolean ofDelete = deletes != null && metadata[i] == ReadableMetadata.TABLE_NAME;
            target.setField(
                    rowType.getFieldCount() + i,
                    ofDelete
                            ? StringData.fromString(RowDeletes.tableOf(meta))
                            : metadata[i].of(meta));
        }
        out.collect(target);
    }

    private BlockRows blockOf(SourceRows rows) throws IOException {
        Object[] behind = new Object[metadata.length];
        for (int i = 0; i < metadata.length; i++) {
            behind[i] = metadata[i].of(rows);
        }
        RowColumns found = columnsOf(rows.data());
        Object[] others =
                tags != null && rows.tableName() != null && found.lacksColumns()
                        ? tags.of(rows.tableName())
                        : null;
        return found.rows(rows.data(), rows.tableName(), others, behind);
    }

    private RowColumns columnsOf(DataBlock block) {
        if (block.fields() != fields || block.precision() != precision) {
            if (columns == null
                    || block.precision() != precision
                    || !block.fields().equals(fields)) {
                columns = new RowColumns(rowType, block, zone);
            }
            fields = block.fields();
            precision = block.precision();
        }
        return columns;
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return producedType;
    }
}
