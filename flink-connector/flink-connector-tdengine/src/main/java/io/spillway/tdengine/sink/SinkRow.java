/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * A row on its way.
 *
 * @param table the table it goes to: the child table of a super table
 * @param timestamp in the database's precision
 * @param delete whether the row is deleted
 * @param cells laid out as {@link RowLayout} says
 * @param bytes about what it takes on the wire
 * @param eventTime the element's timestamp, null if it has none
 */
@Internal
record SinkRow(
        String table,
        long timestamp,
        boolean delete,
        byte[] cells,
        int bytes,
        @Nullable Long eventTime) {}
