/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import com.google.protobuf.CodedOutputStream;
import io.spillway.local.datahub.topic.Cursor;
import io.spillway.local.datahub.topic.LogEntry;
import io.spillway.local.datahub.topic.RecordView;
import io.spillway.local.datahub.topic.SchemaVersions;
import java.io.IOException;

/** Writes framed answers made of batches. */
public final class BinaryReplies {

    private BinaryReplies() {}

    /**
     * Writes a GetBinaryRecordsResponse. A batch is answered as it was written; a record that was
     * written alone becomes a batch of its own, as a batch has one sequence.
     *
     * @param avro the layout of such batches
     */
    public static byte[] get(ReadResult result, SchemaVersions schemas, boolean avro) {
        RecordView records = result.records();
        byte[][] batches = new byte[records.size()][];
        byte[] nextCursor = result.nextCursor();
        int size =
                CodedOutputStream.computeByteArraySize(1, nextCursor)
                        + CodedOutputStream.computeInt32Size(2, batches.length)
                        + CodedOutputStream.computeInt64Size(3, records.firstSequence())
                        + CodedOutputStream.computeInt64Size(5, result.latestSequence())
                        + CodedOutputStream.computeInt64Size(6, result.latestTime());
        for (int i = 0; i < batches.length; i++) {
            LogEntry entry = records.entry(i);
            batches[i] =
                    entry.batch() != null
                            ? entry.batch()
                            : Batches.encode(entry.bodies().get(0), schemas, avro);
            int length = length(records, i, batches[i]);
            size += 1 + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
        }
        byte[] frame = new byte[Frame.HEADER + size];
        CodedOutputStream out = CodedOutputStream.newInstance(frame, Frame.HEADER, size);
        try {
            out.writeByteArray(1, nextCursor);
            out.writeInt32(2, batches.length);
            out.writeInt64(3, records.firstSequence());
            for (int i = 0; i < batches.length; i++) {
                out.writeTag(4, 2);
                out.writeUInt32NoTag(length(records, i, batches[i]));
                out.writeByteArray(1, result.cursor(i));
                out.writeByteArray(2, result.nextCursor(i));
                out.writeInt64(3, records.sequence(i));
                out.writeInt64(4, records.systemTime(i));
                out.writeByteArray(6, batches[i]);
            }
            out.writeInt64(5, result.latestSequence());
            out.writeInt64(6, result.latestTime());
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new IllegalStateException("The frame was sized for its message", e);
        }
        return Frame.seal(frame);
    }

    private static int length(RecordView records, int index, byte[] batch) {
        return 2 * (2 + Cursor.LENGTH)
                + CodedOutputStream.computeInt64Size(3, records.sequence(index))
                + CodedOutputStream.computeInt64Size(4, records.systemTime(index))
                + CodedOutputStream.computeByteArraySize(6, batch);
    }
}
