/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.sink;

import java.nio.ByteBuffer;
import org.apache.flink.annotation.Internal;

/** Walks over the fields of a protobuf message this sink encoded itself. */
@Internal
final class ProtoFields {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final ByteBuffer buffer;
    private int number;
    private ByteBuffer content;

    ProtoFields(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /** Goes to the next field that has content of its own length; false after the last one. */
    boolean next() {
        while (buffer.hasRemaining()) {
            long tag = varint();
            switch ((int) tag & 7) {
                case LENGTH_DELIMITED -> {
                    number = (int) (tag >>> 3);
                    int length = (int) varint();
                    content = buffer.slice(buffer.position(), length);
                    buffer.position(buffer.position() + length);
                    return true;
                }
                case VARINT -> varint();
                case FIXED64 -> buffer.position(buffer.position() + Long.BYTES);
                case FIXED32 -> buffer.position(buffer.position() + Integer.BYTES);
                default -> throw new IllegalArgumentException("Unknown wire type in " + tag);
            }
        }
        return false;
    }

    int number() {
        return number;
    }

    byte[] bytes() {
        byte[] bytes = new byte[content.remaining()];
        content.get(content.position(), bytes);
        return bytes;
    }

    ProtoFields message() {
        return new ProtoFields(content.duplicate());
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = buffer.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("A varint has more than ten bytes");
    }
}
