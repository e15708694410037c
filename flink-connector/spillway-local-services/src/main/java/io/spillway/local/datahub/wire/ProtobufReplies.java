/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import com.google.protobuf.CodedOutputStream;
import io.spillway.local.datahub.topic.Cursor;
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

    /** Writes a GetRecordsResponse. The records of a batch share its sequence and are numbered. */
    public static byte[] get(ReadResult result) {
        RecordView records = result.records();
        byte[] nextCursor = result.nextCursor();
        int count = records.recordCount();
        int size =
                CodedOutputStream.computeByteArraySize(1, nextCursor)
                        + CodedOutputStream.computeInt32Size(2, count)
                        + CodedOutputStream.computeInt64Size(3, records.firstSequence())
                        + CodedOutputStream.computeInt64Size(5, result.latestSequence())
                        + CodedOutputStream.computeInt64Size(6, result.latestTime());
        for (int i = 0; i < records.size(); i++) {
            int shared = sharedSize(records, i);
            List<byte[]> bodies = records.entry(i).bodies();
            for (int serial = 0; serial < bodies.size(); serial++) {
                int length = shared + serialSize(serial) + bodies.get(serial).length;
                size += 1 + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
            }
        }
        byte[] frame = new byte[Frame.HEADER + size];
        CodedOutputStream out = CodedOutputStream.newInstance(frame, Frame.HEADER, size);
        try {
            out.writeByteArray(1, nextCursor);
            out.writeInt32(2, count);
            out.writeInt64(3, records.firstSequence());
            for (int i = 0; i < records.size(); i++) {
                writeEntry(out, result, i);
            }
            out.writeInt64(5, result.latestSequence());
            out.writeInt64(6, result.latestTime());
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new IllegalStateException("The frame was sized for its message", e);
        }
        return Frame.seal(frame);
    }

    private static void writeEntry(CodedOutputStream out, ReadResult result, int index)
            throws IOException {
        RecordView records = result.records();
        byte[] cursor = result.cursor(index);
        byte[] next = result.nextCursor(index);
        int shared = sharedSize(records, index);
        List<byte[]> bodies = records.entry(index).bodies();
        for (int serial = 0; serial < bodies.size(); serial++) {
            byte[] body = bodies.get(serial);
            out.writeTag(4, 2);
            out.writeUInt32NoTag(shared + serialSize(serial) + body.length);
            out.writeByteArray(4, cursor);
            out.writeByteArray(5, next);
            out.writeInt64(6, records.sequence(index));
            out.writeInt64(7, records.systemTime(index));
            out.writeRawBytes(body);
            if (serial > 0) {
                out.writeUInt32(10, serial);
            }
        }
    }

    /** Bytes of what the records of an entry have in common. */
    private static int sharedSize(RecordView records, int index) {
        return 2 * (2 + Cursor.LENGTH)
                + CodedOutputStream.computeInt64Size(6, records.sequence(index))
                + CodedOutputStream.computeInt64Size(7, records.systemTime(index));
    }

    private static int serialSize(int serial) {
        return serial == 0 ? 0 : CodedOutputStream.computeUInt32Size(10, serial);
    }

    private static int size(RecordFailure failure) {
        return CodedOutputStream.computeInt32Size(1, failure.index())
                + CodedOutputStream.computeStringSize(2, failure.code().code())
                + CodedOutputStream.computeStringSize(3, failure.message());
    }
}
