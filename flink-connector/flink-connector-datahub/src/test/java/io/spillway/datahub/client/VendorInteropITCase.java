/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.DatahubClientBuilder;
import com.aliyun.datahub.client.auth.AliyunAccount;
import com.aliyun.datahub.client.common.DatahubConfig;
import com.aliyun.datahub.client.http.HttpConfig;
import com.aliyun.datahub.client.model.BlobRecordData;
import com.aliyun.datahub.client.model.CompressType;
import com.aliyun.datahub.client.model.CursorType;
import com.aliyun.datahub.client.model.GetRecordsResult;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.RecordSchema;
import com.aliyun.datahub.client.model.TupleRecordData;
import io.spillway.common.compression.Compression;
import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.datahub.client.codec.RecordEntryReader;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.local.datahub.LocalDataHub;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What we write the vendor's SDK reads, and the other way round: protobuf and LZ4. */
class VendorInteropITCase {

    private static final TopicPath TOPIC = new TopicPath("shop", "all_types");
    private static final TopicPath BLOBS = new TopicPath("shop", "blobs");

    /** Of each column: nothing, the smallest, the largest, something in between. */
    private static final Object[][] ROWS = {
        new Object[10],
        {
            Byte.MIN_VALUE,
            Short.MIN_VALUE,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            -Float.MAX_VALUE,
            Double.MIN_VALUE,
            false,
            -62135798400000000L,
            new BigDecimal("-12345678901234567890.000000000000000001"),
            ""
        },
        {
            Byte.MAX_VALUE,
            Short.MAX_VALUE,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Float.MIN_VALUE,
            Double.MAX_VALUE,
            true,
            253402271999000000L,
            new BigDecimal("99999999999999999999999999999999999999"),
            "Zoë 数据 \uD83D\uDE80 \"quoted\" \\ \n\t\u0000"
        },
        {
            (byte) 0,
            (short) -7,
            42,
            1L << 40,
            0.1f,
            1.5e300,
            true,
            1_700_000_000_123_456L,
            new BigDecimal("1000"),
            "x".repeat(100_000)
        },
    };

    private LocalDataHub hub;
    private DataHubGateway gateway;
    private DatahubClient vendor;

    @BeforeEach
    void start() {
        hub = LocalDataHub.start();
        hub.createProject("shop");
        hub.createTopic(
                "shop",
                TOPIC.topic(),
                2,
                LocalDataHub.tuple(
                        "f_tinyint:TINYINT",
                        "f_smallint:SMALLINT",
                        "f_integer:INTEGER",
                        "f_bigint:BIGINT",
                        "f_float:FLOAT",
                        "f_double:DOUBLE",
                        "f_boolean:BOOLEAN",
                        "f_timestamp:TIMESTAMP",
                        "f_decimal:DECIMAL",
                        "f_string:STRING"));
        hub.createBlobTopic("shop", BLOBS.topic(), 1);
        gateway =
                new HttpDataHubGateway(
                        DataHubGatewayOptions.builder()
                                .endpoint(hub.endpoint())
                                .credentials(
                                        StaticCredentialsProvider.of(
                                                hub.accessId(), hub.accessKeySecret()))
                                .compression(Compression.LZ4)
                                .build());
        vendor =
                DatahubClientBuilder.newBuilder()
                        .setDatahubConfig(
                                new DatahubConfig(
                                        hub.endpoint(),
                                        new AliyunAccount(hub.accessId(), hub.accessKeySecret()),
                                        true))
                        .setHttpConfig(new HttpConfig().setCompressType(CompressType.LZ4))
                        .build();
    }

    @AfterEach
    void stop() {
        gateway.close();
        hub.close();
    }

    @Test
    void theVendorReadsWhatWeWrite() throws Exception {
        List<EncodedRecord> records = new ArrayList<>();
        for (Object[] row : ROWS) {
            records.add(encode(row));
        }
        gateway.putRecords(TOPIC, "0", records).get(30, TimeUnit.SECONDS);
        gateway.putRecordsByShard(TOPIC, "1", records).get(30, TimeUnit.SECONDS);

        for (String shard : List.of("0", "1")) {
            List<RecordEntry> read = vendorReads(TOPIC, shard, vendorSchema());
            assertThat(read).hasSize(ROWS.length);
            for (int i = 0; i < ROWS.length; i++) {
                assertThat(values(read.get(i))).containsExactly(ROWS[i]);
                assertThat(read.get(i).getAttributes())
                        .isEqualTo(Map.of("opération", "créé \uD83D\uDE80", "k", ""));
            }
        }
    }

