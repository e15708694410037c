/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import com.google.protobuf.CodedOutputStream;
import io.spillway.local.datahub.topic.RecordFailure;
import io.spillway.local.datahub.topic.RecordView;
import java.io.IOException;
import java.util.List;

/** Writes framed protobuf answers. */
public final class ProtobufReplies {

    private ProtobufReplies() {}

    /** Writes a PutRecordsResponse. */
    public static byte[] put(List<RecordFailure> failures) {
        int size = CodedOutputStream.computeInt32Size(1, failures.size());
        for (RecordFailure failure : failures) {
            int length = size(failure);
            size += 1 + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
        }
        byte[] frame = new byte[Frame.HEADER + size];
        CodedOutputStream out = CodedOutputStream.newInstance(frame, Frame.HEADER, size);
        try {
            out.writeInt32(1, failures.size());
            for (RecordFailure failure : failures) {
                out.writeTag(2, 2);
                out.writeUInt32NoTag(size(failure));
                out.writeInt32(1, failure.index());
                out.writeString(2, failure.code().code());
                out.writeString(3, failure.message());
            }
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new IllegalStateException("The frame was sized for its message", e);
        }
        return Frame.seal(frame);
    }

    /** Writes a GetRecordsResponse. */
    public static byte[] get(ReadResult result) {
        RecordView records = result.records();
        byte[] nextCursor = result.nextCursor();
        int[] sizes = new int[records.size()];
        int size =
                CodedOutputStream.computeByteArraySize(1, nextCursor)
                        + CodedOutputStream.computeInt32Size(2, records.size())
                        + CodedOutputStream.computeInt64Size(3, records.firstSequence())
                        + CodedOutputStream.computeInt64Size(5, result.latestSequence())
                        + CodedOutputStream.computeInt64Size(6, result.latestTime());
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] =
                    2 * (2 + nextCursor.length)
                            + CodedOutputStream.computeInt64Size(6, records.sequence(i))
                            + CodedOutputStream.computeInt64Size(7, records.systemTime(i))
                            + records.body(i).length;
            size += 1 + CodedOutputStream.computeUInt32SizeNoTag(sizes[i]) + sizes[i];
        }
        byte[] frame = new byte[Frame.HEADER + size];
        CodedOutputStream out = CodedOutputStream.newInstance(frame, Frame.HEADER, size);
        try {
            out.writeByteArray(1, nextCursor);
            out.writeInt32(2, sizes.length);
            out.writeInt64(3, records.firstSequence());
            for (int i = 0; i < sizes.length; i++) {
                out.writeTag(4, 2);
                out.writeUInt32NoTag(sizes[i]);
                out.writeByteArray(4, result.cursor(i));
                out.writeByteArray(5, result.nextCursor(i));
                out.writeInt64(6, records.sequence(i));
                out.writeInt64(7, records.systemTime(i));
                out.writeRawBytes(records.body(i));
            }
            out.writeInt64(5, result.latestSequence());
            out.writeInt64(6, result.latestTime());
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new IllegalStateException("The frame was sized for its message", e);
        }
        return Frame.seal(frame);
    }

    private static int size(RecordFailure failure) {
        return CodedOutputStream.computeInt32Size(1, failure.index())
                + CodedOutputStream.computeStringSize(2, failure.code().code())
                + CodedOutputStream.computeStringSize(3, failure.message());
    }
}
