/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.datahub.wire;

import io.spillway.local.datahub.topic.DataHubException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The 12 bytes around a protobuf message: "DHUB", its CRC32C, its length; big-endian. */
public final class Frame {

    /** Length of the header; the message follows. */
    public static final int HEADER = 12;

    private static final int MAGIC = 0x44485542;

    private Frame() {}

    /**
     * Checks a whole frame.
     *
     * @throws DataHubException if it is cut, has something behind it, or does not match its CRC
     */
    static void check(byte[] frame) {
        if (frame.length < HEADER) {
            throw refused("is shorter than its header");
        }
        ByteBuffer header = ByteBuffer.wrap(frame);
        if (header.getInt(0) != MAGIC) {
            throw refused("does not start with DHUB");
        }
        if (header.getInt(8) != frame.length - HEADER) {
            throw refused("does not have the length it names");
        }
        if (header.getInt(4) != crc(frame)) {
            throw refused("does not match its CRC");
        }
    }

    /** Completes a frame whose message stands behind the room for the header. */
    static byte[] seal(byte[] frame) {
        ByteBuffer.wrap(frame)
                .putInt(0, MAGIC)
                .putInt(4, crc(frame))
                .putInt(8, frame.length - HEADER);
        return frame;
    }

    private static int crc(byte[] frame) {
        CRC32C crc = new CRC32C();
        crc.update(frame, HEADER, frame.length - HEADER);
        return (int) crc.getValue();
    }

    private static DataHubException refused(String what) {
        return DataHubException.invalidParameter("The message frame " + what + ".");
    }
}
