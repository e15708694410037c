/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import io.spillway.tdengine.data.TimestampPrecision;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * The table to write as the user names it.
 *
 * @param superTable whether each row names its child table
 * @param definition all columns and tags, the timestamp first, if it is to be made or written
 *     without schema; else empty
 * @param create whether it is made if it does not exist, and its database too
 * @param createPrecision of the database, if that is made
 */
@Internal
record SinkTarget(
        String database,
        String table,
        boolean superTable,
        List<TargetColumn> definition,
        boolean create,
        TimestampPrecision createPrecision)
        implements Serializable {

    @Override
    public String toString() {
        return database + "." + table;
    }
}
