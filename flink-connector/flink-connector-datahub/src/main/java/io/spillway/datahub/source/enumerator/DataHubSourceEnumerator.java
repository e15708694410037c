/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.enumerator;

import io.spillway.common.failure.RetryPolicy;
import io.spillway.common.shard.ShardAssigner;
import io.spillway.common.shard.ShardInfo;
import io.spillway.common.shard.ShardTracker;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.source.config.DataHubSourceConfig;
import io.spillway.datahub.source.enumerator.ShardDiscovery.DiscoveryException;
import io.spillway.datahub.source.enumerator.ShardDiscovery.FirstFound;
import io.spillway.datahub.source.enumerator.ShardDiscovery.Found;
import io.spillway.datahub.source.event.ShardsFinishedEvent;
import io.spillway.datahub.source.split.DataHubShardSplit;
import io.spillway.datahub.source.split.ShardPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
 * parents are read. A shell around {@link ShardTracker}; every method runs on the coordinator
 * thread and none waits, calls to the service are made by {@link ShardDiscovery} on the worker
 * thread.
 */
@Internal
public final class DataHubSourceEnumerator
        implements SplitEnumerator<DataHubShardSplit, EnumeratorState> {

    private static final Logger LOG = LoggerFactory.getLogger(DataHubSourceEnumerator.class);

    private final SplitEnumeratorContext<DataHubShardSplit> context;
    private final DataHubSourceConfig config;
    private final DataHubGateway gateway;
    private final ShardDiscovery discovery;
    private final ShardAssigner assigner;
    private final ShardTracker tracker;
    private final FinishedShardAcks acks;

    private final Map<String, DataHubShardSplit> unassigned = new LinkedHashMap<>();

    /** Where splits that came back are to go again: their reader may be the only one not ended. */
    private final Map<String, Integer> returnedBy = new HashMap<>();

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
        this.tracker = ShardTracker.restore(state.shards());
        this.started = state.started();
        state.unassigned().forEach(split -> unassigned.put(split.shardId(), split));
        this.unassignedCount = unassigned.size();
        this.assigner = new ShardAssigner(config.topic().toString());
        this.acks = new FinishedShardAcks(context);
        this.gateway = config.gateways().create();
        this.discovery = new ShardDiscovery(config, gateway);
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
        LOG.info("Reader {} was lost, {} shards are to be read again", subtask, splits.size());
        toldNoMoreSplits.remove(subtask);
        for (DataHubShardSplit split : splits) {
            tracker.giveBack(split.shardId());
            unassigned.put(split.shardId(), split);
            returnedBy.put(split.shardId(), subtask);
        }
        assign();
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String hostname) {
        // splits are given out as soon as they may be read, there is nothing to ask for
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (!(event instanceof ShardsFinishedEvent finished)) {
            throw new IllegalArgumentException("Unknown source event " + event);
        }
        boolean news = false;
        for (String shardId : finished.shardIds()) {
            if (unassigned.containsKey(shardId)) {
                LOG.warn(
                        "Shard {} was reported finished by reader {} that lost it",
                        shardId,
                        subtask);
            } else {
                news |= tracker.finish(shardId);
                acks.add(subtask, shardId);
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
        acks.onSnapshot(checkpointId);
        return new EnumeratorState(
                config.topic(), started, tracker.snapshot(), List.copyOf(unassigned.values()));
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        acks.onComplete(checkpointId);
    }

    @Override
    public void close() {
        gateway.close();
    }

    private void onFirstListing(@Nullable FirstFound first, @Nullable Throwable failure) {
        if (failure != null) {
            throw failed(failure);
        }
        for (ShardInfo shard : tracker.discover(first.found().shards())) {
            DataHubShardSplit split = first.splits().get(shard.id());
            if (split == null) {
                tracker.finish(shard.id());
            } else {
                unassigned.put(shard.id(), split);
            }
        }
        started = true;
        lastGeneration = first.found().generation();
        LOG.info(
                "DataHub topic {} has {} shards, {} of them to be read from {} on",
                config.topic(),
                first.found().shards().size(),
                unassigned.size(),
                config.start());
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
        for (ShardInfo shard : tracker.discover(found.shards())) {
            LOG.info(
                    "New shard {} of {}, parents {}",
                    shard.id(),
                    config.topic(),
                    shard.parentIds());
            unassigned.put(
                    shard.id(),
                    new DataHubShardSplit(
                            shard.id(), ShardPosition.EARLIEST, DataHubShardSplit.NEVER));
        }
        assign();
    }

    private void assign() {
        Map<Integer, List<DataHubShardSplit>> plan = new HashMap<>();
        for (String shardId : tracker.ready()) {
            int owner = ownerOf(shardId);
            if (context.registeredReaders().containsKey(owner)) {
                tracker.assign(shardId);
                returnedBy.remove(shardId);
                plan.computeIfAbsent(owner, o -> new ArrayList<>()).add(unassigned.remove(shardId));
            }
        }
        if (!plan.isEmpty()) {
            context.assignSplits(new SplitsAssignment<>(plan));
        }
        unassignedCount = unassigned.size();
        if (config.bounded() && started && tracker.allGivenOut()) {
            for (int subtask : context.registeredReaders().keySet()) {
                if (toldNoMoreSplits.add(subtask)) {
                    context.signalNoMoreSplits(subtask);
                }
            }
        }
    }

    private int ownerOf(String shardId) {
        int parallelism = context.currentParallelism();
        Integer returned = returnedBy.get(shardId);
        return returned != null && returned < parallelism
                ? returned
                : assigner.ownerOf(shardId, parallelism);
    }

    private FlinkRuntimeException failed(Throwable failure) {
        return failure instanceof DiscoveryException
                ? new FlinkRuntimeException(failure.getMessage(), failure.getCause())
                : new FlinkRuntimeException(
                        "Finding the shards of DataHub topic " + config.topic() + " failed",
                        failure);
    }
}
