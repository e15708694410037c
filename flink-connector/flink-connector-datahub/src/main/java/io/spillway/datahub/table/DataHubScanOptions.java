/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import io.spillway.datahub.source.config.OnDataLoss;
import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** Options of the {@code datahub} table connector about reading. */
@PublicEvolving
public final class DataHubScanOptions {

    public static final ConfigOption<StartupMode> SCAN_STARTUP_MODE =
            ConfigOptions.key("scan.startup.mode")
                    .enumType(StartupMode.class)
                    .defaultValue(StartupMode.EARLIEST)
                    .withDescription(
                            "Where to start without restored state. If it is not set, a startup time means timestamp, and else a subscription-id means subscription.");

    public static final ConfigOption<Long> SCAN_STARTUP_TIMESTAMP_MILLIS =
            ConfigOptions.key("scan.startup.timestamp-millis")
                    .longType()
                    .noDefaultValue()
                    .withFallbackKeys("startTimeMs")
                    .withDescription(
                            "Epoch milliseconds to start at. Wins over scan.startup.time; -1 means not set.");

    public static final ConfigOption<String> SCAN_STARTUP_TIME =
            ConfigOptions.key("scan.startup.time")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("startTime")
                    .withDescription(
                            "Time to start at, yyyy-MM-dd HH:mm:ss in the time zone of time-zone.");

