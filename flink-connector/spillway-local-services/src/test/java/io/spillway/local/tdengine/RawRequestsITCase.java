/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the vendor's driver does not ask for, and the adapter's answers to mistakes. */
class RawRequestsITCase {

    @RegisterExtension static final LocalTDengineExtension TDENGINE = new LocalTDengineExtension();

    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("root:taosdata".getBytes());

    @BeforeAll
    static void createTable() {
        TDENGINE.server().execute("create database d vgroups 2 precision 'us'");
        TDENGINE.server().execute("create table d.t(ts timestamp, v double, s nchar(8))");
        TDENGINE.server()
                .execute(
                        "insert into d.t values(1700000000000001,1,'é')(1700000000000002,2.5,null)");
    }

    @Test
    void resultsFetchedInJson() throws Exception {
        try (RawSocket socket = RawSocket.connect(TDENGINE.server(), "d")) {
            JsonNode query = socket.ask("query", "\"sql\":\"select * from t\"");
            assertThat(query.get("action").asText()).isEqualTo("query");
            assertThat(query.get("precision").asInt()).isEqualTo(1);
            String id = "\"id\":" + query.get("id");
            JsonNode fetched = socket.ask("fetch", id);
            assertThat(fetched.get("completed").asBoolean()).isFalse();
            assertThat(fetched.get("rows").asInt()).isEqualTo(2);
            socket.send("{\"action\":\"fetch_block\",\"args\":{\"req_id\":3," + id + "}}");
            ByteBuffer block =
                    ByteBuffer.wrap(socket.receiveBinary()).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(block.getLong(8)).isEqualTo(query.get("id").asLong());
            assertThat(block.getInt(16 + 8)).isEqualTo(2);
            assertThat(block.limit()).isEqualTo(16 + block.getInt(16 + 4));
            assertThat(socket.ask("fetch", id).get("completed").asBoolean()).isTrue();
            assertThat(message(socket.ask("fetch", id))).isEqualTo("result is nil");
        }
    }

    @Test
    void smallTalk() throws Exception {
        try (RawSocket socket = RawSocket.connect(TDENGINE.server(), "d")) {
            assertThat(socket.ask("version", "").get("version").asText())
                    .isEqualTo(LocalTDengine.VERSION);
            assertThat(socket.ask("get_current_db", "").get("db").asText()).isEqualTo("d");
            assertThat(socket.ask("options_connection", "\"options\":[]").get("code").asInt())
                    .isZero();
            JsonNode query = socket.ask("query", "\"sql\":\"select * from t\"");
            assertThat(
                            socket.ask("num_fields", "\"result_id\":" + query.get("id"))
                                    .get("num_fields")
                                    .asInt())
                    .isEqualTo(3);
        }
    }

    @Test
    void mistakesAreAnsweredAsTheAdapterDoes() throws Exception {
        try (RawSocket socket = RawSocket.open(TDENGINE.server(), "/ws")) {
            assertThat(message(socket.ask("query", "\"sql\":\"select 1\"")))
                    .isEqualTo("server not connected");
            assertThat(message(socket.ask("{}"))).isEqualTo("request no action");
            assertThat(message(socket.ask("no json"))).isEqualTo("unmarshal request error");
        }
        try (RawSocket socket = RawSocket.connect(TDENGINE.server(), "d")) {
            assertThat(message(socket.ask("nosuch", ""))).isEqualTo("unknown action nosuch");
            assertThat(message(socket.ask("stmt2_exec", "\"stmt_id\":99")))
                    .isEqualTo("stmt2 is nil");
            assertThat(message(socket.ask("conn", ""))).isEqualTo("duplicate connections");
            ByteBuffer unknown = ByteBuffer.allocate(26).order(ByteOrder.LITTLE_ENDIAN);
            socket.send(unknown.putLong(1).putLong(0).putLong(77).array());
            assertThat(message(socket.receive())).isEqualTo("unknown binary action 77");
            ByteBuffer cut = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
            cut.putLong(1).putLong(0).putLong(6).putShort((short) 1).putInt(100);
            socket.send(cut.array());
            assertThat(message(socket.receive()))
                    .isEqualTo("uncompleted message, sql length:100, remainMessageLength:10");
        }
        try (RawSocket socket = RawSocket.open(TDENGINE.server(), "/rest/tmq")) {
            assertThat(message(socket.ask("assignment", "\"topic\":\"x\"")))
                    .isEqualTo("tmq not init");
        }
    }

