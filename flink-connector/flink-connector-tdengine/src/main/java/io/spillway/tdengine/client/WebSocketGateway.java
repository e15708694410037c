/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.common.failure.FailureKind;
import io.spillway.tdengine.client.WebSocketChannel.Call;
import io.spillway.tdengine.client.codec.MalformedMessageException;
import io.spillway.tdengine.client.codec.QueryFrames;
import io.spillway.tdengine.data.BindField;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/** {@link TDengineGateway} over taosAdapter's WebSocket. */
@Internal
final class WebSocketGateway implements TDengineGateway {

    private final TDengineGatewayOptions options;
    private final WebSocketConnector connector;

    /** The connection for statements, or the attempt to get one. */
    @Nullable private CompletableFuture<WebSocketSession> session;

    WebSocketGateway(TDengineGatewayOptions options) {
        this.options = options;
        this.connector = new WebSocketConnector(options);
    }

    @Override
    public CompletableFuture<Long> execute(String sql) {
        Call call = call("run " + StatementText.describe(sql));
        return with(
                current ->
                        run(current.channel(), call, sql)
                                .thenCompose(answer -> affected(current.channel(), call, answer)));
    }

    @Override
    public CompletableFuture<QueryResult> query(String sql) {
        Call call = call("run " + StatementText.describe(sql));
        return with(
                current ->
                        run(current.channel(), call, sql)
                                .thenCompose(answer -> opened(current.channel(), call, answer)));
    }

    @Override
    public CompletableFuture<PreparedInsert> prepareInsert(String sql) {
        return with(current -> prepare(current, sql));
    }

    @Override
    public CompletableFuture<Long> insertSchemaless(SchemalessInsert insert) {
        ObjectNode args = Json.object();
        args.put("protocol", insert.protocol().code());
        args.put("precision", insert.precision());
        args.put("data", insert.data());
        args.put("ttl", insert.ttlDays());
        if (insert.tableNameTag() != null) {
            args.put("table_name_key", insert.tableNameTag());
        }
        Call call = call("insert lines of the " + insert.protocol() + " protocol");
        return with(
                current ->
                        current.channel()
                                .call("insert", args, call)
                                .thenApply(answer -> answer.path("affected_rows").asLong()));
    }

    @Override
    public CompletableFuture<TmqConsumer> subscribe(TmqSubscription subscription) {
        String purpose =
                "subscribe to "
                        + String.join(", ", subscription.topics())
                        + " as "
                        + subscription.groupId();
        return Failures.unwrapped(
                connector.open(
                        "/rest/tmq",
                        purpose,
                        channel ->
                                WebSocketTmqConsumer.subscribe(
                                        channel, options, subscription, purpose)));
    }

    @Override
    public CompletableFuture<String> serverVersion() {
        return with(current -> CompletableFuture.completedFuture(current.version()));
    }

    @Override
    public void close() {
        connector.close();
    }

    private Call call(String purpose) {
        return Call.of(purpose, options.requestTimeout());
    }

    private <T> CompletableFuture<T> with(Function<WebSocketSession, CompletableFuture<T>> action) {
        return Failures.unwrapped(session().thenCompose(action));
    }

    private synchronized CompletableFuture<WebSocketSession> session() {
        if (session == null || session.isDone() && !isGood(session)) {
            session =
                    connector.open(
                            "/ws",
                            "connect to TDengine",
                            channel -> WebSocketSession.connect(channel, options));
        }
        return session;
    }

    private static boolean isGood(CompletableFuture<WebSocketSession> done) {
        return !done.isCompletedExceptionally() && done.join().channel().isOpen();
    }

    private static CompletableFuture<JsonNode> run(
            WebSocketChannel channel, Call call, String sql) {
        return channel.callBinary(QueryFrames.query(call.requestId(), sql), call);
    }

    private CompletableFuture<Long> affected(WebSocketChannel channel, Call call, JsonNode answer) {
        if (answer.path("is_update").asBoolean()) {
            return CompletableFuture.completedFuture(answer.path("affected_rows").asLong());
        }
        return opened(channel, call, answer)
                .thenCompose(
                        result -> {
                            result.close();
                            return failed(
                                    channel,
                                    call,
                                    FailureKind.FATAL,
                                    TDengineErrors.NOT_SUPPORTED,
                                    "the statement returns rows; it has to be run as a query");
                        });
    }

