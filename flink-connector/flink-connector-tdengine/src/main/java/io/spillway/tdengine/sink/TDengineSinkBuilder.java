/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.sink;

import static java.util.Objects.requireNonNull;

import io.spillway.common.deadletter.DeadLetterWriterFactory;
import io.spillway.common.deadletter.ErrorHandling;
import io.spillway.common.deadletter.ErrorPolicy;
import io.spillway.common.failure.RetryPolicy;
import io.spillway.common.write.WriteLimits;
import io.spillway.tdengine.client.TDengineGatewayFactory;
import io.spillway.tdengine.data.TimestampPrecision;
import java.time.Duration;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Builds a {@link TDengineSink}. A table or super table, the gateway factory and the serializer
 * must be set; everything else has a default. Not thread-safe.
 *
 * @param <InputT> the elements
 */
@PublicEvolving
public final class TDengineSinkBuilder<InputT> {

    /** The server takes no more rows in one INSERT. */
    public static final int MAX_BATCH_ROWS = 1_000_000;

    /** Most bytes of one INSERT. */
    public static final long MAX_BATCH_BYTES = 64L * 1024 * 1024;

    static final int DEFAULT_BATCH_ROWS = 10_000;
    static final long DEFAULT_BATCH_BYTES = 8L * 1024 * 1024;
    static final int DEFAULT_BUFFERED_ROWS = 100_000;
    static final long DEFAULT_BUFFERED_BYTES = 64L * 1024 * 1024;
    static final int DEFAULT_CONNECTIONS = 2;

    final WriteLimits.Builder limits =
            WriteLimits.builder()
                    .maxBatchRecords(DEFAULT_BATCH_ROWS)
                    .maxBatchBytes(DEFAULT_BATCH_BYTES)
                    .maxRecordBytes(MAX_BATCH_BYTES)
                    .maxBufferedRecords(DEFAULT_BUFFERED_ROWS)
                    .maxBufferedBytes(DEFAULT_BUFFERED_BYTES);
    TDengineGatewayFactory gatewayFactory;
    TDengineSerializationSchema<InputT> serializer;
    SinkMode mode = SinkMode.STMT2;
    SchemalessFormat schemaless = SchemalessFormat.LINE;
    ExistingTags existingTags = ExistingTags.KEEP;
    int connections = DEFAULT_CONNECTIONS;
    RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
    ErrorPolicy errorPolicy = ErrorPolicy.FAIL;

    private String database;
    private String table;
    private boolean superTable;
    private List<TargetColumn> definition = List.of();
    private boolean create;
    private TimestampPrecision createPrecision = TimestampPrecision.MILLIS;

    TDengineSinkBuilder() {}

    /** All rows go to this table; names are as the server spells them, without quotes. */
    public TDengineSinkBuilder<InputT> setTable(String database, String table) {
        this.database = requireNonNull(database);
        this.table = requireNonNull(table);
        superTable = false;
        return this;
    }

    /** Each row names the child table of this super table it goes to; made as needed. */
    public TDengineSinkBuilder<InputT> setSuperTable(String database, String superTable) {
        setTable(database, superTable);
        this.superTable = true;
        return this;
    }

    /** How each connection reaches the server. */
    public TDengineSinkBuilder<InputT> setGatewayFactory(TDengineGatewayFactory factory) {
        this.gatewayFactory = requireNonNull(factory);
        return this;
    }

    /** Turns elements into rows. */
    public TDengineSinkBuilder<InputT> setSerializer(
            TDengineSerializationSchema<InputT> serializer) {
        this.serializer = requireNonNull(serializer);
        return this;
    }

    /** How rows reach the server, {@link SinkMode#STMT2} by default. */
    public TDengineSinkBuilder<InputT> setMode(SinkMode mode) {
        this.mode = requireNonNull(mode);
        return this;
    }

    /**
     * How rows are written in {@link SinkMode#SCHEMALESS}, which this sets too. The gateways must
     * be connected to the database, and {@link #setDefinition} tells the columns.
     */
    public TDengineSinkBuilder<InputT> setSchemaless(SchemalessFormat format) {
        this.schemaless = requireNonNull(format);
        return setMode(SinkMode.SCHEMALESS);
    }

    /**
     * All columns and tags of the table, its timestamp first: what {@link #setCreateTable} makes,
     * and what schemaless lines carry.
     */
    public TDengineSinkBuilder<InputT> setDefinition(List<TargetColumn> columns) {
        this.definition = List.copyOf(columns);
        return this;
    }

    /**
     * Makes the table as defined, and its database, if they do not exist. The gateways must not be
     * connected to a database that is still to be made.
     *
     * @param precision of the database, if it is made
     */
    public TDengineSinkBuilder<InputT> setCreateTable(TimestampPrecision precision) {
        this.create = true;
        this.createPrecision = requireNonNull(precision);
        return this;
    }

