/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.wire;

import io.spillway.local.tdengine.engine.ColumnSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Binary answers to fetches of query results. */
public final class FetchFrames {

    private static final int FETCH_ACTION = 7;
    private static final int VERSION = 1;
    private static final int ROW_ESTIMATE = 64;

    private FetchFrames() {}

    /** A block of rows. */
    public static Bytes block(Incoming request, List<ColumnSpec> columns, List<Object[]> rows) {
        Bytes out = new Bytes(256 + rows.size() * ROW_ESTIMATE);
        head(out, request, 0, "").putByte(0);
        int length = out.reserve(4);
        BlockWriter.write(out, BlockWriter.QUERY, columns, rows);
        out.setInt(length, out.size() - length - 4);
        return out;
    }

    /** There are no more rows. */
    public static Bytes finished(Incoming request) {
        return head(new Bytes(64), request, 0, "").putByte(1);
    }

    public static Bytes error(Incoming request, int code, String message) {
        return head(new Bytes(128), request, code, message).putByte(1);
    }

    /** A block as {@code fetch_block} is answered. */
    public static Bytes plainBlock(
            Incoming request, long resultId, List<ColumnSpec> columns, List<Object[]> rows) {
        Bytes out = new Bytes(256 + rows.size() * ROW_ESTIMATE);
        out.putLong(request.age()).putLong(resultId);
        BlockWriter.write(out, BlockWriter.QUERY, columns, rows);
        return out;
    }

    private static Bytes head(Bytes out, Incoming request, int code, String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        return out.putLong(-1)
                .putLong(FETCH_ACTION)
                .putShort(VERSION)
                .putLong(request.age())
                .putLong(request.requestId())
                .putInt(code & 0xffff)
                .putInt(text.length)
                .put(text)
                .putLong(request.resourceId());
    }
}
