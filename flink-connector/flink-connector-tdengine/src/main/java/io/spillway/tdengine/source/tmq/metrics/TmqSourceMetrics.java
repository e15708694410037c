/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.tmq.metrics;

import io.spillway.common.metrics.ConcurrentCounter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/**
 * The metrics of one reader. What belongs to rows is counted on the task thread when they are
 * emitted.
 */
@Internal
public final class TmqSourceMetrics {

    private static final long UNKNOWN = -1;

    private final SourceReaderMetricGroup group;
    private final Counter recordsIn;
    private final Counter bytesIn;
    private final Counter recordsInErrors;
    private final Counter emptyPolls = new ConcurrentCounter();
    private final Counter committed = new ConcurrentCounter();
    private final Counter commitsFailed = new ConcurrentCounter();
    private final Counter metaMessages;
    private final Counter dataLosses;
    private final Map<Integer, VgroupProgress> vgroups = new ConcurrentHashMap<>();
    private volatile long fetchLagMillis = UNKNOWN;

    public TmqSourceMetrics(SourceReaderMetricGroup group) {
        this.group = group;
        this.recordsIn = group.getIOMetricGroup().getNumRecordsInCounter();
        this.bytesIn = group.getIOMetricGroup().getNumBytesInCounter();
        this.recordsInErrors = group.getNumRecordsInErrorsCounter();
        this.metaMessages = group.counter(TmqMetric.NUM_META_MESSAGES.metricName());
        this.dataLosses = group.counter(TmqMetric.NUM_DATA_LOSSES.metricName());
        group.counter(TmqMetric.NUM_EMPTY_POLLS.metricName(), emptyPolls);
        group.counter(TmqMetric.NUM_OFFSETS_COMMITTED.metricName(), committed);
        group.counter(TmqMetric.NUM_COMMITS_FAILED.metricName(), commitsFailed);
        group.gauge(
                TmqMetric.CURRENT_FETCH_EVENT_TIME_LAG.metricName(),
                (Gauge<Long>) () -> fetchLagMillis);
        group.setPendingRecordsGauge(
                () -> vgroups.values().stream().mapToLong(VgroupProgress::pending).sum());
    }

    /** The progress of a vgroup, created on first use. */
    public VgroupProgress vgroup(int vgroupId) {
        return vgroups.computeIfAbsent(
                vgroupId, id -> new VgroupProgress(group.addGroup("vgroup", Integer.toString(id))));
    }

    /** Rows were passed on, or their errors handled. */
    public void rowsEmitted(long rows) {
        recordsIn.inc(rows);
    }

    /**
     * A message was taken up.
     *
     * @param bytes what its rows took on the wire
     * @param hasMeta whether it tells of changes of schema or deletes
     */
    public void message(long bytes, boolean hasMeta) {
        bytesIn.inc(bytes);
        if (hasMeta) {
            metaMessages.inc();
        }
    }

    /** Time now less the time of a row fetched. */
    public void fetchLag(long millis) {
        fetchLagMillis = Math.max(0, millis);
    }

    /** A row could not be decoded. */
    public void recordInError() {
        recordsInErrors.inc();
    }

    /** A gap was passed over. */
    public void dataLost() {
        dataLosses.inc();
    }

    /** Any thread. */
    public void emptyPoll() {
        emptyPolls.inc();
    }

    /** Any thread. */
    public void committed() {
        committed.inc();
    }

    /** Any thread. */
    public void commitFailed() {
        commitsFailed.inc();
    }
}
