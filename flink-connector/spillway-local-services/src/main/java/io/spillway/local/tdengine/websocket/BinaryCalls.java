/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.websocket;

import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.socket.Reply;
import io.spillway.local.tdengine.wire.Answer;
import io.spillway.local.tdengine.wire.FetchFrames;
import io.spillway.local.tdengine.wire.Incoming;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests in binary: queries, fetches and binds. */
final class BinaryCalls {

    private static final int VERSION = 1;
    private static final int VERSION_AT = Incoming.HEADER;
    private static final int BODY_AT = VERSION_AT + 2;

    private final Connection connection;

    BinaryCalls(Connection connection) {
        this.connection = connection;
    }

    Reply answer(Incoming request) throws TaosException {
        return switch (request.action()) {
            case "binary_query" -> query(request);
            case "fetch_raw_block" -> fetch(request);
            case "stmt2_bind" -> bind(request);
            default ->
                    throw failure(
                            "unknown binary action "
                                    + Long.toUnsignedString(request.binaryAction()));
        };
    }

    private Reply query(Incoming request) throws TaosException {
        ByteBuffer frame = request.frame();
        requireLength(frame, 31);
        int version = frame.getShort(VERSION_AT) & 0xffff;
        if (version != VERSION) {
            throw failure("unknown binary query version:" + version);
        }
        int length = frame.getInt(BODY_AT);
        int at = BODY_AT + 4;
        int left = frame.limit() - at;
        if (length < 0 || left < length) {
            throw failure(
                    "uncompleted message, sql length:"
                            + Integer.toUnsignedString(length)
                            + ", remainMessageLength:"
                            + left);
        }
        String sql = new String(frame.array(), at, length, StandardCharsets.UTF_8);
        return QueryCalls.query(connection, request, sql);
    }

    private Reply fetch(Incoming request) throws TaosException {
        requireLength(request.frame(), BODY_AT);
        if (request.frame().getShort(VERSION_AT) != VERSION) {
            throw failure("unknown fetch raw block version");
        }
        OpenResult result = connection.result(request.resourceId());
        List<Object[]> rows = result.next();
        if (rows.isEmpty()) {
            connection.free(request.resourceId());
            return Reply.of(FetchFrames.finished(request));
        }
        return Reply.of(FetchFrames.block(request, result.columns(), rows));
    }

    private Reply bind(Incoming request) throws TaosException {
        ByteBuffer frame = request.frame();
        requireLength(frame, BODY_AT + 4);
        if (frame.getShort(VERSION_AT) != VERSION) {
            throw failure("unknown stmt2 bind version");
        }
        frame.position(BODY_AT + 4);
        connection.statement(request.resourceId()).bind(frame);
        return Reply.of(Answer.to(request).putUnsigned("stmt_id", request.resourceId()));
    }

    private static void requireLength(ByteBuffer frame, int length) throws TaosException {
        if (frame.limit() < length) {
            throw failure("message length is too short");
        }
    }

    private static TaosException failure(String message) {
        return new TaosException(QueryConversation.ADAPTER_ERROR, message);
    }
}
