/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * See the LICENSE file at the root of this project.
 */
package io.spillway.tdengine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.common.failure.FailureKind;
import io.spillway.common.failure.ServiceException;
import io.spillway.tdengine.client.ScriptedAdapter.Request;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to the connection, every call ends soon and says why. */
@Timeout(60)
class WebSocketFaultsTest {

    private static final String UPDATED = "\"id\":0,\"is_update\":true,\"affected_rows\":1";

    private enum Ending {
        KILLED,
        HALF_A_FRAME,
        CLOSED_IN_ORDER
    }

    /** The vendor's driver lets each of them wait for a minute. */
    @ParameterizedTest
    @EnumSource(Ending.class)
    void callsInFlightFailAtOnceWhenTheConnectionEnds(Ending ending) throws Exception {
        List<Request> held = new ArrayList<>();
        try (ScriptedAdapter adapter =
                        adapter(
                                request -> {
                                    held.add(request);
                                    if (held.size() == 5) {
                                        end(request, ending);
                                    } else if (held.size() > 5) {
                                        request.answer(UPDATED);
                                    }
                                });
                TDengineGateway gateway = Gateways.to(adapter)) {
            long start = System.nanoTime();
            List<CompletableFuture<Long>> calls = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                calls.add(gateway.execute("x"));
            }
            for (CompletableFuture<Long> call : calls) {
                ServiceException failure = Gateways.failure(call);
                assertThat(failure.code()).isEqualTo("ConnectionLost");
                assertThat(failure.kind()).isEqualTo(FailureKind.RETRYABLE);
                assertThat(failure.getMessage()).contains(adapter.endpoint(), "req_id");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(5));

            assertThat(Gateways.get(gateway.execute("again"))).isEqualTo(1);
            assertThat(adapter.connections()).hasSize(2);
        }
    }

    @Test
    void aCallThatIsNotAnsweredEndsInTimeAndTakesItsConnectionAlong() throws Exception {
        List<Request> held = new ArrayList<>();
        try (ScriptedAdapter adapter =
                        adapter(
                                request -> {
                                    held.add(request);
                                    if (held.size() > 2) {
                                        request.answer(UPDATED);
                                    }
                                });
                TDengineGateway gateway =
                        TDengineGateways.create(
                                Gateways.options(adapter.endpoint())
                                        .requestTimeout(Duration.ofMillis(300))
                                        .build())) {
            CompletableFuture<Long> first = gateway.execute("first");
            adapter.await("binary_query");
            CompletableFuture<Long> second = gateway.execute("second");

            ServiceException failure = Gateways.failure(first);
            assertThat(failure.code()).isEqualTo("Timeout");
            assertThat(failure.kind()).isEqualTo(FailureKind.RETRYABLE);
            assertThat(failure.getMessage()).contains("300 ms");
            assertThat(Gateways.failure(second).code()).isIn("ConnectionLost", "Timeout");
            assertThat(adapter.connections().get(0).awaitEnd()).isTrue();

            assertThat(Gateways.get(gateway.execute("third"))).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "[1,2]",
                "{\"code\":0,\"req_id\":\"not a number\"}",
                "{\"code\":0,\"req_id\":",
                "{\"code\":65535,\"message\":\"unmarshal request error\",\"req_id\":0}"
            })
    void messagesThatMakeNoSenseEndTheConnection(String nonsense) throws Exception {
        try (ScriptedAdapter adapter = adapter(request -> request.connection.text(nonsense));
                TDengineGateway gateway = Gateways.to(adapter)) {
            ServiceException failure = Gateways.failure(gateway.execute("x"));

            assertThat(failure.code()).isIn("MalformedMessage", "0xffff");
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.getMessage()).doesNotContain("not a number\"");
            assertThat(adapter.connections().get(0).awaitEnd()).isTrue();
        }
    }

    @Test
    void binaryMessagesThatMakeNoSenseEndTheConnection() throws Exception {
        try (ScriptedAdapter adapter =
                        adapter(request -> request.connection.binary(new byte[100]));
                TDengineGateway gateway = Gateways.to(adapter)) {
            ServiceException failure = Gateways.failure(gateway.execute("x"));

            assertThat(failure.code()).isEqualTo("MalformedMessage");
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
        }
    }

    @Test
    void answersOfRequestsThatNobodySentAreIgnored() throws Exception {
        try (ScriptedAdapter adapter =
                        adapter(
                                request -> {
                                    request.connection.text(
                                            "{\"code\":0,\"req_id\":12345,\"action\":\"x\"}");
                                    request.answer(UPDATED);
                                });
                TDengineGateway gateway = Gateways.to(adapter)) {
            assertThat(Gateways.get(gateway.execute("x"))).isEqualTo(1);
        }
    }

    @Test
    void messagesBeyondTheLimitAreRefused() throws Exception {
        try (ScriptedAdapter adapter =
                        adapter(
                                request ->
                                        request.answer(
                                                UPDATED + ",\"x\":\"" + "x".repeat(5000) + "\""));
                TDengineGateway gateway =
                        TDengineGateways.create(
                                Gateways.options(adapter.endpoint())
                                        .maxMessageBytes(4096)
                                        .build())) {
            ServiceException failure = Gateways.failure(gateway.execute("x"));

            assertThat(failure.code()).isEqualTo("MessageTooLarge");
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.getMessage()).contains("4096");
        }
    }

    @Test
    void aBrokenQueryFailsItsNextBlock() throws Exception {
        try (ScriptedAdapter adapter =
                        adapter(
                                request -> {
                                    if (request.action().equals("binary_fetch")) {
                                        request.connection.kill();
                                    } else {
                                        request.answer(
                                                "\"id\":7,\"is_update\":false,\"fields_count\":1,"
                                                        + "\"fields_names\":[\"v\"],"
                                                        + "\"fields_types\":[4],"
                                                        + "\"fields_lengths\":[4],"
                                                        + "\"precision\":2");
                                    }
                                });
                TDengineGateway gateway = Gateways.to(adapter)) {
            QueryResult result = Gateways.get(gateway.query("select v from t"));
            assertThat(result.precision().symbol()).isEqualTo("ns");

            assertThat(Gateways.failure(result.next()).code()).isEqualTo("ConnectionLost");
            assertThat(Gateways.failure(result.next()).code()).isEqualTo("ConnectionLost");
            result.close();
        }
    }

    @Test
    void theNextEndpointIsTakenAndTheGoodOneKept() throws Exception {
        try (ScriptedAdapter good = adapter(request -> request.answer(UPDATED));
                ScriptedAdapter second = adapter(request -> request.answer(UPDATED));
                TDengineGateway gateway =
                        TDengineGateways.create(
                                Gateways.options(
                                                unusedEndpoint(),
                                                good.endpoint(),
                                                unusedEndpoint(),
                                                second.endpoint())
                                        .build())) {
            for (int i = 0; i < 5; i++) {
                assertThat(Gateways.get(gateway.execute("x"))).isEqualTo(1);
                ScriptedAdapter used = good.connections().isEmpty() ? second : good;
                used.connections().get(used.connections().size() - 1).kill();
                awaitFailureOrSuccess(gateway);
            }
            // one of the two served all, as it never was unreachable
            assertThat(good.connections().isEmpty() || second.connections().isEmpty()).isTrue();

            ScriptedAdapter used = good.connections().isEmpty() ? second : good;
            ScriptedAdapter other = used == good ? second : good;
            used.close();
            Awaitility.await()
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(5))
                    .untilAsserted(
                            () -> {
                                awaitFailureOrSuccess(gateway);
                                assertThat(other.connections()).isNotEmpty();
                            });
            assertThat(Gateways.get(gateway.execute("x"))).isEqualTo(1);
        }
    }

    @Test
    void everyEndpointsReasonIsTold() throws Exception {
        String dead = unusedEndpoint();
        try (ScriptedAdapter starting =
                        new ScriptedAdapter(request -> request.refuse(0x0014, "not ready"));
                TDengineGateway gateway =
                        TDengineGateways.create(
                                Gateways.options(dead, starting.endpoint(), "nosuch.invalid:6041")
                                        .build())) {
            ServiceException failure = Gateways.failure(gateway.execute("x"));

            assertThat(failure.code()).isEqualTo("ConnectFailed");
            assertThat(failure.kind()).isEqualTo(FailureKind.RETRYABLE);
            assertThat(failure.getMessage())
                    .contains(dead + ": connection refused", "0x0014", "not ready")
                    .contains("nosuch.invalid:6041: the host name cannot be resolved")
                    .doesNotContain(Gateways.PASSWORD);
        }
    }

    @Test
    void aServerThatAcceptsAndSaysNothingIsGivenUp() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TDengineGateway gateway =
                        TDengineGateways.create(
                                Gateways.options("127.0.0.1:" + mute.getLocalPort())
                                        .connectTimeout(Duration.ofMillis(300))
                                        .build())) {
            ServiceException failure = Gateways.failure(gateway.execute("x"));

            assertThat(failure.code()).isEqualTo("ConnectFailed");
            assertThat(failure.kind()).isEqualTo(FailureKind.RETRYABLE);
            assertThat(failure.getMessage()).contains("300 ms");
        }
    }

    @Test
    void closingFailsWhatIsInFlightAndWhatIsConnecting() throws Exception {
        try (ScriptedAdapter mute = adapter(request -> {});
                ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            TDengineGateway gateway = Gateways.to(mute);
            CompletableFuture<Long> inFlight = gateway.execute("x");
            mute.await("binary_query");
            gateway.close();
            assertThat(Gateways.failure(inFlight).code()).isEqualTo("GatewayClosed");

            TDengineGateway connecting =
                    TDengineGateways.create(
                            Gateways.options("127.0.0.1:" + deaf.getLocalPort())
                                    .connectTimeout(Duration.ofMillis(500))
                                    .build());
            CompletableFuture<Long> waiting = connecting.execute("x");
            connecting.close();
            assertThat(Gateways.failure(waiting).code()).isEqualTo("GatewayClosed");
        }
    }

    private static void awaitFailureOrSuccess(TDengineGateway gateway) throws Exception {
        // the client may learn of the end only by its next call
        CompletableFuture<Long> call = gateway.execute("x");
        call.handle((value, failure) -> value).get();
    }

    private static void end(Request request, Ending ending) throws java.io.IOException {
        switch (ending) {
            case KILLED -> request.connection.kill();
            case CLOSED_IN_ORDER -> request.connection.closeWith(1001);
            default -> {
                request.connection.halfFrame(new byte[1000]);
                request.connection.kill();
            }
        }
    }

    private static ScriptedAdapter adapter(ScriptedAdapter.Script script) throws Exception {
        return new ScriptedAdapter(ScriptedAdapter.loggingIn(script));
    }

    private static String unusedEndpoint() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
