/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.websocket;

import io.spillway.local.tdengine.engine.Engine.BoundField;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.socket.Reply;
import io.spillway.local.tdengine.wire.Answer;
import io.spillway.local.tdengine.wire.Incoming;
import java.util.List;

/** The life of prepared statements, except for what is bound to them. */
final class StatementCalls {

    private final Connection connection;

    StatementCalls(Connection connection) {
        this.connection = connection;
    }

    Reply answer(Incoming request) throws TaosException {
        long id = request.unsigned("stmt_id");
        return switch (request.action()) {
            case "stmt2_init" ->
                    Reply.of(Answer.to(request).putUnsigned("stmt_id", connection.openStatement()));
            case "stmt2_prepare" -> prepare(request, id);
            case "stmt2_exec" -> {
                int affected = connection.statement(id).execute();
                yield Reply.of(
                        Answer.to(request).putUnsigned("stmt_id", id).put("affected", affected));
            }
            case "stmt2_result" -> result(request, id);
            case "stmt2_close" -> {
                connection.closeStatement(id);
                yield Reply.of(Answer.to(request).putUnsigned("stmt_id", id));
            }
            default ->
                    throw new TaosException(
                            QueryConversation.ADAPTER_ERROR, "unknown action " + request.action());
        };
    }

    private Reply prepare(Incoming request, long id) throws TaosException {
        Statement statement = connection.statement(id);
        statement.prepare(request.text("sql"));
        boolean insert = statement.isInsert();
        Answer answer = Answer.to(request).putUnsigned("stmt_id", id).put("is_insert", insert);
        if (!request.args().path("get_fields").asBoolean(false)) {
            return Reply.of(answer.putNull("fields").put("fields_count", 0));
        }
        if (!insert) {
            return Reply.of(
                    answer.putNull("fields").put("fields_count", statement.parameterCount()));
        }
        List<BoundField> fields = statement.fields();
        return Reply.of(
                answer.putRaw("fields", ResultFields.questionMarks(fields))
                        .put("fields_count", fields.size()));
    }

    private Reply result(Incoming request, long id) throws TaosException {
        SqlResult result = connection.statement(id).result();
        Answer answer =
                Answer.to(request).putUnsigned("stmt_id", id).put("id", connection.open(result));
        return Reply.of(ResultFields.describe(answer, result.columns(), result.precision()));
    }
}
