/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.examples.demo.job;

import org.apache.flink.annotation.Internal;

/**
 * Decides when the job is stopped hard and started again: about half of the changes are applied,
 * there is a checkpoint that covers some of them, and some have arrived after it, which will
 * therefore be delivered again. Not thread-safe.
 */
@Internal
public final class RestartOnce {

    private final long changes;
    private long firstCheckpoint = -1;
    private long checkpoint;
    private long deliveredByCheckpoint;
    private boolean done;

    /**
     * @param changes in all
     */
    public RestartOnce(long changes) {
        this.changes = changes;
    }

    /**
     * Notes how far the job is.
     *
     * @param latestCheckpoint number of the latest completed checkpoint, 0 if there is none
     * @param applied changes at the far end
     * @param delivered their deliveries
     */
    public void observe(long latestCheckpoint, long applied, long delivered) {
        if (firstCheckpoint < 0 && (applied > 0 || changes < 2)) {
            // The next one may have begun before; the one after it covers what is applied now.
            firstCheckpoint = latestCheckpoint + 2;
        }
        if (latestCheckpoint != checkpoint) {
            checkpoint = latestCheckpoint;
            deliveredByCheckpoint = delivered;
        }
    }

    /** Whether there is a checkpoint that covers something. */
    public boolean hasUsefulCheckpoint() {
        return firstCheckpoint >= 0 && checkpoint >= firstCheckpoint;
    }

    /** Whether now is the time. */
    public boolean isDue(long applied, long delivered) {
        boolean beyondCheckpoint = delivered > deliveredByCheckpoint || applied == changes;
        return !done && hasUsefulCheckpoint() && applied >= changes / 2 && beyondCheckpoint;
    }

    /** Number of the checkpoint some of the changes have arrived after. */
    public long checkpoint() {
        return checkpoint;
    }

    /** The restart has happened. */
    public void done() {
        done = true;
    }

    public boolean isDone() {
        return done;
    }
}
