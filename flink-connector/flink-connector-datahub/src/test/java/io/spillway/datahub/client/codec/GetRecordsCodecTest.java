/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.datahub.client.model.protobuf.DatahubProtos;
import com.google.protobuf.ByteString;
import io.spillway.datahub.client.model.RecordBatch;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GetRecordsCodecTest {

    @Test
    void aRequestIsTheDocumentedVector() {
        byte[] frame = GetRecordsCodec.encodeRequest("30006b010da400000000000000000000", 1000);

        assertThat(HexFormat.of().formatHex(frame))
                .isEqualTo(
                        "4448554222153844000000250a20"
                                + HexFormat.of()
                                        .formatHex("30006b010da400000000000000000000".getBytes())
                                + "10e807");
    }

    @Test
    void aRequestIsByteForByteTheVendorsOwn() {
        assertThat(GetRecordsCodec.encodeRequest("30006b0112cd00000000000000000000", 1000))
                .isEqualTo(Captures.body("java.get.lz4"));
        assertThat(GetRecordsCodec.encodeRequest("30006b0112cd00000000000000020000", 10))
                .isEqualTo(Captures.body("java.get-blob.lz4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lz4", "deflate"})
    void aRecordedAnswerIsRead(String compression) throws Exception {
        RecordBatch batch =
                GetRecordsCodec.decodeResponse(
                        Captures.body("java.get-blob." + compression + ".answer"));

        assertThat(batch.count()).isOne();
        assertThat(batch.nextCursor()).hasSize(32).startsWith("30006b0112cd");
        assertThat(batch.sequences()[0]).isEqualTo(batch.latestSequence());
        assertThat(batch.systemTimes()[0]).isEqualTo(batch.latestTimeMillis());
        RecordEntryReader reader = new RecordEntryReader();
        reader.read(batch, 0);
        assertThat(reader.columnCount()).isOne();
        assertThat(reader.bytes(0)).containsExactly(0, 1, 2, 0xff);
        assertThat(reader.attributes()).isEmpty();
        assertThat(reader.shardId()).isEqualTo("1");
    }

    @Test
    void anEmptyAnswerIsRead() throws Exception {
        RecordBatch batch =
                GetRecordsCodec.decodeResponse(Captures.body("python.get-empty.lz4.answer"));

        assertThat(batch.count()).isZero();
        assertThat(batch.nextCursor()).isEqualTo("30006b010f7b00000000000000140000");
        assertThat(batch.latestSequence()).isEqualTo(19);
    }

    @Test
    void manyRecordsAreIndexedInPlace() throws Exception {
        DatahubProtos.GetRecordsResponse.Builder response = response(1000);
        for (int i = 0; i < 1000; i++) {
            response.addRecords(entry(5_000_000_000L + i).setSystemTime(1_700_000_000_000L + i));
        }
        response.setLatestSequence(Long.MAX_VALUE).setLatestTime(77);

        RecordBatch batch = decode(response);

        assertThat(batch.count()).isEqualTo(1000);
        assertThat(batch.latestSequence()).isEqualTo(Long.MAX_VALUE);
        assertThat(batch.latestTimeMillis()).isEqualTo(77);
        RecordEntryReader reader = new RecordEntryReader();
        for (int i = 0; i < 1000; i++) {
            assertThat(batch.sequences()[i]).isEqualTo(5_000_000_000L + i);
            assertThat(batch.systemTimes()[i]).isEqualTo(1_700_000_000_000L + i);
            assertThat(batch.batchIndexes()[i]).isZero();
            reader.read(batch, i);
            assertThat(reader.text(0)).isEqualTo("value " + (5_000_000_000L + i));
        }
    }

    @Test
    void recordsOfOneSequenceAreToldApart() throws Exception {
        DatahubProtos.GetRecordsResponse.Builder counted = response(2);
        counted.addRecords(entry(7)).addRecords(entry(7)).addRecords(entry(7)).addRecords(entry(8));
        DatahubProtos.GetRecordsResponse.Builder numbered = response(2);
        numbered.addRecords(entry(7).setSerial(3)).addRecords(entry(7).setSerial(4));

        assertThat(decode(counted).batchIndexes()).containsExactly(0, 1, 2, 0);
        assertThat(decode(numbered).batchIndexes()).containsExactly(3, 4);
    }

    @Test
    void whatIsUnknownIsSkippedAndWhatIsNotSaidIsUnknown() throws Exception {
        byte[] known = response(1).addRecords(entry(1)).build().toByteArray();
        // field 15 of each wire type, then the answer
        byte[] unknown =
                HexFormat.of()
                        .parseHex("78ac02" + "790102030405060708" + "7a03616263" + "7d01020304");
        byte[] message = new byte[unknown.length + known.length];
        System.arraycopy(unknown, 0, message, 0, unknown.length);
        System.arraycopy(known, 0, message, unknown.length, known.length);

        RecordBatch batch = GetRecordsCodec.decodeResponse(Frames.frame(message));

        assertThat(batch.count()).isOne();
        assertThat(batch.latestSequence()).isEqualTo(-1);
        assertThat(batch.latestTimeMillis()).isEqualTo(-1);
        assertThat(batch.systemTimes()).containsExactly(-1);
    }

    @Test
    void anAnswerThatLacksRecordsIsRefused() {
        assertMalformed(response(2).addRecords(entry(1)), "declares 2 records and holds 1");
        assertMalformed(
                response(1).addRecords(entry(1).clearSequence()), "record 0 has no valid position");
        assertMalformed(
                response(1).addRecords(entry(1).clearData().buildPartial()),
                "record 0 has no data");
        assertMalformed(response(0).clearNextCursor(), "next_cursor is missing");
    }

    private static void assertMalformed(
            DatahubProtos.GetRecordsResponse.Builder response, String problem) {
        assertThatThrownBy(() -> decode(response))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(problem);
    }

    private static RecordBatch decode(DatahubProtos.GetRecordsResponse.Builder response)
            throws MalformedMessageException {
        return GetRecordsCodec.decodeResponse(Frames.frame(response.buildPartial().toByteArray()));
    }

    private static DatahubProtos.GetRecordsResponse.Builder response(int count) {
        return DatahubProtos.GetRecordsResponse.newBuilder()
                .setNextCursor("c")
                .setRecordCount(count);
    }

    private static DatahubProtos.RecordEntry.Builder entry(long sequence) {
        return DatahubProtos.RecordEntry.newBuilder()
                .setSequence(sequence)
                .setData(
                        DatahubProtos.RecordData.newBuilder()
                                .addData(
                                        DatahubProtos.FieldData.newBuilder()
                                                .setValue(
                                                        ByteString.copyFromUtf8(
                                                                "value " + sequence))));
    }
}