    /** What becomes of other tags of an existing child table; by default they stay. */
    public TDengineSinkBuilder<InputT> setExistingTags(ExistingTags tags) {
        this.existingTags = requireNonNull(tags);
        return this;
    }

    /**
     * Connections of one writer, 2 by default. All rows of one table take the same one, a batch at
     * a time.
     */
    public TDengineSinkBuilder<InputT> setConnections(int connections) {
        if (connections < 1) {
            throw new IllegalArgumentException("connections must be at least 1, is " + connections);
        }
        this.connections = connections;
        return this;
    }

    /** Most rows per batch, 10,000 by default, at most {@value #MAX_BATCH_ROWS}. */
    public TDengineSinkBuilder<InputT> setMaxBatchRows(int rows) {
        atMost(rows, MAX_BATCH_ROWS, "maxBatchRows");
        limits.maxBatchRecords(rows);
        return this;
    }

    /** Most bytes per batch, 8 MiB by default, at most {@link #MAX_BATCH_BYTES}. */
    public TDengineSinkBuilder<InputT> setMaxBatchBytes(long bytes) {
        atMost(bytes, MAX_BATCH_BYTES, "maxBatchBytes");
        limits.maxBatchBytes(bytes);
        return this;
    }

    /** Longest time a row waits for its batch to fill, 500 ms by default. */
    public TDengineSinkBuilder<InputT> setMaxAge(Duration age) {
        limits.maxAge(age);
        return this;
    }

    /** Most rows waiting in one writer before upstream has to wait, 100,000 by default. */
    public TDengineSinkBuilder<InputT> setMaxBufferedRows(int rows) {
        limits.maxBufferedRecords(rows);
        return this;
    }

    /** Most bytes waiting in one writer before upstream has to wait, 64 MiB by default. */
    public TDengineSinkBuilder<InputT> setMaxBufferedBytes(long bytes) {
        limits.maxBufferedBytes(bytes);
        return this;
    }

    /**
     * How often a row that could not be written for a passing reason is tried again before the job
     * fails.
     */
    public TDengineSinkBuilder<InputT> setRetryPolicy(RetryPolicy policy) {
        this.retryPolicy = requireNonNull(policy);
        return this;
    }

    /**
     * What happens to a row that can never be written; the job fails by default.
     *
     * @param letters where dead letters go, null unless {@code handling} is {@code DEAD_LETTER}
     */
    public TDengineSinkBuilder<InputT> setErrorHandling(
            ErrorHandling handling, @Nullable DeadLetterWriterFactory.Provider letters) {
        return setErrorPolicy(new ErrorPolicy(handling, letters));
    }

    /** What happens to a row that can never be written; the job fails by default. */
    public TDengineSinkBuilder<InputT> setErrorPolicy(ErrorPolicy policy) {
        this.errorPolicy = requireNonNull(policy);
        return this;
    }

    /**
     * @throws IllegalStateException naming what was not set
     * @throws IllegalArgumentException naming what is out of range or does not go together
     */
    public TDengineSink<InputT> build() {
        required(table, "table", "setTable or setSuperTable");
        required(gatewayFactory, "gateway factory", "setGatewayFactory");
        required(serializer, "serializer", "setSerializer");
        boolean defined = create || mode == SinkMode.SCHEMALESS;
        if (defined && definition.isEmpty()) {
            throw new IllegalStateException(
                    "A TDengine sink that makes its table or writes without schema needs the "
                            + "columns: call setDefinition before build");
        }
        if (mode == SinkMode.SCHEMALESS && !superTable) {
            throw new IllegalArgumentException(
                    "Schemaless protocols write to child tables of a super table: call "
                            + "setSuperTable");
        }
        if (mode == SinkMode.SCHEMALESS && create) {
            throw new IllegalArgumentException(
                    "Schemaless protocols make tables by themselves, in a database that exists: "
                            + "leave setCreateTable out");
        }
        if (existingTags == ExistingTags.ALTER && (!superTable || mode == SinkMode.SCHEMALESS)) {
            throw new IllegalArgumentException(
                    "Tags of existing tables can be altered only if rows go to a super table, "
                            + "and not by schemaless protocols");
        }
        SinkTarget target =
                new SinkTarget(
                        database,
                        table,
                        superTable,
                        defined ? definition : List.of(),
                        create,
                        createPrecision);
        return new TDengineSink<>(
                this, target, limits.maxInFlight(connections).maxInFlightPerLane(1).build());
    }

    private static void required(@Nullable Object value, String name, String setter) {
        if (value == null) {
            throw new IllegalStateException(
                    "A TDengine sink needs a " + name + ": call " + setter + " before build");
        }
    }

    private static void atMost(long value, long max, String name) {
        if (value > max) {
            throw new IllegalArgumentException(name + " must be at most " + max + ", is " + value);
        }
    }
}
