/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.model;

import java.io.Serializable;
import org.apache.flink.annotation.Experimental;

/**
 * How far a subscription has come in one shard. The position is that of the last record that was
 * processed: reading goes on behind it.
 *
 * @param sequence sequence of that record, -1 if none was processed yet
 * @param timestampMillis system time of that record, epoch milliseconds, -1 if none
 * @param batchIndex index of that record among those that share its sequence
 * @param version counts the resets by an operator; a commit must name the one it opened
 * @param sessionId counts who opened the offsets; a commit must name its own. -1 if the offsets
 *     were read without opening them
 */
@Experimental
public record SubscriptionOffset(
        long sequence, long timestampMillis, int batchIndex, long version, long sessionId)
        implements Serializable {

    private static final long NONE = -1;

    /** Where to reset a subscription to; version and session are the service's business then. */
    public static SubscriptionOffset resetTo(long sequence, long timestampMillis) {
        return new SubscriptionOffset(sequence, timestampMillis, 0, 0, NONE);
    }

    /** Whether a record was processed; a new subscription has none. */
    public boolean isCommitted() {
        return sequence >= 0 || timestampMillis >= 0;
    }

    /** The same session, advanced to another record. */
    public SubscriptionOffset at(long newSequence, long newTimestampMillis, int newBatchIndex) {
        return new SubscriptionOffset(
                newSequence, newTimestampMillis, newBatchIndex, version, sessionId);
    }
}
