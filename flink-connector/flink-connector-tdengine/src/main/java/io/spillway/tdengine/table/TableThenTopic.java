/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.tdengine.source.scan.TDengineScanSource;
import io.spillway.tdengine.source.scan.enumerator.ScanEnumerator;
import io.spillway.tdengine.source.tmq.TDengineTmqSource;
import io.spillway.tdengine.source.tmq.config.StartingOffsets;
import java.util.Map;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.source.hybrid.HybridSource;
import org.apache.flink.table.data.RowData;

/**
 * Reads what a table holds, then its topic from where the topic's logs ended before the first row
 * was read: nothing falls between the two.
 */
final class TableThenTopic {

    private TableThenTopic() {}

    static Source<RowData, ?, ?> of(
            TDengineScanSource<RowData> table, TDengineTmqSource<RowData> topic) {
        return HybridSource.<RowData, ScanEnumerator>builder(table)
                .<ScanEnumerator, Source<RowData, ?, ?>>addSource(
                        context -> topic.startingAt(startAfter(context.getPreviousEnumerator())),
                        Boundedness.CONTINUOUS_UNBOUNDED)
                .build();
    }

    /** A job that restarts after the switch has its offsets in its state. */
    private static StartingOffsets startAfter(ScanEnumerator scan) {
        Map<Integer, Long> ends = scan == null ? Map.of() : scan.boundary();
        return ends.isEmpty() ? StartingOffsets.earliest() : StartingOffsets.specific(ends);
    }
}
