/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.reconcile;

import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * How a table and its topic compare.
 *
 * @param changes row changes committed in PostgreSQL
 * @param applied changes that stand in DataHub, each counted once
 * @param duplicates further deliveries of them
 * @param rows rows in PostgreSQL
 * @param farEndRows rows the changes in DataHub add up to
 * @param wrong primary keys whose rows differ
 * @param example one of them, null if there is none
 */
@Internal
public record TableResult(
        String table,
        long changes,
        long applied,
        long duplicates,
        long rows,
        long farEndRows,
        long wrong,
        @Nullable String example) {

    /** Changes that do not stand in DataHub. */
    public long lost() {
        return Math.max(0, changes - applied);
    }
}
