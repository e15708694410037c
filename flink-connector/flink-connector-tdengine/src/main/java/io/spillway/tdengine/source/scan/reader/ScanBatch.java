/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.reader;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;

/** One hand-over: rows of one split, and whether it ended. */
final class ScanBatch implements RecordsWithSplitIds<ScanRows> {

    @Nullable private final String splitId;
    private final Deque<ScanRows> rows;
    private final boolean finished;
    private boolean begun;

    ScanBatch(@Nullable String splitId, Deque<ScanRows> rows, boolean finished) {
        this.splitId = splitId;
        this.rows = rows;
        this.finished = finished;
    }

    static ScanBatch empty() {
        return new ScanBatch(null, new ArrayDeque<>(), false);
    }

    @Override
    @Nullable
    public String nextSplit() {
        if (begun || rows.isEmpty()) {
            return null;
        }
        begun = true;
        return splitId;
    }

    @Override
    @Nullable
    public ScanRows nextRecordFromSplit() {
        return rows.poll();
    }

    @Override
    public Set<String> finishedSplits() {
        return finished ? Set.of(splitId) : Set.of();
    }
}
