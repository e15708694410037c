/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import com.google.protobuf.CodedInputStream;
import io.spillway.local.datahub.topic.DataHubException;
import io.spillway.local.datahub.topic.PutBatch;
import io.spillway.local.datahub.topic.SchemaVersions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads framed puts of batches. Whatever the bytes are, the worst is a refusal. */
public final class BinaryRequests {

    private BinaryRequests() {}

    /**
     * Reads a PutBinaryRecordsRequest.
     *
     * @param schemas what the batches may be made of
     * @param maxRecords more than this are refused
     */
    public static List<PutBatch> put(byte[] frame, SchemaVersions schemas, int maxRecords) {
        Frame.check(frame);
        CodedInputStream in =
                CodedInputStream.newInstance(frame, Frame.HEADER, frame.length - Frame.HEADER);
        List<PutBatch> batches = new ArrayList<>();
        int left = maxRecords;
        try {
            int tag;
            while ((tag = in.readTag()) != 0) {
                if (tag == 0x0a) {
                    PutBatch batch = Batches.decode(entry(in), schemas, left);
                    left -= batch.bodies().size();
                    batches.add(batch);
                } else {
                    in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw DataHubException.invalidParameter(
                    "The message is not valid protobuf: " + e.getMessage());
        }
        return batches;
    }

    private static byte[] entry(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        byte[] batch = null;
        int tag;
        while ((tag = in.readTag()) != 0) {
            if (tag == 0x32) {
                batch = in.readByteArray();
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(outer);
        if (batch == null) {
            throw new IOException("a batch has no data");
        }
        return batch;
    }
}
