/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan.split;

import org.apache.flink.annotation.Internal;

/** A split while it is read. Task thread only. */
@Internal
public final class ScanSplitState {

    private final ScanSplit split;
    private ScanPosition position;

    public ScanSplitState(ScanSplit split) {
        this.split = split;
        this.position = split.position();
    }

    public ScanPosition position() {
        return position;
    }

    public void moveTo(ScanPosition newPosition) {
        position = newPosition;
    }

    public ScanSplit toSplit() {
        return split.at(position);
    }
}
