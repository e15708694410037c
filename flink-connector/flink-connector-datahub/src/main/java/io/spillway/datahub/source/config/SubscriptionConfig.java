/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.config;

import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A subscription of the topic, to which the source commits how far each completed checkpoint holds.
 * Its offsets are for others to see and for jobs that start without state: restored state always
 * wins over them.
 *
 * @param id the subscription
 * @param uncommitted where {@link StartingPosition#subscription()} begins a shard of which nothing
 *     was committed
 * @param onSessionLost another reader opened the subscription: go on without committing, or fail
 * @param onReset an operator moved the subscription's offset: go on from where the job is (its next
 *     commit moves the offset back), or fail
 * @param onOffline the subscription is switched off: go on and commit once it is on, or fail
 * @param onCommitFailure a commit failed for any other reason: try again after the next checkpoint,
 *     or fail
 */
@PublicEvolving
public record SubscriptionConfig(
        String id,
        Uncommitted uncommitted,
        OnEvent onSessionLost,
        OnEvent onReset,
        OnEvent onOffline,
        OnEvent onCommitFailure)
        implements Serializable {

    /** Where to begin without a committed offset. */
    public enum Uncommitted {
        EARLIEST,
        LATEST
    }

    /** What to do when committing does not go as it should. */
    public enum OnEvent {
        CONTINUE,
        FAIL
    }

    /** Never fails a job for its commits; begins at the oldest record if nothing was committed. */
    public static SubscriptionConfig of(String id) {
        return new SubscriptionConfig(
                id,
                Uncommitted.EARLIEST,
                OnEvent.CONTINUE,
                OnEvent.CONTINUE,
                OnEvent.CONTINUE,
                OnEvent.CONTINUE);
    }
}
