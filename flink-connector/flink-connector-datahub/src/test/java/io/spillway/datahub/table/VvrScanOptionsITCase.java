/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.datahub.client.model.SubscriptionOffset;
import io.spillway.local.datahub.LocalDataHubExtension;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each option of Alibaba's own connector about reading, by its name there. */
@Timeout(120)
class VvrScanOptionsITCase {

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final String BOUNDED = "'scan.bounded.mode' = 'latest'";

    private TableFixture fixture;

    @BeforeAll
    static void createProject() {
        DATAHUB.hub().createProject("shop");
    }

    @BeforeEach
    void open() {
        fixture = new TableFixture(DATAHUB.hub());
        fixture.createTopic(1, "a:BIGINT", "b:STRING");
        for (int i = 0; i < 5; i++) {
            fixture.write("0", String.valueOf(i), "v" + i);
        }
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void subIdStartsBehindTheCommittedOffset() throws Exception {
        String subscription = fixture.gateway.subscriptions().create(fixture.topic, "").join();
        assertThat(read("'subId' = '" + subscription + "'")).containsExactly(0L, 1L, 2L, 3L, 4L);

        SubscriptionOffset session =
                fixture.gateway
                        .subscriptions()
                        .openOffsets(fixture.topic, subscription, List.of("0"))
                        .join()
                        .get("0");
        fixture.gateway
                .subscriptions()
                .commitOffsets(fixture.topic, subscription, Map.of("0", session.at(2, 7_000, 0)))
                .join();
        assertThat(read("'subId' = '" + subscription + "'")).containsExactly(3L, 4L);
        assertThat(read("'subId' = '" + subscription + "'", "'startTimeMs' = '-1'"))
                .containsExactly(3L, 4L);
        assertThat(read("'subId' = '" + subscription + "'", "'startTimeMs' = '0'"))
                .as("a time to start at wins over the subscription")
                .containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void startTimeMsWinsOverStartTime() throws Exception {
        String future = local(Instant.now().plusSeconds(3600), ZoneOffset.UTC);
        assertThat(read("'startTime' = '" + future + "'")).isEmpty();
        assertThat(read("'startTime' = '" + future + "'", "'startTimeMs' = '1'")).hasSize(5);
        assertThat(read("'startTime' = '" + future + "'", "'startTimeMs' = '-1'"))
                .as("-1 stands for not set")
                .isEmpty();
        assertThat(read("'startTimeMs' = '-1'")).as("neither a time nor a subscription").hasSize(5);
    }

    @Test
    void startTimeIsATimeOfTheTimeZone() throws Exception {
        Instant first = systemTime();
        ZoneId shanghai = ZoneId.of("Asia/Shanghai");
        String before = local(first.minusSeconds(60), shanghai);
        String after = local(Instant.now().plusSeconds(60), shanghai);
        assertThat(read("'startTime' = '" + before + "'", "'timeZone' = 'Asia/Shanghai'"))
                .hasSize(5);
        assertThat(read("'startTime' = '" + after + "'", "'timeZone' = 'Asia/Shanghai'")).isEmpty();
        assertThat(read("'startTime' = '" + local(first.minusSeconds(60), ZoneOffset.UTC) + "'"))
                .as("without one it is of the session's")
                .hasSize(5);
        assertThatThrownBy(() -> read("'startTime' = '2024-13-01 00:00:00'"))
                .hasStackTraceContaining("'scan.startup.time' = '2024-13-01 00:00:00'");
        assertThatThrownBy(() -> read("'startTime' = '" + before + "'", "'timeZone' = 'Mars'"))
                .hasStackTraceContaining("'time-zone' = 'Mars' is not a time zone");
    }

    @Test
    void endTimeEndsTheReading() throws Exception {
        fixture.createTable(
                "ended",
                "a BIGINT",
                "'endTime' = '" + local(systemTime().minusSeconds(60), ZoneOffset.UTC) + "'");
        assertThat(fixture.select("SELECT * FROM ended")).isEmpty();
        fixture.createTable(
                "all_of_it",
                "a BIGINT",
                "'endTime' = '" + local(Instant.now().plusSeconds(60), ZoneOffset.UTC) + "'");
        assertThat(fixture.select("SELECT * FROM all_of_it")).hasSize(5);
    }

    @Test
    void fetchAndBufferSizesBoundAReadAndLoseNothing() throws Exception {
        assertThat(read("'maxFetchSize' = '2'")).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(read("'maxBufferSize' = '3'", "'maxFetchSize' = '50'"))
                .containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThatThrownBy(() -> read("'maxFetchSize' = '0'"))
                .hasStackTraceContaining("fetch size");
        assertThatThrownBy(() -> read("'maxBufferSize' = '0'"))
                .hasStackTraceContaining("'scan.buffer.max-rows' must be at least 1");
    }

    @Test
    void retryTimeoutEndsTheRetriesOfAReadAfterMilliseconds() throws Exception {
        assertThat(read("'retryTimeout' = '60000'", "'retryInterval' = '1'")).hasSize(5);
        DATAHUB.hub().faults().failNextGets(1_000_000, "InternalServerError");
        try {
            assertThatThrownBy(() -> read("'retryTimeout' = '200'", "'retryInterval' = '1'"))
                    .hasStackTraceContaining("InternalServerError");
        } finally {
            DATAHUB.hub().faults().clear();
        }
    }

    @Test
    void aTableOfThatConnectorIsReadByItsDefaults() throws Exception {
        DATAHUB.hub().appendColumn("shop", fixture.topic.topic(), "c:STRING");
        fixture.write("0", "5", "v5", "c5");
        fixture.tables.executeSql(
                "CREATE TEMPORARY TABLE theirs (a BIGINT, c STRING) WITH ('connector' = 'datahub',"
                        + " 'endPoint' = '"
                        + DATAHUB.hub().endpoint()
                        + "', 'project' = 'shop', 'topic' = '"
                        + fixture.topic.topic()
                        + "', 'accessId' = '"
                        + DATAHUB.hub().accessId()
                        + "', 'accessKey' = '"
                        + DATAHUB.hub().accessKeySecret()
                        + "', "
                        + BOUNDED
                        + ")");
        assertThat(fixture.select("SELECT a, c FROM theirs"))
                .as("records from before the column was added are shorter and passed over")
                .containsExactly(Row.of(5L, "c5"));
    }

    @Test
    void fetchLatestDelayIsInMilliseconds() throws Exception {
        assertThat(read("'fetchLatestDelay' = '500'")).hasSize(5);
        assertThatThrownBy(() -> read("'fetchLatestDelay' = '0'"))
                .hasStackTraceContaining("back-off after an empty read");
    }

    @Test
    void lengthCheckDecidesAboutShorterAndLongerRecords() throws Exception {
        // records from before a column was added are shorter
        DATAHUB.hub().appendColumn("shop", fixture.topic.topic(), "c:STRING");
        fixture.write("0", "5", "v5", "c5");

        assertThat(readRows()).hasSize(6).contains(Row.of(0L, null), Row.of(5L, "c5"));
        assertThat(readRows("'lengthCheck' = 'PAD'")).hasSize(6);
        assertThat(readRows("'lengthCheck' = 'NONE'")).containsExactly(Row.of(5L, "c5"));
        assertThat(readRows("'lengthCheck' = 'SKIP'")).containsExactly(Row.of(5L, "c5"));
        assertThatThrownBy(() -> readRows("'lengthCheck' = 'EXCEPTION'"))
                .hasStackTraceContaining("has 2 columns");
        assertThat(readRows("'lengthCheck' = 'EXCEPTION'", "'on-error' = 'ignore'"))
                .containsExactly(Row.of(5L, "c5"));
    }

    @Test
    void columnErrorDebugLogsWhatIsPassedOver() throws Exception {
        fixture.createTable(
                "ints",
                "a BIGINT, b STRING NOT NULL",
                BOUNDED,
                "'on-error' = 'ignore'",
                "'columnErrorDebug' = 'true'");
        fixture.write("0", "5", null);
        assertThat(fixture.select("SELECT a, b FROM ints")).hasSize(5);
    }

    @Test
    void metadataHaveTheTypesTheyHaveThere() throws Exception {
        fixture.createTable(
                "vvr",
                "a BIGINT, `sequence` STRING METADATA VIRTUAL, `shard-id` BIGINT METADATA VIRTUAL,"
                        + " `system-time` TIMESTAMP METADATA VIRTUAL",
                BOUNDED);
        List<Row> rows = fixture.select("SELECT `sequence`, `shard-id` FROM vvr WHERE a = 3");
        assertThat(rows).containsExactly(Row.of("3", 0L));
        Row time = fixture.select("SELECT `system-time` FROM vvr WHERE a = 0").get(0);
        assertThat(time.<LocalDateTime>getFieldAs(0))
                .isEqualTo(LocalDateTime.ofInstant(systemTime(), ZoneOffset.UTC));
    }

    private List<Long> read(String... options) throws Exception {
        String[] all = java.util.Arrays.copyOf(options, options.length + 1);
        all[options.length] = BOUNDED;
        String name = "t" + java.util.UUID.randomUUID();
        fixture.createTable(name, "a BIGINT", all);
        return fixture.select("SELECT a FROM `" + name + "`").stream()
                .map(row -> row.<Long>getFieldAs(0))
                .toList();
    }

    private List<Row> readRows(String... options) throws Exception {
        String[] all = java.util.Arrays.copyOf(options, options.length + 1);
        all[options.length] = BOUNDED;
        String name = "t" + java.util.UUID.randomUUID();
        fixture.createTable(name, "a BIGINT, c STRING", all);
        return fixture.select("SELECT a, c FROM `" + name + "`");
    }

    private Instant systemTime() {
        return Instant.ofEpochMilli(
                DATAHUB.hub().records("shop", fixture.topic.topic()).get(0).systemTime());
    }

    private static String local(Instant time, ZoneId zone) {
        return TIME.format(time.atZone(zone));
    }
}
