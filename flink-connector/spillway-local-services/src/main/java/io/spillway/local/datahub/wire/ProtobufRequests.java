/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import com.google.protobuf.CodedInputStream;
import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.ErrorCode;
import io.spillway.local.datahub.topic.PutRecord;
import io.spillway.local.datahub.topic.RecordBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads framed protobuf requests. Whatever the bytes are, the worst is a refusal. */
public final class ProtobufRequests {

    private ProtobufRequests() {}

    /**
     * Reads a PutRecordsRequest.
     *
     * @param maxRecords more than this are refused
     */
    public static List<PutRecord> put(byte[] frame, int maxRecords) {
        Frame.check(frame);
        CodedInputStream in =
                CodedInputStream.newInstance(frame, Frame.HEADER, frame.length - Frame.HEADER);
        List<PutRecord> records = new ArrayList<>();
        try {
            int tag;
            while ((tag = in.readTag()) != 0) {
                if (tag == 0x0a) {
                    if (records.size() == maxRecords) {
                        throw DataHubException.invalidParameter(
                                "A request has at most " + maxRecords + " records.");
                    }
                    records.add(entry(in, frame));
                } else {
                    in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return records;
    }

    /** Reads a GetRecordsRequest. */
    public static GetRequest get(byte[] frame) {
        Frame.check(frame);
        CodedInputStream in =
                CodedInputStream.newInstance(frame, Frame.HEADER, frame.length - Frame.HEADER);
        String cursor = null;
        int limit = 1;
        try {
            int tag;
            while ((tag = in.readTag()) != 0) {
                switch (tag) {
                    case 0x0a -> cursor = in.readStringRequireUtf8();
                    case 0x10 -> limit = in.readInt32();
                    case 0x1a ->
                            throw new DataHubException(
                                    ErrorCode.INVALID_OPERATION, "Filters are not supported.");
                    default -> in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (cursor == null) {
            throw DataHubException.invalidParameter("The request names no cursor.");
        }
        return new GetRequest(cursor, limit);
    }

    private static PutRecord entry(CodedInputStream in, byte[] frame) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        String shardId = null;
        String hashKey = null;
        String partitionKey = null;
        int attributesFrom = 0;
        int attributesLength = 0;
        int dataFrom = -1;
        int dataLength = 0;
        int tag;
        while ((tag = in.readTag()) != 0) {
            switch (tag) {
                case 0x0a -> shardId = in.readStringRequireUtf8();
                case 0x12 -> hashKey = in.readStringRequireUtf8();
                case 0x1a -> partitionKey = in.readStringRequireUtf8();
                case 0x42 -> {
                    attributesLength = in.readRawVarint32();
                    attributesFrom = skip(in, attributesLength);
                }
                case 0x4a -> {
                    dataLength = in.readRawVarint32();
                    dataFrom = skip(in, dataLength);
                }
                default -> in.skipField(tag);
            }
        }
        in.popLimit(outer);
        if (dataFrom < 0) {
            throw new IOException("a record has no data");
        }
        return new PutRecord(
                shardId,
                hashKey,
                partitionKey,
                RecordBody.of(frame, attributesFrom, attributesLength, dataFrom, dataLength));
    }

    /** Skips bytes and tells where in the frame they start. */
    private static int skip(CodedInputStream in, int length) throws IOException {
        int from = Frame.HEADER + in.getTotalBytesRead();
        in.skipRawBytes(length);
        return from;
    }

    private static DataHubException unreadable(IOException e) {
        return DataHubException.invalidParameter(
                "The message is not valid protobuf: " + e.getMessage());
    }
}
