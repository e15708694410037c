/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.datahub.client.model.protobuf.DatahubProtos;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PutRecordsCodecTest {

    @Test
    void aSuccessIsTheDocumentedVector() throws Exception {
        byte[] frame = HexFormat.of().parseHex("444855426c75b46a000000020800");

        assertThat(PutRecordsCodec.decodeResponse(frame, 3).failed()).isEmpty();
        assertThat(Captures.body("java.put-by-shard.lz4.answer")).isEqualTo(frame);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "lz4", "deflate"})
    void aRequestIsByteForByteTheVendorsOwn(String compression) {
        byte[] recorded = Captures.body("java.put-by-shard." + compression);

        assertThat(PutRecordsCodec.encodeRequest(null, List.of(allTypes("k1", "v1", "héé1"))))
                .isEqualTo(recorded);
    }

    @Test
    void aBlobRequestWithKeysIsByteForByteTheVendorsOwn() {
        RecordEntryWriter writer = new RecordEntryWriter();
        writer.reset()
                .hashKey("00000000000000000000000000000001")
                .partitionKey("pk")
                .addBytes(new byte[] {0, 1, 2, (byte) 0xff});
        byte[] recorded = Captures.body("java.put-blob.lz4");

        assertThat(withoutEmptyAttributes(writer.toRecord()))
                .isEqualTo(withoutEmptyAttributes(entryOf(recorded)));
        assertThat(PutRecordsCodec.encodeRequest("1", List.of(writer.toRecord())))
                .isEqualTo(recorded);
    }

    @Test
    void theShardIsNamedInEveryRecord() throws Exception {
        List<EncodedRecord> records = List.of(allTypes("a", "b", "x"), allTypes("c", "d", "y"));

        byte[] frame = PutRecordsCodec.encodeRequest("17", records);

        assertThat(frame).hasSize((int) PutRecordsCodec.requestSize("17", records));
        DatahubProtos.PutRecordsRequest request =
                DatahubProtos.PutRecordsRequest.parseFrom(
                        Arrays.copyOfRange(frame, 12, frame.length));
        assertThat(request.getRecordsList())
                .extracting(DatahubProtos.RecordEntry::getShardId)
                .containsExactly("17", "17");
        assertThat(request.getRecords(1).getData().getData(4).getValue().toStringUtf8())
                .isEqualTo("y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "lz4", "deflate"})
    void refusedRecordsAreToldByIndex(String compression) throws Exception {
        byte[] answer = Captures.body("java.put." + compression + ".answer");

        assertThat(PutRecordsCodec.decodeResponse(answer, 3).failed())
                .containsExactly(new PutResult.Failed(2, "NoSuchShard", "m NoSuchShard"));
    }

    @Test
    void anAnswerThatLeavesOpenWhatWasWrittenIsRefused() {
        assertMalformed(response(2, failed(0)), 3, "declares 2 refused records and names 1");
        assertMalformed(response(0, failed(0)), 3, "declares 0 refused records and names 1");
        assertMalformed(response(2, failed(0), failed(0)), 3, "record 0 is refused twice");
        assertMalformed(response(1, failed(3)), 3, "refused record 3 of a request with 3");
        assertMalformed(response(1, failed(-1)), 3, "refused record -1");
        assertMalformed(response(-1), 3, "declares -1 refused records");
    }

    @Test
    void aDamagedFrameIsToldApartFromNonsense() {
        byte[] good = frame(response(1, failed(1)));
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x10;
            assertThatThrownBy(() -> PutRecordsCodec.decodeResponse(bad, 3))
                    .as("byte %d", i)
                    .isInstanceOfSatisfying(
                            MalformedMessageException.class,
                            e -> assertThat(e.isDamaged()).isTrue());
        }
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> PutRecordsCodec.decodeResponse(cut, 3))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void aChecksumOfZeroIsNotChecked() throws Exception {
        byte[] unchecked = frame(response(1, failed(1)));
        Arrays.fill(unchecked, 4, 8, (byte) 0);

        assertThat(PutRecordsCodec.decodeResponse(unchecked, 3).failed()).hasSize(1);
    }

    private static void assertMalformed(
            DatahubProtos.PutRecordsResponse response, int recordCount, String problem) {
        assertThatThrownBy(() -> PutRecordsCodec.decodeResponse(frame(response), recordCount))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class, e -> assertThat(e.isDamaged()).isFalse())
                .hasMessageContaining(problem);
    }

    private static DatahubProtos.PutRecordsResponse response(
            int count, DatahubProtos.FailedRecord... failed) {
        return DatahubProtos.PutRecordsResponse.newBuilder()
                .setFailedCount(count)
                .addAllFailedRecords(List.of(failed))
                .build();
    }

    private static DatahubProtos.FailedRecord failed(int index) {
        return DatahubProtos.FailedRecord.newBuilder()
                .setIndex(index)
                .setErrorCode("MalformedRecord")
                .setErrorMessage("m")
                .build();
    }

    private static byte[] frame(DatahubProtos.PutRecordsResponse response) {
        return Frames.frame(response.toByteArray());
    }

    /** The record of the captures. */
    private static EncodedRecord allTypes(String attribute, String value, String text) {
        return new RecordEntryWriter()
                .reset()
                .addLong(1L << 40)
                .addDouble(1.5e300)
                .addBoolean(true)
                .addLong(1700000000123456L)
                .addText(text)
                .addDecimal(new java.math.BigDecimal("1E+3"))
                .addLong(-3)
                .addFloat(0.1f)
                .addLong(-1)
                .addLong(-2)
                .addAttribute(attribute, value)
                .toRecord();
    }

    private static EncodedRecord entryOf(byte[] frame) {
        // tag and a length below 128 of the only record
        return new EncodedRecord(Arrays.copyOfRange(frame, 14, frame.length));
    }

    private static DatahubProtos.RecordEntry withoutEmptyAttributes(EncodedRecord record) {
        try {
            return DatahubProtos.RecordEntry.parseFrom(record.body()).toBuilder()
                    .clearAttributes()
                    .clearShardId()
                    .build();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
