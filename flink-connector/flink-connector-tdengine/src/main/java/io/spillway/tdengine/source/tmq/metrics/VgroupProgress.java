/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.metrics;

import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** How far a vgroup is written and read, for the metrics. Written by the task thread. */
@Internal
public final class VgroupProgress {

    private volatile long offset;
    private volatile long end;

    VgroupProgress(MetricGroup group) {
        group.gauge(TmqMetric.VGROUP_OFFSET.metricName(), (Gauge<Long>) () -> offset);
        group.gauge(TmqMetric.VGROUP_PENDING.metricName(), (Gauge<Long>) this::pending);
    }

    /** The offset of the next message. */
    public void readTo(long newOffset) {
        offset = newOffset;
    }

    /** The offset behind the newest message, as far as the server told. */
    public void writtenTo(long newEnd) {
        end = newEnd;
    }

    long pending() {
        return Math.max(0, end - offset);
    }
}
