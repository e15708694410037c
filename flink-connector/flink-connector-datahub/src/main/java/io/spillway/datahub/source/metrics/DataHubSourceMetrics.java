/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.metrics;

import io.spillway.common.metrics.ConcurrentCounter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/**
 * The metrics of one reader. What belongs to records is counted on the task thread when they are
 * emitted, what belongs to calls on the fetcher thread.
 */
@Internal
public final class DataHubSourceMetrics {

    private static final long UNKNOWN = -1;

    private final Counter recordsIn;
    private final Counter bytesIn;
    private final Counter recordsInErrors;
    private final Counter emptyReads = new ConcurrentCounter();
    private final Counter throttled = new ConcurrentCounter();
    private final Counter retries = new ConcurrentCounter();
    private final Counter cursorsReopened = new ConcurrentCounter();
    private final Counter dataLosses = new ConcurrentCounter();
    private final Map<String, ShardProgress> shards = new ConcurrentHashMap<>();
    private final MetricGroup shardGroup;
    private volatile long fetchLagMillis = UNKNOWN;

    public DataHubSourceMetrics(SourceReaderMetricGroup group) {
        this.recordsIn = group.getIOMetricGroup().getNumRecordsInCounter();
        this.bytesIn = group.getIOMetricGroup().getNumBytesInCounter();
        this.recordsInErrors = group.getNumRecordsInErrorsCounter();
        group.setPendingRecordsGauge(
                () -> shards.values().stream().mapToLong(ShardProgress::pending).sum());
        group.gauge(
                SourceMetric.CURRENT_FETCH_EVENT_TIME_LAG.metricName(),
                (Gauge<Long>) () -> fetchLagMillis);
        group.counter(SourceMetric.NUM_EMPTY_READS.metricName(), emptyReads);
        group.counter(SourceMetric.NUM_THROTTLED.metricName(), throttled);
        group.counter(SourceMetric.NUM_RETRIES.metricName(), retries);
        group.counter(SourceMetric.NUM_CURSORS_REOPENED.metricName(), cursorsReopened);
        group.counter(SourceMetric.NUM_DATA_LOSSES.metricName(), dataLosses);
        this.shardGroup = group;
    }

    /** The progress of a shard, created on first use. */
    public ShardProgress shard(String shardId) {
        return shards.computeIfAbsent(shardId, this::newShard);
    }

    private ShardProgress newShard(String shardId) {
        ShardProgress progress = new ShardProgress();
        progress.register(shardGroup.addGroup("shard", shardId));
        return progress;
    }

    /**
     * A shard is read to its end, or gone to another reader. Its gauges stay, as metrics of a task
     * cannot be taken back.
     */
    public void forgetShard(String shardId) {
        shard(shardId).finish();
    }

    /**
     * A batch was emitted. Flink counts one record per batch handed over; the rest is added here.
     */
    public void batchEmitted(int records, int bytes) {
        recordsIn.inc(records - 1L);
        bytesIn.inc(bytes);
    }

    /** A record could not be decoded. */
    public void recordInError() {
        recordsInErrors.inc();
    }

    public void emptyRead() {
        emptyReads.inc();
    }

    public void throttledCall() {
        throttled.inc();
    }

    public void retriedCall() {
        retries.inc();
    }

    public void cursorReopened() {
        cursorsReopened.inc();
    }

    public void dataLost() {
        dataLosses.inc();
    }

    /**
     * Records of a shard were fetched.
     *
     * @param lagMillis time now less the system time of the last of them
     */
    public void fetched(ShardProgress shard, long lagMillis) {
        fetchLagMillis = Math.max(0, lagMillis);
        shard.fetchLag(Math.max(0, lagMillis));
    }
}
