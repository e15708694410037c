/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import com.aliyun.datahub.client.model.protobuf.DatahubProtos;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Answers and requests made of batches, by the vendor's messages. */
final class Batches {

    static final long SEQUENCE = 17;
    static final long SYSTEM_TIME = 1_700_000_000_000L;

    private Batches() {}

    /** The framed answer to a read; the first batch stands at {@link #SEQUENCE}. */
    static byte[] answer(byte[]... batches) {
        return Frames.frame(message(batches));
    }

    static byte[] message(byte[]... batches) {
        DatahubProtos.GetBinaryRecordsResponse.Builder answer =
                DatahubProtos.GetBinaryRecordsResponse.newBuilder()
                        .setNextCursor("next")
                        .setRecordCount(batches.length)
                        .setStartSequence(SEQUENCE)
                        .setLatestSequence(99)
                        .setLatestTime(SYSTEM_TIME);
        for (int i = 0; i < batches.length; i++) {
            answer.addRecords(
                    DatahubProtos.BinaryRecordEntry.newBuilder()
                            .setCursor("c")
                            .setNextCursor("n")
                            .setSequence(SEQUENCE + i)
                            .setSystemTime(SYSTEM_TIME)
                            .setData(ByteString.copyFrom(batches[i])));
        }
        return answer.build().toByteArray();
    }

    /** The batch within a framed request. */
    static byte[] ofRequest(byte[] frame) {
        byte[] message = Arrays.copyOfRange(frame, 12, frame.length);
        try {
            return DatahubProtos.PutBinaryRecordsRequest.parseFrom(message)
                    .getRecords(0)
                    .getData()
                    .toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** A batch of version 0 that is not packed. */
    static byte[] v0(int count, byte[] payload) {
        return ByteBuffer.allocate(26 + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {'D', 'H', 'U', 'B'})
                .putInt(0)
                .putInt(26 + payload.length)
                .putInt(payload.length)
                .putInt(crc(payload))
                .putShort((short) 8)
                .putInt(count)
                .put(payload)
                .array();
    }

    /**
     * A batch of version 1.
     *
     * @param columns number of columns; -1 for the older header without it
     * @param packing number of the compression
     */
    static byte[] v1(
            int count, int schemaVersion, int columns, int packing, int rawSize, byte[] stored) {
        int header = columns < 0 ? 36 : 40;
        ByteBuffer batch =
                ByteBuffer.allocate(header + stored.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(new byte[] {'D', 'H', 'U', 'B'})
                        .putInt(1)
                        .putInt(header + stored.length)
                        .putInt(rawSize)
                        .putInt(crc(stored))
                        .putShort((short) packing)
                        .putShort((short) 2)
                        .putInt(schemaVersion)
                        .putInt(header)
                        .putInt(count);
        if (columns >= 0) {
            batch.putInt(columns);
        }
        return batch.put(stored).array();
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
