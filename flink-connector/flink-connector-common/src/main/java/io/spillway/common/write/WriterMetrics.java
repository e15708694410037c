/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.write;

import io.spillway.common.metrics.WriterMetric;
import java.util.function.LongSupplier;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/** The writer's metrics; counted on the task thread only. */
@Internal
final class WriterMetrics {

    private final SinkWriterMetricGroup group;
    private final Counter recordsSent;
    private final Counter bytesSent;
    private final Counter sendErrors;
    private final Counter retried;
    private final Counter throttled;
    private final Counter refreshes;
    private volatile long currentSendTimeMillis;

    WriterMetrics(SinkWriterMetricGroup group) {
        this.group = group;
        // numRecordsOut is the same counter object: counting it too would double both
        recordsSent = group.getNumRecordsSendCounter();
        bytesSent = group.getNumBytesSendCounter();
        sendErrors = group.getNumRecordsSendErrorsCounter();
        retried = group.counter(WriterMetric.RECORDS_RETRIED.metricName());
        throttled = group.counter(WriterMetric.REQUESTS_THROTTLED.metricName());
        refreshes = group.counter(WriterMetric.LANE_REFRESHES.metricName());
        group.setCurrentSendTimeGauge(() -> currentSendTimeMillis);
    }

    void gauge(WriterMetric metric, LongSupplier value) {
        group.gauge(metric.metricName(), (Gauge<Long>) value::getAsLong);
    }

    void written(int records, long bytes) {
        recordsSent.inc(records);
        bytesSent.inc(bytes);
    }

    void rejected() {
        sendErrors.inc();
    }

    void retried(int records) {
        retried.inc(records);
    }

    void throttled() {
        throttled.inc();
    }

    void refreshed() {
        refreshes.inc();
    }

    void answeredAfter(long millis) {
        currentSendTimeMillis = millis;
    }
}