    @Test
    void weReadWhatTheVendorWrites() throws Exception {
        RecordSchema schema = vendorSchema();
        List<RecordEntry> entries = new ArrayList<>();
        for (Object[] row : ROWS) {
            TupleRecordData data = new TupleRecordData(schema);
            for (int i = 0; i < row.length; i++) {
                data.setField(i, row[i]);
            }
            RecordEntry entry = new RecordEntry();
            entry.setShardId("0");
            entry.addAttribute("opération", "créé \uD83D\uDE80");
            entry.setRecordData(data);
            entries.add(entry);
        }
        assertThat(vendor.putRecords("shop", TOPIC.topic(), entries).getFailedRecordCount())
                .isZero();

        RecordBatch batch = read(TOPIC, "0");
        assertThat(batch.count()).isEqualTo(ROWS.length);
        RecordEntryReader reader = new RecordEntryReader();
        for (int i = 0; i < ROWS.length; i++) {
            reader.read(batch, i);
            assertThat(decode(reader)).containsExactly(ROWS[i]);
            assertThat(reader.attributes()).isEqualTo(Map.of("opération", "créé \uD83D\uDE80"));
        }
    }

    @Test
    void bytesGoBothWays() throws Exception {
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        gateway.putRecords(
                        BLOBS,
                        "0",
                        List.of(new RecordEntryWriter().reset().addBytes(every).toRecord()))
                .get(30, TimeUnit.SECONDS);
        RecordEntry entry = new RecordEntry();
        entry.setRecordData(new BlobRecordData(every));
        vendor.putRecordsByShard("shop", BLOBS.topic(), "0", List.of(entry));

        RecordBatch batch = read(BLOBS, "0");
        RecordEntryReader reader = new RecordEntryReader();
        for (int i = 0; i < 2; i++) {
            reader.read(batch, i);
            assertThat(reader.bytes(0)).isEqualTo(every);
        }
        assertThat(vendorReads(BLOBS, "0", null))
                .hasSize(2)
                .allSatisfy(
                        read ->
                                assertThat(((BlobRecordData) read.getRecordData()).getData())
                                        .isEqualTo(every));
    }

    private RecordBatch read(TopicPath topic, String shard) throws Exception {
        String cursor =
                gateway.getCursor(topic, shard, CursorSpec.oldest())
                        .get(30, TimeUnit.SECONDS)
                        .cursor();
        return gateway.getRecords(topic, shard, cursor, 1000).get(30, TimeUnit.SECONDS);
    }

    private List<RecordEntry> vendorReads(TopicPath topic, String shard, RecordSchema schema) {
        String cursor =
                vendor.getCursor(topic.project(), topic.topic(), shard, CursorType.OLDEST)
                        .getCursor();
        GetRecordsResult result =
                schema == null
                        ? vendor.getRecords(topic.project(), topic.topic(), shard, cursor, 100)
                        : vendor.getRecords(
                                topic.project(), topic.topic(), shard, schema, cursor, 100);
        return result.getRecords();
    }

    private RecordSchema vendorSchema() {
        return vendor.getTopic(TOPIC.project(), TOPIC.topic()).getRecordSchema();
    }

    private static List<Object> values(RecordEntry entry) {
        TupleRecordData data = (TupleRecordData) entry.getRecordData();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < data.getRecordSchema().getFields().size(); i++) {
            values.add(data.getField(i));
        }
        return values;
    }

    private static EncodedRecord encode(Object[] row) {
        RecordEntryWriter writer = new RecordEntryWriter().reset();
        for (Object value : row) {
            if (value == null) {
                writer.addNull();
            } else if (value instanceof Float number) {
                writer.addFloat(number);
            } else if (value instanceof Double number) {
                writer.addDouble(number);
            } else if (value instanceof BigDecimal number) {
                writer.addDecimal(number);
            } else if (value instanceof Number number) {
                writer.addLong(number.longValue());
            } else if (value instanceof Boolean truth) {
                writer.addBoolean(truth);
            } else {
                writer.addText((String) value);
            }
        }
        return writer.addAttribute("opération", "créé \uD83D\uDE80")
                .addAttribute("k", "")
                .toRecord();
    }

    private static List<Object> decode(RecordEntryReader reader) throws Exception {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < reader.columnCount(); i++) {
            if (reader.isNull(i)) {
                values.add(null);
                continue;
            }
            values.add(
                    switch (i) {
                        case 0 -> (Object) (byte) reader.longValue(i);
                        case 1 -> (short) reader.longValue(i);
                        case 2 -> (int) reader.longValue(i);
                        case 3, 7 -> reader.longValue(i);
                        case 4 -> Float.parseFloat(reader.text(i));
                        case 5 -> reader.doubleValue(i);
                        case 6 -> reader.booleanValue(i);
                        case 8 -> new BigDecimal(reader.text(i));
                        default -> reader.text(i);
                    });
        }
        return values;
    }
}
