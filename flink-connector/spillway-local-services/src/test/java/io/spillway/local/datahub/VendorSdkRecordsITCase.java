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
import com.aliyun.datahub.client.exception.MalformedRecordException;
import com.aliyun.datahub.client.exception.ShardNotFoundException;
import com.aliyun.datahub.client.exception.ShardSealedException;
import com.aliyun.datahub.client.model.BlobRecordData;
import com.aliyun.datahub.client.model.CursorType;
import com.aliyun.datahub.client.model.GetRecordsResult;
import com.aliyun.datahub.client.model.PutErrorEntry;
import com.aliyun.datahub.client.model.PutRecordsResult;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.RecordSchema;
import com.aliyun.datahub.client.model.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vendor's Java client writes and reads records, one by one, in each compression it has. */
class VendorSdkRecordsITCase {

    private static final String PROJECT = "conformance";

    private static final MutableClock CLOCK = new MutableClock();

    @RegisterExtension
    static final LocalDataHubExtension DATAHUB =
            new LocalDataHubExtension(LocalDataHub.builder().clock(CLOCK));

    @ParameterizedTest
    @EnumSource(names = "BATCH.*", mode = EnumSource.Mode.MATCH_NONE)
    void everyTypeNullAndAttributeComesBackEqual(VendorClients how) {
        DatahubClient client = how.connect(DATAHUB.hub());
        String topic = topic(how, "types", VendorRecords.ALL_TYPES, 1);
        RecordEntry smallest =
                VendorRecords.row(VendorRecords.ALL_TYPES, "0", VendorRecords.smallest());
        smallest.addAttribute("plain", "text");
        smallest.addAttribute("schlüssel", "值 \uD83D\uDE80");
        RecordEntry largest =
                VendorRecords.row(VendorRecords.ALL_TYPES, "0", VendorRecords.largest());
        RecordEntry nulls = VendorRecords.row(VendorRecords.ALL_TYPES, "0");

        write(client, how, topic, "0", List.of(smallest, largest, nulls));

        List<RecordEntry> read = drain(client, topic, "0", VendorRecords.ALL_TYPES, 10);
        assertThat(read)
                .extracting(VendorRecords::values)
                .containsExactly(
                        List.of(VendorRecords.smallest()),
                        List.of(VendorRecords.largest()),
                        VendorRecords.values(nulls));
        assertThat(read.get(0).getAttributes())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("plain", "text", "schlüssel", "值 \uD83D\uDE80"));
        assertThat(read).extracting(RecordEntry::getSequence).containsExactly(0L, 1L, 2L);
        assertThat(read).extracting(RecordEntry::getSystemTime).containsOnly(CLOCK.millis());
        assertThat(read).extracting(RecordEntry::getShardId).containsOnly("0");
    }

    @ParameterizedTest
    @EnumSource(names = "BATCH.*", mode = EnumSource.Mode.MATCH_NONE)
    void blobsComeBackEqual(VendorClients how) {
        DatahubClient client = how.connect(DATAHUB.hub());
        String topic = topic(how, "blobs", null, 1);
        byte[] random = new byte[100_000];
        new Random(7).nextBytes(random);
        write(
                client,
                how,
                topic,
                "0",
                List.of(
                        VendorRecords.blob("0", random),
                        VendorRecords.blob("0", new byte[0]),
                        VendorRecords.blob("0", "ü".getBytes(StandardCharsets.UTF_8))));

        List<byte[]> read = new ArrayList<>();
        for (RecordEntry entry : drain(client, topic, "0", null, 2)) {
            read.add(((BlobRecordData) entry.getRecordData()).getData());
        }

        assertThat(read).containsExactly(random, new byte[0], "ü".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(names = "BATCH.*", mode = EnumSource.Mode.MATCH_NONE)
    void manyRecordsAreReadInOrderPageByPage(VendorClients how) {
        DatahubClient client = how.connect(DATAHUB.hub());
        String topic = topic(how, "pages", VendorRecords.idAndName(), 1);
        for (int i = 0; i < 2500; i += 500) {
            write(client, how, topic, "0", VendorRecords.rows("0", i, i + 500));
        }

        List<RecordEntry> read = drain(client, topic, "0", VendorRecords.idAndName(), 1000);

        assertThat(read).hasSize(2500);
        for (int i = 0; i < read.size(); i++) {
            assertThat(VendorRecords.values(read.get(i))).containsExactly((long) i, "name-" + i);
            assertThat(read.get(i).getSequence()).isEqualTo(i);
        }
        assertThat(DATAHUB.hub().recordCount(PROJECT, topic)).isEqualTo(2500);
    }

    @ParameterizedTest
    @EnumSource(names = "BATCH.*", mode = EnumSource.Mode.MATCH_NONE)
    void theTailAnswersNothingAndTheSameCursor(VendorClients how) {
        DatahubClient client = how.connect(DATAHUB.hub());
        String topic = topic(how, "tail", VendorRecords.idAndName(), 1);
        String empty = cursor(client, topic, "0", CursorType.OLDEST);
        GetRecordsResult nothing = read(client, topic, "0", empty, 10);
        assertThat(nothing.getRecordCount()).isZero();
        assertThat(nothing.getNextCursor()).isEqualTo(empty);
        assertThat(nothing.getLatestSequence()).isEqualTo(-1);

        write(client, how, topic, "0", VendorRecords.rows("0", 0, 3));
        GetRecordsResult first = read(client, topic, "0", empty, 2);
        assertThat(first.getRecords()).extracting(RecordEntry::getSequence).containsExactly(0L, 1L);
        assertThat(first.getStartSequence()).isZero();
        assertThat(first.getLatestSequence()).isEqualTo(2);
        assertThat(first.getLatestTime()).isEqualTo(CLOCK.millis());
        GetRecordsResult second = read(client, topic, "0", first.getNextCursor(), 2);
        assertThat(second.getRecords()).extracting(RecordEntry::getSequence).containsExactly(2L);
        GetRecordsResult tail = read(client, topic, "0", second.getNextCursor(), 2);
        assertThat(tail.getRecordCount()).isZero();
        assertThat(tail.getNextCursor()).isEqualTo(second.getNextCursor());

        write(client, how, topic, "0", VendorRecords.rows("0", 3, 4));
        assertThat(read(client, topic, "0", tail.getNextCursor(), 2).getRecords())
                .extracting(RecordEntry::getSequence)
                .containsExactly(3L);
    }

    @ParameterizedTest
    @EnumSource(names = "BATCH.*", mode = EnumSource.Mode.MATCH_NONE)
    void putRecordsTellsWhichRecordsFailedAndWritesTheRest(VendorClients how) {
        DatahubClient client = how.connect(DATAHUB.hub());
        String topic = topic(how, "partial", VendorRecords.idAndName(), 2);
        DATAHUB.hub().splitShard(PROJECT, topic, "1");
        List<RecordEntry> records =
                List.of(
                        VendorRecords.row("0", 1L, "good"),
                        VendorRecords.row("9", 2L, "no such shard"),
                        VendorRecords.row("1", 3L, "closed shard"),
                        VendorRecords.row("0"),
                        VendorRecords.row("2", 5L, "good"));

        PutRecordsResult result = client.putRecords(PROJECT, topic, records);

        assertThat(result.getFailedRecordCount()).isEqualTo(3);
        assertThat(result.getPutErrorEntries())
                .extracting(PutErrorEntry::getIndex, PutErrorEntry::getErrorcode)
                .containsExactly(
                        tuple(1, "NoSuchShard"),
                        tuple(2, "InvalidShardOperation"),
                        tuple(3, "MalformedRecord"));
        assertThat(DATAHUB.hub().records(PROJECT, topic))
                .extracting(LocalDataHub.StoredRecord::shardId, LocalDataHub.StoredRecord::values)
                .containsExactly(
                        tuple("0", List.of("1", "good")), tuple("2", List.of("5", "good")));
    }

    @ParameterizedTest
    @EnumSource(names = "BATCH.*", mode = EnumSource.Mode.MATCH_NONE)
    void hashAndPartitionKeysChooseTheShard(VendorClients how) {
        DatahubClient client = how.connect(DATAHUB.hub());
        String topic = topic(how, "keys", VendorRecords.idAndName(), 2);
        RecordEntry low = VendorRecords.row(null, 1L, "low");
        low.setHashKey("00000000000000000000000000000001");
        RecordEntry high = VendorRecords.row(null, 2L, "high");
        high.setHashKey("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF");
        RecordEntry one = VendorRecords.row(null, 3L, "keyed");
        one.setPartitionKey("customer-7");
        RecordEntry other = VendorRecords.row(null, 4L, "keyed");
        other.setPartitionKey("customer-7");

        assertThat(
                        client.putRecords(PROJECT, topic, List.of(low, high, one, other))
                                .getFailedRecordCount())
                .isZero();

        Map<String, String> shards = new HashMap<>();
        DATAHUB.hub()
                .records(PROJECT, topic)
                .forEach(r -> shards.put(r.values().get(0), r.shardId()));
        assertThat(shards).containsEntry("1", "0").containsEntry("2", "1");
        assertThat(shards.get("3")).isEqualTo(shards.get("4"));
    }

    @ParameterizedTest
    @EnumSource(names = "PROTOBUF.*", mode = EnumSource.Mode.MATCH_ALL)
    void putRecordsByShardWritesAllOrNothing(VendorClients how) {
        DatahubClient client = how.connect(DATAHUB.hub());
        String topic = topic(how, "whole", VendorRecords.idAndName(), 2);
        List<RecordEntry> oneBad =
                List.of(VendorRecords.row("0", 1L, "good"), VendorRecords.row("0"));

        assertThatThrownBy(() -> client.putRecordsByShard(PROJECT, topic, "0", oneBad))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("id");
        assertThat(DATAHUB.hub().recordCount(PROJECT, topic)).isZero();

        assertThatThrownBy(
                        () ->
                                client.putRecordsByShard(
                                        PROJECT, topic, "7", VendorRecords.rows("7", 0, 1)))
                .isInstanceOf(ShardNotFoundException.class);
        DATAHUB.hub().splitShard(PROJECT, topic, "0");
        assertThatThrownBy(
                        () ->
                                client.putRecordsByShard(
                                        PROJECT, topic, "0", VendorRecords.rows("0", 0, 1)))
                .isInstanceOf(ShardSealedException.class);
    }

    @ParameterizedTest
    @EnumSource(names = "BATCH.*", mode = EnumSource.Mode.MATCH_NONE)
    void aClosedShardEndsWithItsLastRecord(VendorClients how) {
        DatahubClient client = how.connect(DATAHUB.hub());
        String topic = topic(how, "closed", VendorRecords.idAndName(), 1);
        write(client, how, topic, "0", VendorRecords.rows("0", 0, 2));
        DATAHUB.hub().splitShard(PROJECT, topic, "0");

        GetRecordsResult last =
                read(client, topic, "0", cursor(client, topic, "0", CursorType.OLDEST), 10);

        assertThat(last.getRecordCount()).isEqualTo(2);
        assertThatThrownBy(() -> read(client, topic, "0", last.getNextCursor(), 10))
                .isInstanceOf(ShardSealedException.class)
                .hasMessageContaining("not active");
    }

    @ParameterizedTest
    @EnumSource
    void cursorsThatAreNoneAreRefused(VendorClients how) {
        DatahubClient client = how.connect(DATAHUB.hub());
        String topic = topic(how, "cursors", VendorRecords.idAndName(), 1);

        for (String cursor :
                List.of("nonsense", "30000000000000000000000000000009000f", "3".repeat(32))) {
            assertThatThrownBy(() -> read(client, topic, "0", cursor, 1))
                    .isInstanceOf(InvalidParameterException.class)
                    .extracting(e -> ((DatahubClientException) e).getErrorCode())
                    .isEqualTo("InvalidCursor");
        }
    }

    private static String topic(VendorClients how, String name, RecordSchema schema, int shards) {
        DatahubClient client = how.connect(DATAHUB.hub());
        if (!client.listProject().getProjectNames().contains(PROJECT)) {
            client.createProject(PROJECT, "for conformance");
        }
        String topic = name + '_' + how;
        if (schema == null) {
            client.createTopic(PROJECT, topic, shards, 3, RecordType.BLOB, "blobs");
        } else {
            client.createTopic(PROJECT, topic, shards, 3, RecordType.TUPLE, schema, "rows");
        }
        return topic;
    }

    private static void write(
            DatahubClient client,
            VendorClients how,
            String topic,
            String shardId,
            List<RecordEntry> records) {
        if (how.isBinary()) {
            client.putRecordsByShard(PROJECT, topic, shardId, records);
        } else {
            assertThat(client.putRecords(PROJECT, topic, records).getFailedRecordCount()).isZero();
        }
    }

    private static String cursor(
            DatahubClient client, String topic, String shardId, CursorType type) {
        return client.getCursor(PROJECT, topic, shardId, type).getCursor();
    }

    private static GetRecordsResult read(
            DatahubClient client, String topic, String shardId, String cursor, int limit) {
        return client.getRecords(PROJECT, topic, shardId, VendorRecords.idAndName(), cursor, limit);
    }

    private static List<RecordEntry> drain(
            DatahubClient client, String topic, String shardId, RecordSchema schema, int limit) {
        List<RecordEntry> all = new ArrayList<>();
        String cursor = cursor(client, topic, shardId, CursorType.OLDEST);
        while (true) {
            GetRecordsResult page =
                    schema == null
                            ? client.getRecords(PROJECT, topic, shardId, cursor, limit)
                            : client.getRecords(PROJECT, topic, shardId, schema, cursor, limit);
            if (page.getRecordCount() == 0) {
                return all;
            }
            all.addAll(page.getRecords());
            cursor = page.getNextCursor();
        }
    }
}
