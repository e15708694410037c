/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.websocket;

import io.spillway.local.tdengine.engine.Engine;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import io.spillway.local.tdengine.socket.Conversation;
import io.spillway.local.tdengine.socket.Exchanges;
import io.spillway.local.tdengine.socket.Reply;
import io.spillway.local.tdengine.socket.Socket;
import io.spillway.local.tdengine.wire.Answer;
import io.spillway.local.tdengine.wire.Incoming;
import java.time.DateTimeException;
import java.time.ZoneId;
import javax.annotation.Nullable;

/** A client of {@code /ws}. Each request is answered on its own, in no promised order. */
public final class QueryConversation implements Conversation {

    static final int ADAPTER_ERROR = 0xffff;

    private final Engine engine;
    private final Exchanges exchanges;
    private final String version;
    private final ZoneId zone;
    private final Socket socket;
    @Nullable private volatile Connection connection;

    private QueryConversation(
            Engine engine, Exchanges exchanges, String version, ZoneId zone, Socket socket) {
        this.engine = engine;
        this.exchanges = exchanges;
        this.version = version;
        this.zone = zone;
        this.socket = socket;
    }

    /**
     * Opens such conversations.
     *
     * @param version the server's own
     * @param zone of clients that name none
     */
    public static Conversation.Factory factory(
            Engine engine, Exchanges exchanges, String version, ZoneId zone) {
        return socket -> new QueryConversation(engine, exchanges, version, zone, socket);
    }

    @Override
    public void onText(String text) {
        Incoming request = Incoming.ofText(text);
        if (request == null) {
            Incoming unknown = Incoming.ofText("{}");
            socket.send(Answer.error(unknown, ADAPTER_ERROR, "unmarshal request error").toString());
            return;
        }
        exchanges.start(socket, request.action(), new QueryCall(request, this::answer));
    }

    @Override
    public void onBinary(byte[] bytes) {
        if (bytes.length < Incoming.HEADER) {
            return; // as the adapter, which has nothing to answer to
        }
        Incoming request = Incoming.ofBinary(bytes);
        exchanges.start(
                socket,
                request.action(),
                new QueryCall(request, in -> new BinaryCalls(connected()).answer(in)));
    }

    @Override
    public void onClosed() {
        Connection open = connection;
        if (open != null) {
            open.close();
        }
    }

    private Reply answer(Incoming request) throws TaosException {
        return switch (request.action()) {
            case "" -> throw new TaosException(ADAPTER_ERROR, "request no action");
            case "version" -> Reply.of(Answer.to(request).put("version", version));
            case "conn" -> connect(request);
            case "check_server_status" ->
                    Reply.of(Answer.to(request).put("status", 2).put("details", ""));
            case "get_server_info" -> {
                connected();
                yield Reply.of(Answer.to(request).put("info", version));
            }
            default ->
                    request.action().startsWith("stmt2_")
                            ? new StatementCalls(connected()).answer(request)
                            : new QueryCalls(connected()).answer(request);
        };
    }

    private Connection connected() throws TaosException {
        Connection open = connection;
        if (open == null) {
            throw new TaosException(ADAPTER_ERROR, "server not connected");
        }
        return open;
    }

    private synchronized Reply connect(Incoming request) throws TaosException {
        if (connection != null) {
            throw new TaosException(ADAPTER_ERROR, "duplicate connections");
        }
        engine.authenticate(request.text("user"), request.text("password"));
        Session session = new Session(request.text("user"), null, zone(request.text("tz")));
        String database = request.text("db");
        if (!database.isEmpty()) {
            SqlResult used = engine.execute(session, "use `" + database + "`");
            if (session.database() == null && used.update()) {
                session.use(database);
            }
        }
        connection = new Connection(engine, session);
        return Reply.of(Answer.to(request).put("version", version));
    }

    private ZoneId zone(String name) throws TaosException {
        if (name.isEmpty()) {
            return zone;
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new TaosException(0x0118, "Invalid parameters");
        }
    }
}
