/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;

/** Metadata a table can write. */
@Internal
enum WritableMetadata {
    ATTRIBUTES("attributes", DataTypes.MAP(DataTypes.STRING(), DataTypes.STRING())),
    PARTITION_KEY("partition-key", DataTypes.STRING()),
    HASH_KEY("hash-key", DataTypes.STRING()),
    SHARD_ID("shard-id", DataTypes.STRING());

    private final String key;
    private final DataType dataType;

    WritableMetadata(String key, DataType dataType) {
        this.key = key;
        this.dataType = dataType;
    }

    String key() {
        return key;
    }

    DataType dataType() {
        return dataType;
    }
}
