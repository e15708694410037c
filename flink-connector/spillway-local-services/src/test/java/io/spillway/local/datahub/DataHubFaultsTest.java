/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.exception.DatahubClientException;
import com.aliyun.datahub.client.exception.InvalidParameterException;
import com.aliyun.datahub.client.exception.LimitExceededException;
import com.aliyun.datahub.client.model.CursorType;
import com.aliyun.datahub.client.model.PutErrorEntry;
import com.aliyun.datahub.client.model.PutRecordsResult;
import com.aliyun.datahub.client.model.RecordEntry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each knob does what its name says, that often, and no more. */
class DataHubFaultsTest {

    private static final String PROJECT = "faults";
    private static final String TOPIC = "rows";
    private static final String SHARD = "/projects/faults/topics/rows/shards/0";
    private static final byte[] FRAME =
            RawClient.frame(HexFormat.of().parseHex("0a0b4a090a030a01310a005000"));

    private LocalDataHub hub;
    private DatahubClient vendor;
    private RawClient raw;

    @BeforeEach
    void start() {
        hub = LocalDataHub.start();
        hub.createProject(PROJECT);
        hub.createTopic(PROJECT, TOPIC, 2, LocalDataHub.tuple("id:BIGINT!", "name:STRING"));
        vendor = VendorClients.PROTOBUF_LZ4.connect(hub);
        raw = new RawClient(hub);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void putsFailAsOftenAsToldThenSucceed() throws Exception {
        hub.faults().failNextPuts(2, "InternalServerError");

        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = raw.postFrame(SHARD, "pub", FRAME);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("InternalServerError");
        }
        assertThat(hub.recordCount(PROJECT, TOPIC)).isZero();
        assertThat(raw.postFrame(SHARD, "pub", FRAME).statusCode()).isEqualTo(200);
        assertThat(hub.recordCount(PROJECT, TOPIC)).isEqualTo(1);
    }

    @Test
    void theRecordsAtTheIndexesFailAndTheOthersAreWritten() {
        hub.faults().partialFailure(1, "InternalServerError", 0, 2);

        PutRecordsResult result = vendor.putRecords(PROJECT, TOPIC, VendorRecords.rows("0", 0, 4));

        assertThat(result.getPutErrorEntries())
                .extracting(PutErrorEntry::getIndex, PutErrorEntry::getErrorcode)
                .containsExactly(tuple(0, "InternalServerError"), tuple(2, "InternalServerError"));
        assertThat(ids()).containsExactly("1", "3");
        assertThat(
                        vendor.putRecords(PROJECT, TOPIC, VendorRecords.rows("0", 4, 5))
                                .getFailedRecordCount())
                .isZero();
    }

    @Test
    void aThrottledShardDoesNotHoldTheOthersBack() {
        hub.faults().throttleShard(PROJECT, TOPIC, "0", 2);
        List<RecordEntry> both =
                List.of(VendorRecords.row("0", 1L, "a"), VendorRecords.row("1", 2L, "b"));

        assertThat(vendor.putRecords(PROJECT, TOPIC, both).getPutErrorEntries())
                .extracting(PutErrorEntry::getIndex, PutErrorEntry::getErrorcode)
                .containsExactly(tuple(0, "LimitExceeded"));
        assertThatThrownBy(() -> put("0", 3)).isInstanceOf(LimitExceededException.class);
        put("0", 4);

        assertThat(ids()).containsExactly("4", "2");
    }

