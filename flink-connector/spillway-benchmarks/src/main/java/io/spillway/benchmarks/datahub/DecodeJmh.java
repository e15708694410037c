/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.benchmarks.datahub;

import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.TupleRecordData;
import io.spillway.datahub.client.DataHubGatewayFactory;
import io.spillway.datahub.client.HttpDataHubGateway;
import io.spillway.datahub.client.codec.GetRecordsCodec;
import io.spillway.datahub.client.model.CursorSpec;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.TopicPath;
import io.spillway.datahub.source.deserialization.DataHubDeserializationSchema;
import io.spillway.datahub.source.deserialization.DataHubRecord;
import io.spillway.datahub.table.TableCodecs;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The answer to one read of a local DataHub, 1,000 records of eight columns, decoded. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class DecodeJmh {

    static final int RECORDS = 1000;

    private byte[] frame;
    private DataHubDeserializationSchema<RowData> rows;
    private final DataHubRecord record = new DataHubRecord();
    private final VendorCodec vendor = new VendorCodec();

    /** Gets the answer of a service. */
    @Setup
    public void setUp() throws Exception {
        try (BenchService service = new BenchService()) {
            TopicPath topic = service.createTopic(1);
            BareGateway.write(service.gateway(), topic, 1, RECORDS, RECORDS);
            String cursor =
                    service.gateway().getCursor(topic, "0", CursorSpec.oldest()).get().cursor();
            // records stay where they came, in the answer's frame
            frame = service.gateway().getRecords(topic, "0", cursor, RECORDS).get().buffer();
            DataHubGatewayFactory gateways = HttpDataHubGateway.factory(service.gatewayOptions());
            rows = TableCodecs.deserializer(OrderRows.TYPE, topic, gateways);
            rows.open(new Initialization());
        }
    }

    /** From the frame to Flink's rows. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void spillway(Blackhole blackhole) throws IOException {
        RecordBatch batch = GetRecordsCodec.decodeResponse(frame);
        Collector<RowData> out = new Consuming(blackhole);
        for (int i = 0; i < batch.count(); i++) {
            record.moveTo("0", batch, i);
            rows.deserialize(record, out);
        }
    }

    /** From the frame to the SDK's records, each field looked at. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void vendor(Blackhole blackhole) throws IOException {
        for (RecordEntry entry : vendor.read(frame)) {
            TupleRecordData data = (TupleRecordData) entry.getRecordData();
            for (int column = 0; column < OrderRows.SCHEMA.fields().size(); column++) {
                blackhole.consume(data.getField(column));
            }
        }
    }

    private record Consuming(Blackhole blackhole) implements Collector<RowData> {

        @Override
        public void collect(RowData row) {
            blackhole.consume(row);
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    private static final class Initialization
            implements DeserializationSchema.InitializationContext {

        @Override
        public MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return SimpleUserCodeClassLoader.create(DecodeJmh.class.getClassLoader());
        }
    }
}
