/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.metrics;

import org.apache.flink.annotation.Internal;

/** The source's own metrics, beside the standard ones of Flink's sources. */
@Internal
public enum TmqMetric {
    /**
     * Milliseconds between the time of the last row of the message fetched last and its fetch; -1
     * while no row begins with a timestamp.
     */
    CURRENT_FETCH_EVENT_TIME_LAG("currentFetchEventTimeLag"),
    /** Polls that found no message. */
    NUM_EMPTY_POLLS("numEmptyPolls"),
    /** Messages with changes of schema or deletes. */
    NUM_META_MESSAGES("numMetaMessages"),
    /** Gaps in the log that were passed over, as the data loss policy says. */
    NUM_DATA_LOSSES("numDataLosses"),
    /** Offsets committed to the consumer group. */
    NUM_OFFSETS_COMMITTED("numOffsetsCommitted"),
    /** Commits that were refused or failed. */
    NUM_COMMITS_FAILED("numCommitsFailed"),
    /** Of a vgroup: the offset of the next message. */
    VGROUP_OFFSET("currentOffset"),
    /** Of a vgroup: offsets between the next message and the log's end. */
    VGROUP_PENDING("pendingOffsets");

    private final String metricName;

    TmqMetric(String metricName) {
        this.metricName = metricName;
    }

    /** The name it is registered with. */
    public String metricName() {
        return metricName;
    }
}
