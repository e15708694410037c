/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.exception.DatahubClientException;
import com.aliyun.datahub.client.model.CursorType;
import com.aliyun.datahub.client.model.GetCursorResult;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.RecordType;
import com.aliyun.datahub.client.model.ShardEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A service with a clock of its own, and the vendor's Java client of it. */
abstract class VendorSdkFixture {

    static final String PROJECT = "control";
    static final String TOPIC = "orders";

    final MutableClock clock = new MutableClock();
    LocalDataHub hub;
    DatahubClient client;

    @BeforeEach
    void start() {
        hub = LocalDataHub.builder().clock(clock).start();
        client = VendorClients.PROTOBUF_LZ4.connect(hub);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    void topic(int shards) {
        client.createProject(PROJECT, "");
        client.createTopic(
                PROJECT,
                TOPIC,
                shards,
                1,
                RecordType.TUPLE,
                VendorRecords.idAndName(),
                "for one day");
    }

    void put(int id) {
        client.putRecordsByShard(PROJECT, TOPIC, "0", VendorRecords.rows("0", id, id + 1));
    }

    GetCursorResult cursor(CursorType type) {
        return client.getCursor(PROJECT, TOPIC, "0", type);
    }

    GetCursorResult at(CursorType type, long parameter) {
        return client.getCursor(PROJECT, TOPIC, "0", type, parameter);
    }

    List<Long> read(GetCursorResult cursor) {
        return client
                .getRecords(PROJECT, TOPIC, "0", VendorRecords.idAndName(), cursor.getCursor(), 100)
                .getRecords()
                .stream()
                .map(RecordEntry::getSequence)
                .toList();
    }

    Map<String, ShardEntry> shards() {
        Map<String, ShardEntry> shards = new HashMap<>();
        client.listShard(PROJECT, TOPIC).getShards().forEach(s -> shards.put(s.getShardId(), s));
        return shards;
    }

    static void refusal(
            ThrowingCallable call, Class<? extends DatahubClientException> type, String code) {
        assertThatThrownBy(call)
                .isInstanceOf(type)
                .satisfies(
                        e -> {
                            DatahubClientException refusal = (DatahubClientException) e;
                            assertThat(refusal.getErrorCode()).isEqualTo(code);
                            assertThat(refusal.getRequestId()).isNotBlank();
                        });
    }
}
