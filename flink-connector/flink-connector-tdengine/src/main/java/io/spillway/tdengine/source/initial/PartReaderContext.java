/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.initial;

import org.apache.flink.api.common.watermark.Watermark;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.util.UserCodeClassLoader;

/** The context as the reader of the table and that of the topic see it. */
final class PartReaderContext implements SourceReaderContext {

    private final SourceReaderContext whole;
    private final SharedCounters metrics;

    PartReaderContext(SourceReaderContext whole) {
        this.whole = whole;
        this.metrics = new SharedCounters(whole.metricGroup());
    }

    @Override
    public SourceReaderMetricGroup metricGroup() {
        return metrics;
    }

    @Override
    public Configuration getConfiguration() {
        return whole.getConfiguration();
    }

    @Override
    public String getLocalHostName() {
        return whole.getLocalHostName();
    }

    @Override
    public int getIndexOfSubtask() {
        return whole.getIndexOfSubtask();
    }

    @Override
    public void sendSplitRequest() {
        whole.sendSplitRequest();
    }

    @Override
    public void sendSourceEventToCoordinator(SourceEvent event) {
        whole.sendSourceEventToCoordinator(event);
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
        return whole.getUserCodeClassLoader();
    }

    @Override
    public int currentParallelism() {
        return whole.currentParallelism();
    }

    @Override
    public void emitWatermark(Watermark watermark) {
        whole.emitWatermark(watermark);
    }
}
