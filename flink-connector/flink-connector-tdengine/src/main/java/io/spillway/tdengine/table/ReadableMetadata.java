/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.tdengine.source.deserialization.MetaMessage;
import io.spillway.tdengine.source.deserialization.SourceRows;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;

/** What a subscribed table can tell of a row beside its columns. */
@Internal
enum ReadableMetadata {
    /** The child table; NULL in topics made of a query. */
    TABLE_NAME("tbname", DataTypes.STRING()) {
        @Override
        Object of(SourceRows rows) {
            return StringData.fromString(rows.tableName());
        }
    },
    TOPIC("topic", DataTypes.STRING()) {
        @Override
        Object of(SourceRows rows) {
            return StringData.fromString(rows.topic());
        }

        @Override
        Object of(MetaMessage meta) {
            return StringData.fromString(meta.topic());
        }
    },
    VGROUP_ID("vgroup-id", DataTypes.INT()) {
        @Override
        Object of(SourceRows rows) {
            return rows.topic() == null ? null : rows.vgroupId();
        }

        @Override
        Object of(MetaMessage meta) {
            return meta.vgroupId();
        }
    },
    /** Of the message the row came in. */
    OFFSET("offset", DataTypes.BIGINT()) {
        @Override
        Object of(SourceRows rows) {
            return rows.topic() == null ? null : rows.offset();
        }

        @Override
        Object of(MetaMessage meta) {
            return meta.offset();
        }
    },
    /** The JSON of a change of schema or a delete, whose row has no columns; else NULL. */
    META("meta", DataTypes.STRING()) {
        @Override
        Object of(MetaMessage meta) {
            return StringData.fromString(meta.json());
        }
    };

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

    @Nullable
    Object of(SourceRows rows) {
        return null;
    }

    @Nullable
    Object of(MetaMessage meta) {
        return null;
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