    @Test
    void aShardTakesSoMuchWithinASecond() {
        MutableClock clock = new MutableClock();
        try (LocalDataHub limited = LocalDataHub.builder().clock(clock).start()) {
            limited.createProject(PROJECT);
            limited.createTopic(PROJECT, TOPIC, 2, LocalDataHub.tuple("id:BIGINT!", "name:STRING"));
            DatahubClient client = VendorClients.PROTOBUF.connect(limited);
            limited.faults().limitShardRate(1_000_000, 2);
            List<RecordEntry> toZero = VendorRecords.rows("0", 0, 1);

            client.putRecordsByShard(PROJECT, TOPIC, "0", toZero);
            assertThat(client.putRecords(PROJECT, TOPIC, toZero).getFailedRecordCount()).isZero();
            assertThatThrownBy(() -> client.putRecordsByShard(PROJECT, TOPIC, "0", toZero))
                    .isInstanceOf(LimitExceededException.class);
            client.putRecordsByShard(PROJECT, TOPIC, "1", VendorRecords.rows("1", 0, 1));
            clock.advance(Duration.ofSeconds(1));
            client.putRecordsByShard(PROJECT, TOPIC, "0", toZero);
            assertThat(limited.recordCount(PROJECT, TOPIC)).isEqualTo(4);

            // about 20 bytes a record: the fourth finds the second full
            limited.faults().limitShardRate(50, 1000);
            assertThat(client.putRecords(PROJECT, TOPIC, VendorRecords.rows("0", 0, 5)))
                    .extracting(PutRecordsResult::getFailedRecordCount)
                    .isEqualTo(2);
        }
    }

    @Test
    void aLostReplyLeavesTheRecordsWritten() {
        hub.faults().closeConnectionAfterPut(1);

        assertThatThrownBy(() -> raw.postFrame(SHARD, "pub", FRAME))
                .isInstanceOf(IOException.class);

        assertThat(hub.recordCount(PROJECT, TOPIC)).isEqualTo(1);
        put("0", 2);
        assertThat(hub.recordCount(PROJECT, TOPIC)).isEqualTo(2);
    }

    @Test
    void aLostRequestLeavesNothingWritten() {
        hub.faults().closeConnectionBeforePut(1);

        assertThatThrownBy(() -> raw.postFrame(SHARD, "pub", FRAME))
                .isInstanceOf(IOException.class);

        assertThat(hub.recordCount(PROJECT, TOPIC)).isZero();
    }

    @Test
    void anUnavailableServiceAnswersHtml() throws Exception {
        hub.faults().httpStatus503Html(1);

        HttpResponse<String> answer = raw.send("GET", "/projects", null, new byte[0], Map.of());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("content-type")).contains("text/html");
        assertThat(vendor.listProject().getProjectNames()).containsExactly(PROJECT);
    }

    @Test
    void everyAnswerComesLater() throws Exception {
        hub.faults().latency(Duration.ofMillis(150));
        long start = System.nanoTime();
        raw.send("GET", "/projects", null, new byte[0], Map.of());
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThan(Duration.ofMillis(149));

        hub.faults().clear();
        assertThat(hub.faults().currentLatency()).isZero();
    }

    @Test
    void getsFailExpireOrArriveBroken() {
        put("0", 1);
        String cursor = vendor.getCursor(PROJECT, TOPIC, "0", CursorType.OLDEST).getCursor();
        hub.faults().failNextGets(1, "LimitExceeded");
        assertThatThrownBy(() -> read(cursor)).isInstanceOf(LimitExceededException.class);
        hub.faults().expireCursors(1);
        assertThatThrownBy(() -> read(cursor))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("InvalidCursor");
        hub.faults().wrongCrcOnGets(1);
        assertThatThrownBy(() -> read(cursor)).isInstanceOf(DatahubClientException.class);

        assertThat(read(cursor)).isEqualTo(1);
    }

    @Test
    void clearedFaultsDoNotHappen() {
        hub.faults().failNextPuts(5, "InternalServerError");
        hub.faults().throttleShard(PROJECT, TOPIC, "0", 5);
        hub.faults().closeConnectionAfterPut(5);
        hub.faults().httpStatus503Html(5);
        hub.faults().clear();

        put("0", 1);

        assertThat(ids()).containsExactly("1");
    }

    @Test
    void unknownErrorCodesAreRefusedAtOnce() {
        assertThatThrownBy(() -> hub.faults().failNextPuts(1, "NoSuchCode"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NoSuchCode");
    }

    private void put(String shardId, int id) {
        vendor.putRecordsByShard(PROJECT, TOPIC, shardId, VendorRecords.rows(shardId, id, id + 1));
    }

    private int read(String cursor) {
        return vendor.getRecords(PROJECT, TOPIC, "0", VendorRecords.idAndName(), cursor, 10)
                .getRecordCount();
    }

    private List<String> ids() {
        return hub.records(PROJECT, TOPIC).stream().map(r -> r.values().get(0)).toList();
    }
}
