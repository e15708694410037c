/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.compression.Compression;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.RecordSchema;
import io.spillway.datahub.client.model.RecordSchema.Field;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches by recorded bytes, by bytes put together here, and there and back. */
class BatchRecordsCodecTest {

    private static final int LIMIT = 1 << 22;
    private static final HexFormat HEX = HexFormat.of();

    /** A column each: BIGINT, STRING, BIGINT not null. */
    private static final RecordSchema THREE =
            new RecordSchema(
                    List.of(
                            new Field("n", FieldType.BIGINT, false, null),
                            new Field("s", FieldType.STRING, false, null),
                            new Field("m", FieldType.BIGINT, true, null)));

    @Test
    void aRecordedRequestOfTheVendorIsRead() throws Exception {
        RecordSchema recorded =
                schema(
                        FieldType.BIGINT,
                        FieldType.DOUBLE,
                        FieldType.BOOLEAN,
                        FieldType.TIMESTAMP,
                        FieldType.STRING,
                        FieldType.DECIMAL,
                        FieldType.INTEGER,
                        FieldType.FLOAT,
                        FieldType.TINYINT,
                        FieldType.SMALLINT);
        byte[] batch = Batches.ofRequest(Captures.body("put.batch.raw"));

        RecordBatch read =
                BatchRecordsCodec.decodeResponse(
                        Batches.answer(batch), TopicSchema.of(recorded), LIMIT);

        assertThat(read.count()).isEqualTo(2);
        assertThat(texts(read, 0))
                .containsExactly(
                        "1099511627776",
                        "1.5E300",
                        "true",
                        "1700000000123456",
                        "héé1",
                        "1000",
                        "-3",
                        "0.1",
                        "-1",
                        "-2");
        assertThat(AllTypes.attributes(read, 0)).isEqualTo(Map.of("k1", "v1"));
        assertThat(texts(read, 1))
                .containsExactly(null, null, null, null, "", null, null, null, null, null);
        assertThat(AllTypes.attributes(read, 1)).isEqualTo(Map.of("k2", "v2"));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsRead(Compression compression) throws Exception {
        TopicSchema topic = TopicSchema.of(AllTypes.SCHEMA);
        Map<String, String> attributes = Map.of("opération", "créé \uD83D\uDE80", "empty", "");

        byte[] batch =
                Batches.ofRequest(
                        BatchRecordsCodec.encodeRequest(
                                topic, AllTypes.encoded(attributes), compression));

        assertThat(batch[4]).isEqualTo((byte) (compression == Compression.ZSTD ? 1 : 0));
        RecordBatch read = BatchRecordsCodec.decodeResponse(Batches.answer(batch), topic, LIMIT);
        assertThat(read.count()).isEqualTo(AllTypes.ROWS.length);
        for (int i = 0; i < read.count(); i++) {
            assertThat(AllTypes.decode(read, i)).containsExactly(AllTypes.ROWS[i]);
            assertThat(AllTypes.attributes(read, i)).isEqualTo(attributes);
        }
    }

    @Test
    void versionOneIsAvro() throws Exception {
        // n: null or long 1; s: "hé"; m: bare long -2; attributes: none / one of them
        byte[] first = HEX.parseHex("0202" + "020668c3a9" + "03" + "00");
        byte[] second =
                HEX.parseHex(
                        "00"
                                + "00"
                                + "8080808080808080"
                                + "01"
                                + "02"
                                + "02"
                                + "026b"
                                + "0276"
                                + "00");
        byte[] payload = concat(first, second);
        TopicSchema topic = TopicSchema.of(THREE);

        for (byte[] batch :
                new byte[][] {
                    Batches.v1(2, 0, 3, 0, payload.length, payload),
                    Batches.v1(2, 0, -1, 0, payload.length, payload)
                }) {
            RecordBatch read =
                    BatchRecordsCodec.decodeResponse(Batches.answer(batch), topic, LIMIT);

            assertThat(texts(read, 0)).containsExactly("1", "hé", "-2");
            assertThat(AllTypes.attributes(read, 0)).isEmpty();
            assertThat(texts(read, 1)).containsExactly(null, null, "36028797018963968");
            assertThat(AllTypes.attributes(read, 1)).isEqualTo(Map.of("k", "v"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void versionOneIsUnpacked(Compression compression) throws Exception {
        byte[] record = HEX.parseHex("0202" + "020668c3a9" + "03" + "00");
        byte[] payload = new byte[record.length * 50];
        for (int i = 0; i < 50; i++) {
            System.arraycopy(record, 0, payload, i * record.length, record.length);
        }
        byte[] packed = new byte[payload.length];
        packed = Arrays.copyOf(packed, compression.compress(payload, payload.length, packed));
        int number =
                switch (compression) {
                    case LZ4 -> 2;
                    case DEFLATE -> 1;
                    // zlib to one client, zstd to others
                    default -> 3;
                };

        RecordBatch read =
                BatchRecordsCodec.decodeResponse(
                        Batches.answer(Batches.v1(50, 0, 3, number, payload.length, packed)),
                        TopicSchema.of(THREE),
                        LIMIT);

        assertThat(read.count()).isEqualTo(50);
        assertThat(texts(read, 49)).containsExactly("1", "hé", "-2");
    }

    @Test
    void recordsWrittenBeforeAColumnWasAddedAreShorter() throws Exception {
        byte[] payload = HEX.parseHex("0202" + "020668c3a9" + "00");
        RecordBatch read =
                BatchRecordsCodec.decodeResponse(
                        Batches.answer(Batches.v1(1, 0, 2, 0, payload.length, payload)),
                        TopicSchema.of(THREE),
                        LIMIT);

        assertThat(texts(read, 0)).containsExactly("1", "hé");
    }

    @Test
    void olderAndUnknownSchemasAreToldApart() throws Exception {
        RecordSchema older = schema(FieldType.STRING);
        TopicSchema topic = new TopicSchema(THREE, 5, Map.of(5, THREE, 4, older));
        EncodedRecord record = new RecordEntryWriter().reset().addText("old").toRecord();
        byte[] old =
                Batches.ofRequest(
                        BatchRecordsCodec.encodeRequest(
                                new TopicSchema(older, 4, Map.of(4, older)),
                                List.of(record),
                                Compression.NONE));
        assertThat(texts(BatchRecordsCodec.decodeResponse(Batches.answer(old), topic, LIMIT), 0))
                .containsExactly("old");

        byte[] unknown =
                Batches.ofRequest(
                        BatchRecordsCodec.encodeRequest(
                                new TopicSchema(older, 9, Map.of()),
                                List.of(record),
                                Compression.NONE));
        assertThatThrownBy(
                        () ->
                                BatchRecordsCodec.decodeResponse(
                                        Batches.answer(unknown), topic, LIMIT))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("version 9");
    }

    @Test
    void moreColumnsThanAreKnownAskForANewerSchema() throws Exception {
        RecordSchema two = schema(FieldType.BIGINT, FieldType.STRING);
        EncodedRecord record =
                new RecordEntryWriter().reset().addLong(1).addText("s").addLong(3).toRecord();
        for (Compression compression : List.of(Compression.LZ4, Compression.ZSTD)) {
            byte[] answer =
                    Batches.answer(
                            Batches.ofRequest(
                                    BatchRecordsCodec.encodeRequest(
                                            TopicSchema.of(THREE), List.of(record), compression)));
            assertThatThrownBy(
                            () ->
                                    BatchRecordsCodec.decodeResponse(
                                            answer, TopicSchema.of(two), LIMIT))
                    .isInstanceOf(UnknownSchemaException.class);
        }
        assertThatThrownBy(
                        () ->
                                BatchRecordsCodec.encodeRequest(
                                        TopicSchema.of(two), List.of(record), Compression.LZ4))
                .isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void whatDoesNotFitItsColumnIsRefused() {
        RecordSchema schema = schema(FieldType.TINYINT);
        EncodedRecord large = new RecordEntryWriter().reset().addLong(128).toRecord();
        EncodedRecord word = new RecordEntryWriter().reset().addText("word").toRecord();

        assertThatThrownBy(
                        () ->
                                BatchRecordsCodec.encodeRequest(
                                        TopicSchema.of(schema), List.of(large), Compression.LZ4))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("column 'c0': 128 is no TINYINT");
        assertThatThrownBy(
                        () ->
                                BatchRecordsCodec.encodeRequest(
                                        TopicSchema.of(schema), List.of(word), Compression.LZ4))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("'word' is not a whole number");
    }

    @Test
    void damagedBatchesAreRefused() throws Exception {
        TopicSchema topic = TopicSchema.of(THREE);
        EncodedRecord record =
                new RecordEntryWriter()
                        .reset()
                        .addLong(1)
                        .addText("long enough")
                        .addLong(3)
                        .toRecord();
        byte[] good =
                Batches.ofRequest(
                        BatchRecordsCodec.encodeRequest(
                                topic, List.of(record, record), Compression.NONE));
        BatchRecordsCodec.decodeResponse(Batches.answer(good), topic, LIMIT);

        assertRefused(topic, changed(good, 0, 'X'), "does not begin with DHUB");
        assertRefused(topic, changed(good, 4, 2), "its version is 2");
        assertRefused(topic, changed(good, 8, 1), "length it declares");
        assertRefused(topic, changed(good, 30, 1), "its checksum is wrong");
        assertRefused(topic, changed(good, 22, 3), "ends before its last record");
        assertRefused(topic, changed(good, 22, 1), "bytes behind its last record");
        assertRefused(topic, new byte[3], "fewer than its header");
        assertThatThrownBy(() -> BatchRecordsCodec.decodeResponse(Batches.answer(good), topic, 10))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("larger than the limit of 10");
    }

    @Test
    void aJsonColumnNeedsVersionOne() throws Exception {
        TopicSchema topic = TopicSchema.of(schema(FieldType.JSON));
        EncodedRecord record = new RecordEntryWriter().reset().addText("{\"a\":1}").toRecord();
        byte[] batch =
                Batches.ofRequest(
                        BatchRecordsCodec.encodeRequest(topic, List.of(record), Compression.LZ4));

        assertThat(batch[4]).isEqualTo((byte) 1);
        assertThat(texts(BatchRecordsCodec.decodeResponse(Batches.answer(batch), topic, LIMIT), 0))
                .containsExactly("{\"a\":1}");
    }

    private static void assertRefused(TopicSchema topic, byte[] batch, String problem) {
        assertThatThrownBy(
                        () -> BatchRecordsCodec.decodeResponse(Batches.answer(batch), topic, LIMIT))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(problem);
    }

    private static byte[] changed(byte[] good, int at, int value) {
        byte[] bad = good.clone();
        bad[at] = (byte) value;
        return bad;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static RecordSchema schema(FieldType... types) {
        Field[] fields = new Field[types.length];
        for (int i = 0; i < types.length; i++) {
            fields[i] = new Field("c" + i, types[i], false, null);
        }
        return new RecordSchema(List.of(fields));
    }

    private static String[] texts(RecordBatch batch, int index) throws Exception {
        RecordEntryReader reader = new RecordEntryReader();
        reader.read(batch, index);
        String[] texts = new String[reader.columnCount()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = reader.isNull(i) ? null : reader.text(i);
        }
        return texts;
    }

    static byte[] bytes(RecordBatch batch, int index) throws Exception {
        RecordEntryReader reader = new RecordEntryReader();
        reader.read(batch, index);
        return reader.bytes(0);
    }
}
