/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.local.tdengine.engine.Engine;
import io.spillway.local.tdengine.engine.Session;
import io.spillway.local.tdengine.engine.SqlResult;
import io.spillway.local.tdengine.engine.TaosException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is asked for over HTTP. */
final class RestCalls {

    static final String SQL = "/rest/sql";
    static final String LOGIN = "/rest/login/";

    private static final Logger LOG = LoggerFactory.getLogger(RestCalls.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String VGROUPS = "/vgid";
    private static final int ADAPTER_ERROR = 0xffff;

    private final Engine engine;
    private final ZoneId zone;
    private final boolean asksNobody;

    RestCalls(Engine engine, ZoneId zone, boolean asksNobody) {
        this.engine = engine;
        this.zone = zone;
        this.asksNobody = asksNobody;
    }

    /** Runs a call; never fails. */
    RestReply answer(Request request, Call call) {
        long started = System.nanoTime();
        try {
            return new RestReply(200, call.run(request));
        } catch (TaosException e) {
            return RestReply.error(200, e.code(), e.getMessage(), System.nanoTime() - started);
        } catch (RestException e) {
            return RestReply.error(
                    e.status(), e.code(), e.getMessage(), System.nanoTime() - started);
        } catch (IOException | RuntimeException e) {
            LOG.error("The local TDengine failed on a request", e);
            return RestReply.error(
                    500,
                    ADAPTER_ERROR,
                    "The local TDengine failed: " + e,
                    System.nanoTime() - started);
        }
    }

    /** {@code GET /rest/login/user/password}: the token to send instead of both. */
    byte[] login(Request request) throws RestException {
        String rest = request.getHttpURI().getDecodedPath().substring(LOGIN.length());
        int slash = rest.indexOf('/');
        if (slash < 1 || slash > 24 || slash == rest.length() - 1) {
            throw new RestException(400, 0x110A, "generate taosd token error");
        }
        RestLogin login = new RestLogin(rest.substring(0, slash), rest.substring(slash + 1));
        try {
            engine.authenticate(login.user(), login.password());
        } catch (TaosException e) {
            throw new RestException(401, 0x0003, "Authentication failure", e);
        }
        return ("{\"code\":0,\"desc\":\"" + login.token() + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /** {@code POST /rest/sql}, {@code /rest/sql/db} and {@code /rest/sql/db/vgid}. */
    byte[] sql(Request request) throws RestException, TaosException, IOException {
        RestParameters parameters = new RestParameters(request.getHttpURI().getQuery());
        byte[] body;
        try (InputStream in = Content.Source.asInputStream(request)) {
            body = in.readAllBytes();
        }
        String header = request.getHeaders().get("Authorization");
        RestLogin login =
                asksNobody && header == null ? new RestLogin("", "") : RestLogin.of(header);
        String path = request.getHttpURI().getDecodedPath().substring(SQL.length());
        if (path.length() > VGROUPS.length() + 1 && path.endsWith(VGROUPS)) {
            engine.authenticate(login.user(), login.password());
            return vgroups(login, path.substring(1, path.length() - VGROUPS.length()), body);
        }
        if (body.length == 0) {
            throw new RestException(400, 0x1106, "request is empty");
        }
        String sql = new String(body, StandardCharsets.UTF_8).trim();
        if (sql.isEmpty()) {
            throw new RestException(400, 0x1107, "no sql input");
        }
        ZoneId shown = parameters.zone(ZoneOffset.UTC);
        RestRows rows = new RestRows(shown, parameters.rowsAsObjects());
        engine.authenticate(login.user(), login.password());
        Session session =
                new Session(login.user(), null, parameters.hasConnectionZone() ? shown : zone);
        if (path.length() > 1) {
            use(session, path.substring(1));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        rows.write(engine.execute(session, sql), out);
        return out.toByteArray();
    }

    /** A database that does not exist is no error: the statement may be what creates it. */
    private void use(Session session, String database) {
        try {
            engine.execute(session, "use `" + database + "`");
        } catch (TaosException e) {
            LOG.debug("The database {} in a request's path does not exist", database, e);
        }
    }

    private byte[] vgroups(RestLogin login, String database, byte[] body)
            throws RestException, TaosException {
        String[] tables = tables(body);
        StringJoiner names = new StringJoiner("','", "('", "')");
        for (String table : tables) {
            names.add(table.replace("'", "''"));
        }
        SqlResult result =
                engine.execute(
                        new Session(login.user(), null, zone),
                        "select table_name, vgroup_id from information_schema.ins_tables"
                                + " where db_name = '"
                                + database.replace("'", "''")
                                + "' and table_name in "
                                + names);
        Map<String, Object> found = new HashMap<>();
        result.rows().forEachRemaining(row -> found.put((String) row[0], row[1]));
        StringJoiner ids = new StringJoiner(",", "{\"code\":0,\"vgIDs\":[", "]}");
        for (String table : tables) {
            Object id = found.get(table);
            if (id == null) {
                throw new TaosException(0x2603, "Table does not exist");
            }
            ids.add(id.toString());
        }
        return ids.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String[] tables(byte[] body) throws RestException {
        try {
            String[] tables =
                    MAPPER.readValue(new String(body, StandardCharsets.UTF_8), String[].class);
            if (tables != null && tables.length > 0) {
                return tables;
            }
        } catch (JsonProcessingException e) {
            throw new RestException(400, ADAPTER_ERROR, e.getOriginalMessage(), e);
        }
        throw new RestException(400, ADAPTER_ERROR, "illegal params");
    }

    /** One of the calls. */
    interface Call {
        byte[] run(Request request) throws RestException, TaosException, IOException;
    }
}
