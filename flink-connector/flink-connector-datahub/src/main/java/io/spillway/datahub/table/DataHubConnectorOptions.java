/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.common.compression.Compression;
import io.spillway.datahub.client.Encoding;
import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/**
 * Options of the {@code datahub} table connector. Where Alibaba's own connector has an option of
 * the same meaning, its name is accepted as a fallback.
 */
@PublicEvolving
public final class DataHubConnectorOptions {

    public static final ConfigOption<String> ENDPOINT =
            ConfigOptions.key("endpoint")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("endPoint")
                    .withDescription(
                            "URL of the DataHub service, https://host or http://host:port.");

    public static final ConfigOption<String> PROJECT =
            ConfigOptions.key("project")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Project the topic stands in.");

    public static final ConfigOption<String> TOPIC =
            ConfigOptions.key("topic")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Topic to read or write; must exist.");

    public static final ConfigOption<String> ACCESS_ID =
            ConfigOptions.key("access-id")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("accessId")
                    .withDescription(
                            "Access id. Without it, credentials come from what each TaskManager and the "
                                    + "JobManager have first: the environment variables "
                                    + "ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET "
                                    + "and ALIBABA_CLOUD_SECURITY_TOKEN; a profile in "
                                    + "~/.alibabacloud/credentials (ALIBABA_CLOUD_CREDENTIALS_FILE, "
                                    + "ALIBABA_CLOUD_PROFILE); the RAM role of the ECS instance "
                                    + "named by ALIBABA_CLOUD_ECS_METADATA.");

    public static final ConfigOption<String> ACCESS_KEY_SECRET =
            ConfigOptions.key("access-key-secret")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("accessKey")
                    .withDescription("Secret of the access id.");

    public static final ConfigOption<String> SECURITY_TOKEN =
            ConfigOptions.key("security-token")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Token of temporary (STS) credentials.");

    public static final ConfigOption<Encoding> ENCODING =
            ConfigOptions.key("encoding")
                    .enumType(Encoding.class)
                    .defaultValue(Encoding.PB)
                    .withDescription(
                            "How records stand in requests and answers; the service translates. "
                                    + "Batches carry no hash and partition keys.");

    public static final ConfigOption<Compression> COMPRESSION =
            ConfigOptions.key("compression")
                    .enumType(Compression.class)
                    .defaultValue(Compression.LZ4)
                    .withFallbackKeys("CompressType")
                    .withDescription("Compression of requests and answers.");

