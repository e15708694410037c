/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.datahub.client.DatahubClient;
import com.aliyun.datahub.client.DatahubClientBuilder;
import com.aliyun.datahub.client.auth.AliyunAccount;
import com.aliyun.datahub.client.common.DatahubConfig;
import com.aliyun.datahub.client.http.HttpConfig;
import com.aliyun.datahub.client.model.CompressType;
import com.aliyun.datahub.client.model.CursorType;
import com.aliyun.datahub.client.model.GetRecordsResult;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.RecordSchema;
import com.aliyun.datahub.client.model.ShardEntry;
import com.aliyun.datahub.client.model.TupleRecordData;
import io.spillway.common.compression.Compression;
import io.spillway.common.credentials.StaticCredentialsProvider;
import io.spillway.datahub.client.DataHubGatewayOptions;
import io.spillway.datahub.client.HttpDataHubGateway;
import io.spillway.datahub.client.codec.RecordEntryWriter;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.local.datahub.LocalDataHub;
import io.spillway.local.datahub.LocalDataHubExtension;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vendor's own client reads what the sink wrote: every type, extremes, nulls. */
class VendorSdkReadsSinkITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    @RegisterExtension static final LocalDataHubExtension DATAHUB = new LocalDataHubExtension();

    private static final String PROJECT = "vendor_reads";
    private static final int SHARDS = 3;
    private static final int RANDOM_ROWS = 2000;
    private static final long MIN_TIMESTAMP = -62135798400000000L;
    private static final long MAX_TIMESTAMP = 253402271999000000L;

    @ParameterizedTest
    @EnumSource(Compression.class)
    void readsEveryValueAndNull(Compression compression) throws Exception {
        String topic = "written_" + compression.name().toLowerCase(Locale.ROOT);
        LocalDataHub hub = DATAHUB.hub();
        if (compression == Compression.values()[0]) {
            hub.createProject(PROJECT);
        }
        hub.createTopic(
                PROJECT,
                topic,
                SHARDS,
                LocalDataHub.tuple(
                        "id:BIGINT!",
                        "t:TINYINT",
                        "s:SMALLINT",
                        "i:INTEGER",
                        "f:FLOAT",
                        "d:DOUBLE",
                        "b:BOOLEAN",
                        "ts:TIMESTAMP",
                        "dec:DECIMAL",
                        "str:STRING"));
        List<Integer> ids = new ArrayList<>();
        for (int id = 0; id < RANDOM_ROWS; id++) {
            ids.add(id);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(2);
        env.fromData(Types.INT, ids.toArray(Integer[]::new))
                .sinkTo(
                        DataHubSink.<Integer>builder()
                                .setTopic(PROJECT, topic)
                                .setGatewayFactory(
                                        HttpDataHubGateway.factory(
                                                DataHubGatewayOptions.builder()
                                                        .endpoint(hub.endpoint())
                                                        .credentials(
                                                                StaticCredentialsProvider.of(
                                                                        hub.accessId(),
                                                                        hub.accessKeySecret()))
                                                        .compression(compression)
                                                        .build()))
                                .setSerializer(new Rows())
                                .build());
        env.execute();

        List<List<Object>> read = readAll(hub, topic);
        assertThat(read).hasSize(RANDOM_ROWS);
        read.sort(Comparator.comparingLong(row -> (Long) row.get(0)));
        for (int id = 0; id < RANDOM_ROWS; id++) {
            assertThat(read.get(id)).as("row %d", id).isEqualTo(row(id));
        }
    }

    private static List<List<Object>> readAll(LocalDataHub hub, String topic) {
        DatahubClient client =
                DatahubClientBuilder.newBuilder()
                        .setDatahubConfig(
                                new DatahubConfig(
                                        hub.endpoint(),
                                        new AliyunAccount(hub.accessId(), hub.accessKeySecret()),
                                        true))
                        .setHttpConfig(new HttpConfig().setCompressType(CompressType.LZ4))
                        .build();
        RecordSchema schema = client.getTopic(PROJECT, topic).getRecordSchema();
        List<List<Object>> rows = new ArrayList<>();
        for (ShardEntry shard : client.listShard(PROJECT, topic).getShards()) {
            String shardId = shard.getShardId();
            String cursor =
                    client.getCursor(PROJECT, topic, shardId, CursorType.OLDEST).getCursor();
            while (true) {
                GetRecordsResult page =
                        client.getRecords(PROJECT, topic, shardId, schema, cursor, 1000);
                if (page.getRecordCount() == 0) {
                    break;
                }
                for (RecordEntry entry : page.getRecords()) {
                    rows.add(values(entry, schema));
                }
                cursor = page.getNextCursor();
            }
        }
        return rows;
    }

    private static List<Object> values(RecordEntry entry, RecordSchema schema) {
        TupleRecordData data = (TupleRecordData) entry.getRecordData();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < schema.getFields().size(); i++) {
            values.add(data.getField(i));
        }
        return values;
    }

    /** A row of all types, the same for the same id: the extremes first, then random ones. */
    private static List<Object> row(int id) {
        List<Object> row = new ArrayList<>();
        row.add((long) id);
        if (id == 0) {
            row.addAll(
                    List.of(
                            Byte.MIN_VALUE,
                            Short.MIN_VALUE,
                            Integer.MIN_VALUE,
                            -Float.MAX_VALUE,
                            Double.MIN_VALUE,
                            false,
                            MIN_TIMESTAMP,
                            new BigDecimal("-12345678901234567890.000000000000000001"),
                            ""));
            return row;
        }
        if (id == 1) {
            row.addAll(
                    List.of(
                            Byte.MAX_VALUE,
                            Short.MAX_VALUE,
                            Integer.MAX_VALUE,
                            Float.MIN_VALUE,
                            1.5E300,
                            true,
                            MAX_TIMESTAMP,
                            new BigDecimal("99999999999999999999999999999999999999"),
                            "Zoë 数据 \uD83D\uDE80 \"quoted\" \\ \n\t\u0000"));
            return row;
        }
        Random random = new Random(id);
        row.add((byte) random.nextInt());
        row.add((short) random.nextInt());
        row.add(random.nextInt());
        row.add(random.nextFloat());
        row.add(random.nextDouble());
        row.add(random.nextBoolean());
        row.add(Math.floorMod(random.nextLong(), MAX_TIMESTAMP));
        row.add(BigDecimal.valueOf(random.nextLong(), 6));
        row.add("text " + "x".repeat(random.nextInt(300)) + id);
        for (int column = 1; column < row.size(); column++) {
            if (random.nextInt(4) == 0) {
                row.set(column, null);
            }
        }
        return row;
    }

    private static final class Rows implements DataHubSerializationSchema<Integer> {

        private static final long serialVersionUID = 1L;

        @Override
        public EncodedRecord serialize(Integer id) {
            RecordEntryWriter writer = new RecordEntryWriter().reset();
            for (Object value : row(id)) {
                if (value == null) {
                    writer.addNull();
                } else if (value instanceof Float number) {
                    writer.addFloat(number);
                } else if (value instanceof Double number) {
                    writer.addDouble(number);
                } else if (value instanceof Number number && !(value instanceof BigDecimal)) {
                    writer.addLong(number.longValue());
                } else if (value instanceof Boolean flag) {
                    writer.addBoolean(flag);
                } else if (value instanceof BigDecimal decimal) {
                    writer.addDecimal(decimal);
                } else {
                    writer.addText((String) value);
                }
            }
            return writer.toRecord();
        }
    }
}
