/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.source;

import static java.util.Objects.requireNonNull;

import io.spillway.common.deadletter.DeadLetterWriterFactory;
import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.source.config.DataHubSourceConfig;
import io.spillway.datahub.source.config.OnDataLoss;
import io.spillway.datahub.source.config.ReadRange;
import io.spillway.datahub.source.config.StartingPosition;
import io.spillway.datahub.source.config.StoppingPosition;
import io.spillway.datahub.source.config.SubscriptionConfig;
import io.spillway.datahub.source.deserialization.DataHubDeserializationSchema;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/**
 * Builds a {@link DataHubSource}. Topic, gateway factory and deserializer are required. Not
 * thread-safe.
 *
 * @param <T> what the source emits
 */
@Experimental
public final class DataHubSourceBuilder<T> {

    /** Most records DataHub answers to one read. */
    public static final int MAX_FETCH_SIZE = 1000;

    /** Default of {@link #setShardDiscoveryInterval}. */
    public static final Duration DEFAULT_SHARD_DISCOVERY_INTERVAL = Duration.ofSeconds(30);

    /** Default of {@link #setEmptyReadBackoff}. */
    public static final Duration DEFAULT_EMPTY_READ_BACKOFF = Duration.ofMillis(200);

    @Nullable private TopicPath topic;
    @Nullable private DataHubGatewayFactory gateways;
    @Nullable private DataHubDeserializationSchema<T> deserializer;
    private StartingPosition start = StartingPosition.earliest();
    @Nullable private StoppingPosition stop;
    private Duration shardDiscoveryInterval = DEFAULT_SHARD_DISCOVERY_INTERVAL;
    private Duration emptyReadBackoff = DEFAULT_EMPTY_READ_BACKOFF;
    private int fetchSize = MAX_FETCH_SIZE;
    private OnDataLoss onDataLoss = OnDataLoss.FAIL;
    private ErrorPolicy errors = ErrorPolicy.FAIL;
    private RetryPolicy retries = RetryPolicy.DEFAULT;
    private boolean logUndecodable;
    private Set<String> shards = Set.of();
    private long limit = ReadRange.NO_LIMIT;
    @Nullable private SubscriptionConfig subscription;

    DataHubSourceBuilder() {}

    /** The topic to read. */
    public DataHubSourceBuilder<T> setTopic(String project, String topic) {
        this.topic =
                new TopicPath(requireNonNull(project, "project"), requireNonNull(topic, "topic"));
        return this;
    }

    /** How to reach the service. */
    public DataHubSourceBuilder<T> setGatewayFactory(DataHubGatewayFactory gateways) {
        this.gateways = requireNonNull(gateways, "gateways");
        return this;
    }

    /** How records become elements. */
    public DataHubSourceBuilder<T> setDeserializer(DataHubDeserializationSchema<T> deserializer) {
        this.deserializer = requireNonNull(deserializer, "deserializer");
        return this;
    }

    /** Where a job without state begins; {@link StartingPosition#earliest()} unless set. */
    public DataHubSourceBuilder<T> setStartingPosition(StartingPosition start) {
        this.start = requireNonNull(start, "start");
        return this;
    }

    /** Makes the source bounded: it ends once all shards are read up to this position. */
    public DataHubSourceBuilder<T> setBounded(StoppingPosition stop) {
        this.stop = requireNonNull(stop, "stop");
        return this;
    }

    /**
     * Reads these shards only, all of them unless set. The shards they are split or merged into are
     * not read unless they are named as well.
     *
     * @param shards ids of shards that exist when the job starts
     */
    public DataHubSourceBuilder<T> setShards(Collection<String> shards) {
        this.shards = Set.copyOf(shards);
        return this;
    }

    /**
     * Commits to a subscription, after each completed checkpoint, how far the job has read; nowhere
     * unless set.
     */
    public DataHubSourceBuilder<T> setSubscription(SubscriptionConfig subscription) {
        this.subscription = requireNonNull(subscription, "subscription");
        return this;
    }

