/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.table;

import io.spillway.tdengine.source.config.OnDataLoss;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** Options of the {@code tdengine} table connector for reading. */
@PublicEvolving
public final class TDengineScanOptions {

    public static final ConfigOption<ScanMode> SCAN_MODE =
            ConfigOptions.key("scan.mode")
                    .enumType(ScanMode.class)
                    .defaultValue(ScanMode.QUERY)
                    .withDescription("How the table is read.");

    public static final ConfigOption<String> SCAN_QUERY =
            ConfigOptions.key("scan.query")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "SQL of TDengine whose result is read instead of a table, under scan.mode "
                                    + "= query. The columns of its result are matched by name. One "
                                    + "task reads it.");

    public static final ConfigOption<String> SCAN_TIME_START =
            ConfigOptions.key("scan.time.start")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "First time to read under scan.mode = query, such as 2024-01-31 "
                                    + "00:00:00 in the time zone of the table, or "
                                    + "2024-01-31T00:00:00Z.");

    public static final ConfigOption<String> SCAN_TIME_END =
            ConfigOptions.key("scan.time.end")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Time to stop before under scan.mode = query.");

    public static final ConfigOption<Duration> SCAN_SPLIT_INTERVAL =
            ConfigOptions.key("scan.split.interval")
                    .durationType()
                    .noDefaultValue()
                    .withDescription(
                            "Time of one split under scan.mode = query: few tables with many rows "
                                    + "are read in parallel that way. Without it, splits are made by "
                                    + "tables only.");

    public static final ConfigOption<Integer> SCAN_SPLIT_MAX_TABLES =
            ConfigOptions.key("scan.split.max-tables")
                    .intType()
                    .defaultValue(256)
                    .withDescription(
                            "Most child tables of one split under scan.mode = query. All tables of "
                                    + "a split are in one vgroup.");

    public static final ConfigOption<String> TOPIC =
            ConfigOptions.key("topic")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Topic to subscribe to under scan.mode = subscribe.");

    public static final ConfigOption<String> GROUP_ID =
            ConfigOptions.key("group-id")
                    .stringType()
                    .noDefaultValue()
                    .withFallbackKeys("group.id")
                    .withDescription(
                            "Consumer group to join under scan.mode = subscribe. Two jobs must not "
                                    + "share one: each would get a part of the topic.");

    public static final ConfigOption<String> CLIENT_ID =
            ConfigOptions.key("client-id")
                    .stringType()
                    .defaultValue("spillway")
                    .withFallbackKeys("client.id")
                    .withDescription(
                            "Begin of the names by which the server shows the group's members.");

    public static final ConfigOption<StartupMode> SCAN_STARTUP_MODE =
            ConfigOptions.key("scan.startup.mode")
                    .enumType(StartupMode.class)
                    .defaultValue(StartupMode.EARLIEST)
                    .withDescription(
                            "Where a job without state begins under scan.mode = subscribe.");

    public static final ConfigOption<String> SCAN_STARTUP_SPECIFIC_OFFSETS =
            ConfigOptions.key("scan.startup.specific-offsets")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Offsets of scan.startup.mode = specific-offsets, as "
                                    + "vgroup:2,offset:42;vgroup:3,offset:300. Vgroups that are not "
                                    + "named begin at the earliest offset.");

    public static final ConfigOption<BoundedMode> SCAN_BOUNDED_MODE =
            ConfigOptions.key("scan.bounded.mode")
                    .enumType(BoundedMode.class)
                    .defaultValue(BoundedMode.UNBOUNDED)
                    .withDescription("Where a subscription ends.");

    public static final ConfigOption<OnDataLoss> SCAN_ON_DATA_LOSS =
            ConfigOptions.key("scan.on-data-loss")
                    .enumType(OnDataLoss.class)
                    .defaultValue(OnDataLoss.FAIL)
                    .withDescription(
                            "What to do if the server no longer has what comes next: it deletes its "
                                    + "logs after WAL_RETENTION_PERIOD.");

    public static final ConfigOption<ChangelogFormat> SCAN_CHANGELOG =
            ConfigOptions.key("scan.changelog")
                    .enumType(ChangelogFormat.class)
                    .defaultValue(ChangelogFormat.NONE)
                    .withDescription("Which changes a subscription makes.");

    public static final ConfigOption<Duration> SCAN_POLL_TIMEOUT =
            ConfigOptions.key("scan.poll.timeout")
                    .durationType()
                    .defaultValue(Duration.ofMillis(500))
                    .withFallbackKeys("poll.interval_ms")
                    .withDescription(
                            "How long the server may hold a poll that finds nothing. Commits wait "
                                    + "behind it.");

    public static final ConfigOption<Duration> SCAN_ASSIGNMENT_TIMEOUT =
            ConfigOptions.key("scan.assignment.timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(150))
                    .withDescription(
                            "How long to wait until the job's readers together own every vgroup of "
                                    + "the topic. A member of the group that froze keeps its vgroups "
                                    + "for about two minutes.");

    public static final ConfigOption<Boolean> SCAN_COMMIT_OFFSETS =
            ConfigOptions.key("scan.commit-offsets")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether the group's offsets are committed after each checkpoint, for "
                                    + "others to see. The job itself goes by its state.");

    public static final ConfigOption<Map<String, String>> PROPERTIES =
            ConfigOptions.key("properties")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            "Settings of the server's consumer, each as an option of its own, such as "
                                    + "'properties.fetch.max.wait.ms' = '200'.");

    public static final ConfigOption<LookupMode> LOOKUP_MODE =
            ConfigOptions.key("lookup.mode")
                    .enumType(LookupMode.class)
                    .defaultValue(LookupMode.ROWS)
                    .withDescription("What a lookup join finds.");

    public static final ConfigOption<Integer> LOOKUP_MAX_ROWS =
            ConfigOptions.key("lookup.max-rows")
                    .intType()
                    .defaultValue(10_000)
                    .withDescription(
                            "Most rows one lookup may find; more fail the job, for they would have "
                                    + "to be held in memory.");

    private TDengineScanOptions() {}

    /** Values of {@link #LOOKUP_MODE}. */
    public enum LookupMode implements DescribedEnum {
        ROWS("rows", "All rows that match."),
        LAST_ROW(
                "last-row",
                "The newest row of each child table that matches by its tags and name.");

        private final String value;
        private final String description;

        LookupMode(String value, String description) {
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

    /** Values of {@link #SCAN_MODE}. */
    public enum ScanMode implements DescribedEnum {
        QUERY("query", "What the table holds now, to its end."),
        SUBSCRIBE("subscribe", "What is written to a topic, as it comes.");

        private final String value;
        private final String description;

        ScanMode(String value, String description) {
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

    /** Values of {@link #SCAN_STARTUP_MODE}. */
    public enum StartupMode implements DescribedEnum {
        INITIAL(
                "initial",
                "With what the table holds, then what is written to the topic from then on. Rows "
                        + "written meanwhile come twice, with the same time."),
        EARLIEST("earliest", "At the oldest row the server's logs still have."),
        LATEST("latest", "With rows written after the start."),
        COMMITTED(
                "committed",
                "At the offsets committed by the group, at the earliest where there are none."),
        COMMITTED_OR_LATEST(
                "committed-or-latest",
                "At the offsets committed by the group, with rows written after the start where"
                        + " there are none."),
        SPECIFIC_OFFSETS("specific-offsets", "At scan.startup.specific-offsets.");

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
        LATEST("latest", "At the newest row there is when the job starts.");

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

    /** Values of {@link #SCAN_CHANGELOG}. */
    public enum ChangelogFormat implements DescribedEnum {
        NONE("none", "Every row is an insert; deletes are not seen."),
        UPSERT(
                "upsert",
                "A row replaces the one of the same key, and a delete of one row deletes it. The "
                        + "table needs a PRIMARY KEY of its time and tbname, the topic WITH META. A "
                        + "delete of a range of times, or by the super table, goes where on-error says.");

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
