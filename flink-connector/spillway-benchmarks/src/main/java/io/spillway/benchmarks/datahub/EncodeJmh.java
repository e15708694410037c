/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.datahub;

import com.aliyun.datahub.client.model.RecordEntry;
import io.spillway.datahub.client.codec.PutRecordsCodec;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.TopicDescription;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.sink.DataHubSerializationSchema;
import io.spillway.datahub.table.TableCodecs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.data.RowData;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A request of 1,000 records of eight columns, encoded from what each side calls a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EncodeJmh {

    static final int RECORDS = 1000;

    private final List<RowData> rows = new ArrayList<>();
    private final List<RecordEntry> vendorRecords = new ArrayList<>();
    private final VendorCodec vendor = new VendorCodec();
    private DataHubSerializationSchema<RowData> serializer;

    /** Makes the rows. */
    @Setup
    public void setUp() throws Exception {
        for (int id = 0; id < RECORDS; id++) {
            rows.add(OrderRows.row(id));
            RecordEntry entry = OrderRows.vendorRecord(id);
            entry.setShardId("0");
            vendorRecords.add(entry);
        }
        try (BenchService service = new BenchService()) {
            TopicPath topic = service.createTopic(1);
            TopicDescription description = service.gateway().getTopic(topic).get();
            serializer = TableCodecs.serializer(OrderRows.TYPE);
            serializer.open(null, description, 0);
        }
    }

    /** From Flink's rows to the frame. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public byte[] spillway() throws IOException {
        List<EncodedRecord> records = new ArrayList<>(RECORDS);
        for (RowData row : rows) {
            records.add(serializer.serialize(row));
        }
        return PutRecordsCodec.encodeRequest("0", records);
    }

    /** From the SDK's records to the frame. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public byte[] vendor() throws IOException {
        return vendor.write(vendorRecords);
    }
}
