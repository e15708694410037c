/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.common.deadletter;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** The counters of records that went no further. Touched on the task thread only. */
@PublicEvolving
public enum DeadLetterMetric {
    /** Letters handed to the dead-letter writer. */
    NUM_DEAD_LETTERS("numDeadLetters"),
    /** Records skipped because {@code on-error} is {@code ignore}. */
    NUM_RECORDS_IGNORED("numRecordsIgnored");

    private final String metricName;

    DeadLetterMetric(String metricName) {
        this.metricName = metricName;
    }

    /** The name under which the counter is registered. */
    public String metricName() {
        return metricName;
    }

    /** Registers the counter with a group; to be called once per group. */
    public Counter register(MetricGroup group) {
        return group.counter(metricName);
    }
}