    private CompletableFuture<QueryResult> opened(
            WebSocketChannel channel, Call call, JsonNode answer) {
        try {
            return CompletableFuture.completedFuture(
                    WebSocketQueryResult.open(channel, call, answer));
        } catch (MalformedMessageException e) {
            return CompletableFuture.failedFuture(
                    Failures.malformed(e, call.purpose(), channel.where(), call.requestId()));
        }
    }

    private CompletableFuture<PreparedInsert> prepare(WebSocketSession current, String sql) {
        String purpose = "prepare " + StatementText.describe(sql);
        ObjectNode args = Json.object();
        args.put("single_stb_insert", true);
        args.put("single_table_bind_once", true);
        return current.channel()
                .call("stmt2_init", args, call(purpose))
                .thenCompose(answer -> prepare(current, sql, call(purpose), answer));
    }

    private CompletableFuture<PreparedInsert> prepare(
            WebSocketSession current, String sql, Call call, JsonNode init) {
        WebSocketChannel channel = current.channel();
        long id;
        try {
            id = Json.u64(init.path("stmt_id"));
        } catch (MalformedMessageException e) {
            return CompletableFuture.failedFuture(
                    Failures.malformed(e, call.purpose(), channel.where(), call.requestId()));
        }
        Statement statement = new Statement(channel, id, options.requestTimeout());
        ObjectNode args = Json.putU64(Json.object(), "stmt_id", id);
        args.put("sql", sql);
        args.put("get_fields", true);
        return channel.call("stmt2_prepare", args, call)
                .thenCompose(answer -> prepared(current, statement, call, sql, answer))
                .whenComplete(
                        (prepared, failure) -> {
                            if (failure != null) {
                                statement.close();
                            }
                        });
    }

    private CompletableFuture<PreparedInsert> prepared(
            WebSocketSession current, Statement statement, Call call, String sql, JsonNode answer) {
        if (!answer.path("is_insert").asBoolean()) {
            return failed(
                    statement.channel(),
                    call,
                    FailureKind.FATAL,
                    TDengineErrors.NOT_SUPPORTED,
                    "the statement is no INSERT");
        }
        List<BindField> fields;
        try {
            fields = ColumnMeta.bindFields(answer);
        } catch (MalformedMessageException e) {
            return CompletableFuture.failedFuture(
                    Failures.malformed(
                            e, call.purpose(), statement.channel().where(), call.requestId()));
        }
        return withDecimals(current, call, sql, fields)
                .thenApply(complete -> new WebSocketPreparedInsert(statement, complete));
    }

    /** The server does not tell a question mark's digits, without which no decimal can be bound. */
    private CompletableFuture<List<BindField>> withDecimals(
            WebSocketSession current, Call call, String sql, List<BindField> fields) {
        WebSocketChannel channel = current.channel();
        if (!DecimalFields.present(fields)) {
            return CompletableFuture.completedFuture(fields);
        }
        if (!DecimalFields.canBeBoundBy(current.version())) {
            return failed(
                    channel,
                    call,
                    FailureKind.FATAL,
                    TDengineErrors.NOT_SUPPORTED,
                    "how a server of version "
                            + current.version()
                            + " wants DECIMAL values bound is not known; write them by SQL");
        }
        if (!DecimalFields.areMissing(fields)) {
            return CompletableFuture.completedFuture(fields);
        }
        String table = DecimalFields.table(sql);
        if (table == null) {
            return failed(
                    channel,
                    call,
                    FailureKind.FATAL,
                    TDengineErrors.NOT_SUPPORTED,
                    "the statement has a DECIMAL column and names no table; write INSERT INTO"
                            + " table(...) or INSERT INTO ? USING super table");
        }
        Call describe = call("ask for the digits of DECIMAL columns");
        return run(channel, describe, "DESCRIBE " + table)
                .thenCompose(answer -> opened(channel, describe, answer))
                .thenCompose(rows -> DecimalFields.read(rows, fields));
    }

    private static <T> CompletableFuture<T> failed(
            WebSocketChannel channel, Call call, FailureKind kind, String code, String problem) {
        return CompletableFuture.failedFuture(
                Failures.failure(
                        kind,
                        code,
                        call.purpose(),
                        channel.where(),
                        call.requestId(),
                        problem,
                        null));
    }
}
