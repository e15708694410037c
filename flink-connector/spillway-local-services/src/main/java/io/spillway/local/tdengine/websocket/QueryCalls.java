/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.websocket;

import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.socket.Reply;
import io.spillway.local.tdengine.wire.Answer;
import io.spillway.local.tdengine.wire.FetchFrames;
import io.spillway.local.tdengine.wire.Incoming;
import java.util.List;

/** Queries, their results, and schemaless writes, asked for in JSON. */
final class QueryCalls {

    private final Connection connection;

    QueryCalls(Connection connection) {
        this.connection = connection;
    }

    Reply answer(Incoming request) throws TaosException {
        return switch (request.action()) {
            case "query" -> query(connection, request, request.text("sql"));
            case "fetch" -> fetch(request);
            case "fetch_block" -> fetchBlock(request);
            case "free_result" -> {
                connection.free(request.unsigned("id"));
                yield Reply.NONE;
            }
            case "num_fields" -> {
                OpenResult result = connection.result(request.unsigned("result_id"));
                yield Reply.of(Answer.to(request).put("num_fields", result.columns().size()));
            }
            case "insert" -> insert(request);
            case "get_current_db" -> Reply.of(Answer.to(request).put("db", connection.database()));
            case "options_connection" -> Reply.of(Answer.to(request));
            default ->
                    throw new TaosException(
                            QueryConversation.ADAPTER_ERROR, "unknown action " + request.action());
        };
    }

    /** Runs a statement; a result stays open for fetches. */
    static Reply query(Connection connection, Incoming request, String sql) throws TaosException {
        SqlResult result = connection.execute(sql);
        Answer answer = Answer.to(request);
        if (result.update()) {
            answer.put("id", 0).put("is_update", true).put("affected_rows", result.affectedRows());
            return Reply.of(ResultFields.describeNone(answer));
        }
        answer.put("id", connection.open(result)).put("is_update", false).put("affected_rows", 0);
        return Reply.of(ResultFields.describe(answer, result.columns(), result.precision()));
    }

    private Reply fetch(Incoming request) throws TaosException {
        long id = request.unsigned("id");
        OpenResult result = connection.result(id);
        List<Object[]> rows = result.next();
        Answer answer = Answer.to(request).putUnsigned("id", id);
        if (rows.isEmpty()) {
            connection.free(id);
            return Reply.of(answer.put("completed", true).putNull("lengths").put("rows", 0));
        }
        long[] lengths =
                result.columns().stream()
                        .mapToLong(
                                column ->
                                        column.type().width() == 0
                                                ? column.length()
                                                : column.type().width())
                        .toArray();
        return Reply.of(
                answer.put("completed", false)
                        .putNumbers("lengths", lengths)
                        .put("rows", rows.size()));
    }

    private Reply fetchBlock(Incoming request) throws TaosException {
        long id = request.unsigned("id");
        OpenResult result = connection.result(id);
        if (result.current().isEmpty()) {
            throw new TaosException(QueryConversation.ADAPTER_ERROR, "block is nil");
        }
        return Reply.of(FetchFrames.plainBlock(request, id, result.columns(), result.current()));
    }

    private Reply insert(Incoming request) throws TaosException {
        int protocol = request.integer("protocol");
        if (protocol == 0) {
            throw new TaosException(
                    QueryConversation.ADAPTER_ERROR, "schemaless write protocol is null");
        }
        String tableNameTag = request.text("table_name_key");
        int rows =
                connection.insertSchemaless(
                        protocol,
                        request.text("precision"),
                        request.text("data"),
                        request.integer("ttl"),
                        tableNameTag.isEmpty() ? null : tableNameTag);
        return Reply.of(Answer.to(request).put("affected_rows", rows).put("total_rows", rows));
    }
}
