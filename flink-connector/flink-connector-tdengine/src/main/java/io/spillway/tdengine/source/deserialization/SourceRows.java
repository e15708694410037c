/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.deserialization;

import io.spillway.tdengine.data.DataBlock;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A block of rows with where it came from.
 *
 * @param tableName the table the rows belong to, null if the server does not say
 * @param topic null if the rows were queried
 * @param vgroupId -1 if the rows were queried
 * @param offset of the message, -1 if the rows were queried
 */
@PublicEvolving
public record SourceRows(
        DataBlock data,
        @Nullable String tableName,
        @Nullable String topic,
        int vgroupId,
        long offset) {

    /** Rows of a query. */
    public static SourceRows queried(DataBlock data, @Nullable String tableName) {
        return new SourceRows(data, tableName, null, -1, -1);
    }
}