    public static final ConfigOption<String> SCAN_STARTUP_SPECIFIC_OFFSETS =
            ConfigOptions.key("scan.startup.specific-offsets")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "First sequence of each shard for scan.startup.mode = specific-offsets, as shard:0,sequence:42;shard:1,sequence:300. Shards not named start at their oldest record.");

    public static final ConfigOption<BoundedMode> SCAN_BOUNDED_MODE =
            ConfigOptions.key("scan.bounded.mode")
                    .enumType(BoundedMode.class)
                    .defaultValue(BoundedMode.UNBOUNDED)
                    .withDescription(
                            "Where to stop. If it is not set, a bounded time means timestamp.");

    public static final ConfigOption<Long> SCAN_BOUNDED_TIMESTAMP_MILLIS =
            ConfigOptions.key("scan.bounded.timestamp-millis")
                    .longType()
                    .noDefaultValue()
                    .withDescription(
                            "Epoch milliseconds to stop at: the first record at or after it is not read. Wins over scan.bounded.time.");

    public static final ConfigOption<String> SCAN_BOUNDED_TIME =
            ConfigOptions.key("scan.bounded.time")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("endTime")
                    .withDescription(
                            "Time to stop at, yyyy-MM-dd HH:mm:ss in the time zone of time-zone.");

    public static final ConfigOption<String> TIME_ZONE =
            ConfigOptions.key("time-zone")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("timeZone")
                    .withDescription(
                            "Time zone of the times given by options, such as Asia/Shanghai. Default: the session time zone, table.local-time-zone.");

    public static final ConfigOption<List<String>> SCAN_SHARDS =
            ConfigOptions.key("scan.shards")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            "Shards to read, as 0;3. Those they are split or merged into are read only if named too. Default: all, and those that appear.");

    public static final ConfigOption<Duration> SCAN_SHARD_DISCOVERY_INTERVAL =
            ConfigOptions.key("scan.shard-discovery.interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30))
                    .withDescription(
                            "How often to look for new shards, at most; the service may advise to look more often.");

    public static final ConfigOption<Duration> SCAN_EMPTY_READ_BACKOFF =
            ConfigOptions.key("scan.empty-read.backoff")
                    .durationType()
                    .defaultValue(Duration.ofMillis(200))
                    .withFallbackKeys("fetchLatestDelay")
                    .withDescription("Pause of a shard after a read that returned nothing.");

    public static final ConfigOption<Integer> SCAN_FETCH_MAX_ROWS =
            ConfigOptions.key("scan.fetch.max-rows")
                    .intType()
                    .defaultValue(1000)
                    .withFallbackKeys("maxFetchSize")
                    .withDescription("Most records per read, 1 to 1000.");

    public static final ConfigOption<Integer> SCAN_BUFFER_MAX_ROWS =
            ConfigOptions.key("scan.buffer.max-rows")
                    .intType()
                    .noDefaultValue()
                    .withFallbackKeys("maxBufferSize")
                    .withDescription(
                            "Most records of a shard that are read ahead of their processing; makes reads smaller than scan.fetch.max-rows if it is less.");

    public static final ConfigOption<Integer> SCAN_RETRY_MAX_ATTEMPTS =
            ConfigOptions.key("scan.retry.max-attempts")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            "Attempts of a read before the job fails, the first included. Not "
                                    + "limited if only scan.retry.timeout is set.");

    public static final ConfigOption<Duration> SCAN_RETRY_INITIAL_DELAY =
            ConfigOptions.key("scan.retry.initial-delay")
                    .durationType()
                    .defaultValue(Duration.ofMillis(100))
                    .withFallbackKeys("retryInterval")
                    .withDescription("Pause before the second attempt; doubles from there.");

    public static final ConfigOption<Duration> SCAN_RETRY_MAX_DELAY =
            ConfigOptions.key("scan.retry.max-delay")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription("Longest pause between two attempts.");

    public static final ConfigOption<Duration> SCAN_RETRY_TIMEOUT =
            ConfigOptions.key("scan.retry.timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(5))
                    .withFallbackKeys("retryTimeout")
                    .withDescription(
                            "Time since the first failure of a read after which the job fails.");

    public static final ConfigOption<OnDataLoss> SCAN_ON_DATA_LOSS =
            ConfigOptions.key("scan.on-data-loss")
                    .enumType(OnDataLoss.class)
                    .defaultValue(OnDataLoss.FAIL)
                    .withDescription(
                            "What to do when the position to read from has expired in the topic.");

    public static final ConfigOption<LengthCheck> SCAN_LENGTH_CHECK =
            ConfigOptions.key("scan.length-check")
                    .enumType(LengthCheck.class)
                    .defaultValue(LengthCheck.PAD)
                    .withFallbackKeys("lengthCheck")
                    .withDescription(
                            "What to do with a record that has more or fewer columns than the topic had when the task started.");

    public static final ConfigOption<Boolean> SCAN_LOG_UNDECODABLE =
            ConfigOptions.key("scan.log-undecodable")
                    .booleanType()
                    .defaultValue(false)
                    .withFallbackKeys("columnErrorDebug")
                    .withDescription(
                            "Whether to log each record that cannot be decoded, without its data, whatever on-error does with it.");

    public static final ConfigOption<ChangelogFormat> CHANGELOG_MODE =
            ConfigOptions.key("changelog.mode")
                    .enumType(ChangelogFormat.class)
                    .defaultValue(ChangelogFormat.NONE)
                    .withDescription("Whether the records of a TUPLE topic are changes.");

    private DataHubScanOptions() {}

    /** Values of {@link #SCAN_STARTUP_MODE}. */
    public enum StartupMode implements DescribedEnum {
        EARLIEST("earliest", "The oldest record kept."),
        LATEST("latest", "Only records written after the start."),
        TIMESTAMP("timestamp", "The first record at or after the startup time."),
        SPECIFIC_OFFSETS("specific-offsets", "The sequences of scan.startup.specific-offsets."),
        SUBSCRIPTION("subscription", "Behind what the subscription has committed.");

        private final String value;
        private final String description;

        StartupMode(String value, String description) {
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

    /** Values of {@link #SCAN_BOUNDED_MODE}. */
    public enum BoundedMode implements DescribedEnum {
        UNBOUNDED("unbounded", "Never."),
        LATEST("latest", "After the records that stand in the topic when the job starts."),
        TIMESTAMP(
                "timestamp",
                "Before the first record at or after the bounded time, and after those that stand in the topic when the job starts at the latest.");

        private final String value;
        private final String description;

        BoundedMode(String value, String description) {
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

    /** Values of {@link #SCAN_LENGTH_CHECK}. */
    public enum LengthCheck implements DescribedEnum {
        PAD("pad", "Missing columns are NULL, others are ignored."),
        NONE(
                "none",
                "A shorter record is skipped and counted, other columns of a longer one are ignored."),
        SKIP("skip", "Such a record is skipped and counted."),
        EXCEPTION("exception", "Such a record is handled as on-error says.");

        private final String value;
        private final String description;

        LengthCheck(String value, String description) {
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

    /** Values of {@link #CHANGELOG_MODE}. */
    public enum ChangelogFormat implements DescribedEnum {
        NONE("none", "Each record is an insert."),
        DTS(
                "dts",
                "Changes as Alibaba DTS writes them, with columns such as dts_operation_flag: inserts, updates and deletes.");

        private final String value;
        private final String description;

        ChangelogFormat(String value, String description) {
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
