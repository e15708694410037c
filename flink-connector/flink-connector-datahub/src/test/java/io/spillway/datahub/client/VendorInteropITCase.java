/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.model.BlobRecordData;
import com.aliyun.datahub.client.model.CompressType;
import com.aliyun.datahub.client.model.CursorType;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.RecordSchema;
import com.aliyun.datahub.client.model.TupleRecordData;
import io.spillway.common.compression.Compression;
import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.datahub.client.codec.AllTypes;
import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.client.model.TopicSpec;
import io.spillway.datahub.testing.Vendor;
import io.spillway.local.datahub.LocalDataHub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write the vendor's SDK reads, and the other way round, in each of its encodings. */
class VendorInteropITCase {

    private static final TopicPath TOPIC = new TopicPath("shop", "all_types");
    private static final TopicPath BLOBS = new TopicPath("shop", "blobs");
    private static final Map<String, String> ASCII = Map.of("op", "insert", "k", "");
    private static final Map<String, String> FOREIGN =
            Map.of("opération", "créé \uD83D\uDE80", "k", "");

    private final List<AutoCloseable> open = new ArrayList<>();
    private LocalDataHub hub;

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @ParameterizedTest
    @MethodSource("io.spillway.datahub.testing.Vendor#modes")
    void theVendorReadsWhatWeWrite(Encoding encoding, CompressType compression) throws Exception {
        start(false);
        DataHubGateway gateway = gateway(encoding, Compression.valueOf(compression.name()));
        DatahubClient vendor = Vendor.connect(hub, encoding, compression);
        List<EncodedRecord> records = AllTypes.encoded(FOREIGN);
        assertThat(get(gateway.putRecords(TOPIC, "0", records)).failed()).isEmpty();
        get(gateway.putRecordsByShard(TOPIC, "1", records));

        for (String shard : List.of("0", "1")) {
            List<RecordEntry> read = vendorReads(vendor, TOPIC, shard, vendorSchema(vendor));
            assertThat(read).hasSize(AllTypes.ROWS.length);
            for (int i = 0; i < AllTypes.ROWS.length; i++) {
                assertThat(Vendor.values(read.get(i))).containsExactly(AllTypes.ROWS[i]);
                assertThat(read.get(i).getAttributes()).isEqualTo(FOREIGN);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.spillway.datahub.testing.Vendor#modes")
    void weReadWhatTheVendorWrites(Encoding encoding, CompressType compression) throws Exception {
        start(false);
        DataHubGateway gateway = gateway(encoding, Compression.valueOf(compression.name()));
        DatahubClient vendor = Vendor.connect(hub, encoding, compression);
        RecordSchema schema = vendorSchema(vendor);
        // the vendor's batches count characters of attributes as bytes
        Map<String, String> attributes = encoding == Encoding.BATCH ? ASCII : FOREIGN;
        List<RecordEntry> entries = new ArrayList<>();
        for (Object[] row : AllTypes.ROWS) {
            TupleRecordData data = new TupleRecordData(schema);
            for (int i = 0; i < row.length; i++) {
                data.setField(i, row[i]);
            }
            RecordEntry entry = new RecordEntry();
            entry.setShardId("0");
            attributes.forEach(entry::addAttribute);
            entry.setRecordData(data);
            entries.add(entry);
        }
        if (encoding == Encoding.BATCH) {
            vendor.putRecordsByShard("shop", TOPIC.topic(), "0", entries);
        } else {
            assertThat(vendor.putRecords("shop", TOPIC.topic(), entries).getFailedRecordCount())
                    .isZero();
        }

        assertAllTypes(read(gateway, TOPIC, "0"), attributes);
    }

    @ParameterizedTest
    @MethodSource("io.spillway.datahub.testing.Vendor#modes")
    void bytesGoBothWays(Encoding encoding, CompressType compression) throws Exception {
        start(false);
        DataHubGateway gateway = gateway(encoding, Compression.valueOf(compression.name()));
        DatahubClient vendor = Vendor.connect(hub, encoding, compression);
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        get(
                gateway.putRecords(
                        BLOBS,
                        "0",
                        List.of(new RecordEntryWriter().reset().addBytes(every).toRecord())));
        RecordEntry entry = new RecordEntry();
        entry.setShardId("0");
        entry.setRecordData(new BlobRecordData(every));
        if (encoding == Encoding.JSON) {
            vendor.putRecords("shop", BLOBS.topic(), List.of(entry));
        } else {
            vendor.putRecordsByShard("shop", BLOBS.topic(), "0", List.of(entry));
        }

        RecordBatch batch = read(gateway, BLOBS, "0");
        RecordEntryReader reader = new RecordEntryReader();
        for (int i = 0; i < 2; i++) {
            reader.read(batch, i);
            assertThat(reader.bytes(0)).isEqualTo(every);
        }
        assertThat(vendorReads(vendor, BLOBS, "0", null))
                .hasSize(2)
                .allSatisfy(
                        read ->
                                assertThat(((BlobRecordData) read.getRecordData()).getData())
                                        .isEqualTo(every));
    }

    /** Each of our encodings is read by each, with batches in either layout. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whateverWritesWhateverReads(boolean avroBatches) throws Exception {
        start(avroBatches);
        for (Encoding writing : Encoding.values()) {
            for (Compression compression : Compression.values()) {
                TopicPath topic = new TopicPath("shop", "t_" + writing + "_" + compression);
                DataHubGateway writer = gateway(writing, compression);
                get(writer.admin().createTopic(topic, new TopicSpec(1, 1, AllTypes.SCHEMA, "")));
                get(writer.putRecords(topic, "0", AllTypes.encoded(FOREIGN)));
                for (Encoding reading : Encoding.values()) {
                    assertAllTypes(read(gateway(reading, compression), topic, "0"), FOREIGN);
                }
            }
        }
    }

    private void start(boolean avroBatches) throws Exception {
        hub = LocalDataHub.builder().avroBatches(avroBatches).start();
        open.add(hub);
        hub.createProject("shop");
        hub.createBlobTopic("shop", BLOBS.topic(), 1);
        get(
                gateway(Encoding.PB, Compression.LZ4)
                        .admin()
                        .createTopic(TOPIC, new TopicSpec(2, 3, AllTypes.SCHEMA, "")));
    }

    private DataHubGateway gateway(Encoding encoding, Compression compression) {
        DataHubGateway gateway =
                new HttpDataHubGateway(
                        DataHubGatewayOptions.builder()
                                .endpoint(hub.endpoint())
                                .credentials(
                                        StaticCredentialsProvider.of(
                                                hub.accessId(), hub.accessKeySecret()))
                                .encoding(encoding)
                                .compression(compression)
                                .build());
        open.add(0, gateway);
        return gateway;
    }

    private static void assertAllTypes(RecordBatch batch, Map<String, String> attributes)
            throws Exception {
        assertThat(batch.count()).isEqualTo(AllTypes.ROWS.length);
        for (int i = 0; i < batch.count(); i++) {
            assertThat(AllTypes.decode(batch, i)).containsExactly(AllTypes.ROWS[i]);
            assertThat(AllTypes.attributes(batch, i)).isEqualTo(attributes);
        }
    }

    private static RecordBatch read(DataHubGateway gateway, TopicPath topic, String shard)
            throws Exception {
        String cursor = get(gateway.getCursor(topic, shard, CursorSpec.oldest())).cursor();
        return get(gateway.getRecords(topic, shard, cursor, 1000));
    }

    private static List<RecordEntry> vendorReads(
            DatahubClient vendor, TopicPath topic, String shard, RecordSchema schema) {
        String cursor =
                vendor.getCursor(topic.project(), topic.topic(), shard, CursorType.OLDEST)
                        .getCursor();
        return (schema == null
                        ? vendor.getRecords(topic.project(), topic.topic(), shard, cursor, 100)
                        : vendor.getRecords(
                                topic.project(), topic.topic(), shard, schema, cursor, 100))
                .getRecords();
    }

    private static RecordSchema vendorSchema(DatahubClient vendor) {
        return vendor.getTopic(TOPIC.project(), TOPIC.topic()).getRecordSchema();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }
}
