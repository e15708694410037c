/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;

/** What a table can tell of a record beside its columns. */
@Internal
enum ReadableMetadata {
    SHARD_ID("shard-id", DataTypes.STRING().notNull()),
    SEQUENCE("sequence", DataTypes.BIGINT().notNull()),
    BATCH_INDEX("batch-index", DataTypes.INT().notNull()),
    SYSTEM_TIME("system-time", DataTypes.TIMESTAMP_LTZ(3).notNull()),
    ATTRIBUTES(
            "attributes",
            DataTypes.MAP(DataTypes.STRING().notNull(), DataTypes.STRING().notNull()).notNull()),
    PARTITION_KEY("partition-key", DataTypes.STRING()),
    HASH_KEY("hash-key", DataTypes.STRING());

    private final String key;
    private final DataType dataType;

    ReadableMetadata(String key, DataType dataType) {
        this.key = key;
        this.dataType = dataType;
    }

    String key() {
        return key;
    }

    DataType dataType() {
        return dataType;
    }

    static ReadableMetadata ofKey(String key) {
        for (ReadableMetadata metadata : values()) {
            if (metadata.key.equals(key)) {
                return metadata;
            }
        }
        throw new IllegalArgumentException("No metadata '" + key + "'");
    }
}
