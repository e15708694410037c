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
    NUM_CURSORS_REOPENED("numCursorsReopened");

    private final String metricName;

    SourceMetric(String metricName) {
        this.metricName = metricName;
    }

    /** The name it is registered with. */
    public String metricName() {
        return metricName;
    }
}
