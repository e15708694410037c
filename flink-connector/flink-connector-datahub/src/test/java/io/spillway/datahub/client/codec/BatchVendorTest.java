/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.datahub.client.http.converter.batch.BatchDeserializer;
import com.aliyun.datahub.client.http.converter.batch.BatchSerializer;
import com.aliyun.datahub.client.impl.schemaregistry.SchemaRegistryClient;
import com.aliyun.datahub.client.model.BlobRecordData;
import com.aliyun.datahub.client.model.CompressType;
import com.aliyun.datahub.client.model.Field;
import com.aliyun.datahub.client.model.FieldType;
import com.aliyun.datahub.client.model.RecordEntry;
import com.aliyun.datahub.client.model.RecordRespMeta;
import com.aliyun.datahub.client.model.RecordSchema;
import com.aliyun.datahub.client.model.TupleRecordData;
import io.spillway.common.compression.Compression;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches of version 0 from and to the codec of the vendor's client. */
class BatchVendorTest {

    private static final TopicSchema TOPIC = TopicSchema.of(AllTypes.SCHEMA);
    private static final int LIMIT = 1 << 22;

    private final RecordSchema vendorSchema = vendorSchema();

    @ParameterizedTest
    @EnumSource
    void weReadWhatTheVendorWrites(CompressType compression) throws Exception {
        Map<String, String> attributes = Map.of("k", "v", "empty", "");
        byte[] batch = vendorWrites(compression, attributes);

        RecordBatch read =
                BatchRecordsCodec.decodeResponse(Batches.answer(batch, batch), TOPIC, LIMIT);

        int rows = AllTypes.ROWS.length;
        assertThat(read.count()).isEqualTo(2 * rows);
        assertThat(read.nextCursor()).isEqualTo("next");
        assertThat(read.latestSequence()).isEqualTo(99);
        assertThat(read.latestTimeMillis()).isEqualTo(Batches.SYSTEM_TIME);
        for (int i = 0; i < read.count(); i++) {
            assertThat(AllTypes.decode(read, i)).containsExactly(AllTypes.ROWS[i % rows]);
            assertThat(AllTypes.attributes(read, i)).isEqualTo(attributes);
            assertThat(read.sequences()[i]).isEqualTo(Batches.SEQUENCE + i / rows);
            assertThat(read.batchIndexes()[i]).isEqualTo(i % rows);
            assertThat(read.systemTimes()[i]).isEqualTo(Batches.SYSTEM_TIME);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "ZSTD", mode = EnumSource.Mode.EXCLUDE)
    void theVendorReadsWhatWeWrite(Compression compression) throws Exception {
        Map<String, String> attributes = Map.of("k", "v", "empty", "");
        byte[] request =
                BatchRecordsCodec.encodeRequest(TOPIC, AllTypes.encoded(attributes), compression);

        List<RecordEntry> read = vendorReads(Batches.ofRequest(request));

        assertThat(read).hasSize(AllTypes.ROWS.length);
        for (int i = 0; i < read.size(); i++) {
            TupleRecordData data = (TupleRecordData) read.get(i).getRecordData();
            List<Object> values = new ArrayList<>();
            for (int column = 0; column < AllTypes.TYPES.size(); column++) {
                values.add(data.getField(column));
            }
            assertThat(values).containsExactly(AllTypes.ROWS[i]);
            assertThat(read.get(i).getAttributes()).isEqualTo(attributes);
        }
    }

    /** It counts characters where bytes are meant, and cannot read that itself. */
    @Test
    void weReadAttributesTheVendorItselfCannotRead() throws Exception {
        for (Map<String, String> attributes :
                List.of(
                        Map.of("opération", "créé \uD83D\uDE80"),
                        Map.of("é", "ü"),
                        Map.of("a", "éa"),
                        Map.of("数", "据据据据据据据据据据据"),
                        Map.of("plain", "text", "ß", "ss"))) {
            byte[] batch = vendorWrites(CompressType.LZ4, attributes);

            RecordBatch read =
                    BatchRecordsCodec.decodeResponse(Batches.answer(batch), TOPIC, LIMIT);

            assertThat(read.count()).isEqualTo(AllTypes.ROWS.length);
            for (int i = 0; i < read.count(); i++) {
                assertThat(AllTypes.decode(read, i)).containsExactly(AllTypes.ROWS[i]);
                assertThat(AllTypes.attributes(read, i)).isEqualTo(attributes);
            }
        }
    }

    @Test
    void bytesGoBothWays() throws Exception {
        for (byte[] bytes :
                new byte[][] {{}, {1, -1, 0}, new byte[7], new byte[8], new byte[999]}) {
            RecordEntry entry = new RecordEntry();
            entry.setRecordData(new BlobRecordData(bytes));
            byte[] written = serializer(CompressType.LZ4).serialize(List.of(entry));
            RecordBatch read =
                    BatchRecordsCodec.decodeResponse(
                            Batches.answer(written), TopicSchema.blob(), LIMIT);
            assertThat(BatchRecordsCodecTest.bytes(read, 0)).isEqualTo(bytes);

            EncodedRecord ours = new RecordEntryWriter().reset().addBytes(bytes).toRecord();
            byte[] request =
                    BatchRecordsCodec.encodeRequest(
                            TopicSchema.blob(), List.of(ours), Compression.DEFLATE);
            RecordEntry back =
                    new BatchDeserializer("p", "t", null, registry())
                            .deserialize(Batches.ofRequest(request), new RecordRespMeta(), "0")
                            .get(0);
            assertThat(((BlobRecordData) back.getRecordData()).getData()).isEqualTo(bytes);
        }
    }

    private byte[] vendorWrites(CompressType compression, Map<String, String> attributes) {
        List<RecordEntry> entries = new ArrayList<>();
        for (Object[] row : AllTypes.ROWS) {
            TupleRecordData data = new TupleRecordData(vendorSchema);
            for (int i = 0; i < row.length; i++) {
                data.setField(i, row[i]);
            }
            RecordEntry entry = new RecordEntry();
            attributes.forEach(entry::addAttribute);
            entry.setRecordData(data);
            entries.add(entry);
        }
        return serializer(compression).serialize(entries);
    }

    private BatchSerializer serializer(CompressType compression) {
        return new BatchSerializer("p", "t", compression, registry());
    }

    private List<RecordEntry> vendorReads(byte[] batch) {
        return new BatchDeserializer("p", "t", vendorSchema, registry())
                .deserialize(batch, new RecordRespMeta(), "0");
    }

    private SchemaRegistryClient registry() {
        return new SchemaRegistryClient() {
            @Override
            public RecordSchema getSchema(String project, String topic, int version) {
                return version < 0 ? null : vendorSchema;
            }

            @Override
            public int getVersionId(String project, String topic, RecordSchema schema) {
                return schema == null ? -1 : 0;
            }
        };
    }

    private static RecordSchema vendorSchema() {
        RecordSchema schema = new RecordSchema();
        for (var field : AllTypes.SCHEMA.fields()) {
            schema.addField(new Field(field.name(), FieldType.valueOf(field.type().name())));
        }
        return schema;
    }
}
