/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import io.spillway.datahub.client.model.EncodedRecord;
import io.spillway.datahub.client.model.PutResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** Requests that write records, and their answers. */
@Internal
public final class PutRecordsCodec {

    private static final byte ENTRY_TAG = 0x0a;
    private static final byte SHARD_ID_TAG = 0x0a;

    private static final int FAILED_COUNT = 1;
    private static final int FAILED_RECORD = 2;

    private PutRecordsCodec() {}

    /**
     * Size of the framed request, without allocating it.
     *
     * @param shardId shard to name in every record, null if the request's path names it
     */
    public static long requestSize(@Nullable String shardId, List<EncodedRecord> records) {
        int shardField = shardId == null ? 0 : shardField(shardId).length;
        long size = PbFrame.HEADER_SIZE;
        for (EncodedRecord record : records) {
            long entry = (long) shardField + record.size();
            size += 1 + ProtoBuffer.varintSize((int) Math.min(entry, Integer.MAX_VALUE)) + entry;
        }
        return size;
    }

    /**
     * The framed request.
     *
     * @param shardId shard to name in every record, null if the request's path names it
     * @throws ArithmeticException if it would be larger than an array; see {@link #requestSize}
     */
    public static byte[] encodeRequest(@Nullable String shardId, List<EncodedRecord> records) {
        return encodeRequest(shardId, records, Math.toIntExact(requestSize(shardId, records)));
    }

    /**
     * The framed request, of a size that is known.
     *
     * @param size {@link #requestSize} of the request
     */
    public static byte[] encodeRequest(
            @Nullable String shardId, List<EncodedRecord> records, int size) {
        byte[] shardField = shardId == null ? new byte[0] : shardField(shardId);
        byte[] frame = new byte[size];
        int at = PbFrame.HEADER_SIZE;
        for (EncodedRecord record : records) {
            frame[at++] = ENTRY_TAG;
            at = ProtoBuffer.putVarint(frame, at, shardField.length + record.size());
            System.arraycopy(shardField, 0, frame, at, shardField.length);
            at += shardField.length;
            System.arraycopy(record.body(), 0, frame, at, record.size());
            at += record.size();
        }
        PbFrame.seal(frame);
        return frame;
    }

    private static byte[] shardField(String shardId) {
        byte[] id = shardId.getBytes(StandardCharsets.UTF_8);
        ProtoBuffer field = new ProtoBuffer(id.length + 2);
        field.raw(SHARD_ID_TAG);
        field.varint(id.length);
        field.raw(id, 0, id.length);
        byte[] bytes = new byte[field.size()];
        System.arraycopy(field.bytes(), 0, bytes, 0, bytes.length);
        return bytes;
    }

    /**
     * Reads the answer: which records were refused.
     *
     * @param recordCount how many records were sent
     * @throws MalformedMessageException also if the refused records are not told one by one, as
     *     then it is not known which ones were written
     */
    public static PutResult decodeResponse(byte[] frame, int recordCount)
            throws MalformedMessageException {
        ProtoReader in = new ProtoReader();
        PbFrame.open(frame, in);
        long declared = 0;
        List<PutResult.Failed> failed = new ArrayList<>();
        BitSet seen = new BitSet();
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            switch (field) {
                case FAILED_COUNT -> declared = in.varint("failed_count");
                case FAILED_RECORD -> {
                    PutResult.Failed refused = readFailed(in, recordCount);
                    if (seen.get(refused.index())) {
                        throw ProtoReader.malformed(
                                "record " + refused.index() + " is refused twice");
                    }
                    seen.set(refused.index());
                    failed.add(refused);
                }
                default -> in.skip();
            }
        }
        if (declared != failed.size()) {
            throw ProtoReader.malformed(
                    "it declares "
                            + declared
                            + " refused records and names "
                            + failed.size()
                            + ", so which ones were written is not known");
        }
        return new PutResult(List.copyOf(failed));
    }

    private static PutResult.Failed readFailed(ProtoReader in, int recordCount)
            throws MalformedMessageException {
        int outer = in.enter(in.length("failed_records"));
        long index = -1;
        String code = "";
        String message = "";
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            switch (field) {
                case 1 -> index = in.varint("index");
                case 2 -> code = in.text("error_code");
                case 3 -> message = in.text("error_message");
                default -> in.skip();
            }
        }
        in.exit(outer);
        if (index < 0 || index >= recordCount) {
            throw ProtoReader.malformed(
                    "refused record " + index + " of a request with " + recordCount);
        }
        return new PutResult.Failed((int) index, code, message);
    }
}
