/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.datahub.client.model.protobuf.DatahubProtos;
import com.google.protobuf.ByteString;
import io.spillway.common.compression.Compression;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.RecordBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes of any kind are read or refused; nothing else ever happens. */
// a thread with a short stack: filling in the traces of refusals takes most of the time
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CodecFuzzTest {

    // together more than a million, most of them where a frame is decoded quickly
    private static final int READ_ROUNDS = 350_000;
    private static final int PUT_ROUNDS = 450_000;
    private static final int BATCH_ROUNDS = 50_000;
    private static final int JSON_ROUNDS = 45_000;
    private static final int CONTROL_ROUNDS = 10_000;

    private final SplittableRandom random = new SplittableRandom(20_260_101);
    private final RecordEntryReader reader = new RecordEntryReader();
    private int read;
    private int refused;

    @Test
    void readingRecords() {
        byte[] message = getResponse();
        for (int round = 0; round < READ_ROUNDS; round++) {
            byte[] frame = spoiled(message, round);
            try {
                RecordBatch batch = GetRecordsCodec.decodeResponse(frame);
                for (int i = 0; i < batch.count(); i++) {
                    readAll(batch, i);
                }
                read++;
            } catch (MalformedMessageException e) {
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void answersToPuts() {
        byte[] message =
                DatahubProtos.PutRecordsResponse.newBuilder()
                        .setFailedCount(2)
                        .addFailedRecords(
                                DatahubProtos.FailedRecord.newBuilder()
                                        .setIndex(1)
                                        .setErrorCode("LimitExceeded"))
                        .addFailedRecords(
                                DatahubProtos.FailedRecord.newBuilder()
                                        .setIndex(4)
                                        .setErrorCode("MalformedRecord")
                                        .setErrorMessage("ü"))
                        .build()
                        .toByteArray();
        for (int round = 0; round < PUT_ROUNDS; round++) {
            try {
                if (PutRecordsCodec.decodeResponse(spoiled(message, round), 5).failed().size()
                        > 5) {
                    throw new AssertionError("more records are refused than were sent");
                }
                read++;
            } catch (MalformedMessageException e) {
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void batchesOfTheServicesOwnLayout() throws Exception {
        batches(Compression.NONE);
        batches(Compression.LZ4);
    }

    @Test
    void batchesInAvro() throws Exception {
        batches(Compression.ZSTD);
    }

    /** Damages the answer, the batch in a whole answer, and the records in a whole batch. */
    private void batches(Compression compression) throws Exception {
        TopicSchema topic = TopicSchema.of(AllTypes.SCHEMA);
        List<EncodedRecord> records = new ArrayList<>();
        for (int i = 1; i < 4; i++) {
            records.add(AllTypes.encode(AllTypes.ROWS[i], Map.of("k", "v", "é", "ü")));
        }
        byte[] batch =
                Batches.ofRequest(BatchRecordsCodec.encodeRequest(topic, records, compression));
        byte[] message = Batches.message(batch);
        BatchHeader.Opened opened = BatchHeader.open(batch, 0, batch.length, 1 << 16);
        for (int round = 0; round < BATCH_ROUNDS; round++) {
            byte[] frame =
                    switch (round % 4) {
                        case 0 -> spoiled(message, round / 4);
                        case 1 -> Batches.answer(mutated(batch));
                        default -> {
                            byte[] payload = mutated(opened.payload());
                            yield Batches.answer(
                                    opened.header()
                                            .seal(payload, payload.length, Compression.NONE));
                        }
                    };
            try {
                RecordBatch read = BatchRecordsCodec.decodeResponse(frame, topic, 1 << 16);
                if (read.buffer().length > 1 << 20) {
                    throw new AssertionError("a batch became " + read.buffer().length + " bytes");
                }
                for (int i = 0; i < read.count(); i++) {
                    readAll(read, i);
                }
                this.read++;
            } catch (MalformedMessageException | UnknownSchemaException e) {
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void recordsInJson() {
        byte[] answer =
                ("{\"NextCursor\":\"n\",\"RecordCount\":2,\"LatestSeq\":9,\"Records\":["
                                + "{\"SystemTime\":1,\"Sequence\":5,\"Serial\":0,"
                                + "\"Attributes\":{\"k\":\"v\"},\"Data\":[\"1\",null,\"é\"]},"
                                + "{\"SystemTime\":1,\"Sequence\":6,\"Data\":\"/wA=\"}]}")
                        .getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < JSON_ROUNDS; round++) {
            try {
                RecordBatch batch =
                        JsonRecordsCodec.decodeGet(
                                round % 10 == 0 ? noise(random.nextInt(100)) : mutated(answer));
                for (int i = 0; i < batch.count(); i++) {
                    readAll(batch, i);
                }
                read++;
            } catch (MalformedMessageException e) {
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void controlPlane() {
        byte[] listing =
                ("{\"Interval\":1,\"Shards\":[{\"ShardId\":\"0\",\"State\":\"ACTIVE\","
                                + "\"ParentShardIds\":[\"1\"]}]}")
                        .getBytes();
        for (int round = 0; round < CONTROL_ROUNDS; round++) {
            try {
                ControlPlaneCodec.readShards(mutated(listing));
                read++;
            } catch (MalformedMessageException e) {
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    private void readAll(RecordBatch batch, int index) throws MalformedMessageException {
        reader.read(batch, index);
        for (int column = 0; column < reader.columnCount(); column++) {
            if (!reader.isNull(column)) {
                // plain, as an assertion takes longer than the reading
                if (reader.bytes(column).length != reader.length(column)) {
                    throw new AssertionError("column " + column + " has another length");
                }
                if (random.nextInt(8) == 0) {
                    tryNumbers(column);
                }
            }
        }
        reader.attributes();
        reader.shardId();
        reader.hashKey();
        reader.partitionKey();
    }

    private void tryNumbers(int column) {
        try {
            reader.doubleValue(column);
            reader.longValue(column);
        } catch (MalformedMessageException e) {
            refused++;
        }
    }

    /** Now a damaged frame, now a whole one around a damaged or random message. */
    private byte[] spoiled(byte[] message, int round) {
        return switch (round % 5) {
            case 0 -> mutated(Frames.frame(message));
            case 1 -> noise(random.nextInt(200));
            case 2 -> Frames.frame(noise(random.nextInt(200)));
            default -> Frames.frame(mutated(message));
        };
    }

    private byte[] mutated(byte[] good) {
        byte[] bad = good.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length + 20)) : bad;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] getResponse() {
        DatahubProtos.GetRecordsResponse.Builder response =
                DatahubProtos.GetRecordsResponse.newBuilder()
                        .setNextCursor("30006b0112cd00000000000000060000")
                        .setRecordCount(3)
                        .setLatestSequence(9)
                        .setLatestTime(1_700_000_000_000L);
        RecordEntryWriter writer = new RecordEntryWriter();
        for (int i = 0; i < 3; i++) {
            EncodedRecord record =
                    writer.reset()
                            .addLong(i * 1000L)
                            .addNull()
                            .addText("héé")
                            .addDouble(1.25)
                            .addAttribute("k", "v")
                            .partitionKey("p")
                            .toRecord();
            response.addRecords(withPosition(record, i));
        }
        return response.build().toByteArray();
    }

    private static DatahubProtos.RecordEntry withPosition(EncodedRecord record, int sequence) {
        try {
            return DatahubProtos.RecordEntry.parseFrom(ByteString.copyFrom(record.body()))
                    .toBuilder()
                    .setSequence(sequence)
                    .setSystemTime(1_700_000_000_000L)
                    .setShardId("0")
                    .build();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
