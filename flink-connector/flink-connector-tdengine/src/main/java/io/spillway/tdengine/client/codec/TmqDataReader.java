/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.Field;
import io.spillway.tdengine.data.TimestampPrecision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.annotation.Nullable;
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

    private final ByteReader in;

    /** Of the last block: mostly that of the next one as well. */
    @Nullable private Schema schema;

    private TmqDataReader(ByteReader in) {
        this.in = in;
    }

    static TmqData read(ByteReader in) throws MalformedMessageException {
        return new TmqDataReader(in).read();
    }

    private TmqData read() throws MalformedMessageException {
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
                tables.add(table(named));
            }
        }
        return new TmqData(offset, nextOffset, tables);
    }

    /** An offset in the log; -1, with the rest of it unread, if it is of another kind. */
    private static long offset(ByteReader in, int type) throws MalformedMessageException {
        return (type & 0x0f) == LOG ? in.i64() : -1;
    }

    private TmqData.Table table(boolean named) throws MalformedMessageException {
        int length = in.varLength();
        ByteReader blob = new ByteReader(in.array(), in.position(), length);
        in.skip(length);
        schema = schema();
        String name = named ? in.zeroEndedText() : null;
        return new TmqData.Table(name, block(blob, schema));
    }

    private Schema schema() throws MalformedMessageException {
        if (schema != null && in.repeats(schema.from, schema.length)) {
            in.skip(schema.length);
            return schema;
        }
        int from = in.position();
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
        return new Schema(from, in.position() - from, names);
    }

    private static DataBlock block(ByteReader blob, Schema schema)
            throws MalformedMessageException {
        blob.skip(BLOB_HEAD - 2);
        int compressed = blob.u8();
        TimestampPrecision precision = RawBlockReader.precision(blob.u8());
        if (compressed != 0) {
            throw new MalformedMessageException(
                    "a block is compressed, which no server was known to do");
        }
        List<Field> known = schema.hasTypesOf(blob) ? schema.fields : null;
        schema.types = blob.position() + RawBlockReader.HEADER;
        DataBlock block = RawBlockReader.read(blob, schema.names, precision, known);
        schema.fields = block.fields();
        return block;
    }

    /** How a block's columns were written, to see whether another's are the same. */
    private static final class Schema {

        private final int from;
        private final int length;
        private final List<String> names;

        /** The columns with the types of the last block. */
        @Nullable private List<Field> fields;

        /** Where that block told its types. */
        private int types;

        Schema(int from, int length, List<String> names) {
            this.from = from;
            this.length = length;
            this.names = names;
        }

        boolean hasTypesOf(ByteReader block) {
            int size = names.size() * RawBlockReader.TYPE_SIZE;
            int from = block.position() + RawBlockReader.HEADER;
            return fields != null
                    && RawBlockReader.HEADER + size <= block.remaining()
                    && Arrays.equals(
                            block.array(), types, types + size, block.array(), from, from + size);
        }
    }
}
