/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.metrics;

import org.apache.flink.annotation.PublicEvolving;

/**
 * What a buffered asynchronous writer measures beyond Flink's standard sink metrics ({@code
 * numRecordsSend}, {@code numBytesSend}, {@code numRecordsSendErrors}, {@code currentSendTime}).
 * All are registered in the sink writer's metric group.
 */
@PublicEvolving
public enum WriterMetric {
    /** Counter, records: handed back by the service and sent again, once per further attempt. */
    RECORDS_RETRIED("numRecordsRetried"),
    /** Counter, requests: answered, in part or as a whole, with "too much". */
    REQUESTS_THROTTLED("numRequestsThrottled"),
    /** Counter, events: the lanes (shards) were looked up again because one was gone. */
    LANE_REFRESHES("numLaneRefreshes"),
    /** Gauge, requests: sent and not answered yet. */
    REQUESTS_IN_FLIGHT("numRequestsInFlight"),
    /** Gauge, records: accepted and not yet sent. */
    RECORDS_BUFFERED("numRecordsBuffered"),
    /** Gauge, bytes: of the records accepted and not yet sent. */
    BYTES_BUFFERED("numBytesBuffered");

    private final String metricName;

    WriterMetric(String metricName) {
        this.metricName = metricName;
    }

    /** The name it is registered under. */
    public String metricName() {
        return metricName;
    }
}
