/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.enumerator;

import io.spillway.datahub.source.enumerator.SubscriptionSession.Outcome;
import io.spillway.datahub.source.metrics.SourceMetric;
import io.spillway.datahub.source.split.DataHubShardSplit;
import io.spillway.datahub.source.split.PassedRecord;
import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is to be committed, and has it committed, one call at a time. What could not be is
 * tried again when the next checkpoint brings more. Coordinator thread only.
 */
final class OffsetCommitter {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetCommitter.class);

    private final SplitEnumeratorContext<DataHubShardSplit> context;
    private final SubscriptionSession session;
    private final Map<String, PassedRecord> pending = new HashMap<>();
    private final Counter committed;
    private final Counter failed;
    private final Counter sessionsLost;
    private final Counter resets;
    private boolean underWay;

    OffsetCommitter(
            SplitEnumeratorContext<DataHubShardSplit> context, SubscriptionSession session) {
        this.context = context;
        this.session = session;
        MetricGroup group = context.metricGroup();
        this.committed = group.counter(SourceMetric.NUM_OFFSETS_COMMITTED.metricName());
        this.failed = group.counter(SourceMetric.NUM_COMMITS_FAILED.metricName());
        this.sessionsLost = group.counter(SourceMetric.NUM_SESSIONS_LOST.metricName());
        this.resets = group.counter(SourceMetric.NUM_OFFSETS_RESET.metricName());
    }

    /** A completed checkpoint holds that shards are read up to these records. */
    void add(Map<String, PassedRecord> records) {
        pending.putAll(records);
        if (!underWay) {
            start();
        }
    }

    private void start() {
        underWay = true;
        Map<String, PassedRecord> records = Map.copyOf(pending);
        context.callAsync(
                () -> session.commit(records),
                (outcome, failure) -> onCommitted(records, outcome, failure));
    }

    private void onCommitted(
            Map<String, PassedRecord> records,
            @Nullable Outcome outcome,
            @Nullable Throwable failure) {
        underWay = false;
        if (failure != null) {
            throw new FlinkRuntimeException(failure.getMessage(), failure);
        }
        outcome.settled().forEach(shardId -> pending.remove(shardId, records.get(shardId)));
        committed.inc(outcome.committed());
        sessionsLost.inc(outcome.sessionsLost());
        resets.inc(outcome.resets());
        if (outcome.failure() != null) {
            failed.inc();
            LOG.warn(
                    "{}: committing failed, trying again with the next checkpoint: {}",
                    session,
                    outcome.failure().getMessage());
        } else if (!pending.isEmpty()) {
            start();
        }
    }
}
