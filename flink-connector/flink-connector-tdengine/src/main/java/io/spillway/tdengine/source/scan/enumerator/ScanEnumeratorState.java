/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.enumerator;

import io.spillway.tdengine.source.scan.split.ScanSplit;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/**
 * What the enumerator knows at a checkpoint.
 *
 * @param planned whether the splits were made
 * @param boundary the offsets behind the newest of each vgroup before the first row was read
 * @param unassigned splits no reader has
 */
@Internal
public record ScanEnumeratorState(
        boolean planned, Map<Integer, Long> boundary, List<ScanSplit> unassigned) {

    public static final ScanEnumeratorState INITIAL =
            new ScanEnumeratorState(false, Map.of(), List.of());

    public ScanEnumeratorState {
        boundary = Map.copyOf(boundary);
        unassigned = List.copyOf(unassigned);
    }
}
