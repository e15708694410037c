/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.common.failure.RecordException;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import java.io.Serializable;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;

/**
 * The metadata columns of a row that is written; they follow the table's own.
 *
 * @param attributes index of the column in the row, -1 if the table has none; so the others
 */
@Internal
record RowMetadata(int attributes, int partitionKey, int hashKey, int shardId)
        implements Serializable {

    /**
     * @param firstColumn index of the first metadata column
     * @param keys the metadata's keys in their order in the row
     */
    static RowMetadata of(int firstColumn, List<String> keys) {
        return new RowMetadata(
                index(firstColumn, keys, WritableMetadata.ATTRIBUTES),
                index(firstColumn, keys, WritableMetadata.PARTITION_KEY),
                index(firstColumn, keys, WritableMetadata.HASH_KEY),
                index(firstColumn, keys, WritableMetadata.SHARD_ID));
    }

    private static int index(int firstColumn, List<String> keys, WritableMetadata metadata) {
        int index = keys.indexOf(metadata.key());
        return index < 0 ? -1 : firstColumn + index;
    }

    /** Gives the record its keys and attributes. */
    void write(RowData row, RecordEntryWriter out) throws RecordException {
        out.hashKey(hashKey(row)).partitionKey(partitionKey(row));
        if (attributes >= 0 && !row.isNullAt(attributes)) {
            MapData map = row.getMap(attributes);
            ArrayData names = map.keyArray();
            ArrayData values = map.valueArray();
            for (int i = 0; i < map.size(); i++) {
                if (names.isNullAt(i) || values.isNullAt(i)) {
                    throw new RecordException(
                            "NullAttribute", "An attribute has no name or no value; remove it");
                }
                out.addAttribute(names.getString(i).toString(), values.getString(i).toString());
            }
        }
    }

    @Nullable
    String partitionKey(RowData row) {
        return text(row, partitionKey);
    }

    @Nullable
    String hashKey(RowData row) {
        return text(row, hashKey);
    }

    @Nullable
    String shardId(RowData row) {
        return text(row, shardId);
    }

    @Nullable
    private static String text(RowData row, int index) {
        return index < 0 || row.isNullAt(index) ? null : row.getString(index).toString();
    }
}
