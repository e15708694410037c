/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.tdengine.client.SchemalessInsert.Protocol;
import io.spillway.tdengine.sink.ExistingTags;
import io.spillway.tdengine.sink.SinkMode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** Options of the {@code tdengine} table connector for tables that are written. */
@PublicEvolving
public final class TDengineSinkOptions {

    public static final ConfigOption<SinkMode> SINK_MODE =
            ConfigOptions.key("sink.mode")
                    .enumType(SinkMode.class)
                    .defaultValue(SinkMode.STMT2)
                    .withDescription("How rows reach the server.");

    public static final ConfigOption<String> SINK_CHILD_TABLE =
            ConfigOptions.key("sink.child-table")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Child table a row goes to, with columns in it such as d_${device}; "
                                    + "table-name is then their super table. Not needed if the table "
                                    + "declares tbname, as a column or as metadata.");

    public static final ConfigOption<List<String>> SINK_TAGS =
            ConfigOptions.key("sink.tags")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            "Columns that are tags, separated by semicolons. Needed where the server "
                                    + "cannot tell them: under sink.create-table and in sink.mode = "
                                    + "schemaless.");

    public static final ConfigOption<ExistingTags> SINK_EXISTING_TAGS =
            ConfigOptions.key("sink.existing-tags")
                    .enumType(ExistingTags.class)
                    .defaultValue(ExistingTags.KEEP)
                    .withDescription(
                            "What becomes of the tags of a child table that exists when a row brings "
                                    + "other ones.");

    public static final ConfigOption<Boolean> SINK_CREATE_TABLE =
            ConfigOptions.key("sink.create-table")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether the table, or super table, and its database are made from the "
                                    + "declared columns if they do not exist. Child tables are always "
                                    + "made as needed.");

    public static final ConfigOption<Integer> SINK_CREATE_TABLE_TEXT_LENGTH =
            ConfigOptions.key("sink.create-table.text-length")
                    .intType()
                    .defaultValue(1024)
                    .withDescription(
                            "Bytes of columns of STRING and BYTES in tables that are made; CHAR(n) "
                                    + "and VARCHAR(n) become NCHAR(n).");

    public static final ConfigOption<Boolean> SINK_IGNORE_DELETE =
            ConfigOptions.key("sink.ignore-delete")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription("Whether rows stay when the query deletes them.");

    public static final ConfigOption<Protocol> SINK_SCHEMALESS_PROTOCOL =
            ConfigOptions.key("sink.schemaless.protocol")
                    .enumType(Protocol.class)
                    .defaultValue(Protocol.LINE)
                    .withDescription(
                            "LINE is InfluxDB's line protocol, TELNET and JSON are OpenTSDB's and "
                                    + "carry one value column.");

    public static final ConfigOption<String> SINK_SCHEMALESS_PRECISION =
            ConfigOptions.key("sink.schemaless.precision")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "What timestamps of schemaless lines count: ms, us or ns. Default: what "
                                    + "the database counts.");

    public static final ConfigOption<Duration> SINK_SCHEMALESS_TTL =
            ConfigOptions.key("sink.schemaless.ttl")
                    .durationType()
                    .defaultValue(Duration.ZERO)
                    .withDescription(
                            "Whole days that tables live which schemaless lines make; 0 for ever.");

    public static final ConfigOption<Integer> SINK_CONNECTIONS =
            ConfigOptions.key("sink.connections")
                    .intType()
                    .defaultValue(2)
                    .withDescription(
                            "Connections per subtask. Rows of one child table take the same one, a "
                                    + "batch at a time, in order.");

    public static final ConfigOption<Integer> SINK_BATCH_MAX_ROWS =
            ConfigOptions.key("sink.batch.max-rows")
                    .intType()
                    .defaultValue(10_000)
                    .withFallbackKeys("sink.batch.size")
                    .withDescription("Most rows per batch, at most 1,000,000.");

    public static final ConfigOption<MemorySize> SINK_BATCH_MAX_BYTES =
            ConfigOptions.key("sink.batch.max-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(8))
                    .withDescription("Most bytes per batch, at most 64 mb.");

    public static final ConfigOption<Duration> SINK_FLUSH_INTERVAL =
            ConfigOptions.key("sink.flush-interval")
                    .durationType()
                    .defaultValue(Duration.ofMillis(500))
                    .withDescription("Longest time a row waits for its batch to fill.");

    public static final ConfigOption<Integer> SINK_BUFFER_MAX_ROWS =
            ConfigOptions.key("sink.buffer.max-rows")
                    .intType()
                    .defaultValue(100_000)
                    .withDescription("Rows buffered per subtask before it holds its input back.");

    public static final ConfigOption<MemorySize> SINK_BUFFER_MAX_BYTES =
            ConfigOptions.key("sink.buffer.max-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription("Bytes buffered per subtask before it holds its input back.");

    public static final ConfigOption<Integer> SINK_RETRY_MAX_ATTEMPTS =
            ConfigOptions.key("sink.retry.max-attempts")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            "Attempts per row before the job fails, the first included. Not limited "
                                    + "if only sink.retry.timeout is set.");

    public static final ConfigOption<Duration> SINK_RETRY_INITIAL_DELAY =
            ConfigOptions.key("sink.retry.initial-delay")
                    .durationType()
                    .defaultValue(Duration.ofMillis(100))
                    .withDescription("Pause before the second attempt; doubles from there.");

    public static final ConfigOption<Duration> SINK_RETRY_MAX_DELAY =
            ConfigOptions.key("sink.retry.max-delay")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription("Longest pause between two attempts.");

    public static final ConfigOption<Duration> SINK_RETRY_TIMEOUT =
            ConfigOptions.key("sink.retry.timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(5))
                    .withDescription("Time since a row's first failure after which the job fails.");

    private TDengineSinkOptions() {}

    /** Every option of this class. */
    public static Set<ConfigOption<?>> all() {
        return Set.of(
                SINK_MODE,
                SINK_CHILD_TABLE,
                SINK_TAGS,
                SINK_EXISTING_TAGS,
                SINK_CREATE_TABLE,
                SINK_CREATE_TABLE_TEXT_LENGTH,
                SINK_IGNORE_DELETE,
                SINK_SCHEMALESS_PROTOCOL,
                SINK_SCHEMALESS_PRECISION,
                SINK_SCHEMALESS_TTL,
                SINK_CONNECTIONS,
                SINK_BATCH_MAX_ROWS,
                SINK_BATCH_MAX_BYTES,
                SINK_FLUSH_INTERVAL,
                SINK_BUFFER_MAX_ROWS,
                SINK_BUFFER_MAX_BYTES,
                SINK_RETRY_MAX_ATTEMPTS,
                SINK_RETRY_INITIAL_DELAY,
                SINK_RETRY_MAX_DELAY,
                SINK_RETRY_TIMEOUT);
    }
}