    public static final ConfigOption<Duration> CONNECT_TIMEOUT =
            ConfigOptions.key("connect.timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription("Time to open a connection.");

    public static final ConfigOption<Duration> REQUEST_TIMEOUT =
            ConfigOptions.key("request.timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30))
                    .withDescription("Time for one request, answer included.");

    // ---- sink

    public static final ConfigOption<SinkChangelog> SINK_CHANGELOG =
            ConfigOptions.key("sink.changelog")
                    .enumType(SinkChangelog.class)
                    .defaultValue(SinkChangelog.NONE)
                    .withDescription(
                            "How updates and deletes are written. A topic is a log of records, so a "
                                    + "query that updates or deletes is refused unless this says how "
                                    + "its changes are to be written.");

    public static final ConfigOption<String> SINK_CHANGELOG_OP_COLUMN =
            ConfigOptions.key("sink.changelog.op-column")
                    .stringType()
                    .defaultValue("__op")
                    .withDescription(
                            "STRING column of the topic that takes the operation (+I, -U, +U or -D) "
                                    + "under sink.changelog = op-column. The table does not declare "
                                    + "it.");

    public static final ConfigOption<List<String>> SINK_HASH_FIELDS =
            ConfigOptions.key("sink.hash-fields")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withFallbackKeys("hashFields")
                    .withDescription(
                            "Columns whose values choose the shard, so that records of equal values "
                                    + "stay in order, separated by semicolons or commas. Default: "
                                    + "the primary key; without one, shards take turns.");

    public static final ConfigOption<String> SINK_TIME_ZONE =
            ConfigOptions.key("sink.time-zone")
                    .stringType()
                    .defaultValue("UTC")
                    .withFallbackKeys("timeZone")
                    .withDescription(
                            "Time zone of the values of TIMESTAMP columns (those without a zone), "
                                    + "such as Asia/Shanghai.");

    public static final ConfigOption<Integer> SINK_SCHEMA_VERSION =
            ConfigOptions.key("sink.schema-version")
                    .intType()
                    .defaultValue(-1)
                    .withFallbackKeys("schemaVersion")
                    .withDescription(
                            "Version of the topic's schema to write with. Only -1 is supported: the "
                                    + "one the topic has when a task starts.");

    public static final ConfigOption<Boolean> SINK_DEDUP_ATTRIBUTES =
            ConfigOptions.key("sink.dedup-attributes")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether each record gets attributes by which readers can drop what was "
                                    + "written twice: spillway.job, spillway.writer and "
                                    + "spillway.index.");

    public static final ConfigOption<Integer> SINK_BATCH_MAX_ROWS =
            ConfigOptions.key("sink.batch.max-rows")
                    .intType()
                    .defaultValue(1000)
                    .withFallbackKeys("batchCount")
                    .withDescription("Most records per request, at most 10,000.");

    public static final ConfigOption<MemorySize> SINK_BATCH_MAX_BYTES =
            ConfigOptions.key("sink.batch.max-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(1))
                    .withFallbackKeys("batchSize")
                    .withDescription("Most bytes per request before compression, at most 3500 kb.");

    public static final ConfigOption<Duration> SINK_FLUSH_INTERVAL =
            ConfigOptions.key("sink.flush-interval")
                    .durationType()
                    .defaultValue(Duration.ofMillis(500))
                    .withFallbackKeys("flushInterval")
                    .withDescription("Longest time a record waits for its batch to fill.");

    public static final ConfigOption<Integer> SINK_BUFFER_MAX_ROWS =
            ConfigOptions.key("sink.buffer.max-rows")
                    .intType()
                    .defaultValue(100_000)
                    .withDescription(
                            "Records buffered per subtask before it holds its input back.");

    public static final ConfigOption<MemorySize> SINK_BUFFER_MAX_BYTES =
            ConfigOptions.key("sink.buffer.max-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription("Bytes buffered per subtask before it holds its input back.");

    public static final ConfigOption<Integer> SINK_REQUESTS_MAX_INFLIGHT =
            ConfigOptions.key("sink.requests.max-inflight")
                    .intType()
                    .defaultValue(16)
                    .withDescription("Requests under way per subtask, over all shards.");

    public static final ConfigOption<Integer> SINK_REQUESTS_MAX_INFLIGHT_PER_SHARD =
            ConfigOptions.key("sink.requests.max-inflight-per-shard")
                    .intType()
                    .defaultValue(1)
                    .withDescription(
                            "Requests under way per shard. 1 keeps the order of each shard; more "
                                    + "is faster and gives that up.");

    public static final ConfigOption<Integer> SINK_RETRY_MAX_ATTEMPTS =
            ConfigOptions.key("sink.retry.max-attempts")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            "Attempts per record before the job fails, the first included. Not "
                                    + "limited if only sink.retry.timeout is set.");

    public static final ConfigOption<Duration> SINK_RETRY_INITIAL_DELAY =
            ConfigOptions.key("sink.retry.initial-delay")
                    .durationType()
                    .defaultValue(Duration.ofMillis(100))
                    .withFallbackKeys("retryInterval")
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
                    .withFallbackKeys("retryTimeout")
                    .withDescription(
                            "Time since a record's first failure after which the job fails.");

    private DataHubConnectorOptions() {}

    /** Values of {@link #SINK_CHANGELOG}. */
    public enum SinkChangelog implements DescribedEnum {
        NONE("none", "Inserts only; anything else is refused when the query is planned."),
        OP_COLUMN(
                "op-column",
                "Every change is a record: the row's columns and its operation in the column named "
                        + "by sink.changelog.op-column."),
        DTS(
                "dts",
                "Every change is a record in the layout of Alibaba's Data Transmission Service, whose "
                        + "columns (dts_operation_flag and so on) the topic must have.");

        private final String value;
        private final String description;

        SinkChangelog(String value, String description) {
            this.value = value;
            this.description = description;
        }

        @Override
        public String toString() {
            return value;
        }

        @Override
        public InlineElement getDescription() {
            return TextElement.text(description);
        }
    }
}
