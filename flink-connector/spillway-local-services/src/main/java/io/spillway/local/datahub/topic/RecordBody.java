/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.topic;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a record is kept: its attributes and data as they stand in a protobuf answer (fields 8 and 9
 * of a RecordEntry, tags included), so that a read copies bytes and encodes nothing.
 */
public final class RecordBody {

    private static final int ATTRIBUTES_FIELD = 8;
    private static final int DATA_FIELD = 9;

    private RecordBody() {}

    /** Makes a body of the two messages, given as parts of one array. */
    public static byte[] of(
            byte[] source, int attributesFrom, int attributesLength, int dataFrom, int dataLength) {
        int size =
                2
                        + CodedOutputStream.computeUInt32SizeNoTag(attributesLength)
                        + attributesLength
                        + CodedOutputStream.computeUInt32SizeNoTag(dataLength)
                        + dataLength;
        byte[] body = new byte[size];
        CodedOutputStream out = CodedOutputStream.newInstance(body);
        try {
            out.writeTag(ATTRIBUTES_FIELD, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(attributesLength);
            out.writeRawBytes(source, attributesFrom, attributesLength);
            out.writeTag(DATA_FIELD, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(dataLength);
            out.writeRawBytes(source, dataFrom, dataLength);
        } catch (IOException e) {
            throw new IllegalStateException("The body was sized for its parts", e);
        }
        return body;
    }

    /** Makes a body of plain values; a null value is a null column. */
    public static byte[] of(Map<String, String> attributes, List<byte[]> values) {
        int attributesSize = 0;
        for (Map.Entry<String, String> pair : attributes.entrySet()) {
            attributesSize += CodedOutputStream.computeByteArraySize(1, pair(pair));
        }
        int dataSize = 0;
        for (byte[] value : values) {
            dataSize += CodedOutputStream.computeByteArraySize(1, field(value));
        }
        byte[] messages = new byte[attributesSize + dataSize];
        CodedOutputStream out = CodedOutputStream.newInstance(messages);
        try {
            for (Map.Entry<String, String> pair : attributes.entrySet()) {
                out.writeByteArray(1, pair(pair));
            }
            for (byte[] value : values) {
                out.writeByteArray(1, field(value));
            }
        } catch (IOException e) {
            throw new IllegalStateException("The array was sized for its parts", e);
        }
        return of(messages, 0, attributesSize, attributesSize, dataSize);
    }

    /**
     * Tells a visitor what a body holds.
     *
     * @throws DataHubException if the bytes are no record
     */
    public static void visit(byte[] body, RecordVisitor visitor) {
        CodedInputStream in = CodedInputStream.newInstance(body);
        try {
            in.readTag();
            int outer = in.pushLimit(in.readRawVarint32());
            visitAttributes(in, visitor);
            in.popLimit(outer);
            in.readTag();
            outer = in.pushLimit(in.readRawVarint32());
            visitColumns(in, body, visitor);
            in.popLimit(outer);
        } catch (IOException e) {
            throw DataHubException.invalidParameter(
                    "The record is not valid protobuf: " + e.getMessage());
        }
    }

    /** The attributes and column texts of a body, for those who want objects. */
    public static List<String> texts(byte[] body, Map<String, String> attributes) {
        List<String> values = new ArrayList<>();
        visit(
                body,
                new RecordVisitor() {
                    @Override
                    public void attribute(String key, String value) {
                        attributes.put(key, value);
                    }

                    @Override
                    public void column(int index, byte[] bytes, int from, int to) {
                        values.add(
                                from < 0
                                        ? null
                                        : new String(
                                                bytes, from, to - from, StandardCharsets.UTF_8));
                    }
                });
        return values;
    }

    private static void visitAttributes(CodedInputStream in, RecordVisitor visitor)
            throws IOException {
        int tag;
        while ((tag = in.readTag()) != 0) {
            if (tag != 0x0a) {
                in.skipField(tag);
                continue;
            }
            int outer = in.pushLimit(in.readRawVarint32());
            String key = null;
            String value = null;
            while ((tag = in.readTag()) != 0) {
                switch (tag) {
                    case 0x0a -> key = in.readStringRequireUtf8();
                    case 0x12 -> value = in.readStringRequireUtf8();
                    default -> in.skipField(tag);
                }
            }
            in.popLimit(outer);
            if (key == null || value == null) {
                throw new IOException("an attribute needs a key and a value");
            }
            visitor.attribute(key, value);
        }
    }

    private static void visitColumns(CodedInputStream in, byte[] body, RecordVisitor visitor)
            throws IOException {
        int index = 0;
        int tag;
        while ((tag = in.readTag()) != 0) {
            if (tag != 0x0a) {
                in.skipField(tag);
                continue;
            }
            int outer = in.pushLimit(in.readRawVarint32());
            int from = -1;
            int to = -1;
            while ((tag = in.readTag()) != 0) {
                if (tag == 0x0a) {
                    int length = in.readRawVarint32();
                    from = in.getTotalBytesRead();
                    in.skipRawBytes(length);
                    to = from + length;
                } else {
                    in.skipField(tag);
                }
            }
            in.popLimit(outer);
            visitor.column(index++, body, from, to);
        }
    }

    private static byte[] pair(Map.Entry<String, String> pair) {
        byte[] message =
                new byte
                        [CodedOutputStream.computeStringSize(1, pair.getKey())
                                + CodedOutputStream.computeStringSize(2, pair.getValue())];
        CodedOutputStream out = CodedOutputStream.newInstance(message);
        try {
            out.writeString(1, pair.getKey());
            out.writeString(2, pair.getValue());
        } catch (IOException e) {
            throw new IllegalStateException("The array was sized for its parts", e);
        }
        return message;
    }

    private static byte[] field(byte[] value) {
        if (value == null) {
            return new byte[0];
        }
        byte[] message = new byte[CodedOutputStream.computeByteArraySize(1, value)];
        CodedOutputStream out = CodedOutputStream.newInstance(message);
        try {
            out.writeByteArray(1, value);
        } catch (IOException e) {
            throw new IllegalStateException("The array was sized for its parts", e);
        }
        return message;
    }
}
