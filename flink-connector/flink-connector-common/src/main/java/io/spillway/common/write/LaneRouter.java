/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import io.spillway.common.failure.ServiceException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.annotation.Nullable;
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

    /**
     * The lane of an entry, from the lanes known now.
     *
     * @throws ServiceException of kind {@code RECORD} if no lane will ever take this entry
     */
    String laneOf(E entry) throws ServiceException;

    /**
     * The lane of an entry, where lanes of a high load are to be spared if the entry may go to any.
     * Entries with keys must ignore that.
     *
     * @param loads the load of a lane; answers for now only and must not be kept
     * @throws ServiceException of kind {@code RECORD} if no lane will ever take this entry
     */
    default String laneOf(E entry, Function<String, LaneLoad> loads) throws ServiceException {
        return laneOf(entry);
    }

    /**
     * Looks up the lanes: before the first entry, and again after one was reported gone. The
     * returned action installs them; it is run on the task thread while no request is in flight.
     * After it {@link #laneOf} must answer the lane that was gone only if the service now says that
     * it can be written again. The future fails with a {@link ServiceException}; a retryable one is
     * tried again.
     *
     * @param goneLane the lane reported gone, null the first time
     */
    CompletableFuture<Runnable> refresh(@Nullable String goneLane);
}
