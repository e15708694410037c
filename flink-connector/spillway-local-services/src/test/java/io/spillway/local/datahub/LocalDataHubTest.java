/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.model.PutErrorEntry;
import com.aliyun.datahub.client.model.PutRecordsResult;
import com.aliyun.datahub.client.model.RecordEntry;
import io.spillway.local.datahub.topic.DataHubException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LocalDataHubTest {

    @Test
    void listensOnLoopbackAndFreesItsPort() throws IOException {
        int port;
        try (LocalDataHub hub = LocalDataHub.start()) {
            URI endpoint = URI.create(hub.endpoint());
            port = endpoint.getPort();
            assertThat(InetAddress.getByName(endpoint.getHost()).isLoopbackAddress()).isTrue();
        }
        try (LocalDataHub again =
                LocalDataHub.builder().port(port).credentials("me", "mine").start()) {
            assertThat(again.endpoint()).endsWith(":" + port);
            assertThat(again.accessId()).isEqualTo("me");
            assertThat(VendorClients.JSON.connect(again).listProject().getProjectNames()).isEmpty();
        }
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LocalDataHub.Builder builder = LocalDataHub.builder().port(taken.getLocalPort());
            assertThatThrownBy(builder::start)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(":" + taken.getLocalPort());
        }
    }

    @Test
    void columnsThatCannotBeReadAreNamed() {
        assertThatThrownBy(() -> LocalDataHub.tuple("id"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'id'");
        assertThatThrownBy(() -> LocalDataHub.tuple("id:NUMBER"))
                .isInstanceOf(DataHubException.class)
                .hasMessageContaining("NUMBER");
    }

    @Test
    void concurrentWritersLoseNothingWhileShardsSplit() throws Exception {
        try (LocalDataHub hub = LocalDataHub.start()) {
            hub.createProject("busy");
            hub.createTopic("busy", "rows", 1, LocalDataHub.tuple("id:BIGINT!", "name:STRING"));
            ExecutorService pool = Executors.newFixedThreadPool(4);
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < 4; w++) {
                int first = w * 1000;
                writers.add(
                        pool.submit(
                                () -> {
                                    DatahubClient client = VendorClients.PROTOBUF_LZ4.connect(hub);
                                    for (int i = first; i < first + 1000; i += 50) {
                                        put(client, VendorRecords.rows(null, i, i + 50));
                                    }
                                }));
            }
            hub.splitShard("busy", "rows", "0");
            hub.splitShard("busy", "rows", "1");
            hub.mergeShards("busy", "rows", "3", "4");
            for (Future<?> writer : writers) {
                writer.get();
            }
            pool.shutdown();

            List<String> ids = new ArrayList<>();
            hub.records("busy", "rows").forEach(r -> ids.add(r.values().get(0)));
            assertThat(ids).hasSize(4000).doesNotHaveDuplicates();
            assertThat(hub.recordCount("busy", "rows")).isEqualTo(4000);
        }
    }

    /** Records whose shard closes between the choice of it and the write are refused. */
    private static void put(DatahubClient client, List<RecordEntry> records) {
        List<RecordEntry> left = records;
        while (!left.isEmpty()) {
            PutRecordsResult result = client.putRecords("busy", "rows", left);
            if (result.getFailedRecordCount() == 0) {
                return;
            }
            assertThat(result.getPutErrorEntries())
                    .extracting(PutErrorEntry::getErrorcode)
                    .containsOnly("InvalidShardOperation");
            left = result.getFailedRecords();
        }
    }
}
