/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.model.CompressType;
import com.aliyun.datahub.client.model.CursorType;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.RecordSchema;
import com.aliyun.datahub.client.model.TupleRecordData;
import io.spillway.datahub.client.Encoding;
import io.spillway.datahub.testing.Vendor;
import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.datahub.LocalDataHubExtension;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vendor's client writes a topic, a query copies it, and the vendor's client reads the copy.
 */
class VendorTablesITCase {

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    private static final String PROJECT = "vendor_tables";

    private static final String[] TOPIC_COLUMNS = {
        "t:TINYINT",
        "s:SMALLINT",
        "i:INTEGER",
        "l:BIGINT",
        "f:FLOAT",
        "d:DOUBLE",
        "b:BOOLEAN",
        "ts:TIMESTAMP",
        "amount:DECIMAL",
        "str:STRING"
    };

    private static final String TABLE_COLUMNS =
            "t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, b BOOLEAN, ts TIMESTAMP(6), "
                    + "amount DECIMAL(38, 10), str STRING, "
                    + "attributes MAP<STRING, STRING> METADATA";

    private static final Object[][] ROWS = {
        new Object[TOPIC_COLUMNS.length],
        {
            Byte.MIN_VALUE,
            Short.MIN_VALUE,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            -Float.MAX_VALUE,
            Double.MIN_VALUE,
            false,
            -62135798400000000L,
            new BigDecimal("-1234567890123456789012345678.0123456789"),
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
            new BigDecimal("9999999999999999999999999999"),
            "Zo\u00eb \u6570\u636e \uD83D\uDE80 \"quoted\" \\ \n\t"
        },
        {
            (byte) 0,
            null,
            42,
            null,
            0.1f,
            null,
            true,
            1_700_000_000_123_456L,
            null,
            "x".repeat(10_000)
        }
    };

    @BeforeAll
    static void createProject() {
        hub().createProject(PROJECT);
    }

    @ParameterizedTest
    @MethodSource("io.spillway.datahub.testing.Vendor#modes")
    void aCopyOfWhatTheVendorWroteIsTheSameToTheVendor(Encoding encoding, CompressType compression)
            throws Exception {
        String from = "from_" + encoding + "_" + compression;
        String to = "to_" + encoding + "_" + compression;
        for (String topic : List.of(from, to)) {
            hub().createTopic(PROJECT, topic, 1, LocalDataHub.tuple(TOPIC_COLUMNS));
        }
        // the vendor's batches count characters of attributes as bytes
        Map<String, String> attributes =
                encoding == Encoding.BATCH
                        ? Map.of("op", "insert", "none", "")
                        : Map.of("op\u00e9ration", "cr\u00e9\u00e9 \uD83D\uDE80", "none", "");
        DatahubClient vendor = Vendor.connect(hub(), encoding, compression);
        write(vendor, from, attributes);

        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        sql.getConfig().set("parallelism.default", "1");
        table(sql, "theirs", from, encoding, compression, "'scan.bounded.mode' = 'latest'");
        table(sql, "ours", to, encoding, compression, "'sink.flush-interval' = '10 ms'");
        sql.executeSql("INSERT INTO ours SELECT * FROM theirs").await();

        List<RecordEntry> copied = read(vendor, to);
        assertThat(copied).hasSize(ROWS.length);
        for (int i = 0; i < ROWS.length; i++) {
            assertThat(plain(Vendor.values(copied.get(i)).toArray()))
                    .containsExactlyElementsOf(plain(ROWS[i]));
            assertThat(copied.get(i).getAttributes()).isEqualTo(attributes);
        }
    }

    private static LocalDataHub hub() {
        return DATAHUB.hub();
    }

    private static void write(DatahubClient vendor, String topic, Map<String, String> attributes) {
        RecordSchema schema = vendor.getTopic(PROJECT, topic).getRecordSchema();
        List<RecordEntry> entries = new ArrayList<>();
        for (Object[] row : ROWS) {
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
        if (topic.contains(Encoding.JSON.name())) {
            assertThat(vendor.putRecords(PROJECT, topic, entries).getFailedRecordCount()).isZero();
        } else {
            vendor.putRecordsByShard(PROJECT, topic, "0", entries);
        }
    }

    private static List<RecordEntry> read(DatahubClient vendor, String topic) {
        RecordSchema schema = vendor.getTopic(PROJECT, topic).getRecordSchema();
        String cursor = vendor.getCursor(PROJECT, topic, "0", CursorType.OLDEST).getCursor();
        return vendor.getRecords(PROJECT, topic, "0", schema, cursor, 100).getRecords();
    }

    private static void table(
            TableEnvironment sql,
            String name,
            String topic,
            Encoding encoding,
            CompressType compression,
            String option) {
        sql.executeSql(
                "CREATE TEMPORARY TABLE "
                        + name
                        + " ("
                        + TABLE_COLUMNS
                        + ") WITH ('connector' = 'datahub', 'endpoint' = '"
                        + hub().endpoint()
                        + "', 'project' = '"
                        + PROJECT
                        + "', 'topic' = '"
                        + topic
                        + "', 'access-id' = '"
                        + hub().accessId()
                        + "', 'access-key-secret' = '"
                        + hub().accessKeySecret()
                        + "', 'encoding' = '"
                        + encoding.name().toLowerCase(Locale.ROOT)
                        + "', 'compression' = '"
                        + compression.name().toLowerCase(Locale.ROOT)
                        + "', "
                        + option
                        + ")");
    }

    /** Decimals without the zeros by which only their scale differs. */
    private static List<Object> plain(Object[] row) {
        List<Object> values = new ArrayList<>();
        for (Object value : row) {
            values.add(value instanceof BigDecimal d ? d.stripTrailingZeros() : value);
        }
        return values;
    }
}