    private static String message(JsonNode answer) {
        assertThat(answer.get("code").asInt()).as(answer.toString()).isEqualTo(0xffff);
        return answer.get("message").asText();
    }

    @Test
    void resultsOverHttp() throws Exception {
        assertThat(rest("/rest/sql/d", "select * from t", BASIC).body())
                .isEqualTo(
                        "{\"code\":0,\"column_meta\":[[\"ts\",\"TIMESTAMP\",8],[\"v\",\"DOUBLE\",8],"
                                + "[\"s\",\"NCHAR\",8]],\"data\":[[\"2023-11-14T22:13:20.000001Z\",1,\"é\"],"
                                + "[\"2023-11-14T22:13:20.000002Z\",2.5,null]],\"rows\":2}");
        assertThat(
                        rest(
                                        "/rest/sql?tz=Asia/Shanghai&row_with_meta=true&req_id=5",
                                        "select ts from d.t limit 1",
                                        BASIC)
                                .body())
                .contains("\"data\":[{\"ts\":\"2023-11-15T06:13:20.000001+08:00\"}]");
        assertThat(rest("/rest/sql", "create database if not exists other", BASIC).body())
                .isEqualTo(
                        "{\"code\":0,\"column_meta\":[[\"affected_rows\",\"INT\",4]],"
                                + "\"data\":[[0]],\"rows\":1}");
        assertThat(rest("/rest/sql/d/vgid", "[\"t\"]", BASIC).body())
                .isEqualTo("{\"code\":0,\"vgIDs\":[" + TDENGINE.server().vgroupId("d", "t") + "]}");
    }

    @Test
    void mistakesOverHttp() throws Exception {
        assertRefused(rest("/rest/sql", "selec", BASIC), 200, 0x2600);
        assertRefused(rest("/rest/sql", "", BASIC), 400, 0x1106);
        assertRefused(rest("/rest/sql", "  ", BASIC), 400, 0x1107);
        assertRefused(rest("/rest/sql?row_with_meta=x", "select 1", BASIC), 400, 0xffff);
        assertRefused(rest("/rest/sql", "select 1", null), 401, 0x1105);
        assertRefused(rest("/rest/sql", "select 1", "Digest x"), 401, 0x1122);
        String wrong = "Basic " + Base64.getEncoder().encodeToString("root:no".getBytes());
        assertRefused(rest("/rest/sql", "select 1", wrong), 200, 0x0357);
        assertThat(rest("/rest/nosuch", "", BASIC).statusCode()).isEqualTo(404);
        assertThat(get("/-/ping").statusCode()).isEqualTo(200);
    }

    @Test
    void tokensInsteadOfPasswords() throws Exception {
        String token =
                new ObjectMapper()
                        .readTree(get("/rest/login/root/taosdata").body())
                        .get("desc")
                        .asText();
        assertThat(token)
                .isEqualTo("/KfeAzX/f9na8qdtNZmtONryp201ma04bEl8LcvLUd7a8qdtNZmtONryp201ma04");
        assertThat(rest("/rest/sql", "select 1", "Taosd " + token).body()).contains("\"code\":0");
        assertRefused(get("/rest/login/root/wrong"), 401, 0x0003);
        assertRefused(rest("/rest/sql", "select 1", "Taosd nonsense"), 401, 0x1125);
    }

    private static void assertRefused(HttpResponse<String> response, int status, int code)
            throws Exception {
        assertThat(response.statusCode()).isEqualTo(status);
        JsonNode body = new ObjectMapper().readTree(response.body());
        assertThat(body.get("code").asInt()).as(response.body()).isEqualTo(code);
        assertThat(body.get("desc").asText()).isNotEmpty();
        assertThat(body.has("timing")).isTrue();
    }

    private static HttpResponse<String> rest(String path, String body, String authorization)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(TDENGINE.server().httpUrl() + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(TDENGINE.server().httpUrl() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
