/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.common.compression.Compression;
import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.FieldType;
import io.spillway.datahub.client.model.RecordBatch;
import io.spillway.datahub.client.model.RecordSchema;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * Requests that write records as one binary batch, and answers made of such batches. All records of
 * a batch share one sequence and are told apart by their index in it.
 */
@Internal
public final class BatchRecordsCodec {

    private static final int RECORDS_TAG = 0x0a;
    private static final int DATA_TAG = 0x32;

    /** Fields of the answer. */
    private static final int NEXT_CURSOR = 1;

    private static final int RECORD_COUNT = 2;
    private static final int RECORDS = 4;
    private static final int LATEST_SEQUENCE = 5;
    private static final int LATEST_TIME = 6;

    /** Fields of a batch in the answer. */
    private static final int SEQUENCE = 3;

    private static final int SYSTEM_TIME = 4;
    private static final int DATA = 6;

    private BatchRecordsCodec() {}

    /**
     * The framed request. Batches are of version 0, which every client of the service reads, unless
     * something needs version 1: zstd, or a JSON column.
     *
     * @throws UnknownSchemaException if a record has more columns than the schema
     * @throws MalformedMessageException if a record does not fit the schema
     */
    public static byte[] encodeRequest(
            TopicSchema topic, List<EncodedRecord> records, Compression compression)
            throws MalformedMessageException, UnknownSchemaException {
        long guess = 0;
        for (EncodedRecord record : records) {
            guess += record.size() + 64L;
        }
        int sizeGuess = (int) Math.min(guess, 1 << 24);
        byte[] batch =
                compression == Compression.ZSTD || hasJson(topic)
                        ? BatchV1Writer.write(topic, records, compression, sizeGuess)
                        : BatchV0Writer.write(topic, records, compression, sizeGuess);
        return framed(batch);
    }

    private static boolean hasJson(TopicSchema topic) {
        RecordSchema schema = topic.current();
        return schema != null
                && schema.fields().stream().anyMatch(field -> field.type() == FieldType.JSON);
    }

    private static byte[] framed(byte[] batch) {
        int dataSize = 1 + ProtoBuffer.varintSize(batch.length) + batch.length;
        ProtoBuffer message = new ProtoBuffer(PbFrame.HEADER_SIZE + dataSize + 6);
        message.raw(new byte[PbFrame.HEADER_SIZE], 0, PbFrame.HEADER_SIZE);
        message.raw(RECORDS_TAG);
        message.varint(dataSize);
        message.raw(DATA_TAG);
        message.varint(batch.length);
        message.raw(batch, 0, batch.length);
        byte[] frame = Arrays.copyOf(message.bytes(), message.size());
        PbFrame.seal(frame);
        return frame;
    }

    /**
     * Reads the answer.
     *
     * @param maxRawSize most bytes of records to unpack, all batches together
     * @throws UnknownSchemaException if records were written with a schema that is not known yet
     */
    public static RecordBatch decodeResponse(byte[] frame, TopicSchema topic, int maxRawSize)
            throws MalformedMessageException, UnknownSchemaException {
        ProtoReader in = new ProtoReader();
        PbFrame.open(frame, in);
        Batches batches = new Batches(topic, maxRawSize, frame.length);
        String nextCursor = null;
        long declared = -1;
        long latestSequence = -1;
        long latestTime = -1;
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            switch (field) {
                case NEXT_CURSOR -> nextCursor = in.text("next_cursor");
                case RECORD_COUNT -> declared = in.varint("record_count");
                case RECORDS -> batches.read(in);
                case LATEST_SEQUENCE -> latestSequence = in.varint("latest_sequence");
                case LATEST_TIME -> latestTime = in.varint("latest_time");
                default -> in.skip();
            }
        }
        if (nextCursor == null) {
            throw ProtoReader.malformed("next_cursor is missing");
        }
        // either the batches are counted or their records
        if (declared > batches.count && declared > batches.records.count()) {
            throw ProtoReader.malformed(
                    "it declares " + declared + " batches and holds " + batches.count);
        }
        return batches.records.toBatch(nextCursor, latestSequence, latestTime);
    }

    /** The batches of an answer. */
    private static final class Batches {

        private final TopicSchema topic;
        private final TranscodedRecords records;
        private int rawSizeLeft;
        private int count;

        Batches(TopicSchema topic, int maxRawSize, int answerSize) {
            this.topic = topic;
            this.rawSizeLeft = maxRawSize;
            this.records = new TranscodedRecords(answerSize);
        }

        void read(ProtoReader in) throws MalformedMessageException, UnknownSchemaException {
            long sequence = -1;
            long systemTime = -1;
            int dataAt = -1;
            int dataLength = 0;
            int outer = in.enter(in.length("records"));
            for (int field = in.nextField(); field != 0; field = in.nextField()) {
                switch (field) {
                    case SEQUENCE -> sequence = in.varint("sequence");
                    case SYSTEM_TIME -> systemTime = in.varint("system_time");
                    case DATA -> {
                        dataLength = in.length("data");
                        dataAt = in.position();
                        in.advance(dataLength);
                    }
                    default -> in.skip();
                }
            }
            in.exit(outer);
            if (sequence < 0 || dataAt < 0) {
                throw ProtoReader.malformed(
                        "batch " + count + " has no " + (dataAt < 0 ? "data" : "valid position"));
            }
            readBatch(
                    BatchHeader.open(in.buffer(), dataAt, dataLength, rawSizeLeft),
                    sequence,
                    systemTime);
            count++;
        }

        private void readBatch(BatchHeader.Opened batch, long sequence, long systemTime)
                throws MalformedMessageException, UnknownSchemaException {
            rawSizeLeft -= batch.payload().length;
            if (batch.header().version() == BatchHeader.V0) {
                new BatchV0Reader(batch.payload(), topic)
                        .readInto(records, batch.header().recordCount(), sequence, systemTime);
            } else {
                new BatchV1Reader(batch.payload(), batch.header(), topic)
                        .readInto(records, sequence, systemTime);
            }
        }
    }
}
