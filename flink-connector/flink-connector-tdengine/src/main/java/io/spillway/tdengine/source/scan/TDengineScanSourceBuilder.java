/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.source.scan;

import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.source.deserialization.TDengineDeserializationSchema;
import io.spillway.tdengine.source.scan.config.ScanConfig;
import io.spillway.tdengine.source.scan.config.ScanTarget;
import java.time.Duration;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Experimental;

/**
 * Builds a {@link TDengineScanSource}. Gateway factory, target and deserializer are required. Not
 * thread-safe.
 *
 * @param <T> what the source emits
 */
@Experimental
public final class TDengineScanSourceBuilder<T> {

    /** Default of {@link #setSplitTables}. */
    public static final int DEFAULT_SPLIT_TABLES = 256;

    @Nullable private TDengineGatewayFactory gateways;
    @Nullable private ScanTarget target;
    @Nullable private TDengineDeserializationSchema<T> deserializer;
    @Nullable private Duration splitInterval;
    private int splitTables = DEFAULT_SPLIT_TABLES;
    private long limit = ScanConfig.NO_LIMIT;
    @Nullable private String boundaryTopic;
    private RetryPolicy retries = RetryPolicy.DEFAULT;
    private ErrorPolicy errors = ErrorPolicy.FAIL;

    TDengineScanSourceBuilder() {}

    /** How to reach the server. */
    public TDengineScanSourceBuilder<T> setGatewayFactory(TDengineGatewayFactory gateways) {
        this.gateways = Objects.requireNonNull(gateways, "gateways");
        return this;
    }

    /** What to read. */
    public TDengineScanSourceBuilder<T> setTarget(ScanTarget target) {
        this.target = Objects.requireNonNull(target, "target");
        return this;
    }

    /** How rows become elements. */
    public TDengineScanSourceBuilder<T> setDeserializer(
            TDengineDeserializationSchema<T> deserializer) {
        this.deserializer = Objects.requireNonNull(deserializer, "deserializer");
        return this;
    }

    /**
     * Cuts the time of a table into splits of this length; only tables make splits unless set. Many
     * rows in few tables are read in parallel that way.
     *
     * @param interval at least 1 second
     */
    public TDengineScanSourceBuilder<T> setSplitInterval(Duration interval) {
        require(
                interval.compareTo(Duration.ofSeconds(1)) >= 0,
                "The split interval must be at least 1 s, is " + interval);
        this.splitInterval = interval;
        return this;
    }

    /** Most child tables of a split, {@value #DEFAULT_SPLIT_TABLES} unless set. */
    public TDengineScanSourceBuilder<T> setSplitTables(int tables) {
        require(tables >= 1, "The tables of a split must be at least 1, are " + tables);
        this.splitTables = tables;
        return this;
    }

    /**
     * Ends each reader after as many elements, never unless set.
     *
     * @param limit at least 1
     */
    public TDengineScanSourceBuilder<T> setLimit(long limit) {
        require(limit >= 1, "The limit must be at least 1, is " + limit);
        this.limit = limit;
        return this;
    }

    /**
     * Notes the ends of a topic's logs before the first row is read: reading on from there misses
     * nothing that the scan did not see. Not unless set.
     */
    public TDengineScanSourceBuilder<T> setBoundaryTopic(@Nullable String topic) {
        this.boundaryTopic = topic;
        return this;
    }

    /** How passing failures of the server are retried; {@link RetryPolicy#DEFAULT} unless set. */
    public TDengineScanSourceBuilder<T> setRetryPolicy(RetryPolicy retries) {
        this.retries = Objects.requireNonNull(retries, "retries");
        return this;
    }

    /** What becomes of rows that cannot be deserialized; they fail the job unless set. */
    public TDengineScanSourceBuilder<T> setErrorPolicy(ErrorPolicy errors) {
        this.errors = Objects.requireNonNull(errors, "errors");
        return this;
    }

    /**
     * @throws IllegalArgumentException if something required is missing
     */
    public TDengineScanSource<T> build() {
        require(gateways != null, "The gateway factory is not set");
        require(target != null, "The target is not set");
        require(deserializer != null, "The deserializer is not set");
        return new TDengineScanSource<>(
                new ScanConfig(
                        gateways,
                        target,
                        splitInterval,
                        splitTables,
                        limit,
                        boundaryTopic,
                        retries,
                        errors),
                deserializer);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
