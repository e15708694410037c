/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client.codec;

import io.spillway.common.binary.LittleEndian;
import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;

/** Writes the binary messages of queries. */
@Internal
public final class QueryFrames {

    private static final int QUERY = 6;
    private static final int FETCH = 7;
    private static final int VERSION = 1;

    private QueryFrames() {}

    /** Runs a statement. */
    public static byte[] query(long requestId, String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[30 + text.length];
        writeHead(frame, requestId, 0, QUERY);
        LittleEndian.putInt(frame, 26, text.length);
        System.arraycopy(text, 0, frame, 30, text.length);
        return frame;
    }

    /** Asks for a result's next block. */
    public static byte[] fetch(long requestId, long resultId) {
        byte[] frame = new byte[26];
        writeHead(frame, requestId, resultId, FETCH);
        return frame;
    }

    private static void writeHead(byte[] frame, long requestId, long resultId, int action) {
        LittleEndian.putLong(frame, 0, requestId);
        LittleEndian.putLong(frame, 8, resultId);
        LittleEndian.putLong(frame, 16, action);
        LittleEndian.putShort(frame, 24, VERSION);
    }
}
