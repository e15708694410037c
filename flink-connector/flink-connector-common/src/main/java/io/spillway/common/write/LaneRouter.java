/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Decides which lane (shard, vgroup, ...) an entry is sent through. Entries of one lane are sent in
 * order; entries with equal keys must always get the same lane while the set of lanes is unchanged.
 *
 * <p>Called on the task thread only, except that the future of {@link #refresh} may complete on any
 * thread.
 *
 * @param <E> the entry
 */
@PublicEvolving
public interface LaneRouter<E> {

    /** The lane of an entry, from the lanes known now. */
    String laneOf(E entry);

    /**
     * Looks up the lanes again after one was reported gone. The returned action installs the new
     * lanes; it is run on the task thread, and after it {@link #laneOf} must no longer answer the
     * lane that is gone. The future fails with a {@link
     * io.spillway.common.failure.ServiceException}; a retryable one is tried again.
     */
    CompletableFuture<Runnable> refresh(String goneLane);
}
