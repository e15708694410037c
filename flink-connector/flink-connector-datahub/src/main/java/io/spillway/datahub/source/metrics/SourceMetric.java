/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.metrics;

import org.apache.flink.annotation.Internal;

/** The source's own metrics, beside the standard ones of Flink's sources. */
@Internal
public enum SourceMetric {
    /** Milliseconds between a record's system time and its fetch, of the record fetched last. */
    CURRENT_FETCH_EVENT_TIME_LAG("currentFetchEventTimeLag"),
    /** Reads that found no record. */
    NUM_EMPTY_READS("numEmptyReads"),
    /** Calls the service refused because of a quota. */
    NUM_THROTTLED("numThrottledRequests"),
    /** Calls that failed for a passing reason and were made again. */
    NUM_RETRIES("numRetriedRequests"),
    /** Cursors that were refused in mid-reading and opened anew by sequence. */
    NUM_CURSORS_REOPENED("numCursorsReopened"),
    /** Positions that had expired, where reading went on elsewhere as the data loss policy says. */
    NUM_DATA_LOSSES("numDataLosses"),
    /** Records passed over because of their number of columns. */
    NUM_RECORDS_SKIPPED("numRecordsSkipped"),
    /** Of a shard: what its reading is at, see {@link ShardProgress.State}. */
    SHARD_STATE("state"),
    /** Of a shard: records written and not emitted yet. */
    SHARD_PENDING_RECORDS("pendingRecords"),
    /** Of a shard: the sequence emitted last, -1 before the first. */
    SHARD_SEQUENCE("currentSequence"),
    /** Of the enumerator: offsets committed to the subscription. */
    NUM_OFFSETS_COMMITTED("numOffsetsCommitted"),
    /** Of the enumerator: commits that were refused or failed. */
    NUM_COMMITS_FAILED("numCommitsFailed"),
    /** Of the enumerator: shards whose session another reader of the subscription took over. */
    NUM_SESSIONS_LOST("numSessionsLost"),
    /** Of the enumerator: offsets found moved by an operator. */
    NUM_OFFSETS_RESET("numOffsetsReset");

    private final String metricName;

    SourceMetric(String metricName) {
        this.metricName = metricName;
    }

    /** The name it is registered with. */
    public String metricName() {
        return metricName;
    }
}
