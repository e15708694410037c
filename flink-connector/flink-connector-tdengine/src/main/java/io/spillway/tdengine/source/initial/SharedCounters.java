/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.initial;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.OperatorIOMetricGroup;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/**
 * Metrics of a reader that are registered twice, for the table and for the topic: of two counters
 * of one name Flink would show the first for ever, so the second is the first. Task thread only.
 */
final class SharedCounters implements SourceReaderMetricGroup {

    private final SourceReaderMetricGroup group;
    private final Map<String, Counter> counters = new HashMap<>();

    SharedCounters(SourceReaderMetricGroup group) {
        this.group = group;
    }

    @Override
    public Counter counter(String name) {
        return counters.computeIfAbsent(name, group::counter);
    }

    /** A counter that is brought along cannot be another; readers bring those they alone have. */
    @Override
    public <C extends Counter> C counter(String name, C counter) {
        return group.counter(name, counter);
    }

    @Override
    public <V, G extends Gauge<V>> G gauge(String name, G gauge) {
        return group.gauge(name, gauge);
    }

    @Override
    public <H extends Histogram> H histogram(String name, H histogram) {
        return group.histogram(name, histogram);
    }

    @Override
    public <M extends Meter> M meter(String name, M meter) {
        return group.meter(name, meter);
    }

    @Override
    public MetricGroup addGroup(String name) {
        return group.addGroup(name);
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
        return group.addGroup(key, value);
    }

    @Override
    public String[] getScopeComponents() {
        return group.getScopeComponents();
    }

    @Override
    public Map<String, String> getAllVariables() {
        return group.getAllVariables();
    }

    @Override
    public String getMetricIdentifier(String name) {
        return group.getMetricIdentifier(name);
    }

    @Override
    public String getMetricIdentifier(String name, CharacterFilter filter) {
        return group.getMetricIdentifier(name, filter);
    }

    @Override
    public OperatorIOMetricGroup getIOMetricGroup() {
        return group.getIOMetricGroup();
    }

    @Override
    public Counter getNumRecordsInErrorsCounter() {
        return group.getNumRecordsInErrorsCounter();
    }

    @Override
    public void setPendingBytesGauge(Gauge<Long> pendingBytes) {
        group.setPendingBytesGauge(pendingBytes);
    }

    @Override
    public void setPendingRecordsGauge(Gauge<Long> pendingRecords) {
        group.setPendingRecordsGauge(pendingRecords);
    }
}
