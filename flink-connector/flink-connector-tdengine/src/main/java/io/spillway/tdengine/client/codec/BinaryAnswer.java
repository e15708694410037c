/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TimestampPrecision;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * A binary message of the server: the head that all have, and the place where the rest begins.
 *
 * @param code 0 or the server's error code
 * @param message the server's words for it
 * @param bytes the whole message, which must not be changed
 */
@Internal
public record BinaryAnswer(
        long action, long requestId, int code, String message, byte[] bytes, int bodyOffset) {

    private static final long MARK = -1;

    /** Answers to a query's fetch. */
    public static final long FETCH = 7;

    /** Answers to a consumer's fetch. */
    public static final long TMQ_DATA = 8;

    /**
     * @throws MalformedMessageException if the bytes do not begin as a message must
     */
    public static BinaryAnswer read(byte[] bytes) throws MalformedMessageException {
        ByteReader in = new ByteReader(bytes, 0, bytes.length);
        if (in.i64() != MARK) {
            throw new MalformedMessageException("a binary message begins unlike any known");
        }
        long action = in.i64();
        int version = in.u16();
        if (action != FETCH && action != TMQ_DATA || version != 1) {
            throw new MalformedMessageException(
                    "a binary message has the unknown action " + action + " of version " + version);
        }
        in.skip(8);
        long requestId = in.i64();
        int code = in.i32() & 0xffff;
        String message = in.text(in.length32());
        return new BinaryAnswer(action, requestId, code, message, bytes, in.position());
    }

    /**
     * Reads the rest of an answer to a query's fetch.
     *
     * @return null after the last block
     */
    @Nullable
    public DataBlock block(List<Field> fields, TimestampPrecision precision)
            throws MalformedMessageException {
        ByteReader in = body(FETCH);
        in.skip(8);
        if (in.u8() == 1) {
            return null;
        }
        int length = in.length32();
        return RawBlockReader.read(bytes, in.position(), length, fields, precision);
    }

    /** Reads the rest of an answer to a consumer's fetch. */
    public TmqData tmqData() throws MalformedMessageException {
        ByteReader in = body(TMQ_DATA);
        in.skip(8 + 2);
        int length = in.length32();
        return TmqDataReader.read(new ByteReader(bytes, in.position(), length));
    }

    private ByteReader body(long wanted) throws MalformedMessageException {
        if (action != wanted) {
            throw new MalformedMessageException(
                    "a binary message has action " + action + " where " + wanted + " was due");
        }
        return new ByteReader(bytes, bodyOffset, bytes.length - bodyOffset);
    }
}
