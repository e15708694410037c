/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.exception.InvalidParameterException;
import com.aliyun.datahub.client.exception.MalformedRecordException;
import com.aliyun.datahub.client.exception.ShardNotFoundException;
import com.aliyun.datahub.client.exception.ShardSealedException;
import com.aliyun.datahub.client.model.BlobRecordData;
import com.aliyun.datahub.client.model.CursorType;
import com.aliyun.datahub.client.model.Field;
import com.aliyun.datahub.client.model.FieldType;
import com.aliyun.datahub.client.model.GetRecordsResult;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.RecordSchema;
import com.aliyun.datahub.client.model.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vendor's Java client writes and reads batches, and what was written otherwise as batches. */
class VendorSdkBatchITCase {

    private static final String PROJECT = "batches";

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    @ParameterizedTest
    @EnumSource(names = "BATCH.*", mode = EnumSource.Mode.MATCH_ALL)
    void everyTypeNullAndAttributeComesBackEqualInEachEncoding(VendorClients how) {
        String topic = topic(how, "types", VendorRecords.ALL_TYPES);
        List<RecordEntry> written = records();

        how.connect(DATAHUB.hub()).putRecordsByShard(PROJECT, topic, "0", written);

        for (VendorClients reader :
                List.of(how, VendorClients.JSON_LZ4, VendorClients.PROTOBUF_DEFLATE)) {
            List<RecordEntry> read =
                    page(reader, topic, VendorRecords.ALL_TYPES, 1000).getRecords();
            assertThat(read)
                    .as("read as %s", reader)
                    .extracting(VendorRecords::values)
                    .containsExactlyElementsOf(
                            written.stream().map(VendorRecords::values).toList());
            assertThat(read.get(0).getAttributes())
                    .containsExactlyInAnyOrderEntriesOf(Map.of("plain", "text", "empty", ""));
            assertThat(read).extracting(RecordEntry::getSequence).containsOnly(0L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverItWasWrittenAsItIsReadAsBatches(VendorClients how) {
        String topic = topic(how, "cross", VendorRecords.ALL_TYPES);
        List<RecordEntry> written = records();
        DatahubClient writer = how.connect(DATAHUB.hub());
        if (how.isBinary()) {
            writer.putRecordsByShard(PROJECT, topic, "0", written);
        } else {
            writer.putRecords(PROJECT, topic, written);
        }

        GetRecordsResult result =
                page(VendorClients.BATCH_LZ4, topic, VendorRecords.ALL_TYPES, 1000);

        assertThat(result.getRecords())
                .extracting(VendorRecords::values)
                .containsExactlyElementsOf(written.stream().map(VendorRecords::values).toList());
        assertThat(result.getRecords())
                .extracting(RecordEntry::getSequence)
                .containsExactlyElementsOf(
                        how.isBatch() ? List.of(0L, 0L, 0L) : List.of(0L, 1L, 2L));
        assertThat(result.getRecords().get(0).getAttributes()).containsEntry("plain", "text");
    }

    @ParameterizedTest
    @EnumSource(names = "BATCH.*", mode = EnumSource.Mode.MATCH_ALL)
    void blobsComeBackEqual(VendorClients how) {
        String topic = topic(how, "blobs", null);
        byte[] random = new byte[100_000];
        new Random(7).nextBytes(random);
        List<byte[]> blobs =
                List.of(
                        random,
                        new byte[0],
                        "ü".getBytes(StandardCharsets.UTF_8),
                        new byte[] {1, 2, 3, 4, 5, 6, 7},
                        new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        how.connect(DATAHUB.hub())
                .putRecordsByShard(
                        PROJECT,
                        topic,
                        "0",
                        blobs.stream().map(b -> VendorRecords.blob("0", b)).toList());

        for (VendorClients reader : List.of(how, VendorClients.JSON, VendorClients.PROTOBUF_LZ4)) {
            List<byte[]> read = new ArrayList<>();
            for (RecordEntry entry : page(reader, topic, null, 10).getRecords()) {
                read.add(((BlobRecordData) entry.getRecordData()).getData());
            }
            assertThat(read).as("read as %s", reader).containsExactlyElementsOf(blobs);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "BATCH.*", mode = EnumSource.Mode.MATCH_ALL)
    void aBatchHasOneSequenceAndIsReadAsAWhole(VendorClients how) {
        DatahubClient client = how.connect(DATAHUB.hub());
        String topic = topic(how, "sequence", VendorRecords.idAndName());
        for (int i = 0; i < 30; i += 10) {
            client.putRecordsByShard(PROJECT, topic, "0", VendorRecords.rows("0", i, i + 10));
        }
        assertThat(client.getCursor(PROJECT, topic, "0", CursorType.LATEST).getSequence())
                .isEqualTo(2);
        assertThat(DATAHUB.hub().recordCount(PROJECT, topic)).isEqualTo(30);

        // a limit inside of the batch does not cut it, as no cursor leads there
        String cursor = client.getCursor(PROJECT, topic, "0", CursorType.OLDEST).getCursor();
        List<Object> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            GetRecordsResult page =
                    VendorClients.PROTOBUF
                            .connect(DATAHUB.hub())
                            .getRecords(PROJECT, topic, "0", VendorRecords.idAndName(), cursor, 3);
            assertThat(page.getRecords()).hasSize(10);
            assertThat(page.getRecords())
                    .extracting(RecordEntry::getSequence)
                    .containsOnly((long) i);
            assertThat(page.getLatestSequence()).isEqualTo(2);
            page.getRecords().forEach(r -> ids.add(VendorRecords.values(r).get(0)));
            cursor = page.getNextCursor();
        }
        assertThat(ids).hasSize(30).doesNotHaveDuplicates().startsWith(0L).endsWith(29L);
        assertThat(page(how, topic, VendorRecords.idAndName(), 2).getRecords()).hasSize(20);
    }

    @ParameterizedTest
    @EnumSource(names = "BATCH.*", mode = EnumSource.Mode.MATCH_ALL)
    void aBatchIsWrittenAsAWholeOrNotAtAll(VendorClients how) {
        DatahubClient client = how.connect(DATAHUB.hub());
        String topic = topic(how, "whole", VendorRecords.idAndName());
        List<RecordEntry> oneBad =
                List.of(VendorRecords.row("0", 1L, "good"), VendorRecords.row("0"));

        assertThatThrownBy(() -> client.putRecordsByShard(PROJECT, topic, "0", oneBad))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("id");
        assertThat(DATAHUB.hub().recordCount(PROJECT, topic)).isZero();
        List<RecordEntry> rows = VendorRecords.rows("0", 0, 1);
        assertThatThrownBy(() -> client.putRecordsByShard(PROJECT, topic, "7", rows))
                .isInstanceOf(ShardNotFoundException.class);
        client.putRecordsByShard(PROJECT, topic, "0", rows);
        DATAHUB.hub().splitShard(PROJECT, topic, "0");
        assertThatThrownBy(() -> client.putRecordsByShard(PROJECT, topic, "0", rows))
                .isInstanceOf(ShardSealedException.class);
        String end = page(how, topic, VendorRecords.idAndName(), 10).getNextCursor();
        assertThatThrownBy(
                        () ->
                                client.getRecords(
                                        PROJECT, topic, "0", VendorRecords.idAndName(), end, 1))
                .isInstanceOf(ShardSealedException.class);
    }

    @ParameterizedTest
    @EnumSource(names = "BATCH.*", mode = EnumSource.Mode.MATCH_ALL)
    void batchesOfEachSchemaVersionAreReadWithTheirColumns(VendorClients how) {
        DatahubClient client = how.connect(DATAHUB.hub());
        String topic = topic(how, "versions", VendorRecords.idAndName());
        RecordSchema longer = VendorRecords.idAndName();
        longer.addField(new Field("added", FieldType.DOUBLE));
        assertThat(
                        client.registerTopicSchema(PROJECT, topic, VendorRecords.idAndName())
                                .getVersionId())
                .isZero();
        client.putRecordsByShard(PROJECT, topic, "0", VendorRecords.rows("0", 0, 1));
        assertThat(client.registerTopicSchema(PROJECT, topic, longer).getVersionId()).isEqualTo(1);
        // another client: the schemas of a topic are looked up once
        DatahubClient later = how.connect(DATAHUB.hub());
        later.putRecordsByShard(
                PROJECT, topic, "0", List.of(VendorRecords.row(longer, "0", 1L, "one", 1.5)));

        List<RecordEntry> read = page(how, topic, longer, 10).getRecords();

        assertThat(read).hasSize(2);
        assertThat(VendorRecords.values(read.get(0)).subList(0, 2)).containsExactly(0L, "name-0");
        assertThat(VendorRecords.values(read.get(1))).containsExactly(1L, "one", 1.5);
        // this client names version 0 whatever it writes, and still no column is lost
        assertThat(DATAHUB.hub().records(PROJECT, topic))
                .extracting(LocalDataHub.StoredRecord::values)
                .containsExactly(List.of("0", "name-0"), List.of("1", "one", "1.5"));
    }

    @ParameterizedTest
    @EnumSource(names = "BATCH.*", mode = EnumSource.Mode.MATCH_ALL)
    void multiShardPutsAreRefused(VendorClients how) {
        DatahubClient client = how.connect(DATAHUB.hub());
        String topic = topic(how, "multi", VendorRecords.idAndName());

        assertThatThrownBy(() -> client.putRecords(PROJECT, topic, VendorRecords.rows("0", 0, 1)))
                .isInstanceOf(Exception.class);
        assertThatThrownBy(() -> page(how, topic, VendorRecords.idAndName(), 0, "nonsense"))
                .isInstanceOf(InvalidParameterException.class);
    }

    private static List<RecordEntry> records() {
        RecordEntry smallest =
                VendorRecords.row(VendorRecords.ALL_TYPES, "0", VendorRecords.smallest());
        // its writer cannot take other attributes in batches
        smallest.addAttribute("plain", "text");
        smallest.addAttribute("empty", "");
        return List.of(
                smallest,
                VendorRecords.row(VendorRecords.ALL_TYPES, "0", VendorRecords.largest()),
                VendorRecords.row(VendorRecords.ALL_TYPES, "0"));
    }

    private static String topic(VendorClients how, String name, RecordSchema schema) {
        DatahubClient client = how.connect(DATAHUB.hub());
        if (!client.listProject().getProjectNames().contains(PROJECT)) {
            client.createProject(PROJECT, "for batches");
        }
        String topic = name + '_' + how;
        if (schema == null) {
            client.createTopic(PROJECT, topic, 1, 3, RecordType.BLOB, "blobs");
        } else {
            client.createTopic(PROJECT, topic, 1, 3, RecordType.TUPLE, schema, "rows");
        }
        return topic;
    }

    private static GetRecordsResult page(
            VendorClients how, String topic, RecordSchema schema, int limit) {
        String cursor =
                how.connect(DATAHUB.hub())
                        .getCursor(PROJECT, topic, "0", CursorType.OLDEST)
                        .getCursor();
        return page(how, topic, schema, limit, cursor);
    }

    private static GetRecordsResult page(
            VendorClients how, String topic, RecordSchema schema, int limit, String cursor) {
        DatahubClient client = how.connect(DATAHUB.hub());
        return schema == null
                ? client.getRecords(PROJECT, topic, "0", cursor, limit)
                : client.getRecords(PROJECT, topic, "0", schema, cursor, limit);
    }
}
