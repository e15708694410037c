/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.metrics;

import java.util.Locale;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** How far a shard is written and read; each field has one writing thread. */
@Internal
public final class ShardProgress {

    /** What a shard's reading is at. */
    public enum State {
        /** Finds its place in the shard. */
        SEEKING,
        /** Reads records. */
        READING,
        /** Has read all there is and waits for more. */
        TAIL,
        /** Waits because the service refused a call for a quota. */
        THROTTLED,
        /** Waits to make a call again that failed. */
        RETRYING,
        /** Held back by watermark alignment. */
        PAUSED,
        /** Read to its end, or gone to another reader. */
        FINISHED
    }

    private static final long UNKNOWN = -1;

    private volatile State state = State.SEEKING;
    private volatile boolean paused;
    private volatile long latest = UNKNOWN;
    private volatile long emitted = UNKNOWN;
    private volatile long fetchLagMillis = UNKNOWN;

    void register(MetricGroup group) {
        group.gauge(
                SourceMetric.SHARD_STATE.metricName(),
                (Gauge<String>) () -> shown().name().toLowerCase(Locale.ROOT));
        group.gauge(SourceMetric.SHARD_PENDING_RECORDS.metricName(), (Gauge<Long>) this::pending);
        group.gauge(SourceMetric.SHARD_SEQUENCE.metricName(), (Gauge<Long>) () -> emitted);
        group.gauge(
                SourceMetric.CURRENT_FETCH_EVENT_TIME_LAG.metricName(),
                (Gauge<Long>) () -> fetchLagMillis);
    }

    /** The shard's last sequence as the service told, -1 if it did not. Fetcher thread. */
    public void latest(long sequence) {
        latest = sequence;
    }

    /** The sequence emitted last, or the one before the first. Task thread. */
    public void emitted(long sequence) {
        emitted = sequence;
    }

    /** What the shard's reading is at. Fetcher thread. */
    public void state(State newState) {
        state = newState;
    }

    /** Whether alignment holds the shard back, whatever a call under way still does. */
    public void paused(boolean held) {
        paused = held;
    }

    private State shown() {
        State current = state;
        return paused && current != State.FINISHED ? State.PAUSED : current;
    }

    /** Time now less the system time of the record fetched last. Fetcher thread. */
    void fetchLag(long lagMillis) {
        fetchLagMillis = lagMillis;
    }

    void finish() {
        state = State.FINISHED;
        latest = UNKNOWN;
    }

    long pending() {
        return latest < 0 ? 0 : Math.max(0, latest - emitted);
    }
}
