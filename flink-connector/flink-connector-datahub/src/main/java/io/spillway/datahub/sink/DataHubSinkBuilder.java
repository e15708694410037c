/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import static java.util.Objects.requireNonNull;

import io.spillway.common.deadletter.DeadLetterWriterFactory;
import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.common.write.WriteLimits;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.DataHubLimits;
import io.spillway.datahub.client.model.TopicPath;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Builds a {@link DataHubSink}. Topic, gateway factory and serializer must be set; everything else
 * has a default. Not thread-safe.
 *
 * @param <InputT> the elements
 */
@PublicEvolving
public final class DataHubSinkBuilder<InputT> {

    /** The service takes no more records in one request. */
    public static final int MAX_BATCH_RECORDS = DataHubLimits.MAX_RECORDS_PER_REQUEST;

    /**
     * The service takes 4 MiB in one request; this leaves room for framing. Also the largest record
     * that is sent.
     */
    public static final long MAX_BATCH_BYTES = 3_500L * 1024;

    final WriteLimits.Builder limits = WriteLimits.builder().maxRecordBytes(MAX_BATCH_BYTES);
    TopicPath topic;
    DataHubGatewayFactory gatewayFactory;
    DataHubSerializationSchema<InputT> serializer;
    RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
    ErrorPolicy errorPolicy = ErrorPolicy.FAIL;
    boolean dedupAttributes;

    DataHubSinkBuilder() {}

    /** The topic to write to; must exist when the job runs. */
    public DataHubSinkBuilder<InputT> setTopic(String project, String topic) {
        this.topic = new TopicPath(requireNonNull(project), requireNonNull(topic));
        return this;
    }

    /** How each task reaches the service. */
    public DataHubSinkBuilder<InputT> setGatewayFactory(DataHubGatewayFactory factory) {
        this.gatewayFactory = requireNonNull(factory);
        return this;
    }

    /** Turns elements into records. */
    public DataHubSinkBuilder<InputT> setSerializer(DataHubSerializationSchema<InputT> serializer) {
        this.serializer = requireNonNull(serializer);
        return this;
    }

    /** Most records per request, 1,000 by default, at most {@value #MAX_BATCH_RECORDS}. */
    public DataHubSinkBuilder<InputT> setMaxBatchRecords(int records) {
        atMost(records, MAX_BATCH_RECORDS, "maxBatchRecords");
        limits.maxBatchRecords(records);
        return this;
    }

    /**
     * Most bytes per request before compression, 1 MiB by default, at most {@link
     * #MAX_BATCH_BYTES}.
     */
    public DataHubSinkBuilder<InputT> setMaxBatchBytes(long bytes) {
        atMost(bytes, MAX_BATCH_BYTES, "maxBatchBytes");
        limits.maxBatchBytes(bytes);
        return this;
    }

    /** Longest time a record waits for its batch to fill, 500 ms by default. */
    public DataHubSinkBuilder<InputT> setMaxAge(Duration age) {
        limits.maxAge(age);
        return this;
    }

    /** Most records waiting in one writer before upstream has to wait, 10,000 by default. */
    public DataHubSinkBuilder<InputT> setMaxBufferedRecords(int records) {
        limits.maxBufferedRecords(records);
        return this;
    }

    /** Most bytes waiting in one writer before upstream has to wait, 32 MiB by default. */
    public DataHubSinkBuilder<InputT> setMaxBufferedBytes(long bytes) {
        limits.maxBufferedBytes(bytes);
        return this;
    }

    /** Most requests in flight of one writer, 16 by default. */
    public DataHubSinkBuilder<InputT> setMaxInFlight(int requests) {
        limits.maxInFlight(requests);
        return this;
    }

    /**
     * Most requests in flight per shard and writer, 1 by default. More is faster but gives up the
     * order of records.
     */
    public DataHubSinkBuilder<InputT> setMaxInFlightPerShard(int requests) {
        limits.maxInFlightPerLane(requests);
        return this;
    }

    /**
     * How often a record that could not be written for a passing reason is tried again before the
     * job fails; the elapsed time also bounds throttling.
     */
    public DataHubSinkBuilder<InputT> setRetryPolicy(RetryPolicy policy) {
        this.retryPolicy = requireNonNull(policy);
        return this;
    }

    /**
     * What happens to a record that can never be written; the job fails by default.
     *
     * @param letters where dead letters go, null unless {@code handling} is {@code DEAD_LETTER}
     */
    public DataHubSinkBuilder<InputT> setErrorHandling(
            ErrorHandling handling, @Nullable DeadLetterWriterFactory.Provider letters) {
        return setErrorPolicy(new ErrorPolicy(handling, letters));
    }

    /** What happens to a record that can never be written; the job fails by default. */
    public DataHubSinkBuilder<InputT> setErrorPolicy(ErrorPolicy policy) {
        this.errorPolicy = requireNonNull(policy);
        return this;
    }

    /** Whether each record gets {@link DedupAttributes}, not so by default. */
    public DataHubSinkBuilder<InputT> setDedupAttributes(boolean attributes) {
        this.dedupAttributes = attributes;
        return this;
    }

    /**
     * @throws IllegalStateException naming what was not set
     * @throws IllegalArgumentException naming the limit that is out of range
     */
    public DataHubSink<InputT> build() {
        required(topic, "topic", "setTopic");
        required(gatewayFactory, "gateway factory", "setGatewayFactory");
        required(serializer, "serializer", "setSerializer");
        return new DataHubSink<>(this, limits.build());
    }

    private static void required(@Nullable Object value, String name, String setter) {
        if (value == null) {
            throw new IllegalStateException(
                    "A DataHub sink needs a " + name + ": call " + setter + " before build");
        }
    }

    private static void atMost(long value, long max, String name) {
        if (value > max) {
            throw new IllegalArgumentException(
                    name + " must be at most " + max + ", DataHub takes no more, is " + value);
        }
    }
}
