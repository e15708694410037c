/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source.enumerator;

import io.spillway.common.failure.RetryPolicy;
import io.spillway.common.shard.ShardInfo;
import io.spillway.datahub.client.DataHubGateway;
import io.spillway.datahub.client.model.Shard;
import io.spillway.datahub.client.model.ShardListing;
import io.spillway.datahub.client.model.SubscriptionOffset;
import io.spillway.datahub.source.config.DataHubSourceConfig;
import io.spillway.datahub.source.position.ServiceCode;
import io.spillway.datahub.source.position.ShardPositions;
import io.spillway.datahub.source.split.DataHubShardSplit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the service which shards there are. Runs on the coordinator's worker thread, the only place
 * where it may wait; shares no state with the enumerator.
 */
final class ShardDiscovery {

    private static final Logger LOG = LoggerFactory.getLogger(ShardDiscovery.class);

    /**
     * A listing.
     *
     * @param generation grows with every listing, so that an older one can be told
     * @param shards the shards that can be read
     * @param refreshInterval how often the service wants to be asked
     */
    record Found(long generation, List<ShardInfo> shards, Duration refreshInterval) {}

    /**
     * The first listing.
     *
     * @param splits where to begin (and end); a shard without one has nothing to read
     */
    record FirstFound(Found found, Map<String, DataHubShardSplit> splits) {}

    private final DataHubSourceConfig config;
    private final DataHubGateway gateway;
    private final InitialSplits initialSplits;
    @Nullable private final SubscriptionSession subscription;
    private final AtomicLong generations = new AtomicLong();

    /**
     * @param subscription null without one
     */
    ShardDiscovery(
            DataHubSourceConfig config,
            DataHubGateway gateway,
            @Nullable SubscriptionSession subscription) {
        this.subscription = subscription;
        this.config = config;
        this.gateway = gateway;
        this.initialSplits =
                new InitialSplits(
                        config,
                        new ShardPositions(gateway, config.topic(), System::currentTimeMillis));
    }

    /** Lists the shards and resolves the startup position of each. */
    FirstFound first() throws IOException, InterruptedException {
        long generation = generations.incrementAndGet();
        RetryPolicy retries = config.tuning().retries();
        ShardListing listing = listing(retries);
        requireNamedShards(listing);
        List<Shard> shards = readable(listing);
        Map<String, SubscriptionOffset> committed = committed(shards, retries);
        Map<String, CompletableFuture<DataHubShardSplit>> pending = new LinkedHashMap<>();
        for (Shard shard : shards) {
            pending.put(
                    shard.id(),
                    AsyncRetry.call(retries, () -> initialSplits.splitOf(shard, committed)));
        }
        Map<String, DataHubShardSplit> splits = new LinkedHashMap<>();
        for (Map.Entry<String, CompletableFuture<DataHubShardSplit>> entry : pending.entrySet()) {
            DataHubShardSplit split =
                    await(entry.getValue(), "finding the start of shard " + entry.getKey());
            if (!split.finished()) {
                splits.put(entry.getKey(), split);
            }
        }
        return new FirstFound(found(generation, listing, shards), splits);
    }

    private Map<String, SubscriptionOffset> committed(List<Shard> shards, RetryPolicy retries)
            throws IOException, InterruptedException {
        if (subscription == null) {
            return Map.of();
        }
        List<String> ids = shards.stream().map(Shard::id).toList();
        return await(
                AsyncRetry.call(retries, () -> subscription.openFirst(ids)),
                "opening the offsets of subscription " + config.subscription().id());
    }

    /** Lists the shards, trying again as the policy says. */
    Found list(RetryPolicy retries) throws IOException, InterruptedException {
        long generation = generations.incrementAndGet();
        ShardListing listing = listing(retries);
        return found(generation, listing, readable(listing));
    }

    private ShardListing listing(RetryPolicy retries) throws IOException, InterruptedException {
        return await(
                AsyncRetry.call(retries, () -> gateway.listShards(config.topic())),
                "listing the shards");
    }

    private static Found found(long generation, ShardListing listing, List<Shard> shards) {
        return new Found(
                generation,
                shards.stream().map(s -> new ShardInfo(s.id(), s.parentIds())).toList(),
                listing.refreshInterval());
    }

    /** A shard that was named and is not there would otherwise be waited for in silence. */
    private void requireNamedShards(ShardListing listing) throws DiscoveryException {
        Set<String> missing = new TreeSet<>(config.range().shards());
        missing.addAll(config.range().start().sequences().keySet());
        List<String> listed = listing.shards().stream().map(Shard::id).toList();
        listed.forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw new DiscoveryException(
                    "DataHub topic "
                            + config.topic()
                            + " has no shards "
                            + missing
                            + ", which the source is to read; its shards are "
                            + listed,
                    null);
        }
    }

    /**
     * A shard that is not open yet answers reads as one that has ended: taking it early would skip
     * it. A later listing brings it.
     */
    private List<Shard> readable(ShardListing listing) {
        List<Shard> readable = new ArrayList<>();
        for (Shard shard : listing.shards()) {
            if (!config.range().includes(shard.id())) {
                continue;
            }
            switch (shard.state()) {
                case ACTIVE, CLOSING, CLOSED -> readable.add(shard);
                case OPENING -> LOG.debug("Shard {} of {} opens", shard.id(), config.topic());
                case INACTIVE, UNKNOWN ->
                        LOG.warn(
                                "Shard {} of {} is in state {} and not read before it is active",
                                shard.id(),
                                config.topic(),
                                shard.state());
            }
        }
        return readable;
    }

    private <T> T await(CompletableFuture<T> future, String what)
            throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = ServiceCode.unwrap(e.getCause());
            throw new DiscoveryException(
                    "DataHub topic "
                            + config.topic()
                            + ": "
                            + what
                            + " failed: "
                            + cause.getMessage(),
                    cause);
        }
    }

    /** A listing failed; its cause tells whether for a passing reason. */
    static final class DiscoveryException extends IOException {
        private static final long serialVersionUID = 1L;

        DiscoveryException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        boolean mayPass() {
            return AsyncRetry.mayPass(getCause());
        }
    }
}
