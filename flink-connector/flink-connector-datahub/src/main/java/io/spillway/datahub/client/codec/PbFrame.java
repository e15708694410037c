/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.datahub.client.codec;

import java.util.zip.CRC32C;
import org.apache.flink.annotation.Internal;

/**
 * The frame around every protobuf message: {@code DHUB}, CRC32C and length of the message, both
 * big-endian.
 */
@Internal
public final class PbFrame {

    /** Bytes before the message. */
    public static final int HEADER_SIZE = 12;

    private static final int MAGIC = 0x44485542;
    private static final int CRC_AT = 4;
    private static final int LENGTH_AT = 8;

    private PbFrame() {}

    /** Completes a frame whose message already stands behind the header, up to its end. */
    static void seal(byte[] frame) {
        int length = frame.length - HEADER_SIZE;
        putInt(frame, 0, MAGIC);
        putInt(frame, CRC_AT, crc(frame, length));
        putInt(frame, LENGTH_AT, length);
    }

    /**
     * Checks a frame and puts the reader at the begin of its message.
     *
     * @throws MalformedMessageException if the frame is damaged, cut or followed by other bytes
     */
    static void open(byte[] frame, ProtoReader reader) throws MalformedMessageException {
        if (frame.length < HEADER_SIZE) {
            throw damaged("it has " + frame.length + " bytes, fewer than its header");
        }
        if (getInt(frame, 0) != MAGIC) {
            throw damaged("it does not begin with DHUB");
        }
        int length = frame.length - HEADER_SIZE;
        if (getInt(frame, LENGTH_AT) != length) {
            throw damaged(
                    "it declares "
                            + Integer.toUnsignedString(getInt(frame, LENGTH_AT))
                            + " bytes and holds "
                            + length);
        }
        int declaredCrc = getInt(frame, CRC_AT);
        // some writers leave the checksum out, as zero
        if (declaredCrc != 0 && declaredCrc != crc(frame, length)) {
            throw damaged("its checksum is wrong");
        }
        reader.reset(frame, HEADER_SIZE, length);
    }

    private static int crc(byte[] frame, int length) {
        CRC32C crc = new CRC32C();
        crc.update(frame, HEADER_SIZE, length);
        return (int) crc.getValue();
    }

    private static MalformedMessageException damaged(String problem) {
        return MalformedMessageException.damaged("malformed frame: " + problem);
    }

    private static void putInt(byte[] target, int at, int value) {
        target[at] = (byte) (value >>> 24);
        target[at + 1] = (byte) (value >>> 16);
        target[at + 2] = (byte) (value >>> 8);
        target[at + 3] = (byte) value;
    }

    private static int getInt(byte[] source, int at) {
        return source[at] << 24
                | (source[at + 1] & 0xff) << 16
                | (source[at + 2] & 0xff) << 8
                | source[at + 3] & 0xff;
    }
}
