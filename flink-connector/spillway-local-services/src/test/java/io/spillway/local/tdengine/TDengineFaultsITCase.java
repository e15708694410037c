/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.local.tdengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Each fault does what it says, and only so many times. */
class TDengineFaultsITCase {

    private static final String INSERT = "insert into d.t values(1700000000000, 1)";

    private LocalTDengine server;

    @BeforeEach
    void start() {
        server = LocalTDengine.start();
        server.execute("create database d vgroups 1");
        server.execute("create table d.t(ts timestamp, v int)");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void closeBeforeStoresNothing() throws Exception {
        server.faults().on("binary_query").closeBefore(1);
        try (RawSocket socket = RawSocket.connect(server, "d")) {
            socket.query(INSERT);
            assertThat(socket.take()).isNull();
        }
        assertThat(server.query("select * from d.t")).isEmpty();
        assertThat(server.faults().active()).isEmpty();
    }

    @Test
    void closeAfterStoresAndLosesTheAnswer() throws Exception {
        server.faults().on("binary_query").closeAfter(1);
        try (RawSocket socket = RawSocket.connect(server, "d")) {
            socket.query(INSERT);
            assertThat(socket.take()).isNull();
        }
        assertThat(server.query("select * from d.t")).hasSize(1);
    }

    @RepeatedTest(20)
    void closeWithinAnswerNeverCompletesAMessage() throws Exception {
        server.faults().on("binary_query").closeWithinAnswer(1);
        try (RawSocket socket = RawSocket.connect(server, "d")) {
            socket.query(INSERT);
            assertThat(socket.take()).isNull();
        }
        assertThat(server.query("select * from d.t")).hasSize(1);
    }

    @Test
    void someRequestsPassBeforeTheFault() throws Exception {
        server.faults().on("binary_query").skip(2).answerCode(2, 0x0914, "Sync not leader");
        try (RawSocket socket = RawSocket.connect(server, "d")) {
            int[] codes = new int[5];
            for (int i = 0; i < codes.length; i++) {
                socket.query("insert into d.t values(" + (1700000000000L + i) + ", 1)");
                codes[i] = socket.receive().get("code").asInt();
            }
            assertThat(codes).containsExactly(0, 0, 0x0914, 0x0914, 0);
        }
        assertThat(server.query("select * from d.t")).hasSize(3);
    }

    @Test
    void errorsOfAllActionsHaveTheFormOfEach() throws Exception {
        try (RawSocket socket = RawSocket.connect(server, "d")) {
            server.faults().on("*").answerCode(2, 0x0020, "No network");
            socket.fetch(1);
            assertThat(socket.receiveBinary()).hasSize(8 + 8 + 2 + 8 + 8 + 4 + 4 + 10 + 8 + 1);
            JsonNode answer = socket.ask("stmt2_exec", "\"stmt_id\":5");
            assertThat(answer.get("code").asInt()).isEqualTo(0x0020);
            assertThat(answer.get("stmt_id").asInt()).isEqualTo(5);
        }
    }

    @Test
    void delaysAndSwallowedAnswers() throws Exception {
        try (RawSocket socket = RawSocket.connect(server, "d")) {
            server.faults().on("binary_query").delay(1, Duration.ofMillis(300));
            long started = System.nanoTime();
            socket.query(INSERT);
            socket.receive();
            assertThat(System.nanoTime() - started).isGreaterThan(290_000_000L);
            server.faults().on("binary_query").swallowAnswer(1);
            socket.query(INSERT);
            assertThat(socket.isSilentFor(200)).isTrue();
            server.faults().latency(Duration.ofMillis(150));
            started = System.nanoTime();
            socket.query(INSERT);
            socket.receive();
            assertThat(System.nanoTime() - started).isGreaterThan(140_000_000L);
        }
    }

    @Test
    void anOutageKeepsWhatWasStored() throws Exception {
        try (RawSocket socket = RawSocket.connect(server, "d")) {
            socket.query(INSERT);
            socket.receive();
            int port = server.port();
            server.stop();
            assertThat(socket.awaitClosed()).isTrue();
            assertThatThrownBy(() -> RawSocket.open(server, "/ws")).isNotNull();
            server.restart();
            assertThat(server.port()).isEqualTo(port);
        }
        try (RawSocket socket = RawSocket.connect(server, "d")) {
            socket.query("select v from t");
            assertThat(socket.receive().get("fields_count").asInt()).isEqualTo(1);
        }
        assertThat(server.openSockets()).isLessThanOrEqualTo(1);
    }

    @Test
    void connectionsAreRefused() throws Exception {
        // clients may try several times
        server.faults().refuseConnections(100);
        assertThatThrownBy(() -> RawSocket.open(server, "/ws")).isNotNull();
        assertThatThrownBy(() -> rest("select 1")).isInstanceOf(IOException.class);
        server.faults().clear();
        RawSocket.connect(server, "d").close();
    }

    @Test
    void faultsOverHttp() throws Exception {
        server.faults().on("rest_sql").closeBefore(1);
        assertThatThrownBy(() -> rest(INSERT)).isInstanceOf(IOException.class);
        assertThat(server.query("select * from d.t")).isEmpty();
        server.faults().on("rest_sql").closeAfter(1);
        assertThatThrownBy(() -> rest(INSERT)).isInstanceOf(IOException.class);
        assertThat(server.query("select * from d.t")).hasSize(1);
        server.faults().on("rest_sql").answerCode(1, 0x0b, "Unable to establish connection");
        assertThat(rest(INSERT)).contains("\"code\":11");
        assertThat(rest(INSERT)).contains("\"code\":0");
    }

    @Test
    void faultsAreToldAndCleared() {
        server.faults().on("stmt2_exec").skip(1).closeAfter(2);
        server.faults().latency(Duration.ofSeconds(1));
        assertThat(server.faults().active())
                .containsEntry("latency", "1000 ms")
                .containsEntry("stmt2_exec", "2 requests after 1: closed_after");
        server.faults().clear();
        assertThat(server.faults().active()).isEmpty();
    }

    private String rest(String sql) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.httpUrl() + "/rest/sql"))
                                .header(
                                        "Authorization",
                                        "Basic "
                                                + Base64.getEncoder()
                                                        .encodeToString("root:taosdata".getBytes()))
                                .POST(HttpRequest.BodyPublishers.ofString(sql))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
