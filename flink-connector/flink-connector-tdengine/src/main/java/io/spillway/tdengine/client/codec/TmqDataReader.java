/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.TimestampPrecision;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * Reads a consumer's message. Every block has a schema of its own: blocks of one message may belong
 * to different tables, or to one table before and after it was altered.
 */
@Internal
final class TmqDataReader {

    /** Begins messages that tell the length of their head. */
    private static final int HEAD_WITH_LENGTH = 100;

    private static final int LOG = 1;
    private static final int BLOB_HEAD = 18;

    private TmqDataReader() {}

    static TmqData read(ByteReader in) throws MalformedMessageException {
        ByteReader head = in;
        int first = in.u8();
        if (first == HEAD_WITH_LENGTH) {
            int length = in.length32();
            head = new ByteReader(in.array(), in.position(), length);
            in.skip(length);
            first = head.u8();
        }
        long offset = offset(head, first);
        long nextOffset = offset < 0 && head != in ? -1 : offset(head, head.u8());
        int count = in.i32();
        if (count < 0 || count > in.remaining()) {
            throw new MalformedMessageException("a message announces " + count + " blocks");
        }
        List<TmqData.Table> tables = new ArrayList<>(count);
        if (count > 0) {
            boolean named = in.u8() != 0;
            boolean described = in.u8() != 0;
            if (!described) {
                throw new MalformedMessageException("a message's blocks come without their schema");
            }
            for (int i = 0; i < count; i++) {
                tables.add(table(in, named));
            }
        }
        return new TmqData(offset, nextOffset, tables);
    }

    /** An offset in the log; -1, with the rest of it unread, if it is of another kind. */
    private static long offset(ByteReader in, int type) throws MalformedMessageException {
        return (type & 0x0f) == LOG ? in.i64() : -1;
    }

    private static TmqData.Table table(ByteReader in, boolean named)
            throws MalformedMessageException {
        int length = in.varLength();
        ByteReader blob = new ByteReader(in.array(), in.position(), length);
        in.skip(length);
        int columns = in.zigzag();
        in.zigzag();
        if (columns < 0 || columns > in.remaining()) {
            throw new MalformedMessageException("a block announces " + columns + " columns");
        }
        List<String> names = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
            in.skip(2);
            in.zigzag();
            in.zigzag();
            names.add(in.zeroEndedText());
        }
        String name = named ? in.zeroEndedText() : null;
        return new TmqData.Table(name, block(blob, names));
    }

    private static DataBlock block(ByteReader blob, List<String> names)
            throws MalformedMessageException {
        blob.skip(BLOB_HEAD - 2);
        int compressed = blob.u8();
        TimestampPrecision precision = RawBlockReader.precision(blob.u8());
        if (compressed != 0) {
            throw new MalformedMessageException(
                    "a block is compressed, which no server was known to do");
        }
        return RawBlockReader.read(blob, names, precision);
    }
}