    /**
     * Ends each reader after as many records, never unless set.
     *
     * @param limit at least 1
     */
    public DataHubSourceBuilder<T> setLimit(long limit) {
        require(limit >= 1, "The limit must be at least 1, is " + limit);
        this.limit = limit;
        return this;
    }

    /**
     * Whether each record that cannot be decoded is logged, without its data; not unless set. What
     * else happens to it is up to {@link #setErrorHandling}.
     */
    public DataHubSourceBuilder<T> setLogUndecodable(boolean logUndecodable) {
        this.logUndecodable = logUndecodable;
        return this;
    }

    /**
     * Longest time between two listings of the topic's shards, 30 seconds unless set; shorter if
     * the service advises so. The end of a closed shard is followed by a listing at once.
     *
     * @param interval more than zero
     */
    public DataHubSourceBuilder<T> setShardDiscoveryInterval(Duration interval) {
        require(
                interval.toMillis() > 0,
                String.format(
                        "The shard discovery interval must be at least 1 ms, is %s", interval));
        this.shardDiscoveryInterval = interval;
        return this;
    }

    /**
     * Pause of a shard after a read that found nothing, 200 ms unless set.
     *
     * @param backoff more than zero
     */
    public DataHubSourceBuilder<T> setEmptyReadBackoff(Duration backoff) {
        require(
                backoff.toMillis() > 0,
                String.format(
                        "The back-off after an empty read must be at least 1 ms, is %s", backoff));
        this.emptyReadBackoff = backoff;
        return this;
    }

    /**
     * Most records of one read, {@value #MAX_FETCH_SIZE} unless set.
     *
     * @param fetchSize from 1 to {@value #MAX_FETCH_SIZE}
     */
    public DataHubSourceBuilder<T> setFetchSize(int fetchSize) {
        require(
                fetchSize >= 1 && fetchSize <= MAX_FETCH_SIZE,
                String.format(
                        "The fetch size must be from 1 to %s, is %s", MAX_FETCH_SIZE, fetchSize));
        this.fetchSize = fetchSize;
        return this;
    }

    /** What to do about positions that have expired; {@link OnDataLoss#FAIL} unless set. */
    public DataHubSourceBuilder<T> setOnDataLoss(OnDataLoss onDataLoss) {
        this.onDataLoss = requireNonNull(onDataLoss, "onDataLoss");
        return this;
    }

    /**
     * What to do with records that cannot be decoded; {@link ErrorHandling#FAIL} unless set.
     *
     * @param letters makes the target of dead letters; null unless {@code handling} is {@link
     *     ErrorHandling#DEAD_LETTER}
     */
    public DataHubSourceBuilder<T> setErrorHandling(
            ErrorHandling handling, @Nullable DeadLetterWriterFactory.Provider letters) {
        this.errors = new ErrorPolicy(handling, letters);
        return this;
    }

    /**
     * How calls that failed for a passing reason are repeated, {@link RetryPolicy#DEFAULT} unless
     * set. Throttled calls are repeated without end.
     */
    public DataHubSourceBuilder<T> setRetryPolicy(RetryPolicy retries) {
        this.retries = requireNonNull(retries, "retries");
        return this;
    }

    /**
     * @throws NullPointerException naming what is missing
     * @throws IllegalArgumentException naming what does not go together
     */
    public DataHubSource<T> build() {
        requireNonNull(topic, "A DataHub source needs a topic: call setTopic");
        requireNonNull(
                gateways, "A DataHub source needs a gateway factory: call setGatewayFactory");
        requireNonNull(deserializer, "A DataHub source needs a deserializer: call setDeserializer");
        require(
                start.kind() != StartingPosition.Kind.SUBSCRIPTION || subscription != null,
                "Starting from a subscription's offsets needs the subscription: call"
                        + " setSubscription");
        return new DataHubSource<>(
                new DataHubSourceConfig(
                        topic,
                        gateways,
                        new ReadRange(start, stop, shards, limit),
                        onDataLoss,
                        errors,
                        new DataHubSourceConfig.Tuning(
                                shardDiscoveryInterval,
                                emptyReadBackoff,
                                (int) Math.min(fetchSize, limit),
                                retries,
                                logUndecodable),
                        subscription),
                deserializer);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
