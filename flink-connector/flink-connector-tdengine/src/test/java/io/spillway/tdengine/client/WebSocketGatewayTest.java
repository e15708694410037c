/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.common.credentials.Secret;
import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.RecordedFrames.Frame;
import io.spillway.tdengine.client.SchemalessInsert.Protocol;
import io.spillway.tdengine.client.ScriptedAdapter.Request;
import io.spillway.tdengine.data.BindField;
import io.spillway.tdengine.data.BindRows;
import io.spillway.tdengine.data.DataBlock;
import io.spillway.tdengine.data.TDengineType;
import io.spillway.tdengine.data.TimestampPrecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebSocketGatewayTest {

    private static final List<Frame> RECORDED = RecordedFrames.read(RecordedFrames.STATEMENTS);
    private static final String UPDATED = "\"id\":0,\"is_update\":true,\"affected_rows\":3";

    @Test
    void aRecordedQueryIsReadBlockByBlock() throws Exception {
        List<Frame> blocks = answersTo(2);
        int[] fetched = {0};
        try (ScriptedAdapter adapter =
                        adapter(
                                request -> {
                                    if (request.action().equals("binary_query")) {
                                        request.answerRecorded(recordedQuery(2));
                                    } else {
                                        request.answerRecorded(
                                                blocks.get(Math.min(fetched[0]++, 1)).bytes());
                                    }
                                });
                TDengineGateway gateway = Gateways.to(adapter)) {
            QueryResult result = Gateways.get(gateway.query("select * from allt order by ts"));

            assertThat(result.precision()).isEqualTo(TimestampPrecision.MILLIS);
            assertThat(result.fields()).hasSize(21);
            Optional<DataBlock> block = Gateways.get(result.next());
            assertThat(block).isPresent();
            assertThat(block.get().rows()).isEqualTo(2);
            assertThat(block.get().getString(13, 0)).isEqualTo("中é😀");
            assertThat(Gateways.get(result.next())).isEmpty();
            assertThat(Gateways.get(result.next())).isEmpty();
            assertThat(adapter.await("binary_query").sql())
                    .isEqualTo("select * from allt order by ts");
        }
    }

    @Test
    void blocksAreFetchedAheadWithoutBoundOnlyByTheOnesWaiting() throws Exception {
        byte[] block = answersTo(2).get(0).bytes();
        CountDownLatch fetches = new CountDownLatch(4);
        try (ScriptedAdapter adapter =
                        adapter(
                                request -> {
                                    if (request.action().equals("binary_query")) {
                                        request.answerRecorded(recordedQuery(2));
                                    } else if (request.action().equals("binary_fetch")) {
                                        fetches.countDown();
                                        request.answerRecorded(block);
                                    }
                                });
                TDengineGateway gateway = Gateways.to(adapter)) {
            QueryResult result = Gateways.get(gateway.query("select"));

            assertThat(fetches.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 20; i++) {
                assertThat(Gateways.get(result.next())).isPresent();
            }
            result.close();
            result.close();
            Request free = adapter.await("free_result");
            assertThat(free.args().path("id").asInt()).isEqualTo(2);
        }
    }

    @Test
    void statementsTellTheRowsTheyChanged() throws Exception {
        try (ScriptedAdapter adapter = adapter(request -> request.answer(UPDATED));
                TDengineGateway gateway = Gateways.to(adapter)) {
            assertThat(Gateways.get(gateway.execute("insert into t values(1, 2)"))).isEqualTo(3);
            assertThat(Gateways.get(gateway.serverVersion())).isEqualTo("3.3.7.5");
            QueryResult none = Gateways.get(gateway.query("use db"));
            assertThat(none.fields()).isEmpty();
            assertThat(Gateways.get(none.next())).isEmpty();
            assertThat(adapter.connections()).hasSize(1);
        }
    }

    @Test
    void loginTellsWhoAndWhere() throws Exception {
        try (ScriptedAdapter adapter = adapter(request -> request.answer(UPDATED));
                TDengineGateway gateway =
                        TDengineGateways.create(
                                Gateways.options(adapter.endpoint())
                                        .database("power")
                                        .timeZone("Asia/Shanghai")
                                        .build())) {
            Gateways.get(gateway.execute("x"));

            var args = adapter.await("conn").args();
            assertThat(args.path("user").asText()).isEqualTo("root");
            assertThat(args.path("password").asText()).isEqualTo(Gateways.PASSWORD);
            assertThat(args.path("db").asText()).isEqualTo("power");
            assertThat(args.path("tz").asText()).isEqualTo("Asia/Shanghai");
            assertThat(adapter.connections().get(0).requestLine()).isEqualTo("GET /ws HTTP/1.1");
        }
    }

    @Test
    void aTokenTravelsInTheAddress() throws Exception {
        try (ScriptedAdapter adapter = adapter(request -> request.answer(UPDATED));
                TDengineGateway gateway =
                        TDengineGateways.create(
                                TDengineGatewayOptions.builder()
                                        .endpoints(List.of(adapter.endpoint()))
                                        .token(Secret.of("a+b/c"))
                                        .build())) {
            Gateways.get(gateway.execute("x"));

            assertThat(adapter.connections().get(0).requestLine())
                    .isEqualTo("GET /ws?token=a%2Bb%2Fc HTTP/1.1");
            assertThat(adapter.await("conn").args().has("password")).isFalse();
        }
    }

    @Test
    void recordedStatementsAreBoundAndExecuted() throws Exception {
        Frame bind =
                RECORDED.stream()
                        .filter(f -> f.fromClient() && !f.isText() && f.action() == 9)
                        .toList()
                        .get(2);
        try (ScriptedAdapter adapter =
                        adapter(
                                request -> {
                                    switch (request.action()) {
                                        case "stmt2_init" -> request.answer("\"stmt_id\":3");
                                        case "stmt2_prepare" ->
                                                request.answerRecorded(
                                                        recordedText("stmt2_prepare", 2));
                                        case "stmt2_exec" ->
                                                request.answer("\"stmt_id\":3,\"affected\":3");
                                        default -> request.answer("\"stmt_id\":3");
                                    }
                                });
                TDengineGateway gateway = Gateways.to(adapter)) {
            PreparedInsert insert =
                    Gateways.get(gateway.prepareInsert("INSERT INTO nt VALUES(?,?)"));

            assertThat(insert.fields())
                    .extracting(BindField::name, BindField::type)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("ts", TDengineType.TIMESTAMP),
                            org.assertj.core.groups.Tuple.tuple("v", TDengineType.INT));
            BindRows rows = insert.newRows();
            rows.startTable("nt");
            for (int row = 0; row < 3; row++) {
                rows.startRow();
                rows.setLong(0, 1704067200000L + row);
                rows.setLong(1, row);
            }
            assertThat(Gateways.get(insert.insert(rows))).isEqualTo(3);
            Gateways.get(insert.close());
            Gateways.get(insert.close());

            Request init = adapter.await("stmt2_init");
            assertThat(init.args().path("single_stb_insert").asBoolean()).isTrue();
            assertThat(init.args().path("single_table_bind_once").asBoolean()).isTrue();
            Request prepare = adapter.await("stmt2_prepare");
            assertThat(prepare.args().path("sql").asText()).isEqualTo("INSERT INTO nt VALUES(?,?)");
            assertThat(prepare.args().path("get_fields").asBoolean()).isTrue();
            byte[] sent = adapter.await("stmt2_bind").bytes;
            assertThat(java.util.Arrays.copyOfRange(sent, 8, sent.length))
                    .isEqualTo(java.util.Arrays.copyOfRange(bind.bytes(), 8, sent.length));
            adapter.await("stmt2_exec");
            adapter.await("stmt2_close");
        }
    }

    @Test
    void aStatementThatCannotBePreparedIsFreed() throws Exception {
        try (ScriptedAdapter adapter =
                        adapter(
                                request -> {
                                    if (request.action().equals("stmt2_prepare")) {
                                        request.answerRecorded(recordedText("stmt2_prepare", 4));
                                    } else {
                                        request.answer("\"stmt_id\":5");
                                    }
                                });
                TDengineGateway gateway = Gateways.to(adapter)) {
            ServiceException failure =
                    Gateways.failure(gateway.prepareInsert("INSERT INTO nosuch VALUES('x',?)"));

            assertThat(failure.code()).isEqualTo("0x022b");
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.getMessage())
                    .contains("Table does not exist", adapter.endpoint(), "req_id 0x")
                    .doesNotContain("'x'");
            assertThat(adapter.await("stmt2_close").args().path("stmt_id").asInt()).isEqualTo(5);
        }
    }

    @Test
    void decimalsWithoutDigitsAreLookedUpBeforeTheyAreBound() throws Exception {
        try (ScriptedAdapter adapter =
                        adapter(
                                request -> {
                                    switch (request.action()) {
                                        case "stmt2_prepare" ->
                                                request.answer(
                                                        "\"stmt_id\":1,\"is_insert\":true,"
                                                                + "\"fields\":[{\"name\":\"ts\","
                                                                + "\"field_type\":9,\"bind_type\":1},"
                                                                + "{\"name\":\"d\","
                                                                + "\"field_type\":21,"
                                                                + "\"bind_type\":1}]");
                                        case "binary_query" -> request.refuse(9731, "no table");
                                        default -> request.answer("\"stmt_id\":1");
                                    }
                                });
                TDengineGateway gateway = Gateways.to(adapter)) {
            ServiceException failure =
                    Gateways.failure(
                            gateway.prepareInsert(
                                    "insert into ? using `my db`.`st` tags(?) values(?,?)"));

            assertThat(failure.code()).isEqualTo("0x2603");
            assertThat(adapter.await("binary_query").sql()).isEqualTo("DESCRIBE `my db`.`st`");
            assertThat(adapter.await("stmt2_close")).isNotNull();
        }
    }

    @Test
    void linesAreInsertedAsRecorded() throws Exception {
        try (ScriptedAdapter adapter =
                        adapter(request -> request.answerRecorded(recordedText("insert", 0)));
                TDengineGateway gateway = Gateways.to(adapter)) {
            long written =
                    Gateways.get(
                            gateway.insertSchemaless(
                                    new SchemalessInsert(
                                            Protocol.TELNET, "s", "m 1 2 h=1", 7, "tag")));

            assertThat(written).isEqualTo(1);
            var args = adapter.await("insert").args();
            assertThat(args.path("protocol").asInt()).isEqualTo(2);
            assertThat(args.path("precision").asText()).isEqualTo("s");
            assertThat(args.path("data").asText()).isEqualTo("m 1 2 h=1");
            assertThat(args.path("ttl").asInt()).isEqualTo(7);
            assertThat(args.path("table_name_key").asText()).isEqualTo("tag");
        }
    }

    @Test
    void answersMayComeInAnyOrder() throws Exception {
        List<Request> held = new ArrayList<>();
        try (ScriptedAdapter adapter =
                        adapter(
                                request -> {
                                    held.add(request);
                                    if (held.size() == 50) {
                                        java.util.Collections.reverse(held);
                                        for (Request one : held) {
                                            one.answer(
                                                    "\"id\":0,\"is_update\":true,"
                                                            + "\"affected_rows\":"
                                                            + one.sql());
                                        }
                                    }
                                });
                TDengineGateway gateway = Gateways.to(adapter)) {
            List<CompletableFuture<Long>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(gateway.execute(String.valueOf(i)));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(Gateways.get(answers.get(i))).isEqualTo(i);
            }
        }
    }

    @Test
    void messagesInPiecesArePutTogetherAndPingsAnswered() throws Exception {
        try (ScriptedAdapter adapter =
                        adapter(
                                request ->
                                        request.connection.textInPieces(
                                                request.answerText(UPDATED), 7));
                TDengineGateway gateway = Gateways.to(adapter)) {
            assertThat(Gateways.get(gateway.execute("x"))).isEqualTo(3);
            assertThat(adapter.connections().get(0).ping(new byte[] {0})).isNotNull();
        }
    }

    @Test
    void idsMayBeTextsOrNumbersBeyondLong() throws Exception {
        try (ScriptedAdapter adapter =
                        adapter(
                                request -> {
                                    switch (request.action()) {
                                        case "stmt2_init" ->
                                                request.connection.text(
                                                        "{\"code\":0,\"action\":\"stmt2_init\","
                                                                + "\"req_id\":\""
                                                                + request.id()
                                                                + "\",\"stmt_id\":"
                                                                + "18446744073709551615}");
                                        case "stmt2_prepare" ->
                                                request.answerRecorded(
                                                        recordedText("stmt2_prepare", 2));
                                        default -> request.answer("");
                                    }
                                });
                TDengineGateway gateway = Gateways.to(adapter)) {
            PreparedInsert insert = Gateways.get(gateway.prepareInsert("INSERT INTO nt"));
            Gateways.get(insert.close());

            assertThat(adapter.await("stmt2_close").args().path("stmt_id").toString())
                    .isEqualTo("18446744073709551615");
        }
    }

    @Test
    void aServersErrorKeepsItsCodeAndText() throws Exception {
        try (ScriptedAdapter adapter =
                        adapter(request -> request.refuse(0x060b, "Timestamp data out of range"));
                TDengineGateway gateway = Gateways.to(adapter)) {
            ServiceException failure =
                    Gateways.failure(gateway.execute("select 'private' from t where k=12345"));

            assertThat(failure.code()).isEqualTo("0x060b");
            assertThat(failure.kind()).isEqualTo(FailureKind.RECORD);
            assertThat(failure.requestId()).startsWith("0x");
            assertThat(failure)
                    .hasMessage(
                            "failed to run \"select ? from t where k=?\": 0x060b ("
                                    + adapter.endpoint()
                                    + ", req_id "
                                    + failure.requestId()
                                    + "): Timestamp data out of range");
        }
    }

    @Test
    void wrongCredentialsAreNotTriedElsewhere() throws Exception {
        try (ScriptedAdapter refusing =
                        new ScriptedAdapter(
                                request -> request.refuse(855, "Authentication failure"));
                TDengineGateway gateway =
                        TDengineGateways.create(
                                Gateways.options(refusing.endpoint(), refusing.endpoint())
                                        .build())) {
            ServiceException failure = Gateways.failure(gateway.serverVersion());

            assertThat(failure.code()).isEqualTo("0x0357");
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.getMessage()).doesNotContain(Gateways.PASSWORD);
            assertThat(refusing.connections()).hasSize(1);
        }
    }

    @Test
    void anOldServerIsRefused() throws Exception {
        try (ScriptedAdapter old =
                        new ScriptedAdapter(request -> request.answer("\"version\":\"3.3.5.8\""));
                TDengineGateway gateway = Gateways.to(old)) {
            ServiceException failure = Gateways.failure(gateway.execute("x"));

            assertThat(failure.code()).isEqualTo("ServerTooOld");
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.getMessage()).contains("'3.3.5.8'", "3.3.6.0", "upgrade");
        }
    }

    @Test
    void theVersionIsAskedForIfTheLoginDoesNotTellIt() throws Exception {
        try (ScriptedAdapter adapter =
                        new ScriptedAdapter(
                                request ->
                                        request.answer(
                                                request.action().equals("version")
                                                        ? "\"version\":\"3.3.6.0\""
                                                        : ""));
                TDengineGateway gateway = Gateways.to(adapter)) {
            assertThat(Gateways.get(gateway.serverVersion())).isEqualTo("3.3.6.0");
        }
    }

    @Test
    void nothingCanBeInsertedTwiceAtATimeOrFromForeignRows() throws Exception {
        try (ScriptedAdapter adapter =
                        adapter(
                                request -> {
                                    switch (request.action()) {
                                        case "stmt2_init" -> request.answer("\"stmt_id\":1");
                                        case "stmt2_prepare" ->
                                                request.answerRecorded(
                                                        recordedText("stmt2_prepare", 2));
                                        default -> {
                                            // never answered
                                        }
                                    }
                                });
                TDengineGateway gateway = Gateways.to(adapter)) {
            PreparedInsert insert = Gateways.get(gateway.prepareInsert("INSERT INTO nt"));
            BindRows rows = insert.newRows();
            assertThatThrownBy(() -> insert.insert(rows))
                    .isInstanceOf(IllegalArgumentException.class);
            rows.startTable("nt");
            rows.startRow();
            rows.setLong(0, 1);
            CompletableFuture<Integer> first = insert.insert(rows);
            assertThatThrownBy(() -> insert.insert(rows)).isInstanceOf(IllegalStateException.class);
            gateway.close();
            assertThat(Gateways.failure(first).code()).isEqualTo("GatewayClosed");
            Gateways.get(insert.close());
        }
    }

    @Test
    void aGatewayWaitsForNobodyAndClosesItsThreads() throws Exception {
        try (ScriptedAdapter adapter = adapter(request -> request.answer(UPDATED))) {
            TDengineGateway gateway =
                    TDengineGateways.create(
                            Gateways.options(adapter.endpoint())
                                    .requestTimeout(Duration.ofMinutes(5))
                                    .build());
            Gateways.get(gateway.execute("x"));
            gateway.close();
            gateway.close();

            assertThat(adapter.connections().get(0).awaitEnd()).isTrue();
            ServiceException failure = Gateways.failure(gateway.execute("x"));
            assertThat(failure.code()).isEqualTo("GatewayClosed");
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
        }
    }

    private static ScriptedAdapter adapter(ScriptedAdapter.Script script) throws Exception {
        return new ScriptedAdapter(ScriptedAdapter.loggingIn(script));
    }

    private static List<Frame> answersTo(int result) {
        return RECORDED.stream()
                .filter(frame -> !frame.fromClient() && !frame.isText())
                .filter(frame -> frame.number(42) == result)
                .toList();
    }

    private static String recordedQuery(int result) {
        return RECORDED.stream()
                .filter(frame -> !frame.fromClient() && frame.isText())
                .filter(frame -> frame.json().path("id").asInt() == result)
                .findFirst()
                .orElseThrow()
                .text();
    }

    private static String recordedText(String action, int index) {
        return RECORDED.stream()
                .filter(frame -> !frame.fromClient() && frame.isText())
                .filter(frame -> frame.json().path("action").asText().equals(action))
                .toList()
                .get(index)
                .text();
    }
}
