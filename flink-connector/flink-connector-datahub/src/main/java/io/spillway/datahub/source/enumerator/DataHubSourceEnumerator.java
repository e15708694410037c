/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.enumerator;

import io.spillway.common.failure.RetryPolicy;
import io.spillway.common.shard.ShardInfo;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.source.config.DataHubSourceConfig;
import io.spillway.datahub.source.enumerator.ShardDiscovery.DiscoveryException;
import io.spillway.datahub.source.enumerator.ShardDiscovery.FirstFound;
import io.spillway.datahub.source.enumerator.ShardDiscovery.Found;
import io.spillway.datahub.source.event.OffsetsCheckpointedEvent;
import io.spillway.datahub.source.event.ShardsFinishedEvent;
import io.spillway.datahub.source.split.DataHubShardSplit;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the shards of the topic, keeps finding new ones, and gives each to a reader once its
 * parents are read. A shell around {@link ShardBook}; every method runs on the coordinator thread
 * and none waits, calls to the service are made by {@link ShardDiscovery} on the worker thread.
 */
@Internal
public final class DataHubSourceEnumerator
        implements SplitEnumerator<DataHubShardSplit, EnumeratorState> {

    private static final Logger LOG = LoggerFactory.getLogger(DataHubSourceEnumerator.class);

    private final SplitEnumeratorContext<DataHubShardSplit> context;
    private final DataHubSourceConfig config;
    private final DataHubGateway gateway;
    private final ShardDiscovery discovery;
    private final ShardBook book;
    @Nullable private final OffsetCommitter committer;
    private final Set<Integer> toldNoMoreSplits = new HashSet<>();
    private boolean started;
    private boolean listingRequested;
    private long lastGeneration;
    private volatile int unassignedCount;

    public DataHubSourceEnumerator(
            SplitEnumeratorContext<DataHubShardSplit> context,
            DataHubSourceConfig config,
            EnumeratorState state) {
        if (!state.topic().equals(config.topic())) {
            throw new IllegalStateException(
                    "The restored state is of DataHub topic "
                            + state.topic()
                            + " but the source reads "
                            + config.topic()
                            + ": give the source another uid, or start without this state");
        }
        this.context = context;
        this.config = config;
        this.book = new ShardBook(state);
        this.started = state.started();
        this.unassignedCount = book.unassignedCount();
        this.gateway = config.gateways().create();
        SubscriptionSession subscription =
                config.subscription() == null
                        ? null
                        : new SubscriptionSession(gateway.subscriptions(), config);
        this.discovery = new ShardDiscovery(config, gateway, subscription);
        this.committer = subscription == null ? null : new OffsetCommitter(context, subscription);
    }

    @Override
    public void start() {
        context.metricGroup().setUnassignedSplitsGauge(() -> (long) unassignedCount);
        if (!started) {
            context.callAsync(discovery::first, this::onFirstListing);
        } else if (!config.bounded()) {
            RetryPolicy retries = config.tuning().retries();
            context.callAsync(() -> discovery.list(retries), this::onListingAfterRestore);
        }
    }

    @Override
    public void addReader(int subtask) {
        toldNoMoreSplits.remove(subtask);
        assign();
    }

    @Override
    public void addSplitsBack(List<DataHubShardSplit> splits, int subtask) {
        if (!splits.isEmpty()) {
            LOG.info("Reader {} was lost, shards {} go back to it", subtask, splits);
        }
        toldNoMoreSplits.remove(subtask);
        for (DataHubShardSplit split : splits) {
            book.giveBack(split, subtask);
        }
        assign();
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String hostname) {
        // splits are given out as soon as they may be read, there is nothing to ask for
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (event instanceof ShardsFinishedEvent finished) {
            onShardsFinished(subtask, finished);
        } else if (event instanceof OffsetsCheckpointedEvent offsets && committer != null) {
            committer.add(offsets.records());
        } else {
            throw new IllegalArgumentException("Unknown source event " + event);
        }
    }

    private void onShardsFinished(int subtask, ShardsFinishedEvent finished) {
        boolean news = false;
        for (String shardId : finished.shardIds()) {
            if (book.isUnassigned(shardId)) {
                LOG.warn(
                        "Shard {} was reported finished by reader {} that lost it",
                        shardId,
                        subtask);
            } else {
                boolean newlyFinished = book.finish(shardId);
                if (newlyFinished && !config.range().shards().isEmpty() && !config.bounded()) {
                    LOG.warn(
                            "Shard {} of {} has ended; what it was split or merged into is read"
                                    + " only if it is among the named shards {}",
                            shardId,
                            config.topic(),
                            config.range().shards());
                }
                news |= newlyFinished;
            }
        }
        assign();
        if (news && !config.bounded()) {
            // a shard that ends was split or merged: its children are there, or about to be
            requestListing();
        }
    }

    @Override
    public EnumeratorState snapshotState(long checkpointId) {
        return book.snapshot(config.topic(), started);
    }

    @Override
    public void close() {
        gateway.close();
    }

    private void onFirstListing(@Nullable FirstFound first, @Nullable Throwable failure) {
        if (failure != null) {
            throw failed(failure);
        }
        book.open(first.found().shards(), first.splits());
        started = true;
        lastGeneration = first.found().generation();
        LOG.info(
                "DataHub topic {} has {} shards, {} of them to be read from {} on",
                config.topic(),
                first.found().shards().size(),
                book.unassignedCount(),
                config.range().start());
        assign();
        if (!config.bounded()) {
            listPeriodically(first.found().refreshInterval());
        }
    }

    private void onListingAfterRestore(@Nullable Found found, @Nullable Throwable failure) {
        if (failure != null) {
            throw failed(failure);
        }
        onListing(found, null);
        listPeriodically(found.refreshInterval());
    }

    private void listPeriodically(Duration advised) {
        long millis = config.tuning().shardDiscoveryInterval().toMillis();
        if (advised.toMillis() > 0) {
            millis = Math.min(millis, advised.toMillis());
        }
        context.callAsync(() -> discovery.list(RetryPolicy.NONE), this::onListing, millis, millis);
    }

    private void requestListing() {
        if (!listingRequested) {
            listingRequested = true;
            context.callAsync(
                    () -> discovery.list(RetryPolicy.NONE),
                    (found, failure) -> {
                        listingRequested = false;
                        onListing(found, failure);
                    });
        }
    }

    private void onListing(@Nullable Found found, @Nullable Throwable failure) {
        if (failure instanceof DiscoveryException discoveryFailure && discoveryFailure.mayPass()) {
            LOG.warn("{}; asking again with the next interval", failure.getMessage());
            return;
        }
        if (failure != null) {
            throw failed(failure);
        }
        if (found.generation() < lastGeneration) {
            return;
        }
        lastGeneration = found.generation();
        for (ShardInfo shard : book.update(found.shards())) {
            LOG.info(
                    "New shard {} of {}, parents {}",
                    shard.id(),
                    config.topic(),
                    shard.parentIds());
        }
        assign();
    }

    private void assign() {
        Map<Integer, List<DataHubShardSplit>> plan =
                book.assign(context.registeredReaders().keySet(), context.currentParallelism());
        if (!plan.isEmpty()) {
            context.assignSplits(new SplitsAssignment<>(plan));
        }
        unassignedCount = book.unassignedCount();
        if (config.bounded() && started && book.allGivenOut()) {
            for (int subtask : context.registeredReaders().keySet()) {
                if (toldNoMoreSplits.add(subtask)) {
                    context.signalNoMoreSplits(subtask);
                }
            }
        }
    }

    private FlinkRuntimeException failed(Throwable failure) {
        return failure instanceof DiscoveryException
                ? new FlinkRuntimeException(failure.getMessage(), failure.getCause())
                : new FlinkRuntimeException(
                        "Finding the shards of DataHub topic " + config.topic() + " failed",
                        failure);
    }
}
