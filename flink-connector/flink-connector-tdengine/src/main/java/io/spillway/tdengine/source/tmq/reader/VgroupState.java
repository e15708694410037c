/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.reader;

import io.spillway.tdengine.source.tmq.metrics.VgroupProgress;
import io.spillway.tdengine.source.tmq.split.TmqPosition;
import io.spillway.tdengine.source.tmq.split.TmqSplit;

/** The moving part of a split. Task thread only. */
final class VgroupState {

    private final TmqSplit split;
    private final VgroupProgress progress;
    private long offset;
    private long rowsDone;
    private long doneBefore;
    private boolean finished;
    private boolean paused;
    private int held;

    VgroupState(TmqSplit split, VgroupProgress progress) {
        this.split = split;
        this.progress = progress;
        moveTo(
                split.position().offset(),
                split.position().rowsDone(),
                split.position().doneBefore());
    }

    int vgroupId() {
        return split.vgroupId();
    }

    String splitId() {
        return split.splitId();
    }

    long stopOffset() {
        return split.stopOffset();
    }

    /** The offset of the next message, or of the one that is being read. */
    long offset() {
        return offset;
    }

    /** See {@link TmqPosition#rowsDone()}. */
    long rowsDone() {
        return rowsDone;
    }

    /** See {@link TmqPosition#doneBefore()}. */
    long doneBefore() {
        return doneBefore;
    }

    void moveTo(long newOffset, long newRowsDone, long newDoneBefore) {
        offset = newOffset;
        rowsDone = newRowsDone;
        doneBefore = newRowsDone == 0 ? 0 : newDoneBefore;
        progress.readTo(newOffset);
    }

    void writtenTo(long end) {
        progress.writtenTo(end);
    }

    boolean finished() {
        return finished;
    }

    void finish() {
        finished = true;
        writtenTo(offset);
    }

    boolean paused() {
        return paused;
    }

    void pause(boolean nowPaused) {
        paused = nowPaused;
    }

    /** Messages received and not emitted because the vgroup is paused. */
    int held() {
        return held;
    }

    void hold(int messages) {
        held += messages;
    }

    TmqSplit toSplit() {
        return split.at(new TmqPosition(offset, rowsDone, doneBefore));
    }
}
