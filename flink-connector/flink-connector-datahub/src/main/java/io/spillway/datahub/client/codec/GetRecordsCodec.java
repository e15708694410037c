/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.datahub.client.model.RecordBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.annotation.Internal;

/**
 * Requests that read records, and their answers: an index over the buffer, no object per record.
 */
@Internal
public final class GetRecordsCodec {

    private static final int CURSOR_TAG = 0x0a;
    private static final int LIMIT_TAG = 0x10;

    private static final int NEXT_CURSOR = 1;
    private static final int RECORD_COUNT = 2;
    private static final int RECORDS = 4;
    private static final int LATEST_SEQUENCE = 5;
    private static final int LATEST_TIME = 6;

    /** Fields of a record. */
    private static final int SEQUENCE = 6;

    private static final int SYSTEM_TIME = 7;
    private static final int DATA = 9;
    private static final int SERIAL = 10;

    private GetRecordsCodec() {}

    /** The framed request. */
    public static byte[] encodeRequest(String cursor, int limit) {
        byte[] text = cursor.getBytes(StandardCharsets.UTF_8);
        ProtoBuffer message = new ProtoBuffer(PbFrame.HEADER_SIZE + text.length + 12);
        message.raw(new byte[PbFrame.HEADER_SIZE], 0, PbFrame.HEADER_SIZE);
        message.raw(CURSOR_TAG);
        message.varint(text.length);
        message.raw(text, 0, text.length);
        message.raw(LIMIT_TAG);
        message.varint(limit);
        byte[] frame = Arrays.copyOf(message.bytes(), message.size());
        PbFrame.seal(frame);
        return frame;
    }

    /**
     * Reads the answer.
     *
     * @param frame becomes the batch's buffer and must not be changed
     * @throws MalformedMessageException also if records are missing that the answer counts
     */
    public static RecordBatch decodeResponse(byte[] frame) throws MalformedMessageException {
        ProtoReader in = new ProtoReader();
        PbFrame.open(frame, in);
        String nextCursor = null;
        long declared = -1;
        long latestSequence = -1;
        long latestTime = -1;
        EntryIndex index = new EntryIndex();
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            switch (field) {
                case NEXT_CURSOR -> nextCursor = in.text("next_cursor");
                case RECORD_COUNT -> declared = in.varint("record_count");
                case RECORDS -> add(index, in);
                case LATEST_SEQUENCE -> latestSequence = in.varint("latest_sequence");
                case LATEST_TIME -> latestTime = in.varint("latest_time");
                default -> in.skip();
            }
        }
        if (nextCursor == null) {
            throw ProtoReader.malformed("next_cursor is missing");
        }
        // a batch written as one may be counted as one, so only too few records are wrong
        if (declared > index.count()) {
            throw ProtoReader.malformed(
                    "it declares " + declared + " records and holds " + index.count());
        }
        return index.toBatch(nextCursor, latestSequence, latestTime, frame);
    }

    private static void add(EntryIndex index, ProtoReader in) throws MalformedMessageException {
        int length = in.length("records");
        int offset = in.position();
        long sequence = -1;
        long systemTime = -1;
        long serial = -1;
        boolean hasData = false;
        int outer = in.enter(length);
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            switch (field) {
                case SEQUENCE -> sequence = in.varint("sequence");
                case SYSTEM_TIME -> systemTime = in.varint("system_time");
                case SERIAL -> serial = in.varint("serial");
                case DATA -> {
                    hasData = true;
                    in.skip();
                }
                default -> in.skip();
            }
        }
        in.exit(outer);
        if (sequence < 0 || !hasData || serial > Integer.MAX_VALUE) {
            throw ProtoReader.malformed(
                    "record " + index.count() + " has no " + (hasData ? "valid position" : "data"));
        }
        int batchIndex = serial >= 0 ? (int) serial : index.indexAfterPrevious(sequence);
        index.add(sequence, systemTime, batchIndex, offset, length);
    }
}
